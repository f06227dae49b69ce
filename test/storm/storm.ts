import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { actionsAt } from '../../server/src/language/actions/index.js';
import { completeAt } from '../../server/src/language/completion/complete.js';
import { definitionAt } from '../../server/src/language/features/definition.js';
import { documentLinks } from '../../server/src/language/features/documentLinks.js';
import { documentSymbols } from '../../server/src/language/features/documentSymbols.js';
import { foldingRanges } from '../../server/src/language/features/folding.js';
import { type FeatureInput, scopeOfInput } from '../../server/src/language/features/input.js';
import { linkedAt } from '../../server/src/language/features/linkedEditing.js';
import { referencesAt } from '../../server/src/language/features/references.js';
import { renameAt } from '../../server/src/language/features/rename.js';
import { selectionAt } from '../../server/src/language/features/selectionRanges.js';
import { semanticTokens } from '../../server/src/language/features/semanticTokens.js';
import { signaturesAt } from '../../server/src/language/features/signature.js';
import { formatEdits } from '../../server/src/language/format/format.js';
import { hoverAt } from '../../server/src/language/features/hover.js';
import { inlayHints, statusLine } from '../../server/src/language/features/inlayHints.js';
import { lensTitle } from '../../server/src/language/features/lens.js';
import { toFeatureInput } from '../../server/src/lsp/convert.js';
import type { FitReport } from '../../server/src/report/fitReport.js';
import type { Snapshot } from '../../server/src/workspace/snapshot.js';
import { toView } from '../../server/src/workspace/view.js';
import { Workspace } from '../../server/src/workspace/workspace.js';
import { below, Draft, type Random, seeded } from './edits.js';

const root = path.join(import.meta.dirname, '../..');
const parts = {
  worker: path.join(root, 'dist/worker.js'),
  reader: path.join(root, 'dist/reader.js'),
  text: path.join(root, 'dist/textWorker.js'),
};

/** Everything that a user or a program sees of one file. */
export type Seen = Readonly<Record<string, unknown>>;

/** A server without its protocol: it reports what it shows, and when everything is quiet. */
class Watched {
  private readonly told = new Map<string, FitReport>();
  private readonly owed = new Set<string>();
  private wake: () => void = () => undefined;
  readonly workspace: Workspace;

  constructor() {
    const events = {
      changed: (): void => undefined,
      fitted: ({ uri }: Snapshot, report: FitReport): void => void this.told.set(uri, report),
      working: ({ uri }: Snapshot, isWorking: boolean): void => this.hear(uri, isWorking),
    };
    this.workspace = new Workspace(parts, events, () => 0);
    this.workspace.start();
  }

  update(uri: string, text: string, version: number): void {
    // The edit ends what was under way, and that is reported at once: it is not an answer to this text.
    this.workspace.update(uri, text, version);
    this.owed.add(uri);
  }

  /** Resolves once a file, or every one, has nothing more to come. */
  async quiet(uri?: string): Promise<void> {
    while (uri === undefined ? this.owed.size > 0 : this.owed.has(uri)) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  see(uri: string): Seen {
    const snapshot = this.workspace.snapshot(uri);
    if (!snapshot) throw new Error(`${uri} is not open`);
    const input = toFeatureInput(snapshot);
    const isRefused = snapshot.state === 'stale' || snapshot.state === 'failed';
    const report = this.told.get(uri);
    const numbers = {
      report: withoutTimes(snapshot.report),
      view: withoutTimes(toView(snapshot)),
      hints: inlayHints(input),
      lens: lensTitle(input, snapshot.state, 0, 0),
      status: statusLine(input),
      ...proposalsOf(input, path.basename(snapshot.path)),
      hovers: [...snapshot.text.matchAll(/[\p{L}_][\p{L}\p{N}_.]*/gu)].map(({ index }) =>
        hoverAt(input, index)
          ?.markdown.replace(/fit [\d.]+ m?s/g, 'fit')
          .replace(/data:image[^)\s]*/g, ''),
      ),
    };
    // A file that cannot be fitted keeps its last answer, marked stale: which one that is depends on what was there before.
    const told = { status: report?.status, told: report?.diagnostics.map(({ code, message }) => [code, message]) };
    const kept = isRefused ? { ...told, diagnostics: snapshot.report?.diagnostics } : { ...told, ...numbers, state: snapshot.state };
    return {
      ...featuresOf(input),
      problems: snapshot.problems.map(({ severity, code, message, span, fixes }) => ({ severity, code, message, span, fixes })),
      ...kept,
    };
  }

