import { type ArgumentRecord, domains } from '../../distributions/distribution.js';
import type { Expr } from '../../expr/ast.js';
import { evaluateAt } from '../../ir/evaluate.js';
import type { NodeId } from '../../ir/graph.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import { checkConstant } from '../calls/arguments.js';
import type { Context } from '../scope/context.js';
import { bareParameter } from '../scope/names.js';
import { areProbabilities } from '../networks/networks.js';
import { lowerVector, type Slots, vectorParameter } from './vector.js';

type Form = 'simplex' | 'ordered';

/** The nodes of an argument that takes a list; parameters in it constrain each other. Undefined after a problem was reported. */
export function lowerListArgument(
  context: Context,
  expr: Expr,
  record: ArgumentRecord,
  distribution: string,
  classes: readonly string[],
): readonly NodeId[] | undefined {
  const { name, vector } = record;
  if (!vector) return undefined;
  const numbered = Array.from({ length: vector.entries(classes.length) }, (_, i) => String(i + 1));
  const slots = { labels: vector.each === 'classes' ? classes : numbered, each: vector.each };
  if (vector.form === 'free') return lowerVector(context, expr, slots);
  if (expr.kind === 'name' && context.parameter(expr.name) && !context.definitions.has(expr.name)) {
    const found = vectorParameter(context, expr, numbered);
    if (found) context.entries.constrain({ kind: vector.form, entries: found.entries, rest: false }, expr);
    return found?.nodes;
  }
  const nodes = lowerVector(context, expr, slots);
  if (nodes) checkItems(context, expr, nodes, record, distribution);
  return nodes && bindItems(context, expr, nodes, vector.form, { name, distribution, slots });
}

/** Reports items of a list that are numbers outside their domain. */
function checkItems(context: Context, expr: Expr, nodes: readonly NodeId[], record: ArgumentRecord, distribution: string): void {
  const items = expr.kind === 'list' ? expr.items : [];
  items.forEach((item, i) => {
    checkConstant(record, distribution, context.graph.constantValue(at(nodes, i)), item, context.report.bind(context));
  });
}

/** What a list is the argument of. */
interface Place {
  readonly name: string;
  readonly distribution: string;
  readonly slots: Slots;
}

/** Parameters that are items of the list themselves constrain each other; the rest of the list must not contradict that. */
function bindItems(context: Context, expr: Expr, nodes: readonly NodeId[], form: Form, place: Place): readonly NodeId[] | undefined {
  const items = expr.kind === 'list' ? expr.items : [];
  const bare = items.filter((item) => item.kind === 'name' && bareParameter(context, item) !== undefined);
  const entries = bare.flatMap((item) => entryBehind(context, at(nodes, items.indexOf(item))));
  const isWhole = bare.length === nodes.length && bare.length > 1;
  const isDistinct = new Set(entries).size === entries.length;
  if (isWhole && isDistinct) context.entries.constrain({ kind: form, entries, rest: false }, expr);
  else if (form === 'simplex') {
    if (!sumsToOne(context, nodes)) return wrongSum(context, expr, place);
    if (isRest(items, bare) && isDistinct) context.entries.constrain({ kind: form, entries, rest: true }, expr);
    else for (const item of bare) context.entries.narrow(bareParameter(context, item) ?? '', domains.unit);
  }
  return nodes;
}

/** `[w1, w2, 1 - w1 - w2]`: all items but the last are parameters, which constrain each other. */
const isRest = (items: readonly Expr[], bare: readonly Expr[]): boolean =>
  bare.length > 1 && bare.length === items.length - 1 && bare.every((item, i) => item === items[i]);

function entryBehind(context: Context, node: NodeId): EntryIndex[] {
  const found = context.graph.node(node);
  const source = found.kind === 'variable' ? context.variables[found.index] : undefined;
  return source?.kind === 'scalar' ? [source.entry] : [];
}

function wrongSum(context: Context, expr: Expr, { name, distribution, slots }: Place): undefined {
  const two = slots.labels.length === 2;
  const isNetwork = expr.kind === 'call' && context.networks.has(expr.callee.name);
  const hint = isNetwork
    ? 'End the network with softmax, or give its outputs as `logits`.'
    : two
      ? 'Write [w, 1 - w].'
      : 'Write the last one as 1 minus the others, or make them one parameter with `simplex`.';
  return context.report('type', `\`${name}\` of ${distribution} must sum to 1, whatever its parameters are. ${hint}`, expr);
}

/** Whether a list sums to 1 at a few values of its parameters and columns. True where it has no value or is only data, which is checked row by row. */
function sumsToOne(context: Context, nodes: readonly NodeId[]): boolean {
  if (nodes.every((node) => context.isData(node)) || areProbabilities(context, nodes)) return true;
  return [0.11, 0.17].every((step) => {
    const at = (index: number): number => step / (1 + index);
    const total = nodes.reduce(
      (sum, node) => sum + evaluateAt(context.graph, node, (leaf) => at(leaf.kind === 'variable' ? leaf.index : leaf.slot)),
      0,
    );
    return !Number.isFinite(total) || Math.abs(total - 1) < 1e-9;
  });
}
