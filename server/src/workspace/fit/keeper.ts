import { type Bound, bindModel, type BoundModel } from '../../engine/model/bind.js';
import type { Model } from '../../engine/model/model.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { Problem } from '../../engine/problem.js';
import { moveProblems, withoutSpans } from '../spans.js';
import type { FitJob } from './answer.js';

interface Kept {
  readonly key: string;
  readonly spec: ModelSpec;
  /** One object for all models of the same form: what the engine has compiled for it is found again. */
  readonly bound: { model: Model } & Omit<BoundModel, 'model'>;
  readonly problems: readonly Problem[];
}

/**
 * Keeps the last model over its data. Numbers of priors, starts and fixed values are inputs to what was compiled: where nothing else has changed, rows
 * are neither read nor compiled for again.
 */
export class ModelKeeper {
  private kept: Kept | undefined;

  bind(model: Model, { spec, data, dataKey }: FitJob): Bound {
    const key = dataKey === undefined ? undefined : `${dataKey}\n${spec.settings.missing}\n${formOf(model)}`;
    if (key !== undefined && this.kept?.key === key) return reused(this.kept, model, spec);
    this.kept = undefined;
    const { from, to } = spec.data ?? spec.modelSpan;
    const { bound, problems } = bindModel(model, data, spec.settings.missing, { from, to });
    if (!bound || key === undefined) return { bound, problems };
    this.kept = { key, spec, bound: { ...bound }, problems };
    return { bound: this.kept.bound, problems };
  }
}

function reused({ bound, problems, spec: before }: Kept, model: Model, spec: ModelSpec): Bound {
  bound.model = model;
  return { bound, problems: moveProblems(problems, before, spec) };
}

/** All of a model but the numbers of its parameters: equal where the compiled likelihood is. */
function formOf({ graph, columns, variables, likelihoods, targets, entries, weights }: Model): string {
  const nodes = graph.nodes.map((node) => (node.kind === 'apply' ? [node.primitive.name, node.args] : node));
  const statements = likelihoods.map(({ distribution, outcome, args, root }) => [distribution.name, outcome.node, args, root]);
  const names = entries.map(({ name, inLikelihood }) => [name, inLikelihood]);
  return withoutSpans([nodes, columns, variables, statements, targets.map(({ root }) => root), names, weights]);
}
