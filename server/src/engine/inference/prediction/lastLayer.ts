import { differentiate } from '../../autodiff/differentiate.js';
import { interpret } from '../../terms/interpreter.js';
import type { NetworkApplication } from '../../kernel/kernel.js';
import type { BoundModel } from '../../model/bound.js';
import type { Model } from '../../model/model.js';
import { networkValues } from '../../terms/networkValues.js';
import { cholesky, forward } from '../../numeric/cholesky.js';
import { curvatureScales, scaledBy } from '../../optimise/method.js';
import type { Estimate } from '../estimate.js';
import type { Natural } from '../objective/coordinates.js';
import { priorTerm } from '../objective/priorTerms.js';
import { rowValues } from '../objective/rowValues.js';
import { hasRelativeScores } from '../../distributions/distribution.js';
import { at } from '../../numeric/at.js';

/** Weights and biases of a last layer whose covariance is computed, and multiplications that this may take. */
const MOST = 1000;
const MOST_WORK = 2e9;

/** The uncertainty of the last layer of a network, with the layers before it as estimated. */
export interface LastLayer {
  /** Indexes of the graph's variables that are the network's outputs, in their order. */
  readonly variables: readonly number[];
  /** The covariance of the outputs in each row, K × K and row-major, row after row. */
  covariances(rows: Pick<BoundModel, 'variables' | 'used'>): Float64Array;
}

/**
 * Laplace's approximation of the posterior of a network's last layer: Normal with the inverse of Σ Λ ⊗ φφ' + P, where φ is what goes into the layer and 1, Λ the density's
 * negative second derivatives with respect to the outputs, and P the prior's (Daxberger et al., Laplace Redux, NeurIPS 2021; exact second derivatives, as the layer is
 * linear). Outputs are φ'W, Normal with covariance J C J'. A direction in which all scores of a softmax rise together changes no probability: without a
 * prior it is given a variance of 1, which no probability depends on. Undefined where the model has not one network that ends with a fully connected layer, where the layer is too large,
 * and where the posterior is not determined.
 */
export function lastLayerOf(estimate: Estimate): LastLayer | undefined {
  if (!lastLayers.has(estimate)) lastLayers.set(estimate, findLastLayer(estimate));
  return lastLayers.get(estimate);
}

/** One for each estimate: scores, classes and bands ask for it. */
const lastLayers = new WeakMap<Estimate, LastLayer | undefined>();

function findLastLayer({ objective, natural }: Estimate): LastLayer | undefined {
  const { bound } = objective;
  const place = placeOf(bound);
  if (!place || place.size > MOST || bound.used * place.size ** 2 > MOST_WORK) return undefined;
  const { outputs, size } = place;
  const hessian = informationOf(bound, place, natural);
  addPrior(hessian, bound.model, place, natural, objective.target);
  const scales = curvatureScales({ value: 0, gradient: new Float64Array(size), hessian });
  const factor = hessian.every(Number.isFinite) ? cholesky(scaledBy(hessian, scales), size) : undefined;
  if (!factor) return undefined;
  return {
    variables: place.variables,
    covariances: (rows) => {
      const features = featuresOf(rows, place, natural);
      const result = new Float64Array(rows.used * outputs ** 2);
      for (let row = 0; row < rows.used; row++) result.set(covarianceAt(features, row, place, factor, scales), row * outputs ** 2);
      return result;
    },
  };
}

interface Place {
  readonly application: NetworkApplication;
  readonly variables: readonly number[];
  readonly outputs: number;
  /** Numbers that go into the layer. */
  readonly inner: number;
  /** Weights and biases of the layer, and the entry of the first. */
  readonly size: number;
  readonly first: number;
}

function placeOf({ model, variables }: BoundModel): Place | undefined {
  const found = variables.flatMap((variable, index) => (variable.kind === 'network' ? [{ ...variable, index }] : []));
  const [one] = found;
  const { networks, likelihoods, targets, latents } = model;
  const isSingle = networks.length === 1 && likelihoods.length === 1 && targets.length === 0 && latents.length === 0;
  if (!one || !isSingle || found.some(({ application }) => application !== one.application)) return undefined;
  const { network, first } = one.application;
  const last = network.layers.at(-1);
  if (last?.kind.isFullyConnected !== true || found.length !== network.outputs) return undefined;
  const ordered = [...found].sort((a, b) => a.output - b.output).map(({ index }) => index);
  const size = last.weights + last.biases;
  return {
    application: one.application,
    variables: ordered,
    outputs: network.outputs,
    inner: last.weights / network.outputs,
    size,
    first: first + last.first,
  };
}

