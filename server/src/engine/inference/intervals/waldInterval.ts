import type { UnconstrainedScale } from '../../../report/facts.js';
import type { Support } from '../../transforms/support.js';
import { transformFor } from '../../transforms/transform.js';

/** Undefined for a parameter that can be any number: it stands on such a scale as it is. */
export function unconstrainedScale(support: Support): UnconstrainedScale | undefined {
  const { name } = transformFor(support);
  if (name === 'log' || name === 'logUpper') return 'log';
  return name === 'logit' ? 'logit' : undefined;
}

/**
 * The Wald interval on the unconstrained scale, mapped back: x(w ± z se / |dx/dw|), w the logarithm or the log-odds of the estimate and se its standard
 * error as written (delta method; Meeker & Escobar, Statistical Methods for Reliability Data, 1998, section 8.3). Both ends lie in the support. For an estimate
 * inside a support with at least one bound; undefined elsewhere. Exact up to rounding.
 */
export function waldUnconstrained(estimate: number, se: number, support: Support, z: number): readonly [number, number] | undefined {
  if (unconstrainedScale(support) === undefined || !(estimate > support.lower && estimate < support.upper)) return undefined;
  const transform = transformFor(support);
  const w = transform.unconstrained(estimate);
  const half = (z * se) / transform.derivatives(w)[0];
  const ends = [transform.natural(w - half), transform.natural(w + half)] as const;
  return ends.every(Number.isFinite) ? ends : undefined;
}
