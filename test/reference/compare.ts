import type { FitReport } from '../../server/src/report/fitReport.js';
import type { Case, Rule } from './case.js';

/** What is wrong with an answer under one entry of `judge`, each in a sentence; empty where all is well. */
export type Comparison = (one: Case, answer: FitReport, detail: string) => string[];

type Block = 'mle' | 'map';
type Numbers = Readonly<Record<string, number>>;

/** The comparisons by the part of an entry before its colon. */
export const comparisons: Readonly<Record<string, Comparison>> = {
  estimates: (one, answer) => estimates(one, answer, 'mle'),
  map: (one, answer) => estimates(one, answer, 'map'),
  se: (one, answer) => errors(one, answer, 'mle', one.expected.se),
  mapSe: (one, answer) => errors(one, answer, 'map', one.expected.posterior_sd_laplace),
  profile: profiles,
  logLikelihood: (one, { mle }) =>
    near('logLikelihood', mle?.logLikelihood, one.expected.loglik, allowed(one.tolerance['loglik'], one.expected.loglik)),
  aic: (one, { mle }) => near('aic', mle?.aic, one.expected.AIC, criterionAllowance(one, one.expected.AIC)),
  bic: (one, { mle }) => near('bic', mle?.bic, one.expected.BIC, criterionAllowance(one, one.expected.BIC)),
  logPosterior,
  'logPosterior>=': bestKnown,
  logEvidence,
  'logEvidence=null': (_, { map }) =>
    map?.logEvidence === null ? [] : [`log-evidence ${String(map?.logEvidence)}, but a prior is improper`],
  'map=none': (_, { map }) => (map?.status === 'converged' ? ['a MAP that converged, but there is no mode'] : []),
  diagnostic: (_, { diagnostics }, codes) => {
    const found = diagnostics.map(({ code }) => code);
    return found.some((code) => codes.split('|').includes(code)) ? [] : [`expected ${codes}, found ${found.join(', ') || 'no diagnostic'}`];
  },
  noSe: (one, answer, names) => noErrors(one, answer, 'mle', names),
  noMapSe: (one, answer, names) => noErrors(one, answer, 'map', names),
};

function near(what: string, got: number | null | undefined, expected: number | undefined, allowance: number): string[] {
  if (expected === undefined) return [`${what}: the case expects no number to compare with`];
  if (typeof got !== 'number') return [`${what}: ${String(got)}, expected ${String(expected)}`];
  const off = Math.abs(got - expected);
  return off <= allowance
    ? []
    : [`${what}: ${String(got)}, expected ${String(expected)}, ${(off / allowance).toPrecision(3)} tolerances off`];
}

const allowed = (rule: Rule | undefined, expected = 0): number => (rule?.abs ?? 0) + (rule?.rel ?? 0) * Math.abs(expected);

function criterionAllowance({ tolerance, expected }: Case, value: number | undefined): number {
  return tolerance['aic_bic'] ? allowed(tolerance['aic_bic'], value) : 2 * allowed(tolerance['loglik'], expected.loglik);
}

/** The parameters that a case names and has a number for. */
function compared(one: Case, values: Numbers | undefined): { name: string; ours: string; expected: number }[] {
  return Object.entries(one.names).flatMap(([name, ours]) => {
    const expected = values?.[name];
    return expected === undefined ? [] : [{ name, ours, expected }];
  });
}

const parameterOf = (
  answer: FitReport,
  block: Block,
  ours: string,
): { readonly estimate: number | null; readonly se: number | null } | undefined => answer[block]?.parameters[ours];

function estimates(one: Case, answer: FitReport, block: Block): string[] {
  return compared(one, one.expected.estimates).flatMap(({ name, ours, expected }) =>
    near(`${block} of ${name}`, parameterOf(answer, block, ours)?.estimate, expected, estimateAllowance(one, name, expected)),
  );
}

function estimateAllowance({ expected, tolerance }: Case, name: string, value: number): number {
  const rule = tolerance['estimate'];
  const [abs, rel] = [rule?.[`${name}_abs`], rule?.[`${name}_rel`]];
  if (abs !== undefined) return abs;
  if (rel !== undefined) return rel * Math.abs(value);
  if (expected.exact_zeros?.includes(name)) return tolerance['zeros']?.abs ?? 0;
  return (rule?.abs_in_se_units ?? 0) * ((expected.se ?? expected.posterior_sd_laplace)?.[name] ?? 0) + allowed(rule, value);
}

function errors(one: Case, answer: FitReport, block: Block, values: Numbers | undefined): string[] {
  const rel = one.tolerance['se']?.rel ?? 1e-4;
  return compared(one, values).flatMap(({ name, ours, expected }) =>
    near(`standard error of the ${block} of ${name}`, parameterOf(answer, block, ours)?.se, expected, rel * Math.abs(expected)),
  );
}

function profiles(one: Case, { mle }: FitReport): string[] {
  return Object.entries(one.expected.profile_ci_95 ?? {}).flatMap(([name, expected]) => {
    const ours = one.names[name];
    if (ours === undefined) return [];
    const interval = mle?.parameters[ours]?.interval.profile;
    const allowance = (one.tolerance['profile_ci']?.abs_in_se_units ?? 1e-3) * (one.expected.se?.[name] ?? NaN);
    return ([0, 1] as const).flatMap((end) =>
      near(`profile limit ${end === 0 ? 'below' : 'above'} ${name}`, interval?.[end], expected[end], allowance),
    );
  });
}

/** The log-posterior, and that it is the sum of its two parts. */
function logPosterior(one: Case, { map }: FitReport): string[] {
  const expected = one.expected.logpost_unnormalised_at_mode;
  const [likelihood, prior] = [map?.logLikelihood ?? NaN, map?.logPrior ?? NaN];
  const rounding = 1e-8 * (1 + Math.abs(likelihood) + Math.abs(prior));
  return [
    ...near('logPosterior', map?.logPosterior, expected, allowed(one.tolerance['logpost'] ?? one.tolerance['loglik'], expected)),
    ...near('logLikelihood + logPrior', likelihood + prior, map?.logPosterior ?? undefined, rounding),
  ];
}

/** A search among many maxima: not much below the best one that is known, nor above it. */
function bestKnown({ expected, tolerance }: Case, { map }: FitReport): string[] {
  const got = map?.logPosterior ?? NaN;
  const [least = NaN, best = NaN] = [expected.pass_at_least, expected.best_logpost_found];
  const isFine = got >= least && got <= best + allowed(tolerance['logpost']);
  return isFine ? [] : [`logPosterior: ${String(got)}, expected ${String(least)} at least, and ${String(best)} at most`];
}

/** Against the exact value where there is one, else Laplace's. */
function logEvidence(one: Case, { map }: FitReport): string[] {
  const { log_evidence_exact: exact, log_evidence_laplace: laplace } = one.expected;
  return near('logEvidence', map?.logEvidence, exact ?? laplace, one.tolerance['log_evidence_laplace']?.abs ?? 0);
}

/** At a kink a standard error means nothing: it is null, or a warning says so. */
function noErrors(one: Case, answer: FitReport, block: Block, names: string): string[] {
  const isWarned = answer.diagnostics.some(({ severity }) => severity === 'warning' || severity === 'error');
  return names.split(',').flatMap((name) => {
    const se = parameterOf(answer, block, one.names[name] ?? name)?.se ?? null;
    return se === null || isWarned ? [] : [`standard error of ${name}: ${String(se)} at a kink, without a warning`];
  });
}