/** What goes into the layer, column by column, and 1. */
function featuresOf(
  { variables, used }: Pick<BoundModel, 'variables' | 'used'>,
  { variables: [own = -1], inner }: Place,
  natural: Natural,
): Float64Array[] {
  const variable = variables[own];
  const one = new Float64Array(used).fill(1);
  if (variable?.kind !== 'network') return [one];
  const application = { ...variable.application, network: variable.application.network.beforeLast };
  const columns = Array.from({ length: inner }, (_, output) => ({ kind: 'network' as const, application, output }));
  const values = networkValues(columns, natural, used);
  return [...Array.from({ length: inner }, (_, j) => values.get(j) ?? one), one];
}

/** Σ w Λ ⊗ φφ' over the rows: parameter j K + a is that from input j to output a. */
function informationOf(bound: BoundModel, place: Place, natural: Natural): Float64Array {
  const { variables, outputs, size } = place;
  const { graph, likelihoods } = bound.model;
  const { root } = at(likelihoods, 0);
  const nodes = variables.map((index) => graph.variable(index));
  const { hessian } = differentiate(graph, root, nodes);
  const features = featuresOf(bound, place, natural);
  const result = new Float64Array(size * size);
  for (let a = 0; a < outputs; a++) {
    for (let b = 0; b <= a; b++) {
      const node = hessian[a]?.[b];
      if (node === undefined) continue;
      const [bends = new Float64Array(0)] = rowValues(bound, [node], natural);
      const weights = bends.map((bend, row) => -bend * (bound.weights?.[row] ?? 1));
      addProducts(result, features, weights, { a, b, outputs, size });
    }
  }
  return result;
}

function addProducts(
  into: Float64Array,
  features: readonly Float64Array[],
  weights: Float64Array,
  { a, b, outputs, size }: { readonly a: number; readonly b: number; readonly outputs: number; readonly size: number },
): void {
  features.forEach((left, j) => {
    const weighted = left.map((value, row) => value * (weights[row] as number));
    features.forEach((right, l) => {
      let sum = 0;
      for (let row = 0; row < weighted.length; row++) sum += (weighted[row] as number) * (right[row] as number);
      const [p, q] = [j * outputs + a, l * outputs + b];
      into[p * size + q] = sum;
      into[q * size + p] = sum;
    });
  });
}

/** Adds the curvature of the priors, and of the direction that changes no probability. */
function addPrior(
  into: Float64Array,
  { entries, priors, likelihoods }: Model,
  place: Place,
  natural: Natural,
  target: Estimate['target'],
): void {
  const { size, first, outputs, inner } = place;
  const priorAt = (index: number) => (target === 'map' ? priors[entries[first + index]?.prior ?? -1] : undefined);
  for (let i = 0; i < size; i++) {
    const prior = priorAt(i);
    if (!prior) continue;
    const { hessian } = interpret([priorTerm({ ...prior, entries: [0] })], 1).evaluate(Float64Array.of(at(natural, first + i)), 2);
    into[i * size + i] = (into[i * size + i] as number) - at(hessian, 0);
  }
  const isSoftmax = likelihoods[0] !== undefined && hasRelativeScores(likelihoods[0].distribution) && outputs > 1;
  if (!isSoftmax || priorAt(inner * outputs)) return;
  for (let a = 0; a < outputs; a++)
    for (let b = 0; b < outputs; b++) {
      const cell = (inner * outputs + a) * size + inner * outputs + b;
      into[cell] = (into[cell] as number) + 1;
    }
}

/** J C J' of a row, J = φ' ⊗ I: inner products of what the factor makes of its rows. */
function covarianceAt(
  features: readonly Float64Array[],
  row: number,
  { outputs, size }: Place,
  factor: Float64Array,
  scales: Float64Array,
): Float64Array {
  const sides = Array.from({ length: outputs }, (_, a) => {
    const slopes = new Float64Array(size);
    features.forEach((column, j) => (slopes[j * outputs + a] = (column[row] as number) / (scales[j * outputs + a] as number)));
    return forward(factor, slopes);
  });
  return Float64Array.from({ length: outputs ** 2 }, (_, cell) => {
    const [left, right] = [sides[Math.floor(cell / outputs)], sides[cell % outputs]];
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (left?.[i] ?? NaN) * (right?.[i] ?? NaN);
    return sum;
  });
}
