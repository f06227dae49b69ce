import { at } from '../../numeric/at.js';
import { type GraphBuilder, type NodeId, type Primitive } from './primitive.js';
import { incompleteBeta, logBetaKernel as kernelOf } from '../special/incompleteBeta.js';
import { type Jet, linear } from '../special/jet.js';
import { add } from './add.js';
import { digamma } from './digamma.js';
import { div } from './div.js';
import { exp } from './exp.js';
import { log } from './log.js';
import { log1p } from './log1p.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { sub } from './sub.js';

const rest = (graph: GraphBuilder, x: NodeId): NodeId => graph.apply(sub, graph.constant(1), x);

/** log x − ψ(a) + ψ(a + b) and log(1 − x) − ψ(b) + ψ(a + b): the derivatives of the kernel with respect to a and b. */
function kernelSlope(graph: GraphBuilder, args: readonly NodeId[], index: number): NodeId {
  const [x, a, b] = [at(args, 0), at(args, 1), at(args, 2)];
  const power = index === 1 ? graph.apply(log, x) : graph.apply(log1p, graph.apply(neg, x));
  const own = graph.apply(digamma, index === 1 ? a : b);
  return graph.apply(add, graph.apply(sub, power, own), graph.apply(digamma, graph.apply(add, a, b)));
}

/** a log x + b log(1 − x) − log B(a, b): the log of x (1 − x) times the density of Beta(a, b). */
export const logBetaKernel: Primitive = {
  name: 'logBetaKernel',
  arity: 3,
  evaluate: (x, a, b) => (x >= 0 && x <= 1 && a > 0 && b > 0 ? kernelOf(x, 1 - x, a, b) : NaN),
  partial: (graph, args, index) => {
    if (index > 0) return kernelSlope(graph, args, index);
    const [x, a, b] = [at(args, 0), at(args, 1), at(args, 2)];
    return graph.apply(sub, graph.apply(div, a, x), graph.apply(div, b, rest(graph, x)));
  },
};

type Side = 'lower' | 'upper';

function jetAlong(side: Side, [x, a, b]: readonly [number, number, number], da: number, db: number): Jet {
  return incompleteBeta({ x: linear(x), y: linear(1 - x), a: linear(a, da), b: linear(b, db) })[side];
}

/** Second derivatives with respect to a and b; the mixed one from those along a, b and a + b. */
function secondDerivative(side: Side, x: number, a: number, b: number, order: 'AA' | 'AB' | 'BB'): number {
  const along = (da: number, db: number): number => jetAlong(side, [x, a, b], da, db).bend;
  if (order === 'AB') return (along(1, 1) - along(1, 0) - along(0, 1)) / 2;
  return order === 'AA' ? along(1, 0) : along(0, 1);
}

/** The second derivatives close the family: no fit needs theirs. */
function second(name: string, side: Side, order: 'AA' | 'AB' | 'BB'): Primitive {
  return {
    name: `${name}${order}`,
    arity: 3,
    evaluate: (x, a, b) => secondDerivative(side, x, a, b, order),
    partial: () => {
      throw new Error('the third derivative of the incomplete beta function is not needed by any fit');
    },
  };
}

interface Family {
  readonly value: Primitive;
  readonly byA: Primitive;
  readonly byB: Primitive;
  readonly byAA: Primitive;
  readonly byAB: Primitive;
  readonly byBB: Primitive;
}

/** log I_x(a, b) or log(1 − I_x(a, b)) with its derivatives with respect to a and b. Error bound: see `special/incompleteBeta.ts`. */
function family(name: string, side: Side): Family {
  /** ∂/∂x of log I is its density over I; of the other minus that. */
  const hazard = (graph: GraphBuilder, args: readonly NodeId[], self: NodeId): NodeId => {
    const x = at(args, 0);
    const rate = graph.apply(exp, graph.apply(sub, graph.apply(logBetaKernel, ...args), self));
    const signed = graph.apply(mul, graph.constant(side === 'lower' ? 1 : -1), rate);
    return graph.apply(div, signed, graph.apply(mul, x, rest(graph, x)));
  };
  const [byAA, byAB, byBB] = [second(name, side, 'AA'), second(name, side, 'AB'), second(name, side, 'BB')];
  const first = (letter: 'A' | 'B', own: number, derivatives: readonly [Primitive, Primitive]): Primitive => ({
    name: `${name}${letter}`,
    arity: 3,
    evaluate: (x, a, b) => jetAlong(side, [x, a, b], own === 1 ? 1 : 0, own === 2 ? 1 : 0).slope,
    partial: (graph, args, index, self) => {
      if (index > 0) return graph.apply(derivatives[index === 1 ? 0 : 1], ...args);
      const rate = hazard(graph, args, graph.apply(value, ...args));
      return graph.apply(mul, rate, graph.apply(sub, kernelSlope(graph, args, own), self));
    },
  });
  const byA = first('A', 1, [byAA, byAB]);
  const byB = first('B', 2, [byAB, byBB]);
  const value: Primitive = {
    name,
    arity: 3,
    evaluate: (x, a, b) => jetAlong(side, [x, a, b], 0, 0).value,
    partial: (graph, args, index, self) => (index === 0 ? hazard(graph, args, self) : graph.apply(index === 1 ? byA : byB, ...args)),
    outside: 'the incomplete beta function outside of its domain',
  };
  return { value, byA, byB, byAA, byAB, byBB };
}

const lower = family('logBetaP', 'lower');
const upper = family('logBetaQ', 'upper');

/** log I_x(a, b), the log of P(Y ≤ x) for Y from Beta(a, b), and log(1 − I_x(a, b)), with their derivatives. */
export const incompleteBetaPrimitives = {
  logBetaKernel,
  logBetaP: lower.value,
  logBetaPA: lower.byA,
  logBetaPB: lower.byB,
  logBetaPAA: lower.byAA,
  logBetaPAB: lower.byAB,
  logBetaPBB: lower.byBB,
  logBetaQ: upper.value,
  logBetaQA: upper.byA,
  logBetaQB: upper.byB,
  logBetaQAA: upper.byAA,
  logBetaQAB: upper.byAB,
  logBetaQBB: upper.byBB,
} as const;
