import { nearest } from '../expr/nearest.js';
import type { Problem } from '../problem.js';
import type { Context } from './context.js';
import { intersect } from './entries.js';
import type { Entry, Prior } from './model.js';
import { buildPrior, priorSupport } from './priors.js';
import type { ParameterSpec } from './specification.js';

/** Applies what `parameters` says to the entries that the model uses: priors, bounds, starts, fixed values. */
export function applyParameters(context: Context): Prior[] {
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
  return priors;
}

/** In a model with errors a parameter may seem unused; its prior is checked all the same. */
function checkUnusedPriors(context: Context): void {
  for (const { name, prior } of context.spec.parameters) if (prior && !context.entries.isUsed(name)) buildPrior(context, prior);
}

/** Keys of a whole vector before keys of single entries, which override them. */
const inOrder = (parameters: readonly ParameterSpec[]): ParameterSpec[] => [
  ...parameters.filter(({ entry }) => entry === undefined),
  ...parameters.filter(({ entry }) => entry !== undefined),
];

/** A prior may bring further parameters into use, so this goes on until nothing new is found. */
function applyPriors(context: Context): Prior[] {
  const priors: Prior[] = [];
  const done = new Set<ParameterSpec>();
  for (let found = true; found;) {
    const next = inOrder(context.spec.parameters).filter((each) => !done.has(each) && context.entries.isUsed(each.name));
    found = next.length > 0;
    for (const parameter of next) {
      done.add(parameter);
      const built = parameter.prior && buildPrior(context, parameter.prior);
      if (!built) continue;
      const entries = entriesOf(context, parameter);
      for (const entry of entries) entry.prior = priors.length;
      priors.push({ ...built, entries: entries.map(({ index }) => index) });
    }
  }
  return priors.map((prior, i) => ({ ...prior, entries: prior.entries.filter((entry) => context.entries.list[entry]?.prior === i) }));
}

/** The entries that a key of `parameters` speaks of. */
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
