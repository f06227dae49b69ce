import type { Expr } from '../../expr/ast.js';
import type { ArgumentNodes, Distribution } from '../../distributions/distribution.js';
import { distributions } from '../../distributions/index.js';
import type { NodeId } from '../../ir/graph.js';
import { standardNormal } from '../../distributions/normal.js';
import type { MatchedCall } from '../calls/call.js';
import type { Context } from '../scope/context.js';
import type { LatentShape } from '../../model/model.js';
import { suggested } from '../../distributions/suggested.js';
import { at } from '../../numeric/at.js';

/**
 * A latent value as a function of a latent variable on the whole line. A location and a scale are taken out, u = location + scale · z, so that a scale
 * of 0 is a point like any other; Laplace's approximation is the same for u and for z. Where the distribution lives on part of the line, u follows from
 * its logarithm or log-odds w, with the density of w. Undefined after a problem was reported.
 */
export function standardise(
  context: Context,
  call: MatchedCall,
  args: ArgumentNodes,
  variable: NodeId,
  place: Expr,
): LatentShape | undefined {
  const { distribution, parameterisation } = call;
  const reason = refusal(distribution);
  if (reason !== undefined)
    return context.report('type', `${distribution.name} cannot be the distribution of latent values: ${reason}`, place);
  const { o } = context;
  const nodes = args.flat();
  const squares = parameterisation.squares?.(o, variable, args);
  if (squares) {
    const normal = o.add(squares.mean, o.mul(squares.sd, variable));
    const value = distribution.outcome.lower === 0 ? o.exp(normal) : normal;
    return { values: [value], root: standardNormal(o, variable), args: nodes };
  }
  const [location, scale] = ['location', 'scale'].map((wanted) => parameterisation.arguments.findIndex(({ name }) => name === wanted));
  if (location !== undefined && scale !== undefined && location >= 0 && scale >= 0 && distribution.outcome.lower === -Infinity) {
    const standard = args.map((own, i) => (i === location ? [o.num(0)] : i === scale ? [o.num(1)] : own));
    const value = o.add(at(at(args, location), 0), o.mul(at(at(args, scale), 0), variable));
    return { values: [value], root: parameterisation.logDensity(o, variable, standard), args: nodes };
  }
  const { value, logSlope } = ontoSupport(context, distribution, variable);
  return { values: [value], root: o.add(parameterisation.logDensity(o, value, args), logSlope), args: nodes };
}

/** Why a distribution has no Laplace approximation. */
function refusal(distribution: Distribution): string | undefined {
  const { kind, circular, name, isShare, isImproper, kink } = distribution;
  if (kind !== 'continuous') return 'its values are counts or classes, and latent values are integrated out over the real numbers.';
  if (isImproper === true || circular === true || isShare === true) return 'it has no density over the real numbers.';
  if (distributions.get(name) !== distribution)
    return 'a wrapped distribution does not have a smooth density over the real numbers in general.';
  const range = distribution.support?.([]);
  if (range && !(range.lower === distribution.outcome.lower && range.upper === distribution.outcome.upper))
    return 'the edges of its range depend on its arguments.';
  if (kink) {
    const [heavyTailed] = suggested.smoothHeavyTailed;
    return `its density has a kink, where there is no curvature to integrate with. ${heavyTailed} has heavy tails without one.`;
  }
  return undefined;
}

/** The value on the distribution's support for a number w on the whole line, and log |d value/d w|. */
function ontoSupport({ o }: Context, { outcome: { lower, upper } }: Distribution, w: NodeId): { value: NodeId; logSlope: NodeId } {
  if (lower === -Infinity && upper === Infinity) return { value: w, logSlope: o.num(0) };
  if (upper === Infinity) return { value: o.add(o.num(lower), o.exp(w)), logSlope: w };
  const width = upper - lower;
  const slope = o.sub(o.num(Math.log(width)), o.add(o.softplus(w), o.softplus(o.neg(w))));
  return { value: o.add(o.num(lower), o.mul(o.num(width), o.logistic(w))), logSlope: slope };
}
