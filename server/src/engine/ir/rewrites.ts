import { at } from '../numeric/at.js';
import type { GraphBuilder, NodeId, Primitive } from './primitives/primitive.js';
import { expm1 } from './primitives/expm1.js';
import { log1p } from './primitives/log1p.js';
import { logistic } from './primitives/logistic.js';
import { mul } from './primitives/mul.js';
import { neg } from './primitives/neg.js';
import { xlogy } from './primitives/xlogy.js';

/** A better form of an operation on these arguments; undefined where there is none. */
type Rewrite = (graph: GraphBuilder, a: NodeId, b: NodeId) => NodeId | undefined;

/** Forms that people write and that lose digits, or overflow, where another primitive does not: by the name of the outer operation. */
const rewrites: Readonly<Record<string, Rewrite | undefined>> = {
  add: (graph, a, b) => lessOne(graph, a, b, -1) ?? lessOne(graph, b, a, -1),
  sub: (graph, a, b) => {
    const reversed = lessOne(graph, b, a, 1);
    return lessOne(graph, a, b, 1) ?? (reversed === undefined ? undefined : graph.apply(neg, reversed));
  },
  mul: (graph, a, b) => timesLog(graph, a, b) ?? timesLog(graph, b, a),
  div: (graph, a, b) => {
    const logit = logitBelow(graph, b);
    return logit === undefined ? undefined : graph.apply(mul, a, graph.apply(logistic, graph.apply(neg, logit)));
  },
  log: (graph, a) => {
    const beyond = beyondOne(graph, a);
    return beyond === undefined ? undefined : graph.apply(log1p, beyond);
  },
};

/** An operation with one argument has a rewrite that reads no second one. */
export const rewriteOf = (graph: GraphBuilder, { name }: Primitive, args: readonly NodeId[]): NodeId | undefined =>
  rewrites[name]?.(graph, at(args, 0), at(args, args.length > 1 ? 1 : 0));

/** e^u − 1 = expm1(u), which would be all rounding where u is small. */
function lessOne(graph: GraphBuilder, a: NodeId, b: NodeId, one: number): NodeId | undefined {
  const [exponent] = graph.argumentsOf(a, 'exp') ?? [];
  return exponent !== undefined && graph.constantValue(b) === one ? graph.apply(expm1, exponent) : undefined;
}

/** u log u, with its limit 0 at u = 0, where u is the other factor or one of its own. */
function timesLog(graph: GraphBuilder, other: NodeId, logarithm: NodeId): NodeId | undefined {
  const [u] = graph.argumentsOf(logarithm, 'log') ?? [];
  if (u === undefined) return undefined;
  if (other === u) return graph.apply(xlogy, u, u);
  const factors = graph.argumentsOf(other, 'mul') ?? [];
  const [rest] = factors.includes(u) ? factors.filter((factor) => factor !== u) : [];
  return rest === undefined ? undefined : graph.apply(mul, rest, graph.apply(xlogy, u, u));
}

/** The u of 1 + e^u, by which a division is a product with logistic(−u): that overflows nowhere. */
function logitBelow(graph: GraphBuilder, divisor: NodeId): NodeId | undefined {
  const [a, b] = graph.argumentsOf(divisor, 'add') ?? [];
  if (a === undefined || b === undefined) return undefined;
  const [one, other] = graph.constantValue(a) === 1 ? [a, b] : [b, a];
  return graph.constantValue(one) === 1 ? graph.argumentsOf(other, 'exp')?.[0] : undefined;
}

/** The u of log(1 + u), and −u of log(1 − u). */
function beyondOne(graph: GraphBuilder, inner: NodeId): NodeId | undefined {
  const [a, b] = graph.argumentsOf(inner, 'add') ?? [];
  if (a !== undefined && b !== undefined) {
    if (graph.constantValue(a) === 1) return b;
    return graph.constantValue(b) === 1 ? a : undefined;
  }
  const [one, taken] = graph.argumentsOf(inner, 'sub') ?? [];
  return one !== undefined && taken !== undefined && graph.constantValue(one) === 1 ? graph.apply(neg, taken) : undefined;
}
