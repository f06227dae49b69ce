import { at } from '../../numeric/at.js';
import { type GraphBuilder, type NodeId, type Primitive } from './primitive.js';
import { incompleteGamma, logGammaKernel as kernelOf } from '../special/incompleteGamma.js';
import type { Jet } from '../special/jet.js';
import { digamma } from './digamma.js';
import { div } from './div.js';
import { exp } from './exp.js';
import { log } from './log.js';
import { mul } from './mul.js';
import { sub } from './sub.js';

/** log x − ψ(a): the derivative of the kernel with respect to a. */
const kernelSlope = (graph: GraphBuilder, a: NodeId, x: NodeId): NodeId => graph.apply(sub, graph.apply(log, x), graph.apply(digamma, a));

/** a log x − x − lgamma(a): the log of x times the density of Gamma(a, 1). Error bound: see `special/incompleteGamma.ts`. */
export const logGammaKernel: Primitive = {
  name: 'logGammaKernel',
  arity: 2,
  evaluate: (a, x) => (a > 0 && x >= 0 ? kernelOf(a, x) : NaN),
  partial: (graph, args, index) => {
    const [a, x] = [at(args, 0), at(args, 1)];
    return index === 0 ? kernelSlope(graph, a, x) : graph.apply(sub, graph.apply(div, a, x), graph.constant(1));
  },
};

type Side = 'lower' | 'upper';

/** log P(a, x) or log Q(a, x), its first and second derivative with respect to a. The last closes the family: no fit needs its derivative. */
function family(name: string, side: Side): { readonly value: Primitive; readonly slope: Primitive; readonly curvature: Primitive } {
  const evaluate =
    (part: keyof Jet): Primitive['evaluate'] =>
    (a, x) =>
      incompleteGamma(a, x)[side][part];
  /** ∂/∂x of log P is its density over P; of log Q minus that. */
  const hazard = (graph: GraphBuilder, args: readonly NodeId[], self: NodeId): NodeId => {
    const rate = graph.apply(exp, graph.apply(sub, graph.apply(logGammaKernel, ...args), self));
    return graph.apply(div, graph.apply(mul, graph.constant(side === 'lower' ? 1 : -1), rate), at(args, 1));
  };
  const curvature: Primitive = {
    name: `${name}Curvature`,
    arity: 2,
    evaluate: evaluate('bend'),
    partial: () => {
      throw new Error('the third derivative of the incomplete gamma function is not needed by any fit');
    },
  };
  const slope: Primitive = {
    name: `${name}Slope`,
    arity: 2,
    evaluate: evaluate('slope'),
    partial: (graph, args, index, self) => {
      if (index === 0) return graph.apply(curvature, ...args);
      const own = hazard(graph, args, graph.apply(value, ...args));
      return graph.apply(mul, own, graph.apply(sub, kernelSlope(graph, at(args, 0), at(args, 1)), self));
    },
  };
  const value: Primitive = {
    name,
    arity: 2,
    evaluate: evaluate('value'),
    partial: (graph, args, index, self) => (index === 0 ? graph.apply(slope, ...args) : hazard(graph, args, self)),
    outside: 'the incomplete gamma function outside of its domain',
  };
  return { value, slope, curvature };
}

/** log P(a, x), the regularised lower incomplete gamma function: the log of P(Y ≤ x) for Y from Gamma(a, 1). */
export const { value: logGammaP, slope: logGammaPSlope, curvature: logGammaPCurvature } = family('logGammaP', 'lower');
/** log Q(a, x), the upper one: the log of P(Y > x). */
export const { value: logGammaQ, slope: logGammaQSlope, curvature: logGammaQCurvature } = family('logGammaQ', 'upper');
