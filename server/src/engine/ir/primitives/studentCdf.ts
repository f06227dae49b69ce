import { at } from '../../numeric/at.js';
import { type GraphBuilder, type NodeId, type Primitive } from './primitive.js';
import { logStudentCdf as cdfJet } from '../special/studentCdf.js';
import { stirlingRemainder } from '../special/stirlingRemainder.js';
import { add } from './add.js';
import { div } from './div.js';
import { exp } from './exp.js';
import { log1p } from './log1p.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { stirlingSlope } from './stirling.js';
import { sub } from './sub.js';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** log density of Student's t with location 0 and scale 1, by Stirling's formula and its remainder (see `distributions/studentT.ts`). */
export const logStudentDensity: Primitive = {
  name: 'logStudentDensity',
  arity: 2,
  evaluate: (t, df) => {
    if (!(df > 0)) return NaN;
    const a = df / 2;
    const normaliser = a * Math.log1p(1 / df) - 0.5 - HALF_LOG_2PI + stirlingRemainder(a + 0.5) - stirlingRemainder(a);
    return normaliser - 0.5 * (df + 1) * Math.log1p((t * t) / df);
  },
  partial: (graph, args, index) => (index === 0 ? byT(graph, args) : byDf(graph, args)),
};

/** −(df + 1) t / (df + t²). */
function byT(graph: GraphBuilder, args: readonly NodeId[]): NodeId {
  const [t, df] = [at(args, 0), at(args, 1)];
  const top = graph.apply(mul, graph.apply(add, df, graph.constant(1)), t);
  return graph.apply(neg, graph.apply(div, top, graph.apply(add, df, graph.apply(mul, t, t))));
}

/** ½ (log1p(1/df) − 1/(df + 1) + S′((df + 1)/2) − S′(df/2) − log1p(t²/df) + (df + 1) t² / (df (df + t²))), S′ the slope of Stirling's remainder. */
function byDf(graph: GraphBuilder, args: readonly NodeId[]): NodeId {
  const [t, df] = [at(args, 0), at(args, 1)];
  const [one, half] = [graph.constant(1), graph.constant(0.5)];
  const next = graph.apply(add, df, one);
  const slope = (of: NodeId): NodeId => graph.apply(stirlingSlope, graph.apply(mul, half, of));
  const square = graph.apply(mul, t, t);
  const parts = [
    graph.apply(log1p, graph.apply(div, one, df)),
    graph.apply(neg, graph.apply(div, one, next)),
    slope(next),
    graph.apply(neg, slope(df)),
    graph.apply(neg, graph.apply(log1p, graph.apply(div, square, df))),
    graph.apply(div, graph.apply(mul, next, square), graph.apply(mul, df, graph.apply(add, df, square))),
  ];
  return graph.apply(
    mul,
    half,
    parts.reduce((a, b) => graph.apply(add, a, b)),
  );
}

/** ∂/∂t of log P(T ≤ t): the density over the probability. */
const hazard = (graph: GraphBuilder, args: readonly NodeId[], self: NodeId): NodeId =>
  graph.apply(exp, graph.apply(sub, graph.apply(logStudentDensity, ...args), self));

/** log P(T ≤ t) for Student's t with df degrees of freedom. Error bound: see `special/studentCdf.ts`. It shares its file with its derivatives with respect to df. */
export const logStudentCdf: Primitive = {
  name: 'logStudentCdf',
  arity: 2,
  evaluate: (t, df) => cdfJet(t, df).value,
  partial: (graph, args, index, self) => (index === 0 ? hazard(graph, args, self) : graph.apply(logStudentCdfSlope, ...args)),
};

export const logStudentCdfSlope: Primitive = {
  name: 'logStudentCdfSlope',
  arity: 2,
  evaluate: (t, df) => cdfJet(t, df).slope,
  partial: (graph, args, index, self) => {
    if (index === 1) return graph.apply(logStudentCdfCurvature, ...args);
    const rate = hazard(graph, args, graph.apply(logStudentCdf, ...args));
    return graph.apply(mul, rate, graph.apply(sub, byDf(graph, args), self));
  },
};

/** It closes the family: no quantity of a fit needs its derivative. */
export const logStudentCdfCurvature: Primitive = {
  name: 'logStudentCdfCurvature',
  arity: 2,
  evaluate: (t, df) => cdfJet(t, df).bend,
  partial: () => {
    throw new Error('the third derivative of the distribution function of t is not needed by any fit');
  },
};
