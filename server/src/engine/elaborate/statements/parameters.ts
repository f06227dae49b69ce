import { nearest } from '../../expr/nearest.js';
import type { Problem } from '../../../report/problem.js';
import type { Context } from '../scope/context.js';
import { isDirichlet } from '../priors/dirichlet.js';
import { intersect } from '../scope/entries.js';
import type { Entry, Group, Prior } from '../../model/model.js';
import { networkPriors } from '../networks/networks.js';
import { buildPrior, buildPriors, priorSupport } from '../priors/priors.js';
import type { ParameterSpec } from '../../model/specification.js';
import { vectorPriors } from '../../distributions/index.js';

/** Applies what `parameters` says to the entries that the model uses: priors, bounds, starts, fixed values. A fixed parameter is not an unknown, and has no prior. */
export function applyParameters(context: Context): Prior[] {
  for (const parameter of context.spec.parameters) applyVectorForm(context, parameter);
  const priors = applyPriors(context);
  if (context.problems.length > 0) checkUnusedPriors(context);
  for (const parameter of inOrder(context.spec.parameters)) {
    for (const entry of entriesOf(context, parameter)) applyNumbers(context, parameter, entry);
  }
  for (const entry of context.entries.list) {
    const prior = entry.prior === undefined ? undefined : priors[entry.prior];
    entry.mapSupport = prior ? intersect(entry.support, priorSupport(prior)) : entry.support;
    if (prior && !(entry.mapSupport.lower < entry.mapSupport.upper)) noOverlap(context, entry, prior);
  }
  for (const group of context.entries.groups) checkGroup(context, group, priors);
  return priors.map((prior) => ({ ...prior, entries: prior.entries.filter((entry) => context.entries.list[entry]?.fixed === undefined) }));
}

/** `ordered: true` and `simplex: K`. */
function applyVectorForm(context: Context, { name, ordered, simplex, key }: ParameterSpec): void {
  const place = simplex ?? (ordered?.value === true ? ordered : undefined);
  const entries = context.entries.of(name).map(({ index }) => index);
  if (!place || entries.length === 0) return;
  if (!context.entries.isVector(name)) {
    context.report(
      'type',
      `\`${name}\` is used as a single number: it has no entries that could be ${simplex ? 'a simplex' : 'ordered'}.`,
      place,
    );
  } else if (simplex && simplex.value !== entries.length) {
    context.report(
      'type',
      `\`${name}\` has ${String(entries.length)} entries where the model uses it; \`simplex\` says ${String(simplex.value)}.`,
      simplex,
    );
  } else context.entries.constrain({ kind: simplex ? 'simplex' : 'ordered', entries, rest: false }, key);
}

/** Entries that constrain each other cannot be bounded one by one, nor can ordered ones be fixed one by one. */
function checkGroup(context: Context, group: Group, priors: readonly Prior[]): void {
  const { kind, entries } = group;
  const [lower, upper] = kind === 'simplex' ? [0, 1] : [-Infinity, Infinity];
  const members = entries.flatMap((index) => context.entries.list[index] ?? []);
  if (kind === 'simplex') checkShares(context, group, members, priors);
  for (const { name, support, mapSupport, fixed, span } of members) {
    const refuse = (what: string): void => {
      const whole = kind === 'simplex' ? 'one of several shares that sum to 1' : 'part of an increasing sequence';
      context.report('not-supported', `${name} is ${whole}: ${what} a single one is not supported yet.`, span);
    };
    if (kind === 'ordered' && fixed !== undefined) refuse('fixing');
    else if (support.lower !== lower || support.upper !== upper) refuse('bounding');
    else if (mapSupport.lower > lower || mapSupport.upper < upper) refuse('a prior that restricts the range of');
  }
}

/** Shares take one joint prior, and fixed shares must leave something for the others. */
function checkShares(context: Context, { rest }: Group, members: readonly Entry[], priors: readonly Prior[]): void {
  for (const { name, prior } of members) {
    const own = prior === undefined ? undefined : priors[prior];
    if (!own || own.distribution.isShare || own.distribution.isImproper) continue;
    context.report(
      'type',
      `${name} is one of several shares that sum to 1, which take one joint prior: ${[...vectorPriors.keys()].join(' or ')}.`,
      own.span,
    );
  }
  const given = members.filter(({ fixed }) => fixed !== undefined);
  const total = given.reduce((sum, { fixed = 0 }) => sum + fixed, 0);
  const isAll = given.length === members.length && !rest;
  const [first] = given;
  if (!first || (isAll ? Math.abs(total - 1) < 1e-9 : total < 1)) return;
  const wanted = isAll ? 'they must sum to 1' : 'less than 1 must be left to the others';
  context.report('type', `The fixed shares ${given.map(({ name }) => name).join(', ')} sum to ${String(total)}; ${wanted}.`, first.span);
}

