import type { ExpectSpec, ModelSpec } from '../../engine/model/specification.js';
import type { ExpectationReport } from '../../report/fitReport.js';
import type { LineIndex } from '../../report/positions.js';
import type { Fix, Problem } from '../../report/problem.js';
import { exactNumber, type Outcome } from './judge.js';

/** Expectations that do not hold, as errors at their lines, each with the fix that writes what was found. */
export function expectationProblems(spec: ModelSpec, outcomes: readonly Outcome[]): readonly Problem[] {
  return outcomes.flatMap((outcome): Problem[] => {
    const { holds, message, from, to } = outcome;
    if (holds !== false || message === undefined) return [];
    const own = spec.expect?.find((each) => each.from === from);
    const fix = own && presentValue(own, outcome);
    return [{ severity: 'error', code: 'expectation', message, span: { from, to }, ...(fix ? { fixes: [fix] } : {}) }];
  });
}

/** Writes the value of the present answer, with the tolerance that is there. */
function presentValue(spec: ExpectSpec, { found, name }: Outcome): Fix | undefined {
  if (spec.kind === 'findings' && Array.isArray(found)) {
    const codes = [...spec.allowed.map(({ value }) => value), ...(found as readonly string[])];
    return { title: `Allow \`${codes.join('`, `')}\``, edits: [{ span: spec.value, text: `[${codes.join(', ')}]` }] };
  }
  if (spec.kind !== 'range' || typeof found !== 'number') return undefined;
  const { lower, upper } = spec.range;
  const off = Number.isFinite(upper - lower) ? (upper - lower) / 2 : Math.max(1e-3 * Math.abs(found), 1e-6);
  const text = expectedText(found, off);
  return { title: `Expect what was found: \`${name}: ${text}\``, edits: [{ span: spec.value, text }] };
}

/** `0.5500 ± 0.0005`: to the digits that the tolerance calls for. */
export function expectedText(value: number, tolerance: number): string {
  const rounded = Number(tolerance.toPrecision(1));
  if (!(rounded > 0)) return `${exactNumber(value)} ± 0`;
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(rounded)));
  return decimals <= 12 ? `${value.toFixed(decimals)} ± ${String(rounded)}` : `${value.toPrecision(8)} ± ${String(rounded)}`;
}

/** What became of the expectations, for reports. */
export const expectationReports = (outcomes: readonly Outcome[], lines: LineIndex): readonly ExpectationReport[] =>
  outcomes.map(({ name, expected, found, holds, message, from, to }) => ({
    name,
    expected,
    found,
    holds,
    ...(message === undefined ? {} : { message }),
    range: { start: lines.position(from), end: lines.position(to) },
  }));
