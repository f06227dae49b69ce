import { evaluateColumns } from '../../ir/evaluate.js';
import type { NodeId } from '../../ir/graph.js';
import { type Cancellation, neverCancelled } from '../../kernel/kernel.js';
import { fillLatent, fillVariable } from '../../kernel/machine.js';
import type { BoundModel } from '../../model/bound.js';
import { networkValues } from '../../terms/networkValues.js';
import { looksAround, RecursiveTerm } from '../../recursion/recursiveTerm.js';
import { variablesAmong } from '../../kernel/below.js';
import { at } from '../../numeric/at.js';
import type { Natural } from './coordinates.js';

/** Values of nodes of a model's graph at a natural point for the first used rows, or for all; `latent` gives the latent values there. */
export function rowValues(
  bound: BoundModel,
  nodes: readonly NodeId[],
  x: Natural,
  rows = bound.used,
  stop: Cancellation = neverCancelled,
  latent: () => Float64Array = () => new Float64Array(0),
): Float64Array[] {
  const { model, columns, variables, inputs = new Float64Array(0), used } = bound;
  const terms = nodes.map((root) => ({ graph: model.graph, root, rows: used, columns, inputs, variables }));
  if (terms.some(looksAround)) return terms.map((term) => new RecursiveTerm(term).rowValues(x).subarray(0, rows));
  const given = variableValues(bound, nodes, x, rows, latent);
  return evaluateColumns(model.graph, nodes, columns, rows, given, stop).map((values) => values.subarray(0, rows));
}

/** The values of the variables below nodes in the first rows, by index; those of others are empty. */
export function variableValues(
  { model, variables }: BoundModel,
  nodes: readonly NodeId[],
  x: Natural,
  rows: number,
  latent: () => Float64Array = () => new Float64Array(0),
): Float64Array[] {
  const needed = new Set(variablesAmong(model.graph, model.graph.reachable(nodes)));
  const outputs = networkValues(
    variables.map((variable, index) => (needed.has(index) ? variable : undefined)),
    x,
    rows,
  );
  return variables.map((variable, index) => {
    const buffer = new Float64Array(needed.has(index) ? rows : 0);
    if (!needed.has(index)) return buffer;
    if (variable.kind === 'network') return outputs.get(index) ?? buffer;
    if (variable.kind === 'scalar') buffer.fill(at(x, variable.parameter));
    else if (variable.kind === 'latent') fillLatent(variable, buffer, latent());
    else fillVariable(variable, buffer, x, 0, rows);
    return buffer;
  });
}
