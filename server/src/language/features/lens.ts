import { caveat, type FeatureInput } from './input.js';
import { shortNumber } from './numbers.js';

/** The line above the file: how the fit went. */
export function lensTitle(
  input: FeatureInput,
  state: 'fitting' | 'fitted' | 'stale' | 'failed',
  milliseconds: number,
  errors: number,
): string {
  const { answer } = input;
  const doubt = caveat({ ...input, stale: false });
  const values = answer?.mle ? ` · log-likelihood ${shortNumber(answer.mle.logLikelihood ?? NaN)}` : '';
  switch (state) {
    case 'fitting':
      return 'fitting …';
    case 'failed':
      return errors > 0 ? `no estimate: ${String(errors)} ${errors === 1 ? 'error' : 'errors'}` : 'no estimate';
    case 'stale':
      return errors > 0 ? `stale · ${String(errors)} ${errors === 1 ? 'error' : 'errors'}${values}` : `stale · fitting …${values}`;
    case 'fitted':
      if (doubt) return `${doubt.mark}${doubt.text}${values}`;
      return `${statusWord(answer)}${values} · ${timeText(milliseconds)}`;
  }
}

function statusWord(answer: FeatureInput['answer']): string {
  const statuses = [answer?.mle?.status, answer?.map?.status].filter((status) => status !== undefined);
  const bad = statuses.find((status) => status !== 'converged');
  return bad === undefined ? '✓ converged' : bad === 'boundary' ? '✓ converged at a boundary' : `⚠ ${bad}`;
}

const timeText = (milliseconds: number): string => (milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${milliseconds.toFixed(0)} ms`);
