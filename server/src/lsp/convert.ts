import { DiagnosticSeverity, type Diagnostic, type Range } from 'vscode-languageserver';
import type { FeatureInput } from '../language/features/input.js';
import type { Problem, Severity, Span } from '../report/problem.js';
import type { LineIndex } from '../report/positions.js';
import type { Snapshot } from '../workspace/snapshot.js';

export function toRange({ from, to }: Span, lines: LineIndex): Range {
  return { start: lines.position(from), end: lines.position(Math.max(from, to)) };
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toDiagnostic({ severity, code, message, span }: Problem, lines: LineIndex): Diagnostic {
  return { severity: SEVERITIES[severity], code, message, range: toRange(span, lines), source: 'livelihood' };
}

/** A session's state as the language features take it. */
export function toFeatureInput({ text, spec, data, answer, stale }: Snapshot): FeatureInput {
  return { text, spec, stale, ...(data?.data ? { data: data.data } : {}), ...(answer ? { answer } : {}) };
}
