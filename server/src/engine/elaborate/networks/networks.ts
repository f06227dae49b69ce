import type { ArgumentRecord, Distribution } from '../../distributions/distribution.js';
import type { Argument, CallExpr, Expr } from '../../expr/ast.js';
import { printExpr } from '../../expr/print.js';
import type { NodeId } from '../../ir/graph.js';
import { Network } from '../../network/network.js';
import { type Shape, shapeText } from '../../network/layers/shape.js';
import type { Problem } from '../../../report/problem.js';
import { columnList, isColumnList } from '../predictors/columnList.js';
import type { Context } from '../scope/context.js';
import { readLayer } from '../calls/layerCalls.js';
import type { Entry, Prior } from '../../model/model.js';
import { isCallable } from '../scope/names.js';
import { suggested } from '../../distributions/suggested.js';
import { entryAfter, nextEntry } from '../../model/entryIndex.js';
import { layerExamples } from '../../network/layers/index.js';
import { NetworkEntry } from './networkEntry.js';
import type { DeclaredNetwork } from '../scope/networkUse.js';
import { buildPriors } from '../priors/priors.js';
import type { NetworkSpec } from '../../model/specification.js';

/** Weights and biases that a network may have. */
const MOST_WEIGHTS = 2_000_000;
/** Numbers that the search keeps for each of them. */
const KEPT_BYTES = 8 * 64;
/** Kinks of a prior need steps with all second derivatives. */
const MOST_KINKS = 1000;

/** Reads the layers of all networks and checks their names; shapes follow from the first use. */
export function declareNetworks(context: Context): void {
  for (const spec of context.spec.networks ?? []) {
    const { name, key } = spec;
    const what = context.dataColumn(name)
      ? 'a column of the data'
      : context.parameter(name)
        ? 'a parameter'
        : isCallable(name)
          ? 'a function'
          : '';
    if (what !== '') context.report('type', `\`${name}\` is already ${what}; a network needs a name of its own.`, key);
    else if (context.networks.has(name)) context.report('type', `The network \`${name}\` is declared twice.`, key);
    const layers = spec.layers.map((layer) => readLayer(layer, (code, message, span) => context.report(code, message, span)));
    const calls = layers.length > 0 && layers.every((layer) => layer !== undefined) ? layers : undefined;
    if (!context.networks.has(name)) context.networks.set(name, { spec, calls, used: false });
  }
}

/** `f(x1, x2)` as one number per row. */
export function networkScalar(context: Context, call: CallExpr): NodeId | undefined {
  const nodes = networkOutputs(context, call);
  if (!nodes || nodes.length === 1) return nodes?.[0];
  const message = `${givesText(context, call)}, but one number is needed here. End the network with ${layerExamples.end(1)}.`;
  return context.report('type', message, call);
}

/** `f(x1, x2)` as a number for each label; `wanted` is what these are, in words. */
export function networkVector(context: Context, call: CallExpr, labels: readonly string[], wanted: string): NodeId[] | undefined {
  const nodes = networkOutputs(context, call);
  if (!nodes || nodes.length === labels.length) return nodes;
  const message = `${givesText(context, call)}, but one for each of the ${wanted} (${labels.join(', ')}) is needed here. End the network with ${layerExamples.end(labels.length)}.`;
  return context.report('type', message, call);
}

/** Reports an argument that is a network whose values may lie outside the argument's domain. */
export function checkNetworkRange(context: Context, node: NodeId, record: ArgumentRecord, distribution: Distribution, expr: Expr): void {
  const found = context.graph.node(node);
  const source = found.kind === 'variable' ? context.variables[found.index] : undefined;
  const own = source?.kind === 'network' ? context.usedNetworks[source.network] : undefined;
  const { domain, name } = record;
  const [least, most] = own?.network.range ?? [NaN, NaN];
  // A rectifier can give 0; a sigmoid never reaches its ends.
  const isInside = least >= domain.lower && most <= domain.upper && (domain.lowerClosed || most < Infinity || least > domain.lower);
  if (!own || isInside || domain.lower === -Infinity) return;
  const link = distribution.parameterisations
    .flatMap((each) => each.arguments)
    .find((each) => each.name === 'log' || each.name === 'logit');
  const wayOut = domain.upper === 1 ? 'End the network with sigmoid' : `Write exp(${own.name}(…))`;
  const or = link ? `, or write ${link.name} = ${own.name}(…)` : '';
  const gives = least === -Infinity ? 'any number' : `numbers from ${String(least)} ${most === Infinity ? 'up' : `to ${String(most)}`}`;
  const message = `\`${name}\` of ${distribution.name} must be ${domain.text}, but the network \`${own.name}\` gives ${gives}. ${wayOut}${or}.`;
  context.report('type', message, expr);
}

