import type { FitStatus } from '../../server/src/report/estimates.js';
import type { PanelView } from '../../server/src/protocol/view.js';

/** A word on the state of the fit: green is for what has converged and is current and complete. */
export interface Chip {
  readonly kind: 'good' | 'fair' | 'bad' | 'stale-chip';
  readonly text: string;
}

const statusWords: Readonly<Record<FitStatus, string>> = {
  converged: 'converged',
  boundary: 'converged, on a bound',
  'max-iterations': 'not converged',
  'non-finite': 'stopped: a value is not finite',
  unbounded: 'no maximum: the likelihood is unbounded',
  'time-limit': 'stopped at the time limit',
  cancelled: 'cancelled',
};

const fitting: Chip = { kind: 'fair', text: 'fitting …' };

type Stated = Pick<PanelView, 'stale' | 'underWay' | 'isGone' | 'report'>;

/** What the head of the panel says of the state of the fit. */
export function chipsOf(view: Stated): Chip[] {
  const { stale, underWay, report } = view;
  if (view.isGone) return [{ kind: 'bad', text: 'the file is gone: these numbers are of its last text' }];
  if (stale) return [{ kind: 'stale-chip', text: 'stale: the inputs have changed since' }, ...(underWay ? [fitting] : refusal(view))];
  const word = wordOf(view);
  if (word === undefined) return [underWay ? fitting : { kind: 'bad', text: 'no estimate' }];
  if (report.preliminary) return [{ kind: 'fair', text: 'preliminary: a better answer follows' }];
  if (underWay) return [{ kind: 'fair', text: `${word}; curves and checks follow` }];
  const isGood = report.status === 'ok' && report.mle !== null;
  return [{ kind: isGood ? 'good' : report.status === 'error' ? 'bad' : 'fair', text: word }];
}

function refusal({ report }: Stated): Chip[] {
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error').length;
  return errors === 0 ? [] : [{ kind: 'bad', text: `not fitted: ${errors.toFixed(0)} ${errors === 1 ? 'error' : 'errors'}` }];
}

/** How the searches ended; undefined where there is no estimate. */
function wordOf({ report: { mle, map } }: Stated): string | undefined {
  if (!mle) return map ? `no MLE; MAP ${statusWords[map.status]}` : undefined;
  const worse = mle.status === 'converged' ? (map?.status ?? mle.status) : mle.status;
  return statusWords[worse];
}

/** Why a tab is empty. */
export function nothingToDraw({ stale, underWay, report }: Stated): string {
  if (underWay)
    return report.preliminary
      ? 'The search goes on: estimates appear here when it ends.'
      : 'Curves are being computed: they appear here as soon as they are there.';
  if (report.status === 'error' && !stale)
    return 'There are no estimates: the file has errors. They are listed above and in the Problems view.';
  return 'There is nothing to plot here: see the diagnostics above.';
}
