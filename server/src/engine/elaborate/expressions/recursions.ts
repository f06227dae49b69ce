import type { NodeId } from '../../ir/graph.js';
import { isDerived, nodesBelow, nodesOf, variablesAmong } from '../../kernel/below.js';
import { entriesBelow, networksBelow } from '../../model/bound.js';
import type { Context } from '../scope/context.js';

/** Derivatives of what looks at other rows are dense in the parameters: with more than these they take too long and too much memory. */
const MOST_PARAMETERS = 300;
/** Numbers kept of earlier rows. */
const MOST_KEPT = 2e7;

/** Gives each look-back the node that it looks at, now that all definitions are known. */
export function finishRecursions(context: Context): void {
  for (const { index, value } of context.lookBacks) {
    const source = context.variables[index];
    const node = context.lower(value);
    if (node !== undefined && source?.kind === 'previous') context.variables[index] = { ...source, node };
  }
}

/** Reports look-backs and means that cannot be worked out, and those with too many parameters below `roots`. */
export function checkRecursions(context: Context, roots: readonly NodeId[]): void {
  if (context.problems.length > 0) return;
  const { graph, variables } = context;
  variables.forEach((source, index) => {
    if (!isDerived(source)) return;
    const below = source.kind === 'mean' ? variablesAmong(graph, nodesBelow(graph, variables, nodesOf(source))) : [];
    if (below.includes(index)) {
      const message =
        'This needs its value in every row, and these need it in turn. Break the cycle, for instance with a parameter in its place.';
      context.report('cycle', message, source.span);
    } else if (source.kind === 'previous') checkInitial(context, source.initial, source.span);
  });
  if (variables.some(isDerived)) for (const root of roots) checkSize(context, root);
}

function checkInitial(context: Context, initial: NodeId, span: { from: number; to: number }): void {
  const own = variablesAmong(context.graph, context.graph.reachable([initial]));
  if (!own.some((index) => context.variables[index]?.kind === 'previous')) return;
  context.report('type', 'What stands before the first row cannot look back at rows itself. Give a number, a parameter or a mean.', span);
}

function checkSize(context: Context, root: NodeId): void {
  const { graph, variables } = context;
  const derived = variablesAmong(graph, nodesBelow(graph, variables, [root])).flatMap((index) => {
    const source = variables[index];
    return isDerived(source) ? [source] : [];
  });
  const [first] = derived;
  if (!first) return;
  const [network] = networksBelow(context, [root]).flatMap((index) => context.usedNetworks[index] ?? []);
  if (network) {
    const message = `A recursion, or a mean of an expression with parameters, cannot stand in one statement with a network (\`${network.name}\`) yet.`;
    return context.report('not-supported', message, first.span);
  }
  const count = entriesBelow(context, [root]).filter((entry) => entry >= 0).length;
  const depth = derived.reduce((most, source) => Math.max(most, source.kind === 'previous' ? source.steps : 0), 0);
  if (count <= MOST_PARAMETERS && depth * (1 + count) ** 2 <= MOST_KEPT) return;
  const found = `the statement has ${String(count)} parameters and looks ${String(depth)} rows back`;
  const message = `Recursions, and means of expressions with parameters, are not supported at this size: ${found}. At most ${String(MOST_PARAMETERS)} parameters work, fewer where the look goes far back.`;
  context.report('not-supported', message, first.span);
}
