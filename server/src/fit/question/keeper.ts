import { type Bound, bindModel, type BoundModel } from '../../engine/bind/bind.js';
import type { Model } from '../../engine/model/model.js';
import { isSameLikelihood, underModel } from '../../engine/model/workings.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import type { Natural } from '../../engine/inference/objective/objective.js';
import type { Profiles } from '../../engine/inference/intervals/profile.js';
import { type Cancellation, neverCancelled } from '../../engine/kernel/kernel.js';
import type { ModelSpec, Settings } from '../../engine/model/specification.js';
import type { Problem } from '../../report/problem.js';
import { moveProblems, withoutSpans } from '../../language/resolve/spans.js';
import type { FitJob } from './job.js';
import { Splitter } from './heldOut.js';

interface Kept {
  readonly key: string;
  readonly spec: ModelSpec;
  readonly bound: BoundModel;
  readonly problems: readonly Problem[];
}

interface Maximum {
  readonly question: string;
  readonly mle: Estimate;
  readonly profiles: Profiles;
}

/** A MAP, and how long its search took. */
interface KeptMap {
  readonly natural: Natural;
  readonly seconds: number;
}

/**
 * Keeps the last model over its data. Numbers of priors, starts and fixed values are inputs to what was compiled: where nothing else has changed, rows
 * are neither read nor compiled again.
 */
export class ModelKeeper {
  readonly splitter = new Splitter();
  private kept: Kept | undefined;
  private maximum: Maximum | undefined;
  private map: KeptMap | undefined;

  /** `forget` is called when the code compiled for the last model is no longer needed. */
  constructor(private readonly forget: () => void = () => undefined) {}

  /** The maximum of the same likelihood from the last fit, for use under a new cancellation. */
  maximumOf(bound: BoundModel, settings: Settings, cancellation: Cancellation): Omit<Maximum, 'question'> | undefined {
    const known = this.maximum;
    if (!this.isKept(bound) || known?.question !== questionOf(bound.model, settings)) return undefined;
    return { ...known, mle: { ...known.mle, objective: known.mle.objective.over(bound, cancellation) } };
  }

  /** A search that ran out of time may get further the next time. */
  keepMaximum(bound: BoundModel, settings: Settings, mle: Estimate, profiles: Profiles): void {
    if (this.isKept(bound) && mle.status !== 'time-limit') this.maximum = { question: questionOf(bound.model, settings), mle, profiles };
  }

  /** The last MAP of the same model over the same data, under any priors: only for a first answer. */
  lastMapOf(bound: BoundModel): KeptMap | undefined {
    return this.isKept(bound) ? this.map : undefined;
  }

  keepMap(bound: BoundModel, map: KeptMap): void {
    if (this.isKept(bound)) this.map = map;
  }

  private isKept(bound: BoundModel): boolean {
    return this.kept !== undefined && isSameLikelihood(bound, this.kept.bound);
  }

  bind(model: Model, { spec, data, dataKey }: FitJob, cancellation: Cancellation = neverCancelled): Bound {
    const key = dataKey === undefined ? undefined : `${dataKey}\n${spec.settings.missing}\n${formOf(model)}`;
    if (key !== undefined && this.kept?.key === key) return reuse(this.kept, model, spec);
    this.kept = undefined;
    this.maximum = undefined;
    this.map = undefined;
    this.forget();
    const { from, to } = spec.data ?? spec.modelSpan;
    const { bound, problems } = bindModel(model, data, spec.settings.missing, { from, to }, cancellation);
    if (!bound || key === undefined) return { bound, problems };
    this.kept = { key, spec, bound, problems };
    return { bound, problems };
  }
}

/** Everything besides the likelihood that the maximum likelihood estimates and their intervals depend on: priors play no part. */
const questionOf = ({ entries }: Model, settings: Settings): string =>
  withoutSpans([entries.flatMap(({ fixed, start, support, network }) => (network ? [] : [[fixed, start, support]])), settings]);

function reuse({ bound, problems, spec: before }: Kept, model: Model, spec: ModelSpec): Bound {
  return { bound: underModel(bound, model), problems: moveProblems(problems, before, spec) };
}

/** Everything of a model except the numbers of its parameters: equal where the compiled likelihood is. */
function formOf({ graph, columns, variables, likelihoods, targets, entries, networks, weights }: Model): string {
  const nodes = graph.nodes.map((node) => (node.kind === 'apply' ? [node.primitive.name, node.args] : node));
  const statements = likelihoods.map(({ distribution, outcome, args, root }) => [distribution.name, outcome.node, args, root]);
  const names = entries.flatMap(({ name, inLikelihood, network }) => (network ? [] : [[name, inLikelihood]]));
  const shapes = networks.map(({ name, network, first }) => [name, network.inputShape, network.layers.map(({ text }) => text), first]);
  return withoutSpans([nodes, columns, variables, statements, targets.map(({ root }) => root), names, shapes, weights]);
}
