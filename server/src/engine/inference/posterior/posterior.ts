import { normalQuantile } from '../../numeric/quantiles.js';
import type { Estimate } from '../estimate.js';
import { type Evidence, hasProperPriors, logEvidence } from './evidence.js';
import { gridFor, type Grid, type Integral, integrate, type Marginal } from './quadrature.js';
import { SampledDistribution } from './sampledDistribution.js';
import { isTransformed, unconstrainedMode } from './unconstrainedMode.js';
import { waldUnconstrained } from '../intervals/waldInterval.js';

/** Equal-tailed intervals of the posterior by entry; those that are not to be had are left out. */
export interface PosteriorIntervals {
  readonly method: 'quadrature' | 'laplace';
  readonly ends: ReadonlyMap<number, readonly [number, number]>;
}

/** What the posterior says beyond its mode. */
export interface Posterior {
  readonly evidence?: Evidence;
  readonly intervals?: PosteriorIntervals;
}

/** An integral that the last halving of the step still changed by more is not known. */
const SETTLED = 1e-3;
/** Up to so many rows two parameters are integrated over twice: with more the posterior is close to a Normal one. */
const MOST_ROWS = 20_000;

/**
 * Evidence, and the interval with `content` of the posterior's probability for each free parameter, as much on either side of it. By quadrature for one or two free
 * parameters, which also tells where a posterior under flat priors is improper; by Laplace's approximation on the unconstrained scale (the mode there ± z
 * standard errors, mapped back) for more. None beside networks, whose weights have many modes, and on a bound of three or more parameters.
 */
export function posteriorOf(map: Estimate, content: number, deadline: number): Posterior {
  if (map.status !== 'converged' && map.status !== 'boundary') return {};
  const integral = integrate(map, hasProperPriors(map));
  const evidence = logEvidence(map, integral);
  const intervals = intervalsOf(map, integral, content, deadline);
  return { ...(evidence ? { evidence } : {}), ...(intervals ? { intervals } : {}) };
}

function intervalsOf(map: Estimate, integral: Integral | undefined, content: number, deadline: number): PosteriorIntervals | undefined {
  const { model, used } = map.objective.bound;
  if (model.networks.length > 0 || model.groups.some(({ ties = [] }) => ties.length > 0)) return undefined;
  const isSmall = integral && (used <= MOST_ROWS || map.objective.dimension === 1);
  return isSmall ? byQuadrature(map, integral, content) : laplace(map, normalQuantile(0.5 + content / 2), deadline);
}

function byQuadrature(map: Estimate, integral: Integral, content: number): PosteriorIntervals | undefined {
  if (!(integral.change < SETTLED) || !integral.marginal.closed) return undefined;
  const open = map.objective.bound.model.entries.filter(({ fixed }) => fixed === undefined);
  const found = open.flatMap(({ index }, i) => {
    const grid = i === 0 ? integral.grid : gridFor(map, index);
    // The inner integral had settled one step before: the outer one is what quantiles are read from.
    const marginal = i === 0 ? integral.marginal : grid?.marginal(integral.step, 2 * integral.step);
    const ends = grid && marginal?.closed ? quantiles(grid, marginal, content) : undefined;
    return ends ? [[index, ends] as const] : [];
  });
  // A posterior that has no end in one direction is no distribution.
  return found.length < open.length ? undefined : { method: 'quadrature', ends: new Map(found) };
}

function quantiles(grid: Grid, marginal: Marginal, content: number): readonly [number, number] | undefined {
  const distribution = new SampledDistribution(marginal.samples);
  const [low, high] = [(1 - content) / 2, (1 + content) / 2].map((p) => grid.natural(distribution.quantile(p))) as [number, number];
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : undefined;
}

/** The mode on the unconstrained scale is the estimate itself where no parameter is bounded. */
function laplace(map: Estimate, z: number, deadline: number): PosteriorIntervals | undefined {
  if (map.status !== 'converged') return undefined;
  const mode = isTransformed(map) ? unconstrainedMode(map, deadline) : map;
  const found = (mode ? map.objective.bound.model.entries : []).flatMap(({ index, mapSupport }) => {
    const [x, se] = [mode?.natural[index] ?? NaN, mode?.standardErrors[index] ?? NaN];
    return se > 0 ? [[index, waldUnconstrained(x, se, mapSupport, z) ?? ([x - z * se, x + z * se] as const)] as const] : [];
  });
  return found.length > 0 ? { method: 'laplace', ends: new Map(found) } : undefined;
}
