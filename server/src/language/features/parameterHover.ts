import { certificateText } from '../wording/certificateText.js';
import type { ParameterFacts } from '../../report/facts.js';
import { caveat, type FeatureInput } from './input.js';
import type { FitAnswer } from '../../report/answer.js';
import type { MapParameter, MleParameter } from '../../report/estimates.js';
import { code, codeCell, plain } from '../wording/markdown.js';
import { ends, levelText, pullText, shortNumber, withError } from '../../report/numbers.js';
import { reachText } from '../wording/reachText.js';
import { picture } from '../wording/picture.js';

/** Entries of a vector that a hover lists. */
const MOST = 20;

/** Estimates, intervals, what the prior is worth and a picture of one parameter, or a table of the entries of a vector. */
export function parameterHover(input: FeatureInput, name: string): string {
  const { answer, spec } = input;
  const facts = answer?.facts.filter(({ owner }) => owner === name) ?? [];
  const fixed = spec.parameters.find((parameter) => parameter.name === name && parameter.entry === undefined)?.fixed;
  if (fixed) return `**${plain(name)}** — fixed at ${shortNumber(fixed.value)}`;
  const [first] = facts;
  if (!answer || !first) return `**${plain(name)}** — a parameter; no estimate yet`;
  const doubt = caveat(input);
  const warning = doubt ? [`*${doubt.text}*`] : [];
  const body = facts.length === 1 && first.name === name ? scalar(input, answer, first) : vector(answer, name, facts);
  return [...body.slice(0, 1), ...warning, ...body.slice(1), certificateText(answer)].join('\n\n');
}

function scalar({ spec }: FeatureInput, answer: FitAnswer, facts: ParameterFacts): string[] {
  const mle = answer.mle?.parameters[facts.name];
  const map = answer.map?.parameters[facts.name];
  const curves = answer.views.find(({ name }) => name === facts.name);
  const support = facts.support === undefined ? '' : ` (${facts.support})`;
  return [
    `**${plain(facts.name)}** — a parameter${support}`,
    table(mle, map, spec.settings.interval, facts.scales),
    ...(curves ? pictureParts(curves) : []),
    ...priorParts(facts, map),
    ...answer.reach.filter(({ name }) => name === facts.name).flatMap(reachText),
  ];
}

/** Estimates with their intervals, MLE and MAP side by side. */
export function table(
  mle: MleParameter | undefined,
  map: MapParameter | undefined,
  content: number,
  scales: ParameterFacts['scales'] = {},
): string {
  const percent = levelText(content);
  const rows = [
    ['', 'MLE', 'MAP'],
    ['---', '---', '---'],
    ['**estimate ± se**', mle ? withError(mle.estimate, mle.se) : 'none', map ? withError(map.estimate, map.se) : 'no prior'],
    [`${percent} interval (Wald)`, between(mle?.interval.wald, mle?.se), between(map?.interval.wald, map?.se)],
    ...waldRows(percent, mle, map, scales),
    ...(mle?.robustSe === undefined
      ? []
      : [['robust se (sandwich)', mle.robustSe === null ? 'none' : shortNumber(Number(mle.robustSe.toPrecision(3))), '']]),
    ...(mle?.interval.profile ? [[`${percent} interval (profile)`, between(mle.interval.profile, mle.se, mle.interval.ends), '']] : []),
    ...(map?.interval.posterior ? [[`${percent} interval (posterior)`, '', between(map.interval.posterior, map.se)]] : []),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The Wald intervals that stay inside the support, a row for each scale: a prior's support may have another one than the parameter's. */
function waldRows(
  percent: string,
  mle: MleParameter | undefined,
  map: MapParameter | undefined,
  scales: ParameterFacts['scales'],
): string[][] {
  return (['log', 'logit'] as const).flatMap((scale) => {
    const cells = [
      scales.mle === scale ? between(mle?.interval.waldUnconstrained, mle?.se) : '',
      scales.map === scale ? between(map?.interval.waldUnconstrained, map?.se) : '',
    ];
    return cells.some((cell) => cell !== '') ? [[`${percent} interval (Wald, ${scale} scale)`, ...cells]] : [];
  });
}

function between(
  interval: readonly [number | null, number | null] | null | undefined,
  error: number | null | undefined,
  kinds?: readonly [string, string],
): string {
  if (!interval) return '';
  return ends(interval, error ?? null, kinds).join(' to ');
}

function priorParts({ prior, worth, otherMode }: ParameterFacts, map: MapParameter | undefined): string[] {
  if (!prior) return ['No prior: MLE and MAP see the same likelihood.'];
  const range = prior.range
    ? `; ${levelText(prior.level)} of it between ${shortNumber(prior.range[0])} and ${shortNumber(prior.range[1])}`
    : '';
  const sentences = [`Prior ${code(prior.text)}: ${prior.title}${range}.`];
  if (map && map.pull !== null) sentences.push(shiftText(map.pull));
  if (otherMode !== undefined) sentences.push(scaleText(otherMode));
  return [...sentences, ...worth];
}

/** A mode is a matter of scale: both are shown where they differ noticeably. */
function scaleText(mode: number): string {
  return (
    `On the unconstrained scale (the logarithm of a positive parameter, the log-odds of a probability) the posterior has its mode at **${shortNumber(mode)}**: ` +
    `a density's mode moves with the scale that it is taken on. The MAP here is that of the parameter as written.`
  );
}

function shiftText(pull: number): string {
  if (Math.abs(pull) < 0.005) return 'The prior leaves the estimate where the data put it (shift 0.00 standard errors).';
  return `The prior pulls the estimate **${pullText(Math.abs(pull))} standard errors ${pull < 0 ? 'down' : 'up'}**.`;
}

function pictureParts(curves: FitAnswer['views'][number]): string[] {
  const image = picture(curves);
  const kind = { exact: 'likelihood', profile: 'profile likelihood', normal: 'quadratic approximation of the likelihood' }[curves.method];
  return image === undefined ? [] : [image, `*blue: ${kind} · dashed orange: prior · green: posterior; each scaled to its maximum*`];
}

function vector(answer: FitAnswer, name: string, facts: readonly ParameterFacts[]): string[] {
  const rows = facts.slice(0, MOST).map(({ name: entry }) => {
    const [mle, map] = [answer.mle?.parameters[entry], answer.map?.parameters[entry]];
    const pull = map && map.pull !== null ? pullText(map.pull) : '';
    return `| ${codeCell(entry)} | ${mle ? withError(mle.estimate, mle.se) : 'none'} | ${map ? withError(map.estimate, map.se) : 'no prior'} | ${pull} |`;
  });
  const more = facts.length > MOST ? [`… and ${String(facts.length - MOST)} more entries`] : [];
  const priors = new Map(
    facts.flatMap(({ prior, worth }) => (prior ? [[prior.text, [`Prior ${code(prior.text)}: ${prior.title}.`, ...worth]] as const] : [])),
  );
  return [
    `**${plain(name)}** — a vector of ${String(facts.length)} parameters`,
    ['| entry | MLE | MAP | shift (SE) |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    ...more,
    ...[...priors.values()].flat(),
  ];
}