/** "`f` gives 3 numbers per row". */
function givesText(context: Context, { callee }: CallExpr): string {
  const shape = context.networks.get(callee.name)?.built?.network.network.outputShape ?? [];
  return `\`${callee.name}\` gives ${shapeText(shape)} per row`;
}

/** The outputs of a network over its inputs; undefined after a problem was reported. Equal calls are the same nodes. */
export function networkOutputs(context: Context, call: CallExpr): NodeId[] | undefined {
  const declared = context.networks.get(call.callee.name);
  if (!declared) return undefined;
  declared.used = true;
  const inputs = inputsOf(context, call);
  const built = inputs && build(context, declared, inputs, call);
  if (!built) return undefined;
  return Array.from({ length: built.network.network.outputs }, (_, output) =>
    context.variable({ kind: 'network', network: built.index, inputs: inputs.nodes, output }),
  );
}

/** What goes into a network: nodes with a number per row each, or one of images. */
interface Inputs {
  readonly nodes: readonly NodeId[];
  readonly shape: Shape;
}

function inputsOf(context: Context, call: CallExpr): Inputs | undefined {
  const { name } = call.callee;
  const named = call.arguments.find((argument) => argument.name);
  if (named || call.arguments.length === 0) {
    return context.report('type', `A network takes columns or expressions of columns: ${name}(x1, x2).`, named ?? call);
  }
  const exprs = call.arguments.map((argument) => expand(context, argument));
  if (!exprs.every((each) => each !== undefined)) return undefined;
  const all = exprs.flat();
  const image = all.find((expr) => shapeOf(context, expr));
  if (image) return imageInput(context, name, image, all);
  const nodes = all.map((expr) => inputNode(context, name, expr));
  return nodes.every((node) => node !== undefined) ? { nodes, shape: [nodes.length] } : undefined;
}

/** Height, width and channels where an expression is a column of images. */
const shapeOf = (context: Context, expr: Expr): Shape | undefined =>
  expr.kind === 'name' ? context.dataColumn(expr.name)?.shape : undefined;

function imageInput(context: Context, network: string, expr: Expr, all: readonly Expr[]): Inputs | undefined {
  const shape = shapeOf(context, expr);
  if (expr.kind !== 'name' || !shape) return undefined;
  if (all.length === 1) return { nodes: [context.column({ kind: 'image', name: expr.name, shape })], shape };
  const message = `An image must be the only input of a network: ${network}(${expr.name}). Add the effect of other columns outside it, as in ${network}(${expr.name}) + b * x.`;
  return context.report('type', message, expr);
}

/** `columns("pixel*")` and lists stand for all of their items. */
function expand(context: Context, { value }: Argument): readonly Expr[] | undefined {
  if (isColumnList(value)) return columnList(context, value);
  return value.kind === 'list' ? value.items : [value];
}

function inputNode(context: Context, network: string, expr: Expr): NodeId | undefined {
  const node = context.lower(expr);
  if (node === undefined || context.isData(node)) return node;
  const message = `\`${printExpr(expr)}\` contains a parameter or a recursion; the inputs of the network \`${network}\` must be columns of the data or expressions of them.`;
  return context.report('type', message, expr);
}

type Built = NonNullable<DeclaredNetwork['built']>;

