import type { Graph, NodeId } from '../ir/graph.js';
import type { BoundVariable, Kernel, LatentVariable, Term } from '../kernel/kernel.js';
import { compileKernel } from '../terms/compile.js';
import type { BoundModel } from '../model/bound.js';
import { atLevels, latentSize } from '../bind/latentLevels.js';
import { variablesAmong } from '../kernel/below.js';
import { JointDensity } from './jointDensity.js';
import { MarginalKernel } from './marginal.js';

/** The sum of `terms` over the rows with the latent values of the model integrated out. */
export function marginalKernel(bound: BoundModel, terms: readonly Term[], variables: readonly BoundVariable[]): MarginalKernel {
  const { length } = bound.model.entries;
  const isJoint = (term: Term): boolean => readsLatents(term);
  const plain = terms.filter((term) => !isJoint(term));
  const rest: Kernel | undefined = plain.length > 0 ? compileKernel(plain, length) : undefined;
  const joint = [...terms.filter(isJoint), ...levelTerms(bound, variables)];
  return new MarginalKernel(new JointDensity(joint, length, latentSize(bound), valuePairs(bound, variables)), length, rest);
}

const readsLatents = ({ graph, root, variables }: Term): boolean => latentVariables(graph, root, variables).length > 0;

/** The log-densities of the latent values: a sum over the levels of each statement. */
function levelTerms(bound: BoundModel, variables: readonly BoundVariable[]): Term[] {
  return bound.model.latents.map(({ root }, i) => {
    const { graph } = bound.model;
    const rows = bound.latents[i]?.rows ?? new Int32Array(0);
    const levels = atLevels({ ...bound, variables }, rows);
    return {
      graph,
      root,
      rows: rows.length,
      columns: levels.columns,
      inputs: bound.inputs ?? new Float64Array(0),
      variables: levels.variables,
    };
  });
}

/** The latent variables that each value is made of, in pairs: its variance needs their covariances. */
function valuePairs(bound: BoundModel, variables: readonly BoundVariable[]): [LatentVariable, LatentVariable][] {
  return bound.model.latents.flatMap(({ values }, i) => {
    const levels = atLevels({ ...bound, variables }, bound.latents[i]?.rows ?? new Int32Array(0));
    return values.flatMap((value) => {
      const own = latentVariables(bound.model.graph, value, levels.variables).map(({ variable }) => variable);
      return own.flatMap((a, k) => own.slice(0, k).map((b): [LatentVariable, LatentVariable] => [a, b]));
    });
  });
}

/** The latent variables below a node. */
export function latentVariables(
  graph: Graph,
  node: NodeId,
  variables: readonly BoundVariable[],
): { readonly index: number; readonly variable: LatentVariable }[] {
  return variablesAmong(graph, graph.reachable([node])).flatMap((index) => {
    const variable = variables[index];
    return variable?.kind === 'latent' ? [{ index, variable }] : [];
  });
}
