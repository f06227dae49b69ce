import type { Estimate } from '../../engine/inference/estimate.js';
import type { Profiles } from '../../engine/inference/intervals/profile.js';
import type { BoundModel } from '../../engine/bind/bind.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import type { Entry } from '../../engine/model/model.js';
import type { ModelSpec, ParameterSpec } from '../../engine/model/specification.js';
import type { Fix, Problem, Severity, Span } from '../../report/problem.js';

/** What a check looks at: the file, the model over its data, and the estimates found. */
export interface Fitted {
  readonly spec: ModelSpec;
  readonly bound: BoundModel;
  readonly mle: Estimate;
  /** Undefined where no parameter has a prior. */
  readonly map?: Estimate;
  /** The MLE was found from the MAP: its own search had missed it. */
  readonly fromMap?: true;
  /** Profile-likelihood intervals of the MLE, once they are there. */
  readonly profiles?: Profiles;
}

/** One thing that can be wrong with the statistics: finds it in a fit and says so at the line where it is made. */
export type Check = (fitted: Fitted) => Problem[];

export const nameOf = ({ bound }: Fitted, entry: EntryIndex): string => bound.model.entries[entry]?.name ?? '';

/** The estimate that shows how well the model fits: the MLE, except beside networks, whose likelihood often has no maximum: there the MAP. */
export function fittedEstimate({ mle, map, bound }: Fitted): Estimate | undefined {
  if (mle.status === 'converged') return mle;
  return bound.model.networks.length > 0 && map?.status === 'converged' ? map : undefined;
}

/** Entries with a name of their own, and those of networks in words: "3 weights of `f`". */
export function apart({ bound }: Fitted, entries: readonly EntryIndex[]): { readonly beside: EntryIndex[]; readonly weights: string[] } {
  const { entries: all, networks } = bound.model;
  const weights = networks.flatMap(({ name, first, network }) => {
    const count = entries.filter((entry) => entry >= first && entry < first + network.parameters).length;
    return count > 0 ? [`${String(count)} ${count === 1 ? 'weight' : 'weights'} of \`${name}\``] : [];
  });
  return { beside: entries.filter((entry) => all[entry]?.network !== true), weights };
}

/** A list in words: "a, b and c", cut after a few. */
export function list(names: readonly string[], most = 6): string {
  const shown = names.length > most ? [...names.slice(0, most), `${String(names.length - most)} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** The estimates that a problem concerns in words: "The maximum likelihood estimate". */
export const targetName = (estimate: Estimate): string =>
  estimate.target === 'mle' ? 'maximum likelihood estimate (MLE)' : 'MAP estimate';

/** One problem for each declaration that some of the entries belong to: the first has the whole text, the others point there. */
export function onDeclarations(
  { bound }: Fitted,
  entries: readonly EntryIndex[],
  problem: { readonly severity: Severity; readonly code: Problem['code']; readonly message: string; readonly fixes?: readonly Fix[] },
): Problem[] {
  const concerned = entries.flatMap((index) => bound.model.entries[index] ?? []);
  const spans = new Map(concerned.map(({ span }) => [span.from, span]));
  const related = concerned.map(({ name }) => name);
  const [first, ...others] = spans.values();
  const at = (span: Span): Entry[] => concerned.filter((entry) => entry.span.from === span.from);
  const { severity, code } = problem;
  return !first
    ? []
    : [
        { ...problem, span: first, related },
        ...others.map((span) => ({ severity, code, message: pointer(at(span), at(first)), span, related })),
      ];
}

const pointer = (own: readonly Entry[], first: readonly Entry[]): string =>
  `This also concerns ${list(own.map(({ name }) => name))}: see ${first[0]?.owner ?? 'above'}.`;

/** Offers a prior for the declarations of these entries that have none. */
export function priorFixes({ spec, bound }: Fitted, entries: readonly EntryIndex[], prior: string): Fix[] {
  const owners = new Set(entries.map((index) => bound.model.entries[index]?.owner));
  const bare = spec.parameters.filter((parameter) => owners.has(parameter.name) && parameter.entry === undefined && isBare(parameter));
  if (bare.length === 0) return [];
  const edits = bare.map(({ key, to }) => ({ span: { from: key.to, to: Math.max(to, key.to) }, text: `: ${prior}` }));
  return [{ title: `Give ${list(bare.map(({ name }) => name))} the prior ${prior}`, edits }];
}

/** Whether the key of a parameter has no value. */
export function isBare({ prior, fixed, lower, upper, start, reference }: ParameterSpec): boolean {
  return [prior, fixed, lower, upper, start, reference].every((part) => part === undefined);
}
