import { cases } from './cases/index.js';
import type { Case, Method } from './cases/case.js';
import { ours, type Peer, peers } from './peers/index.js';
import { agreement, tolerances } from './support/agreement.js';
import { writeCase } from './support/data.js';
import { temporaryFolder } from './support/files.js';
import { PeerProcess } from './support/peerProcess.js';
import { contest, type Contestant, type Outcome } from './support/rounds.js';
import type { Options, Part, Section } from './support/section.js';
import { duration, median, ratioText } from './support/statistics.js';

/** The share of the rows of large cases. */
const QUICK_SHARE = 0.1;
const SECONDS_A_CASE = { full: 45, quick: 4 };
const header = ['peer', 'peer / ours, median (range)', 'peer', 'ours', 'standard errors', 'Δ estimate / se', 'Δ se', 'Δ log-likelihood'];

export const fits: Part = {
  name: 'fits',
  what: 'fits with standard errors of data in memory, ours and the peers’ in interleaved rounds',
  ofBuild: true,
  run: async function* (options) {
    const { folder, remove } = await temporaryFolder();
    const running = new Map<string, PeerProcess>();
    try {
      yield await start(folder, options, running);
      for (const each of chosen(options)) yield await fitCase(each, folder, options, running);
    } finally {
      for (const peer of running.values()) peer.stop();
      remove();
    }
  },
};

const chosen = ({ cases: names }: Options): readonly Case[] => cases.filter(({ name }) => names.length === 0 || names.includes(name));

/** Starts the peers that are installed; the section says which. */
async function start(folder: string, options: Options, running: Map<string, PeerProcess>): Promise<Section> {
  const wanted = peers.filter(({ name }) => options.peers.length === 0 || options.peers.includes(name));
  const rows: string[][] = [];
  for (const peer of [ours, ...wanted]) rows.push([peer.name, await startPeer(peer, folder, options, running)]);
  const failures = running.has(ours.name) ? [] : [`${ours.name} did not start`];
  return { title: 'Versions', header: ['peer', 'versions'], rows, notes: [], failures };
}

async function startPeer(peer: Peer, folder: string, options: Options, running: Map<string, PeerProcess>): Promise<string> {
  const process = PeerProcess.start(peer, folder, options);
  const versions = await process.versions();
  if (typeof versions === 'string') running.set(peer.name, process);
  return typeof versions === 'string' ? versions : `left out: ${versions.error} (${peer.install})`;
}

async function fitCase(each: Case, folder: string, options: Options, running: ReadonlyMap<string, PeerProcess>): Promise<Section> {
  await writeCase(folder, each, options.quick ? QUICK_SHARE : 1);
  const us = running.get(ours.name);
  const methods = each.methods.filter(({ peer }) => running.has(peer));
  const contestants = [
    ...(us ? [{ label: ours.name, process: us, method: 'fit' }] : []),
    ...methods.flatMap((way) => contestant(way, running)),
  ];
  const seconds = options.quick ? SECONDS_A_CASE.quick : SECONDS_A_CASE.full;
  const [own, ...others] = await contest(contestants, { name: each.name, rounds: options.rounds, seconds });
  const whole = us && own?.error === undefined ? await us.fit(each.name, 'whole', 1) : undefined;
  const wholeNote =
    whole && 'seconds' in whole
      ? [`With profile intervals and the checks of the fit, which no peer gives, ours takes ${duration(whole.seconds)}.`]
      : [];
  return sectionOf(each, methods, own, others, wholeNote);
}

const contestant = ({ peer, method, label }: Method, running: ReadonlyMap<string, PeerProcess>): Contestant[] => {
  const process = running.get(peer);
  return process ? [{ label, process, method }] : [];
};

function sectionOf(
  { title }: Case,
  methods: readonly Method[],
  own: Outcome | undefined,
  others: readonly Outcome[],
  said: string[],
): Section {
  const lines = methods.map((method, i) => lineOf(method, own, others[i]));
  const rounds = own?.answers.length ?? 0;
  const differing = methods.flatMap(({ label, otherErrors }) =>
    otherErrors ? [`The standard errors of ${label} are ${otherErrors.why}: they may differ by ${100 * otherErrors.tolerance} %.`] : [],
  );
  return {
    title: `${title} (${rounds} rounds)`,
    header,
    rows: lines.map(({ row }) => row),
    failures: [
      ...(own?.error === undefined || isMissing(own.error) ? [] : [`Livelihood: ${own.error}`]),
      ...lines.flatMap(({ problems }) => problems),
    ],
    notes: [...(own?.error === undefined ? said : [`Livelihood: ${own.error}`]), ...differing],
  };
}

/** Features that the language does not have yet are not a fault of the bench. */
const isMissing = (error: string): boolean => error.includes('not supported');

function lineOf(method: Method, own: Outcome | undefined, other: Outcome | undefined): { row: string[]; problems: readonly string[] } {
  const { label, standardErrors } = method;
  if (!other || other.error !== undefined) {
    const error = other?.error ?? 'not asked';
    return { row: [label, `failed: ${error}`, '–', '–', standardErrors, '–', '–', '–'], problems: [`${label}: ${error}`] };
  }
  const seconds = (outcome: Outcome): number => median(outcome.answers.map((answer) => answer.seconds));
  const [ourAnswer, theirAnswer] = [own?.answers.at(-1), other.answers.at(-1)];
  if (!own || !ourAnswer || !theirAnswer)
    return { row: [label, '–', duration(seconds(other)), '–', standardErrors, '–', '–', '–'], problems: [] };
  const found = agreement(ourAnswer, theirAnswer, method);
  const ratios = other.answers.map((answer, i) => answer.seconds / (own.answers[i]?.seconds ?? NaN));
  const distances = [found.estimate, found.error, found.logLikelihood].map(distanceText);
  return {
    row: [label, ratioText(ratios), duration(seconds(other)), duration(seconds(own)), standardErrors, ...distances],
    problems: found.problems,
  };
}

const distanceText = (value: number): string => (Number.isNaN(value) ? '–' : value === 0 ? '0' : value.toExponential(0));

export const agreementText = `Answers agree where estimates lie within ${tolerances.estimate} of our standard errors, standard errors within ${100 * tolerances.error} % and log-likelihoods within ${tolerances.logLikelihood} of each other; anything else fails.`;
