import { isPreliminary } from '../../report/answer.js';
import { caveat, type FeatureInput } from './input.js';
import { durationText, logText } from '../../report/numbers.js';

/** The line above the file: how the fit went. */
export function lensTitle(
  input: FeatureInput,
  state: 'fitting' | 'fitted' | 'stale' | 'failed' | 'waiting',
  milliseconds: number,
  errors: number,
): string {
  const { answer } = input;
  const doubt = caveat({ ...input, stale: false });
  const values = answer?.mle ? ` · log-likelihood ${logText(answer.mle.logLikelihood)}` : '';
  switch (state) {
    case 'fitting':
      return 'fitting …';
    case 'failed':
      return errors > 0 ? `no estimate: ${String(errors)} ${errors === 1 ? 'error' : 'errors'}` : 'no estimate';
    case 'waiting':
      return `${answer ? 'stale' : 'not fitted'} · refit to update${values}`;
    case 'stale':
      return errors > 0 ? `stale · ${String(errors)} ${errors === 1 ? 'error' : 'errors'}${values}` : `stale · fitting …${values}`;
    case 'fitted':
      if (doubt) return `${doubt.mark}${doubt.text}${values}`;
      if (answer && isPreliminary(answer)) return `${statusWord(answer)}${values} · intervals are under way`;
      return `${statusWord(answer)}${values} · ${durationText(milliseconds / 1000)}`;
  }
}

function statusWord(answer: FeatureInput['answer']): string {
  const { mle = null, map = null } = answer ?? {};
  if (!mle && map) return `⚠ no MLE · MAP ${wordOf([map.status])}`;
  return wordOf([mle?.status, map?.status].filter((status) => status !== undefined));
}

function wordOf(statuses: readonly string[]): string {
  const bad = statuses.find((status) => status !== 'converged');
  return bad === undefined ? '✓ converged' : bad === 'boundary' ? '✓ converged at a boundary' : `⚠ ${bad}`;
}