  dispose(): void {
    this.workspace.dispose();
  }

  private hear(uri: string, isWorking: boolean): void {
    if (isWorking) return;
    this.owed.delete(uri);
    this.wake();
  }
}

const askAtWords =
  (text: string) =>
  <T>(ask: (offset: number) => T): T[] =>
    [...text.matchAll(/[\p{L}_][\p{L}\p{N}_.]*/gu)].map(({ index }) => ask(index + 1));

/** What it proposes, which also depends on the last answer. */
function proposalsOf(input: FeatureInput, fileName: string): Seen {
  const atWords = askAtWords(input.text);
  const scope = scopeOfInput(input);
  return {
    completions: atWords((offset) => completeAt(input, offset).map(({ label, insert, rank }) => [label, insert, rank])),
    actions: atWords((at) => withoutTimes(actionsAt({ ...input, scope, selection: { from: at, to: at }, fileName }))),
  };
}

/** What an editor is told of a text, its names and its data, at every word. */
function featuresOf(input: FeatureInput): Seen {
  const { text, spec } = input;
  const atWords = askAtWords(text);
  return {
    tokens: semanticTokens(input),
    symbols: documentSymbols(input),
    folds: foldingRanges(text),
    links: documentLinks(spec),
    formatting: formatEdits(text),
    definitions: atWords((offset) => definitionAt(input, offset)),
    references: atWords((offset) => referencesAt(input, offset)),
    linked: atWords((offset) => linkedAt(input, offset)),
    selections: atWords((offset) => selectionAt(input, offset)),
    renames: atWords((offset) => renameAt(input, offset, 'some_other')),
    signatures: atWords((offset) => signaturesAt(text, offset)),
  };
}

/** Nine digits: what was kept from an earlier fit may differ in the last ones. Times and versions are not compared. */
const withoutTimes = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => {
      if (key === 'seconds' || key === 'version') return undefined;
      if (typeof inner !== 'number') return inner;
      return Math.abs(inner) < 1e-8 ? 0 : Number(inner.toPrecision(9));
    }) || 'null',
  );

/** Something that differs, with the text it differs on. */
export interface Difference {
  readonly file: string;
  readonly text: string;
  readonly what: string;
  readonly stormed: string;
  readonly fresh: string;
}

/** Edits between two looks at all files. */
const ROUND = 5000;

/** Storms one server with this many edits of the texts, and compares what it shows at the end of each round with what a new server shows of the same texts. */
export async function storm(
  count: number,
  seed: number,
  texts: ReadonlyMap<string, string>,
  tell: (line: string) => void = () => undefined,
): Promise<{ differences: Difference[]; comparisons: number; faults: string[] }> {
  const random = seeded(seed);
  const drafts = [...texts].map(([name, text]) => ({ name, uri: uriOf(name), draft: new Draft(text), version: 1 }));
  const server = new Watched();
  const differences: Difference[] = [];
  const faults: string[] = [];
  let comparisons = 0;
  try {
    for (let done = 0; done < count; done += ROUND) {
      await edit(server, drafts, Math.min(ROUND, count - done), random);
      for (const { draft } of drafts) if (random() < 0.7) draft.calm(random);
      for (const each of drafts) server.update(each.uri, each.draft.text, ++each.version);
      await server.quiet();
      const fresh = new Watched();
      for (const { uri, draft } of drafts) fresh.update(uri, draft.text, 1);
      await fresh.quiet();
      for (const { name, uri, draft } of drafts) {
        comparisons++;
        const [stormed, other] = [server.see(uri), fresh.see(uri)];
        faults.push(...faultsIn(stormed).map((fault) => `${name}: ${fault}\n${draft.text}`));
        differences.push(...differencesOf(name, draft.text, stormed, other));
      }
      fresh.dispose();
      tell(`${String(Math.min(done + ROUND, count))} edits, ${String(comparisons)} comparisons, ${String(differences.length)} differences`);
    }
  } finally {
    server.dispose();
  }
  return { differences, comparisons, faults };
}

