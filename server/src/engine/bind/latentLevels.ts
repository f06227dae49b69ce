import { suggested } from '../distributions/suggested.js';
import { evaluateColumns } from '../ir/evaluate.js';
import type { Graph, NodeId } from '../ir/graph.js';
import type { BoundVariable, LatentVariable } from '../kernel/kernel.js';
import type { Problem } from '../../report/problem.js';
import { isDerived } from '../kernel/below.js';
import { type BoundLatent, type BoundModel, isData } from '../model/bound.js';
import type { Latent, LatentSource, Model } from '../model/model.js';
import { at } from '../numeric/at.js';

/** Gives all latent values of a model their numbers. */
export function bindLatents({ latents, graph }: Model, columns: readonly Float64Array[], used: number): BoundLatent[] {
  let next = 0;
  return latents.map((latent) => {
    const codes = codesOf(graph, latent.codes, columns, used);
    const first = new Int32Array(latent.levels.length).fill(-1);
    const rowOf = new Int32Array(latent.levels.length).fill(-1);
    codes.forEach((code, row) => {
      if (rowOf[code] === -1) rowOf[code] = row;
    });
    const levels = Int32Array.from(rowOf.keys()).filter((code) => at(rowOf, code) >= 0);
    levels.forEach((code, k) => (first[code] = next + k));
    next += levels.length * latent.names.length;
    return { levels, rows: levels.map((code) => at(rowOf, code)), first };
  });
}

/** A latent variable of the rows. */
export function bindLatent(
  { graph }: Model,
  { latent, member, codes }: LatentSource,
  bound: readonly BoundLatent[],
  columns: readonly Float64Array[],
  used: number,
): LatentVariable {
  const { first, levels } = bound[latent] ?? { first: new Int32Array(0), levels: [] };
  const map = first.map((number) => (number < 0 ? -1 : number + member * levels.length));
  return { kind: 'latent', map, codes: codesOf(graph, codes, columns, used) };
}

function codesOf(graph: Graph, node: NodeId, columns: readonly Float64Array[], used: number): Float64Array {
  const found = graph.node(node);
  return (found.kind === 'column' ? columns[found.slot] : undefined) ?? new Float64Array(used);
}

/** How many latent values a model has over its data. */
export const latentSize = ({ model, latents }: BoundModel): number =>
  latents.reduce((sum, { levels }, i) => sum + levels.length * (model.latents[i]?.names.length ?? 0), 0);

/** The model in one row of each level of a statement about latent values. */
export function atLevels(bound: BoundModel, rows: Int32Array): BoundModel {
  const known = new Map<Float64Array, Float64Array>();
  const take = (values: Float64Array): Float64Array => {
    const taken = known.get(values) ?? Float64Array.from(rows, (row) => at(values, row));
    known.set(values, taken);
    return taken;
  };
  const taken = (variable: BoundVariable): BoundVariable => {
    if (variable.kind === 'linear') return { ...variable, design: variable.design.map(take) };
    return variable.kind === 'gather' || variable.kind === 'latent' ? { ...variable, codes: take(variable.codes) } : variable;
  };
  return { ...bound, used: rows.length, columns: bound.columns.map(take), variables: bound.variables.map(taken) };
}

/** Latent values whose distribution differs between the rows of a level: a level has one value. */
export function levelProblems(bound: BoundModel): Problem[] {
  return bound.model.latents.flatMap((latent, i) => {
    const found = bound.latents[i];
    const wrong = found && firstDifference(bound, latent, found);
    if (!wrong) return [];
    const { what, level } = wrong;
    const names = latent.names.map((name) => `${name}[${latent.column}]`).join(', ');
    const message =
      `\`${names}\` has one value for all rows of a level, but its distribution uses ${what}, which differs between the rows of ` +
      `${latent.column} ${at(latent.levels, level)}. Use it in the statement of the outcome instead, or use a column that is the same throughout a level.`;
    return [{ severity: 'error', code: 'type', message, span: latent.span, related: latent.names }];
  });
}

/** The arguments of the distribution that are not the same in all rows of some level. */
function firstDifference(
  bound: BoundModel,
  { args, codes }: Latent,
  { rows, first, levels }: BoundLatent,
): { what: string; level: number } | undefined {
  const own = codesOf(bound.model.graph, codes, bound.columns, bound.used);
  const [firstLevel] = levels;
  if (firstLevel === undefined) return undefined;
  const start = at(first, firstLevel);
  for (const { what, values } of readColumns(bound, args)) {
    const row = values.findIndex((value, k) => value !== values[at(rows, at(first, at(own, k)) - start)]);
    if (row >= 0) return { what, level: at(own, row) };
  }
  return undefined;
}

/** The columns that nodes depend on, including through the parts of variables. */
function readColumns(bound: BoundModel, args: readonly NodeId[]): { what: string; values: Float64Array }[] {
  const { graph, columns, variables } = bound.model;
  const roots = [...args];
  for (const id of graph.reachable(args)) {
    const node = graph.node(id);
    const source = node.kind === 'variable' ? variables[node.index] : undefined;
    if (source?.kind === 'gather' || source?.kind === 'latent') roots.push(source.codes);
    if (source?.kind === 'linear') roots.push(...source.design);
  }
  return graph.reachable(roots).flatMap((id) => {
    const node = graph.node(id);
    if (node.kind !== 'column') return [];
    const slot = columns[node.slot];
    const what = slot?.kind === 'data' || slot?.kind === 'lag' ? `\`${slot.name}\`` : 'a value of the row';
    return [{ what, values: evaluateColumns(graph, [id], bound.columns, bound.used)[0] ?? new Float64Array(0) }];
  });
}

/** Whether the model has something that latent values cannot be combined with. */
export function latentConflict(model: Model): Problem[] {
  const { variables, latents, likelihoods, graph } = model;
  const [first] = latents;
  if (!first) return [];
  const kinked = likelihoods.find(({ root }) =>
    graph.reachable([root]).some((id) => (graph.argumentsOf(id, 'abs') ?? []).some((arg) => !isData(model, arg))),
  );
  if (kinked) {
    const message =
      'Latent values are integrated out through the curvature of the log-density, but this one has a kink, where it has none. ' +
      `Use a smooth distribution, such as ${suggested.smoothHeavyTailed.join(' or ')}.`;
    return [{ severity: 'error', code: 'not-supported', message, span: kinked.span, related: first.names }];
  }
  const [network] = model.networks;
  if (network) {
    const message = 'Latent values and networks cannot be combined yet. Leave one of the two out.';
    return [{ severity: 'error', code: 'not-supported', message, span: network.span, related: first.names }];
  }
  const derived = variables.find(isDerived);
  if (!derived) return [];
  const message =
    'Latent values cannot be combined with recursions, or with `mean` and `sd` of expressions that contain parameters. ' +
    'Leave one of the two out.';
  return [{ severity: 'error', code: 'not-supported', message, span: derived.span, related: first.names }];
}
