import { sharedColumn } from '../ir/sharedColumn.js';
import type { BoundVariable, NetworkApplication } from '../kernel/kernel.js';
import { type BoundModel, looksAround } from '../model/bound.js';
import { uniformStream } from '../numeric/random.js';

const LARGE_SAMPLE = 2000;
/** Numbers in a line of the cache. */
const RUN = 8;

/**
 * A sample of the rows of a model, each with the weight of the rows it stands for: a rough approximation of the same likelihood. One row is drawn
 * at random (by a fixed seed) from each of as many stretches of equal length, so that no order of the rows falls in step with the sample. A large
 * sample takes neighbours along: they come in the same read of memory. Where rows look back at each other the first ones are taken.
 */
export function thin(bound: BoundModel, rows: number): BoundModel {
  return pick(bound, looksAround(bound.model) ? new Int32Array(rows).map((_, row) => row) : drawRows(bound.used, rows));
}

/** Chosen rows of a model, each with the weight of the rows it stands for. */
export function pick(bound: BoundModel, chosen: Int32Array): BoundModel {
  const share = bound.used / chosen.length;
  const some = withRows(bound, chosen);
  return {
    ...some,
    observations: bound.observations,
    weights: some.weights?.map((weight) => weight * share) ?? new Float64Array(chosen.length).fill(share),
  };
}

/** The model over some of its rows only. */
export function withRows(bound: BoundModel, chosen: Int32Array): BoundModel {
  const rows = chosen.length;
  // Predictors share columns: so do their samples.
  const known = new Map<Float64Array, Float64Array>();
  const take = (values: Float64Array): Float64Array => {
    const taken = known.get(values) ?? sharedColumn(rows);
    if (known.has(values)) return taken;
    known.set(values, taken);
    for (let i = 0; i < rows; i++) taken[i] = values[chosen[i] as number] as number;
    return taken;
  };
  const weights = bound.weights && take(bound.weights);
  return {
    ...bound,
    used: rows,
    rowNumbers: bound.rowNumbers ? take(bound.rowNumbers) : Float64Array.from(chosen, (row) => row + 1),
    columns: bound.columns.map(take),
    ...(weights ? { weights } : {}),
    observations: weights?.reduce((sum, weight) => sum + weight, 0) ?? rows,
    variables: thinVariables(bound.variables, chosen, take),
  };
}

function drawRows(used: number, rows: number): Int32Array {
  const uniform = uniformStream(1);
  const chosen = new Int32Array(rows);
  const run = rows >= LARGE_SAMPLE ? RUN : 1;
  for (let i = 0; i < rows; i += run) {
    const first = Math.min(Math.floor(((i + uniform() * run) * used) / rows), used - run);
    for (let k = 0; k < Math.min(run, rows - i); k++) chosen[i + k] = first + k;
  }
  return chosen;
}

function thinVariables(
  variables: readonly BoundVariable[],
  chosen: Int32Array,
  take: (values: Float64Array) => Float64Array,
): BoundVariable[] {
  const known = new Map<NetworkApplication, NetworkApplication>();
  return variables.map((variable) => {
    if (variable.kind === 'gather' || variable.kind === 'latent') return { ...variable, codes: take(variable.codes) };
    if (variable.kind === 'linear') return { ...variable, design: variable.design.map(take) };
    if (variable.kind !== 'network') return variable;
    const application = known.get(variable.application) ?? thinNetwork(variable.application, chosen);
    known.set(variable.application, application);
    return { ...variable, application };
  });
}

function thinNetwork(application: NetworkApplication, chosen: Int32Array): NetworkApplication {
  const inputs = application.inputs.map(({ values, width }) => {
    const taken = new (values instanceof Float32Array ? Float32Array : Float64Array)(chosen.length * width);
    chosen.forEach((row, i) => taken.set(values.subarray(row * width, (row + 1) * width), i * width));
    return { values: taken, width };
  });
  return { ...application, inputs };
}