/** In a model with errors a parameter may seem unused; its prior is still checked. */
function checkUnusedPriors(context: Context): void {
  for (const { name, prior } of context.spec.parameters) {
    if (prior && !isDirichlet(prior) && !context.entries.isUsed(name)) buildPrior(context, prior);
  }
}

/** Keys of a whole vector before keys of single entries, which override them. */
const inOrder = (parameters: readonly ParameterSpec[]): ParameterSpec[] => [
  ...parameters.filter(({ entry }) => entry === undefined),
  ...parameters.filter(({ entry }) => entry !== undefined),
];

/** A prior may bring further parameters into use, so this goes on until nothing new is found. */
function applyPriors(context: Context): Prior[] {
  const priors = networkPriors(context);
  priors.forEach(({ entries }, i) => {
    for (const index of entries) context.entries.setPrior(index, i);
  });
  const done = new Set<ParameterSpec>();
  for (let found = true; found;) {
    const next = inOrder(context.spec.parameters).filter((each) => !done.has(each) && context.entries.isUsed(each.name));
    found = next.length > 0;
    for (const parameter of next) {
      done.add(parameter);
      for (const prior of parameter.prior ? buildPriors(context, parameter.prior, entriesOf(context, parameter)) : []) {
        for (const index of prior.entries) context.entries.setPrior(index, priors.length);
        priors.push(prior);
      }
    }
  }
  return priors.map((prior, i) => ({ ...prior, entries: prior.entries.filter((entry) => context.entries.list[entry]?.prior === i) }));
}

/** The entries that a key of `parameters` refers to. */
function entriesOf(context: Context, parameter: ParameterSpec): Entry[] {
  const all = context.entries.of(parameter.name);
  if (parameter.entry === undefined || all.length === 0) return all;
  const own = all.filter(({ label }) => label === parameter.entry);
  if (own.length === 0) unknownEntry(context, parameter, all);
  return own;
}

function unknownEntry(context: Context, parameter: ParameterSpec, all: readonly Entry[]): void {
  const labels = all.flatMap(({ label }) => (label === undefined ? [] : [label]));
  if (labels.length === 0) {
    context.report('type', `\`${parameter.name}\` is a single number: it has no entries.`, parameter.key);
    return;
  }
  const close = nearest(parameter.entry ?? '', labels);
  const guess = close === undefined ? '' : ` Did you mean \`${parameter.name}[${close}]\`?`;
  const shown = labels.slice(0, 8).join(', ') + (labels.length > 8 ? ', …' : '');
  context.report(
    'unknown-name',
    `\`${parameter.name}\` has no entry \`${parameter.entry ?? ''}\`; it has ${shown}.${guess}`,
    parameter.key,
  );
}

function applyNumbers(context: Context, parameter: ParameterSpec, entry: Entry): void {
  const { lower, upper, start, fixed } = parameter;
  const bounds = { lower: lower?.value ?? -Infinity, upper: upper?.value ?? Infinity };
  if (!(bounds.lower < bounds.upper))
    context.report('type', `\`lower\` must be less than \`upper\` for ${parameter.key.value}.`, lower ?? parameter.key);
  entry.support = intersect(entry.support, bounds);
  if (!(entry.support.lower < entry.support.upper)) {
    context.report(
      'type',
      `No value is left for ${entry.name}: its bounds contradict how the model uses it.`,
      lower ?? upper ?? parameter.key,
    );
  }
  for (const value of [start, fixed]) {
    if (!value || (value.value >= entry.support.lower && value.value <= entry.support.upper)) continue;
    const range = `${shownBound(entry.support.lower)} to ${shownBound(entry.support.upper)}`;
    context.report('type', `${entry.name} must lie in the range ${range}; found ${String(value.value)}.`, value);
  }
  if (start) entry.start = start.value;
  if (fixed) entry.fixed = fixed.value;
}

const shownBound = (value: number): string => (Number.isFinite(value) ? String(value) : value < 0 ? '−∞' : '∞');

function noOverlap(context: Context, entry: Entry, prior: Prior): void {
  context.report('type', `The prior ${prior.text} gives no probability to any value that ${entry.name} can take.`, prior.span);
}

/** Parameters that neither a statement nor another prior uses. */
export function unusedParameters(context: Context): Problem[] {
  return context.spec.parameters
    .filter(({ name }) => !context.entries.isUsed(name))
    .map(({ key, name }) => ({
      severity: 'warning',
      code: 'unused-parameter',
      message: `\`${name}\` is declared but the model does not use it.`,
      span: { from: key.from, to: key.to },
      related: [name],
    }));
}
