import { nearest } from '../../engine/expr/nearest.js';
import type { ExpectedRange, ExpectSpec, ModelSpec } from '../../engine/model/specification.js';
import type { FitAnswer } from '../../report/answer.js';
import { shortNumber } from '../../report/numbers.js';
import type { Problem, Span } from '../../report/problem.js';
import { type Value, valuesOf } from './values.js';

/** What became of an expectation. */
export interface Outcome extends Span {
  readonly name: string;
  /** As it is written. */
  readonly expected: string;
  /** Null where there is no value. */
  readonly found: number | readonly string[] | null;
  /** Null where it is not known yet. */
  readonly holds: boolean | null;
  /** Why it does not hold. */
  readonly message?: string;
}

/**
 * The expectations of a file, judged by an answer and all that was found beside it. Of those about values that are still to come, and about findings before the answer is
 * final, it is not known whether they hold.
 */
export function judge({ expect = [] }: ModelSpec, answer: FitAnswer, problems: readonly Problem[]): readonly Outcome[] {
  if (expect.length === 0 || answer.stage === 'sample' || answer.stage === 'warm') return [];
  const values = valuesOf(answer);
  return expect.map((each): Outcome => {
    if (each.kind === 'findings') return answer.stage === 'final' ? ofFindings(each, problems) : awaited(each);
    const name = each.key.value.replaceAll(' ', '');
    const isAwaited = !values.has(name) && answer.stage !== 'final';
    return isAwaited ? awaited(each) : ofValue(each, name, values);
  });
}

/** To the digits that estimates have. */
export const exactNumber = (value: number): string => String(Number(value.toPrecision(8)));

/** The expectations of a file that cannot be fitted: none holds. */
export function unjudged(expect: readonly ExpectSpec[], problems: readonly Problem[]): readonly Outcome[] {
  const [error] = problems.filter(({ severity }) => severity === 'error');
  const message = `There is no fit. ${error?.message ?? ''}`.trim();
  return expect.map((each) => ({ ...awaited(each), holds: false, message }));
}

const awaited = (spec: ExpectSpec): Outcome => ({
  name: spec.key.value,
  expected: spec.kind === 'range' ? spec.text : spec.allowed.map(({ value }) => value).join(', ') || 'none',
  found: null,
  holds: null,
  ...placeOf(spec),
});

type Ranged = Extract<ExpectSpec, { kind: 'range' }>;

function ofValue(spec: Ranged, name: string, values: ReadonlyMap<string, Value>): Outcome {
  const found = values.get(name) ?? null;
  const base = { name: spec.key.value, expected: spec.text, found, ...placeOf(spec) };
  if (!values.has(name)) return { ...base, holds: false, message: unknown(spec.key.value, [...values.keys()]) };
  if (found === null) return { ...base, holds: false, message: `\`${spec.key.value}\` has no value: the other findings say why.` };
  if (isWithin(found, spec.range)) return { ...base, holds: true };
  const message = `\`${spec.key.value}\` is ${exactNumber(found)}, and ${spec.text} was expected${byHowMuch(found, spec.range)}.`;
  return { ...base, holds: false, message };
}

const placeOf = ({ from, to }: Span): Span => ({ from, to });

function unknown(name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  return `There is no \`${name}\` among the results${close === undefined ? '' : `. Did you mean \`${close}\`?`}`;
}

/** Bounds are what is written in decimals: a last bit more or less does not matter. */
export function isWithin(value: number, { lower, upper, open }: ExpectedRange): boolean {
  const slack = open ? 0 : 1e-12 * Math.max(1, Math.abs(value));
  return open ? value > lower && value < upper : value >= lower - slack && value <= upper + slack;
}

function byHowMuch(value: number, { lower, upper }: ExpectedRange): string {
  const off = value < lower ? lower - value : value - upper;
  return off > 0 && Number.isFinite(off) ? `: ${shortNumber(off)} too ${value < lower ? 'low' : 'high'}` : '';
}

function ofFindings(spec: Extract<ExpectSpec, { kind: 'findings' }>, problems: readonly Problem[]): Outcome {
  const allowed = new Set(spec.allowed.map(({ value }) => value));
  const loud = problems.filter(({ severity, code }) => (severity === 'error' || severity === 'warning') && code !== 'expectation');
  const found = [...new Set<string>(loud.map(({ code }) => code))].filter((code) => !allowed.has(code));
  const expected = allowed.size === 0 ? 'none' : [...allowed].join(', ');
  const base = { name: 'findings', expected, found, ...placeOf(spec) };
  if (found.length === 0) return { ...base, holds: true };
  const other = allowed.size === 0 ? 'none is expected' : `only ${[...allowed].map((code) => `\`${code}\``).join(', ')} is expected`;
  return { ...base, holds: false, message: `The fit has the finding ${found.map((code) => `\`${code}\``).join(', ')}, and ${other}.` };
}
