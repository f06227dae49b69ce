import type { Graph, NodeId } from './graph.js';
import { abs } from './primitives/abs.js';
import { add } from './primitives/add.js';
import { atan } from './primitives/atan.js';
import { digamma } from './primitives/digamma.js';
import { div } from './primitives/div.js';
import { equal } from './primitives/equal.js';
import { erf } from './primitives/erf.js';
import { exp } from './primitives/exp.js';
import { expm1 } from './primitives/expm1.js';
import { floor } from './primitives/floor.js';
import { less } from './primitives/less.js';
import { lessEqual } from './primitives/lessEqual.js';
import { lgamma } from './primitives/lgamma.js';
import { log } from './primitives/log.js';
import { log1p } from './primitives/log1p.js';
import { logAddExp } from './primitives/logAddExp.js';
import { logistic } from './primitives/logistic.js';
import { logPhi } from './primitives/logPhi.js';
import { max } from './primitives/max.js';
import { min } from './primitives/min.js';
import { mul } from './primitives/mul.js';
import { neg } from './primitives/neg.js';
import { Phi } from './primitives/Phi.js';
import { pow } from './primitives/pow.js';
import { probit } from './primitives/probit.js';
import { select } from './primitives/select.js';
import { sign } from './primitives/sign.js';
import { cos, sin } from './primitives/sinCos.js';
import { softplus } from './primitives/softplus.js';
import { sqrt } from './primitives/sqrt.js';
import { stirling, stirlingCurvature, stirlingSlope } from './primitives/stirling.js';
import { sub } from './primitives/sub.js';
import { tan } from './primitives/tan.js';
import { tanh } from './primitives/tanh.js';
import { tetragamma } from './primitives/tetragamma.js';
import { trigamma } from './primitives/trigamma.js';
import { xdivy } from './primitives/xdivy.js';
import { xlog1py } from './primitives/xlog1py.js';
import { xlogy } from './primitives/xlogy.js';

/** Every operation of the graph: a new primitive is its file and its name here. */
export const primitives = {
  abs,
  add,
  atan,
  cos,
  digamma,
  div,
  equal,
  erf,
  exp,
  expm1,
  floor,
  less,
  lessEqual,
  lgamma,
  log,
  log1p,
  logAddExp,
  logistic,
  logPhi,
  max,
  min,
  mul,
  neg,
  Phi,
  pow,
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