const uriOf = (name: string): string => pathToFileURL(path.join(root, 'examples', name)).href;

/** Bursts of edits of one file or another; between bursts the server gets some turns, and now and then as much time as it needs. */
async function edit(
  server: Watched,
  drafts: { readonly uri: string; readonly draft: Draft; version: number }[],
  count: number,
  random: Random,
): Promise<void> {
  for (let done = 0; done < count;) {
    const each = drafts[below(random, drafts.length)];
    const burst = Math.min(1 + Math.floor(60 * random() ** 2), count - done);
    done += burst;
    for (let i = 0; i < burst && each; i++) {
      each.draft.edit(random);
      server.update(each.uri, each.draft.text, ++each.version);
    }
    const patience = random();
    if (patience < 0.03 && each) await server.quiet(each.uri);
    else for (let turns = below(random, 12); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
  }
}

function differencesOf(file: string, text: string, stormed: Seen, fresh: Seen): Difference[] {
  return [...new Set([...Object.keys(stormed), ...Object.keys(fresh)])].flatMap((what) => {
    const [a, b] = [stormed[what], fresh[what]].map((value) => (value === undefined ? 'nothing' : JSON.stringify(value, null, 1)));
    return a === undefined || b === undefined || a === b ? [] : [{ file, text, what, stormed: a, fresh: b }];
  });
}

/** Text that must never be shown, whatever the input. */
function faultsIn(seen: Seen): string[] {
  const problems = seen['problems'] as readonly { code: string; message: string; span: { from: number; to: number } }[];
  const keys = problems.map(({ code, message, span }) => JSON.stringify([code, message, span]));
  const twice = keys.filter((key, i) => keys.indexOf(key) !== i).map((key) => `twice: ${key}`);
  const endless = problems
    .filter(({ message }) => /\b(?:NaN|Infinity|undefined)\b/.test(message))
    .map(({ message }) => `not finite: ${message}`);
  return [...twice, ...endless];
}

/** Models of kinds that the examples do not have. */
const models: Readonly<Record<string, string>> = {
  'counts.fit.yaml': `data: { y: [2, 3, 6, 7, 8, 9, 10, 12, 15, 1], x: [-1, -1, 0, 0, 0, 0, 1, 1, 1, -2] }
model: y ~ Poisson(exp(linear(b, x))) # livelihood-disable-line few-rows
parameters:
  b: Normal(0, 2)
derived:
  ratio: exp(b[x])
validate: { fraction: 0.3, seed: 2 }
`,
  'separated.fit.yaml': `data: { y: [0, 0, 0, 1, 1, 1], x: [1, 2, 3, 4, 5, 6] }
model: y ~ Bernoulli(logit = linear(b, x))
parameters:
  b:
settings: { interval: 0.9 }
`,
  'bounded.fit.yaml': `data:
  t: [1, 2, 3, 4, 5]
  y: [2.7, 2.0, 1.6, 1.1, 0.9]
model: |
  y ~ Normal(a * exp(-k * t), s)
parameters:
  a: { lower: 0, start: 3 }
  k: Gamma(2, 2)
  s: 0.1
`,
};

/** These models and the examples whose fits are short. */
export async function shortFits(): Promise<Map<string, string>> {
  const names = [
    'biased-coin',
    'lasso',
    'linear-regression',
    'logistic-regression',
    'ridge',
    'sleep-study',
    'softmax',
    'suspicious-coin',
    'washout-10',
    'washout-100',
  ].map((name) => `${name}.fit.yaml`);
  const examples = names.map(async (name) => [name, await readFile(path.join(root, 'examples', name), 'utf8')] as const);
  return new Map([...Object.entries(models), ...(await Promise.all(examples))]);
}
