import type { Node, NodeId } from '../ir/graph.js';
import { ownEntries } from './bound.js';
import type { Model } from './model.js';
import type { Support } from '../transforms/support.js';

const ANY: Support = { lower: -Infinity, upper: Infinity };
const UNIT: Support = { lower: 0, upper: 1 };
const POSITIVE: Support = { lower: 0, upper: Infinity };

type Read = Pick<Model, 'graph' | 'variables' | 'entries'>;

/** Intervals that hold every value that nodes can take, whatever the data are, parameters being in their supports (Moore, Interval Analysis, 1966). They may be too wide. */
export function rangesOf(model: Read, nodes: readonly NodeId[]): ReadonlyMap<NodeId, Support> {
  const { graph } = model;
  const ranges = new Map<NodeId, Support>();
  for (const id of graph.reachable(nodes)) {
    const node = graph.node(id);
    if (node.kind !== 'apply') ranges.set(id, leafRange(model, node));
    else {
      const args = node.args.map((arg) => ranges.get(arg) ?? ANY);
      const { lower, upper } = operations[node.primitive.name]?.(args, node.args) ?? ANY;
      // ∞ − ∞ may be anything.
      ranges.set(id, { lower: Number.isNaN(lower) ? -Infinity : lower, upper: Number.isNaN(upper) ? Infinity : upper });
    }
  }
  return ranges;
}

function leafRange({ variables, entries }: Read, node: Exclude<Node, { kind: 'apply' }>): Support {
  if (node.kind === 'constant') return { lower: node.value, upper: node.value };
  const source = node.kind === 'variable' ? variables[node.index] : undefined;
  if (source?.kind !== 'scalar' && source?.kind !== 'gather') return ANY;
  // The entry of a reference level is 0.
  return hull(
    ownEntries(source).map((entry) => {
      const { fixed = 0, support } = entries[entry] ?? { support: { lower: 0, upper: 0 } };
      return entries[entry]?.fixed === undefined ? support : { lower: fixed, upper: fixed };
    }),
  );
}

function hull(all: readonly Support[]): Support {
  return { lower: Math.min(...all.map(({ lower }) => lower)), upper: Math.max(...all.map(({ upper }) => upper)) };
}

type Operation = (args: readonly Support[], nodes: readonly NodeId[]) => Support | undefined;

/** A function that rises (or falls) throughout its domain. */
const rising =
  (f: (x: number) => number): Operation =>
  ([x = ANY]) => ({ lower: f(x.lower), upper: f(x.upper) });

const sum = (a: Support, b: Support): Support => ({ lower: a.lower + b.lower, upper: a.upper + b.upper });
const opposite = ({ lower, upper }: Support): Support => ({ lower: -upper, upper: -lower });

/** 0 · ∞ is 0 here: the end of a range is never reached. */
function product(a: Support, b: Support): Support {
  const times = (x: number, y: number): number => (x === 0 || y === 0 ? 0 : x * y);
  const ends = [times(a.lower, b.lower), times(a.lower, b.upper), times(a.upper, b.lower), times(a.upper, b.upper)];
  return { lower: Math.min(...ends), upper: Math.max(...ends) };
}

/** Of what is 0 throughout nothing is known. */
const reciprocal = ({ lower, upper }: Support): Support =>
  lower >= 0 && upper > 0 ? { lower: 1 / upper, upper: lower === 0 ? Infinity : 1 / lower } : ANY;

const isEven = ({ lower, upper }: Support): boolean => lower === upper && lower % 2 === 0;

const operations: Readonly<Record<string, Operation>> = {
  add: ([a = ANY, b = ANY]) => sum(a, b),
  sub: ([a = ANY, b = ANY]) => sum(a, opposite(b)),
  neg: ([a = ANY]) => opposite(a),
  mul: ([a = ANY, b = ANY], [x, y]) => (x === y ? { ...product(a, a), lower: 0 } : product(a, b)),
  div: ([a = ANY, b = ANY]) => product(a, reciprocal(b)),
  pow: ([a = ANY, b = ANY]) => (a.lower >= 0 || isEven(b) ? POSITIVE : undefined),
  select: ([, a = ANY, b = ANY]) => hull([a, b]),
  max: ([a = ANY, b = ANY]) => ({ lower: Math.max(a.lower, b.lower), upper: Math.max(a.upper, b.upper) }),
  min: ([a = ANY, b = ANY]) => ({ lower: Math.min(a.lower, b.lower), upper: Math.min(a.upper, b.upper) }),
  exp: rising(Math.exp),
  expm1: rising(Math.expm1),
  tanh: rising(Math.tanh),
  logistic: rising((x) => 1 / (1 + Math.exp(-x))),
  log1p: rising((x) => Math.log1p(Math.max(x, -1))),
  sqrt: rising((x) => Math.sqrt(Math.max(x, 0))),
  softplus: () => POSITIVE,
  abs: () => POSITIVE,
  Phi: () => UNIT,
  less: () => UNIT,
  lessEqual: () => UNIT,
  equal: () => UNIT,
};
