import { interpret } from '../../terms/interpreter.js';
import { opsOf } from '../../ir/ops.js';
import type { Prior } from '../../model/model.js';
import { minimise } from '../../optimise/minimise.js';
import type { Estimate } from '../estimate.js';
import { invertInformation } from '../objective/information.js';
import { Objective } from '../objective/objective.js';
import { underModel } from '../../model/workings.js';
import { at } from '../../numeric/at.js';
import { preparedOf } from '../objective/prepared.js';
import { kinkOf, priorTerm } from '../objective/priorTerms.js';
import { problemOf } from '../search/search.js';

/**
 * How many rows a prior weighs as much as, for each entry: its curvature at the MAP over that of the likelihood of one row there, −(log π)'' n / I, with
 * I = 1/[(−∇² log L)⁻¹] for the parameter when the others are free (after Morita, Thall & Müller, Biometrics 64, 2008). For a proportion it is the number of
 * pseudo-counts. NaN where the likelihood has no curvature to compare with, and at kinks.
 */
export function equivalentRows({ objective, natural, atKink }: Estimate): Float64Array {
  const { bound, free } = objective;
  const { entries, priors, groups } = bound.model;
  const result = new Float64Array(entries.length).fill(NaN);
  const n = entries.length;
  if (groups.length > 0 || atKink.length > 0 || free.length > MOST) return result;
  const { value, gradient, hessian } = preparedOf(bound).likelihood([]).evaluate(natural, 2);
  const { covariance, flat } = invertInformation({ value, gradient, hessian: hessian.map((each) => -each) }, free);
  if (flat.length > 0) return result;
  const curvatures = interpret(priors.filter((prior) => !kinkOf(prior)).map(priorTerm), n).evaluate(natural, 2).hessian;
  for (const entry of free) {
    const prior = entries[entry]?.prior;
    if (prior === undefined) continue;
    result[entry] = -at(curvatures, entry * n + entry) * at(covariance, entry * n + entry) * bound.observations;
  }
  return result;
}

const MOST = 100;

/** The MAP if all priors that can be were `factor` times as wide around the same centres; undefined where the search fails, or none can be. */
export function withWiderPriors(map: Estimate, factor: number, deadline: number): Float64Array | undefined {
  const { bound, held, cancellation } = map.objective;
  const priors = bound.model.priors.map((prior) => rescale(prior, factor));
  if (priors.every((prior, i) => prior === bound.model.priors[i])) return undefined;
  const objective = new Objective(underModel(bound, { ...bound.model, priors }), 'map', held, cancellation);
  const { status, point } = minimise(problemOf(objective, deadline), map.point, { ending: 'plain' });
  return status === 'converged' ? objective.natural(point) : undefined;
}

/** The same prior, wider; itself where its arguments are not numbers or it has no such relative. */
function rescale(prior: Prior, factor: number): Prior {
  const { distribution, constants, graph } = prior;
  const [parameterisation] = distribution.parameterisations;
  const wider = constants && distribution.rescaled?.(constants, factor);
  if (!wider?.every(Number.isFinite) || !parameterisation) return prior;
  const o = opsOf(graph);
  const root = parameterisation.logDensity(
    o,
    graph.variable(0),
    wider.map((value) => [o.num(value)]),
  );
  return { ...prior, root, constants: wider };
}
