import type { Problem } from './problem.js';
import type { FitReport, ReportDiagnostic, ReportedStage } from './fitReport.js';
import type { MapReport, MleReport } from './estimates.js';
import type { LineIndex } from './positions.js';
import { type FitAnswer, isPreliminary, type Stage } from './answer.js';
import { finite } from './numbers.js';

export function toDiagnostic(problem: Problem, lines: LineIndex): ReportDiagnostic {
  const { severity, code, message, span, related } = problem;
  const range = { start: lines.position(span.from), end: lines.position(Math.max(span.to, span.from)) };
  return { severity, code, message, range, ...(related && related.length > 0 ? { related } : {}) };
}

/** `u[308]` and what is known about it, for each level. */
function latentReport({ latent }: FitAnswer): FitReport['latent'] {
  const entries = latent.flatMap(({ name, levels, estimates, standardErrors }) =>
    levels.map((level, k) => [`${name}[${level}]`, { estimate: finite(estimates[k]), se: finite(standardErrors[k]) }] as const),
  );
  return Object.fromEntries(entries);
}

/** The certificate says which data an estimate comes from. */
function withHash<R extends MleReport | MapReport>(report: R | null, { dataHash }: FitAnswer): R | null {
  return report && dataHash !== undefined ? { ...report, certificate: { ...report.certificate, data: dataHash } } : report;
}

/** The stage of an answer in the three words of the protocol. */
export function reportedStage(stage: Stage): ReportedStage {
  if (stage === 'sample') return 'sample';
  return isPreliminary({ stage }) ? 'estimates' : 'final';
}

/** The JSON object of the command line and of `livelihood/didFit`. */
export function toReport(file: string, answer: FitAnswer, problems: readonly Problem[], lines: LineIndex, load: number): FitReport {
  const { mle, map, training, validation, predictions } = answer;
  const hasError = problems.some(({ severity }) => severity === 'error');
  const reports = [mle, map].filter((each) => each !== null);
  const converged = reports.length > 0 && reports.every(({ status }) => status === 'converged' || status === 'boundary');
  return {
    file,
    status: hasError ? 'error' : converged ? 'ok' : 'not-converged',
    data: { rows: answer.rows, used: answer.used },
    diagnostics: [...problems].sort((a, b) => a.span.from - b.span.from).map((problem) => toDiagnostic(problem, lines)),
    mle: withHash(mle, answer),
    map: withHash(map, answer),
    latent: latentReport(answer),
    ...(training ? { training } : {}),
    ...(validation ? { validation } : {}),
    ...(predictions ? { predictions } : {}),
    seconds: { load, compile: answer.compileSeconds, fit: answer.fitSeconds },
    ...(isPreliminary(answer) ? { preliminary: true } : {}),
  };
}
