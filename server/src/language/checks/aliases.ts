import type { EntryIndex } from '../../engine/model/entryIndex.js';
import type { VariableSource } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem, Severity } from '../../report/problem.js';
import { type Fitted, list, nameOf } from './check.js';
import type { Direction } from './flatDirections.js';
import { termPlace } from './predictorTerms.js';

/** Sums of a design's columns below this share of their sizes count as 0. */
const ROUNDING = 1e-9;

interface Alias {
  readonly owner: string;
  /** The term that follows from the earlier ones. */
  readonly label: string;
  readonly others: readonly { readonly label: string; readonly weight: number }[];
}

/**
 * A direction that changes no row of a linear predictor: a column that is constant, a copy of another one, or a combination of others. Undefined where
 * the direction has another cause.
 */
export function aliasProblem(fitted: Fitted, direction: Direction, severity: Severity): Problem | undefined {
  const alias = aliasIn(fitted, direction);
  if (!alias) return undefined;
  const { owner, label, others } = alias;
  const parameter = `${owner}[${label}]`;
  const { span, fix } = termPlace(fitted.spec, label);
  const message = `${describe(alias)}, so ${others.length > 0 ? `${parameter} cannot be distinguished from ${list(others.map((other) => `${owner}[${other.label}]`))}` : `every value of ${parameter} fits equally well`}: there is no maximum likelihood estimate of ${others.length > 0 ? 'them' : 'it'}. Leave \`${label}\` out.`;
  return {
    severity,
    code: 'constant-column',
    message,
    span: span ?? fitted.bound.model.entries[direction[0]?.entry ?? -1]?.span ?? fitted.spec.modelSpan,
    related: direction.map(({ entry }) => nameOf(fitted, entry)),
    ...(fix ? { fixes: [fix] } : {}),
  };
}

function describe({ label, others }: Alias): string {
  const [first] = others;
  if (!first) return `\`${label}\` is 0 in every row`;
  if (others.length === 1 && first.label === 'Intercept')
    return `\`${label}\` is ${short(first.weight)} in every row, constant like the intercept`;
  if (others.length === 1 && first.weight === 1) return `\`${label}\` is a copy of \`${first.label}\`, equal to it in every row`;
  const signed = [...others].sort((a, b) => Number(a.label === 'Intercept') - Number(b.label === 'Intercept')).map(termText);
  return `In every row \`${label}\` equals ${signed.join(' ').replace(/^\+ /, '')}`;
}

/** "+ 2 `x`", "− 1". */
function termText({ label, weight }: { readonly label: string; readonly weight: number }): string {
  const size = short(Math.abs(weight));
  const what = label === 'Intercept' ? size : `${size === '1' ? '' : `${size} `}\`${label}\``;
  return `${weight < 0 ? '−' : '+'} ${what}`;
}

const short = (weight: number): string => String(Number(weight.toPrecision(6))).replace('-', '−');

/** The linear predictor whose columns cancel along the direction, read as "the last term from the others". */
function aliasIn({ bound }: Fitted, direction: Direction): Alias | undefined {
  const { variables } = bound.model;
  for (const [index, source] of variables.entries()) {
    const variable = bound.variables[index];
    if (source.kind !== 'linear' || variable?.kind !== 'linear') continue;
    const weights = direction.map(({ entry }) => source.entries.indexOf(entry));
    if (weights.some((place) => place < 0)) continue;
    const columns = direction.map(({ weight }, k) => ({ weight, values: variable.design[at(weights, k)] ?? new Float64Array(0) }));
    if (cancels(columns)) return aliasOf(bound.model.entries[direction[0]?.entry ?? -1]?.owner ?? '', source, direction);
  }
  return undefined;
}

function cancels(columns: readonly { readonly weight: number; readonly values: Float64Array }[]): boolean {
  const rows = columns[0]?.values.length ?? 0;
  for (let row = 0; row < rows; row++) {
    let [sum, size] = [0, 0];
    for (const { weight, values } of columns) {
      const part = weight * at(values, row);
      sum += part;
      size += Math.abs(part);
    }
    if (!(Math.abs(sum) <= ROUNDING * size * 1e3)) return false;
  }
  return true;
}

function aliasOf(owner: string, source: Extract<VariableSource, { kind: 'linear' }>, direction: Direction): Alias | undefined {
  const last = direction.at(-1);
  const labelOf = (entry: EntryIndex): string => at(source.labels, source.entries.indexOf(entry));
  if (!last) return undefined;
  const others = direction.slice(0, -1).map(({ entry, weight }) => ({ label: labelOf(entry), weight: -weight / last.weight }));
  return { owner, label: labelOf(last.entry), others };
}
