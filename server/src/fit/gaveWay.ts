import { TooManyNodes } from '../engine/ir/graph.js';
import { OutOfTime } from '../engine/kernel/clock.js';
import { tooManyTerms } from '../engine/elaborate/build.js';
import type { ModelSpec } from '../engine/model/specification.js';
import type { Problem } from '../report/problem.js';

/** What is said of work that has ended before there was anything to show; undefined where the error is a fault of ours. */
export function gaveWay(error: unknown, { modelSpan, settings }: ModelSpec): Problem | undefined {
  if (error instanceof TooManyNodes) return tooManyTerms(error, modelSpan);
  if (!(error instanceof OutOfTime)) return undefined;
  const message =
    `Making the model ready took longer than ${String(settings.maxSeconds)} seconds and was stopped before there was an estimate. ` +
    '`settings: { max-seconds: … }` gives it more time; fewer terms, components or levels need less.';
  return { severity: 'error', code: 'time-limit', message, span: modelSpan };
}
