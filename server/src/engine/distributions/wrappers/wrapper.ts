import type { NodeId } from '../../ir/graph.js';
import type { Ops } from '../../ir/ops.js';
import {
  type ArgumentNodes,
  type ArgumentRecord,
  contains,
  type Distribution,
  type Domain,
  type Parameterisation,
} from '../distribution.js';

/** A distribution in one of the ways to give its arguments. */
export interface Family {
  readonly distribution: Distribution;
  readonly parameterisation: Parameterisation;
}

/** An argument of a wrapper that is not a distribution. */
export interface OwnArgument {
  readonly name: string;
  /** May be left out. */
  readonly optional?: boolean;
}

/** A wrapper of other distributions. It makes a distribution like any other, with the arguments of those inside after its own. */
export interface Wrapper {
  readonly name: string;
  readonly title: string;
  /** Arguments before and after the distributions, in the order of a call. */
  readonly before: readonly OwnArgument[];
  readonly after: readonly OwnArgument[];
  /** Takes one distribution, or two or more. */
  readonly several: boolean;
  /** Calls as they are written. */
  readonly calls: readonly string[];
  /** The distribution where the own arguments of these names are given; a text explains why there is none. */
  make(inner: readonly Family[], given: readonly string[]): Family | string;
  readonly formula: string;
  /** What maximising this likelihood does. */
  readonly loss: string;
  readonly names: Distribution['names'];
  readonly source: string;
}

/** How many numbers the arguments of a parameterisation are; NaN where that depends on the outcome's classes. */
export const sizeOf = ({ arguments: records }: Parameterisation): number =>
  records.reduce((sum, { vector }) => sum + (vector ? vector.entries(NaN) : 1), 0);

/** The arguments of a wrapper: its own `count` first, then those of each distribution inside. */
export function split<T>(args: readonly T[], count: number, lengths: readonly number[]): { own: readonly T[]; inner: (readonly T[])[] } {
  let from = count;
  const inner = lengths.map((length) => args.slice(from, (from += length)));
  return { own: args.slice(0, count), inner };
}

/** How the parts of a wrapper's arguments are distinguished, as nodes and as numbers. */
export interface Parts {
  readonly arguments: readonly ArgumentRecord[];
  /** Names of arguments of the distributions inside that are an edge of the support. */
  readonly edges: readonly string[];
  readonly nodes: (args: ArgumentNodes) => { own: ArgumentNodes; inner: ArgumentNodes[] };
  readonly numbers: (args: readonly number[]) => { own: readonly number[]; inner: (readonly number[])[] };
  /** The numbers with those of each distribution inside in its first parameterisation, or from there in its own. */
  readonly canonical: (args: readonly number[]) => readonly number[];
  readonly fromCanonical: (args: readonly number[]) => readonly number[];
}

export function partsOf(own: readonly ArgumentRecord[], inner: readonly Family[]): Parts {
  const lengths = inner.map(({ parameterisation }) => parameterisation.arguments.length);
  const sizes = inner.map(({ parameterisation }) => sizeOf(parameterisation));
  const size = own.reduce((sum, { vector }) => sum + (vector ? vector.entries(NaN) : 1), 0);
  const numbers: Parts['numbers'] = (args) => split(args, size, sizes);
  const mapped = (args: readonly number[], change: (family: Family, own: readonly number[]) => readonly number[]): readonly number[] => {
    if (sizes.some(Number.isNaN)) return args;
    const parts = numbers(args);
    return [...parts.own, ...inner.flatMap((family, k) => change(family, parts.inner[k] ?? []))];
  };
  return {
    arguments: [...own, ...inner.flatMap(({ parameterisation }) => parameterisation.arguments)],
    edges: inner.flatMap(({ parameterisation }) => parameterisation.edges ?? []),
    nodes: (args) => split(args, own.length, lengths),
    numbers,
    canonical: (args) => mapped(args, ({ parameterisation }, each) => parameterisation.canonical(each)),
    fromCanonical: (args) => mapped(args, ({ parameterisation }, each) => parameterisation.fromCanonical?.(each) ?? each),
  };
}

/** Where the density of a distribution inside is positive, for its own arguments in the first parameterisation. */
export const supportOf = ({ distribution }: Family, args: readonly number[]): { readonly lower: number; readonly upper: number } =>
  distribution.support?.(args) ?? distribution.outcome;

type Build = (o: Ops, y: NodeId, args: ArgumentNodes) => NodeId;

/** The same node for the same arguments without building it again: nested distributions would need it twice as often at each level. */
export function once(build: Build): Build {
  const known = new WeakMap<Ops['graph'], Map<string, NodeId>>();
  return (o, y, args) => {
    const nodes = known.get(o.graph) ?? new Map<string, NodeId>();
    known.set(o.graph, nodes);
    const key = `${String(y)};${args.map((each) => each.join()).join(';')}`;
    const node = nodes.get(key) ?? build(o, y, args);
    nodes.set(key, node);
    return node;
  };
}

/** A value in a domain, near 1. */
function within(domain: Domain): number {
  if (contains(domain, 1)) return 1;
  if (contains(domain, 0.5)) return 0.5;
  return Number.isFinite(domain.lower) ? domain.lower : domain.upper;
}

/** 1 where y lies in the domain. */
export function inside(o: Ops, y: NodeId, { lower, upper, lowerClosed, upperClosed, whole }: Domain): NodeId {
  const above = Number.isFinite(lower) ? [lowerClosed ? o.lessEqual(o.num(lower), y) : o.less(o.num(lower), y)] : [];
  const below = Number.isFinite(upper) ? [upperClosed ? o.lessEqual(y, o.num(upper)) : o.less(y, o.num(upper))] : [];
  const isWhole = whole === true ? [o.equal(y, o.floor(y))] : [];
  return [...above, ...below, ...isWhole].reduce((a, b) => o.mul(a, b), o.num(1));
}

/** A function of y where y lies in the domain and `otherwise` elsewhere; there it is computed at a value inside the domain, so that it stays finite. */
export function guard(o: Ops, y: NodeId, domain: Domain, otherwise: NodeId, of: (y: NodeId) => NodeId): NodeId {
  const isInside = inside(o, y, domain);
  if (o.graph.constantValue(isInside) === 1) return of(y);
  return o.select(isInside, of(o.select(isInside, y, o.num(within(domain)))), otherwise);
}

/** "Write Truncated(D, lower = 0) or …". */
export const wrapperUsage = ({ calls }: Pick<Wrapper, 'calls'>): string => `Write ${calls.join(' or ')}.`;