/** The network for this many inputs: its shapes follow from the first use, and every other use must agree. */
function build(context: Context, declared: DeclaredNetwork, { shape }: Inputs, call: CallExpr): Built | undefined {
  const { spec, calls, built, refused } = declared;
  if (!calls || refused) return undefined;
  if (built) return agrees(context, built, shape, call);
  const network = Network.of(shape, calls);
  declared.refused = true;
  if ('message' in network) return context.report('type', `${network.message}.`, spec.layers[network.layer] ?? spec.key);
  if (network.weights === 0)
    return context.report('type', `\`${spec.name}\` has nothing to estimate: a network has at least one dense or conv2d layer.`, spec.key);
  if (network.parameters > MOST_WEIGHTS) return tooLarge(context, network, spec);
  delete declared.refused;
  const first = nextEntry(context.entries.list.length);
  const shared = { name: spec.name, span: { from: spec.key.from, to: spec.key.to }, first };
  for (let i = 0; i < network.parameters; i++) context.entries.list.push(new NetworkEntry(entryAfter(first, i), shared));
  const model = { name: spec.name, span: shared.span, network, first };
  return (declared.built = { index: context.usedNetworks.push(model) - 1, network: model, span: { from: call.from, to: call.to } });
}

function agrees(context: Context, built: Built, shape: Shape, call: CallExpr): Built | undefined {
  const { inputShape } = built.network.network;
  if (inputShape.join() === shape.join()) return built;
  const message = `The network \`${built.network.name}\` takes ${shapeText(shape)} here and ${shapeText(inputShape)} where it is first used. All its uses must take the same input.`;
  return context.report('type', message, call);
}

function tooLarge(context: Context, { parameters }: Network, { key, name }: NetworkSpec): undefined {
  const [count, most] = [parameters, MOST_WEIGHTS].map((number) => number.toLocaleString('en'));
  const gigabytes = Number(((parameters * KEPT_BYTES) / 2 ** 30).toPrecision(2));
  const message =
    `\`${name}\` has ${String(count)} weights and biases: estimating them takes about ${String(gigabytes)} GB of memory. ` +
    `Up to ${String(most)} are supported. Fewer units or filters, or a pooling layer before the first dense one, make it smaller.`;
  return context.report('not-supported', message, key);
}

/** The priors on weights and biases of the networks that are used. */
export function networkPriors(context: Context): Prior[] {
  return [...context.networks.values()].flatMap(({ spec, built }) => {
    if (!built) return [];
    const { network, first } = built.network;
    const own = context.entries.list.slice(first, first + network.parameters);
    const { layers } = network;
    const weights = layers.flatMap((layer) => own.slice(layer.first, layer.first + layer.weights));
    const biases = layers.flatMap((layer) => own.slice(layer.first + layer.weights, layer.first + layer.weights + layer.biases));
    return [...priorsOn(context, spec.weights, weights), ...priorsOn(context, spec.biases, biases)];
  });
}

function priorsOn(context: Context, expr: Expr | undefined, entries: readonly Entry[]): Prior[] {
  if (!expr || entries.length === 0) return [];
  const priors = buildPriors(context, expr, entries);
  const kinked = priors.find(({ distribution }) => distribution.kink);
  if (kinked && entries.length > MOST_KINKS) {
    const message = `${kinked.text} on ${String(entries.length)} weights is not supported yet: at most ${String(MOST_KINKS)} are possible. ${suggested.smoothPenalties.join(' and ')} work for any number.`;
    context.report('not-supported', message, expr);
  }
  return priors;
}

/** Networks that no statement uses. */
export function unusedNetworks(context: Context): Problem[] {
  return [...context.networks.values()].flatMap(({ spec: { key, name }, used }) =>
    used
      ? []
      : [
          {
            severity: 'warning' as const,
            code: 'unused-parameter' as const,
            message: `The network \`${name}\` is declared but the model does not use it.`,
            span: { from: key.from, to: key.to },
            related: [name],
          },
        ],
  );
}

/** Whether nodes are all the outputs of one network that ends with softmax. */
export function areProbabilities(context: Context, nodes: readonly NodeId[]): boolean {
  const sources = nodes.map((id) => {
    const node = context.graph.node(id);
    return node.kind === 'variable' ? context.variables[node.index] : undefined;
  });
  const [first] = sources;
  if (first?.kind !== 'network') return false;
  const own = context.usedNetworks[first.network]?.network;
  const isWhole = sources.every(
    (source, output) =>
      source?.kind === 'network' &&
      source.network === first.network &&
      source.output === output &&
      source.inputs.join() === first.inputs.join(),
  );
  return isWhole && own?.sumsToOne === true && own.outputs === nodes.length && own.outputShape.length === 1;
}
