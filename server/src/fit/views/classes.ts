import type { Estimate } from '../../engine/inference/estimate.js';
import { type ClassDensities, classDensities, mostProbable } from '../../engine/inference/prediction/score.js';
import { type Cancellation } from '../../engine/kernel/kernel.js';
import { type BoundModel, rowName } from '../../engine/model/bound.js';
import type { Dataset } from '../../engine/model/dataset.js';
import type { ModelNetwork } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import type { Fitted } from '../../language/checks/check.js';
import type { ClassesView, FiltersView, PictureView, WorstView } from '../../report/views.js';
import { averagedLogDensities, hasPoint } from '../reports/scores.js';

/** Rows that are shown as the worst. */
const WORST = 12;
/** A table of more classes cannot be read. */
const MOST_CLASSES = 30;
/** Numbers of a picture that is sent; of a larger one every this many pixels. */
const MOST_NUMBERS = 5000;

/** Rows and the data that they come from. */
export interface Looked {
  readonly of: ClassesView['rows'];
  readonly bound: BoundModel;
  readonly data: Dataset;
}

/** True and predicted classes, and where the estimates are most wrong; undefined where the outcome has no classes. */
export function classesView({ mle, map }: Fitted, { of, bound, data }: Looked, cancellation: Cancellation): ClassesView | undefined {
  let levels: readonly string[] | undefined;
  const estimates = [mle, ...(map ? [map] : [])].filter(hasPoint).flatMap((estimate) => {
    const found = classDensities(bound, estimate.natural, cancellation);
    if (!found || found.logDensities.length > MOST_CLASSES) return [];
    const names = levelsOf(found);
    levels = names;
    const unbounded = estimate.status === 'infinite' ? { unbounded: true as const } : {};
    return [
      {
        label: labelOf(estimate),
        ...unbounded,
        confusion: confusionOf(found),
        worst: worstOf(found, names, { bound, data, averaged: averagedLogDensities(bound, estimate, cancellation) }),
      },
    ];
  });
  return levels && !cancellation.cancelled ? { rows: of, levels, estimates } : undefined;
}

const labelOf = ({ target }: Estimate): 'MLE' | 'MAP' => (target === 'mle' ? 'MLE' : 'MAP');

function levelsOf({ outcome: { levels, success, text }, logDensities }: ClassDensities): readonly string[] {
  if (levels && levels.length === logDensities.length) return levels;
  return success === undefined ? ['0', '1'] : [`not ${success}`, `${text} = ${success}`];
}

function confusionOf(found: ClassDensities): number[][] {
  const counts = found.logDensities.map(() => new Array<number>(found.logDensities.length).fill(0));
  found.actual.forEach((actual, row) => {
    const own = counts[actual];
    const predicted = mostProbable(found, row);
    if (own) own[predicted] = at(own, predicted) + 1;
  });
  return counts;
}

function worstOf(
  found: ClassDensities,
  levels: readonly string[],
  { bound, data, averaged }: Pick<Looked, 'bound' | 'data'> & { readonly averaged: Float64Array | undefined },
): WorstView[] {
  const log = (row: number): number => found.logDensities[at(found.actual, row)]?.[row] ?? NaN;
  const rows = Array.from(found.actual.keys()).filter((row) => mostProbable(found, row) !== found.actual[row] && !Number.isNaN(log(row)));
  const pictures = picturesOf(bound);
  return rows
    .sort((a, b) => log(a) - log(b))
    .slice(0, WORST)
    .map((row) => ({
      name: titleOf(bound, data, row),
      actual: at(levels, at(found.actual, row)),
      predicted: at(levels, mostProbable(found, row)),
      probability: Math.exp(log(row)),
      ...(averaged ? { averaged: Math.exp(at(averaged, row)) } : {}),
      ...(pictures ? { picture: pictures(row) } : {}),
    }));
}

/** The name of an image's file; otherwise the number of the row. */
function titleOf(bound: BoundModel, { columns }: Dataset, row: number): string {
  const titles = columns.find(({ kind }) => kind === 'image')?.titles;
  return titles?.[(bound.rowNumbers?.[row] ?? row + 1) - 1] ?? rowName(bound, row);
}

/** The images that go into a network, where some do. */
function picturesOf({ variables }: BoundModel): ((row: number) => PictureView) | undefined {
  for (const variable of variables) {
    if (variable.kind !== 'network') continue;
    const { network, inputs } = variable.application;
    const [height, width, channels] = network.inputShape;
    const [input] = inputs;
    if (height === undefined || width === undefined || channels === undefined || !input) continue;
    return (row) => pictureOf(input.values.subarray(row * input.width, (row + 1) * input.width), height, width, channels);
  }
  return undefined;
}

/** Every this many pixels, so that what is sent stays small. */
function pictureOf(values: ArrayLike<number>, height: number, width: number, channels: number): PictureView {
  const step = Math.ceil(Math.sqrt((height * width * channels) / MOST_NUMBERS));
  const [high, wide] = [Math.ceil(height / step), Math.ceil(width / step)];
  const taken = Array.from({ length: high * wide * channels }, (_, i) => {
    const [pixel, channel] = [Math.floor(i / channels), i % channels];
    const [y, x] = [step * Math.floor(pixel / wide), step * (pixel % wide)];
    return round(at(values, (y * width + x) * channels + channel));
  });
  return { height: high, width: wide, channels, values: taken };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** The first filters of networks that begin with a convolution, each network's on one scale. */
export function filtersView({ mle, map, bound }: Fitted): FiltersView[] {
  return [mle, ...(map ? [map] : [])].filter(hasPoint).flatMap((estimate) =>
    bound.model.networks.flatMap((each) => {
      const filters = filtersOf(each, estimate.natural);
      return filters.length > 0 ? [{ network: each.name, label: labelOf(estimate), filters }] : [];
    }),
  );
}

/** Weights have the shape kernel × kernel × channels × filters. */
function filtersOf({ network, first }: ModelNetwork, natural: Float64Array): PictureView[] {
  const [layer] = network.layers;
  const channels = network.inputShape.at(-1) ?? 1;
  if (!layer?.kind.hasFilters) return [];
  const count = layer.biases;
  const size = Math.sqrt(layer.weights / (channels * count));
  const weights = natural.subarray(first + layer.first, first + layer.first + layer.weights);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  return Array.from({ length: count }, (_, filter) => ({
    height: size,
    width: size,
    channels,
    signed: true,
    values: Array.from({ length: size * size * channels }, (_, i) => round(at(weights, i * count + filter) / (largest || 1))),
  }));
}
