import type { Graph, NodeId } from './graph.js';
import type { Primitive } from './primitives/primitive.js';
import { abs } from './primitives/abs.js';
import { add } from './primitives/add.js';
import { atan } from './primitives/atan.js';
import { besselGap, besselGapSlope, logBesselI0 } from './primitives/besselI0.js';
import { digamma } from './primitives/digamma.js';
import { div } from './primitives/div.js';
import { equal } from './primitives/equal.js';
import { erf } from './primitives/erf.js';
import { exp } from './primitives/exp.js';
import { expm1 } from './primitives/expm1.js';
import { floor } from './primitives/floor.js';
import { incompleteBetaPrimitives } from './primitives/incompleteBeta.js';
import {
  logGammaKernel,
  logGammaP,
  logGammaPCurvature,
  logGammaPSlope,
  logGammaQ,
  logGammaQCurvature,
  logGammaQSlope,
} from './primitives/incompleteGamma.js';
import { less } from './primitives/less.js';
import { lessEqual } from './primitives/lessEqual.js';
import { lgamma } from './primitives/lgamma.js';
import { log } from './primitives/log.js';
import { log1p } from './primitives/log1p.js';
import { log1pRatio, log1pRatioCurvature, log1pRatioSlope } from './primitives/log1pRatio.js';
import { logAddExp } from './primitives/logAddExp.js';
import { logDiffExp } from './primitives/logDiffExp.js';
import { logistic } from './primitives/logistic.js';
import { logPhi } from './primitives/logPhi.js';
import { max } from './primitives/max.js';
import { min } from './primitives/min.js';
import { mul } from './primitives/mul.js';
import { neg } from './primitives/neg.js';
import { Phi } from './primitives/Phi.js';
import { pow, powLogs } from './primitives/pow.js';
import { probit } from './primitives/probit.js';
import { select } from './primitives/select.js';
import { sign } from './primitives/sign.js';
import { cos, sin } from './primitives/sinCos.js';
import { softplus } from './primitives/softplus.js';
import { sqrt } from './primitives/sqrt.js';
import { stirling, stirlingCurvature, stirlingSlope } from './primitives/stirling.js';
import { logStudentCdf, logStudentCdfCurvature, logStudentCdfSlope, logStudentDensity } from './primitives/studentCdf.js';
import { sub } from './primitives/sub.js';
import { tan } from './primitives/tan.js';
import { tanh } from './primitives/tanh.js';
import { tetragamma } from './primitives/tetragamma.js';
import { trigamma } from './primitives/trigamma.js';
import { whole } from './primitives/whole.js';
import { xdivy } from './primitives/xdivy.js';
import { xlog1py } from './primitives/xlog1py.js';
import { xlogy } from './primitives/xlogy.js';

/** Every operation of the graph: a new primitive is its file and its name here. */
export const primitives = {
  abs,
  add,
  atan,
  besselGap,
  besselGapSlope,
  cos,
  digamma,
  div,
  equal,
  erf,
  exp,
  expm1,
  floor,
  ...incompleteBetaPrimitives,
  less,
  lessEqual,
  lgamma,
  log,
  log1p,
  log1pRatio,
  log1pRatioCurvature,
  log1pRatioSlope,
  logAddExp,
  logBesselI0,
  logDiffExp,
  logGammaKernel,
  logGammaP,
  logGammaPCurvature,
  logGammaPSlope,
  logGammaQ,
  logGammaQCurvature,
  logGammaQSlope,
  logistic,
  logPhi,
  logStudentCdf,
  logStudentCdfCurvature,
  logStudentCdfSlope,
  logStudentDensity,
  max,
  min,
  mul,
  neg,
  Phi,
  pow,
  ...(Object.fromEntries(powLogs.map((each) => [each.name, each])) as Record<'powLog1' | 'powLog2' | 'powLog3', Primitive>),
  probit,
  select,
  sign,
  sin,
  softplus,
  sqrt,
  stirling,
  stirlingCurvature,
  stirlingSlope,
  sub,
  tan,
  tanh,
  tetragamma,
  trigamma,
  whole,
  xdivy,
  xlog1py,
  xlogy,
} as const;

type Name = keyof typeof primitives;

/** `ops.log(x)` for every primitive, on nodes of one graph. */
export type Ops = { readonly graph: Graph; num(value: number): NodeId } & Readonly<Record<Name, (...args: NodeId[]) => NodeId>>;

export function opsOf(graph: Graph): Ops {
  const entries = Object.values(primitives).map((primitive) => [primitive.name, (...args: NodeId[]) => graph.apply(primitive, ...args)]);
  const byName = Object.fromEntries(entries) as Record<Name, (...args: NodeId[]) => NodeId>;
  return { ...byName, graph, num: (value) => graph.constant(value) };
}
