import type { Expr } from '../expr/ast.js';
import { parseExpression, parseModel } from '../expr/parse.js';
import { estimate, type Estimate } from '../inference/estimate.js';
import type { Target } from '../model/model.js';
import { neverCancelled } from '../kernel/kernel.js';
import { bindModel, type BoundModel } from '../bind/bind.js';
import { buildModel, type Built } from '../elaborate/build.js';
import { type Column, type Dataset, schemaOf } from '../model/dataset.js';
import { defaultSettings, type ModelSpec, type NetworkSpec, type ParameterSpec } from '../model/specification.js';
import type { Problem } from '../../report/problem.js';
import { at } from '../numeric/at.js';

/** The value of a key of `parameters`: a prior as text, a fixed number, nothing, or a mapping. */
export type ParameterText =
  | string
  | number
  | null
  | {
      readonly prior?: string;
      readonly lower?: number;
      readonly upper?: number;
      readonly start?: number;
      readonly fixed?: number;
      readonly reference?: string;
      readonly ordered?: true;
      readonly simplex?: number;
    };

/** Columns by name: numbers (NaN is missing), texts, or truth values. */
export type Columns = Readonly<Record<string, readonly number[] | readonly string[] | readonly boolean[] | Float64Array>>;

/** A model as a test writes it; spans are offsets in `model`, those of parameters are negative. */
export interface TestModel {
  readonly model: string;
  readonly parameters?: Readonly<Record<string, ParameterText>>;
  readonly data: Columns;
  readonly weights?: string;
  readonly networks?: Readonly<Record<string, { readonly layers: string; readonly weights?: string; readonly biases?: string }>>;
  readonly missing?: 'drop' | 'error';
}

const nowhere = { from: 0, to: 0 };

export function specOf({ model, parameters = {}, networks = {} }: TestModel): ModelSpec {
  const { statements } = parseModel(model);
  const keys = Object.entries(parameters);
  return {
    statements,
    modelSpan: { from: 0, to: model.length },
    parameters: keys.map(([key, text], i) => parameterOf(key, text, -10 * (i + 1))),
    parameterInsertion: { offset: 1000, indent: '  ', needsKey: keys.length === 0 },
    networks: Object.entries(networks).map(([name, text], i) => networkOf(name, text, -10_000 - 10 * i)),
    settings: defaultSettings,
  };
}

function networkOf(name: string, { layers, weights, biases }: NonNullable<TestModel['networks']>[string], from: number): NetworkSpec {
  const span = { from, to: from + 1 };
  const parsed = (text: string): Expr => parseExpression(text, () => from).expr;
  return {
    ...span,
    key: { value: name, ...span },
    name,
    layers: layers.split('->').map((layer) => parsed(layer.trim())),
    ...(weights === undefined ? {} : { weights: parsed(weights) }),
    ...(biases === undefined ? {} : { biases: parsed(biases) }),
  };
}

function parameterOf(key: string, text: ParameterText, from: number): ParameterSpec {
  const [name = key, entry] = key.split(/[[\]]/);
  const own = typeof text === 'string' ? { prior: text } : typeof text === 'number' ? { fixed: text } : (text ?? {});
  const span = { from, to: from + 1 };
  const numbers = (['lower', 'upper', 'start', 'fixed'] as const).flatMap((each) =>
    own[each] === undefined ? [] : [[each, { value: own[each], ...span }] as const],
  );
  return {
    ...span,
    key: { value: key, ...span },
    name,
    ...(entry === undefined ? {} : { entry: entry.replaceAll(' ', '') }),
    ...(own.prior === undefined ? {} : { prior: parseExpression(own.prior, () => from).expr }),
    ...(own.ordered === undefined ? {} : { ordered: { value: own.ordered, ...span } }),
    ...(own.simplex === undefined ? {} : { simplex: { value: own.simplex, ...span } }),
    ...(own.reference === undefined ? {} : { reference: { value: own.reference, ...span } }),
    ...Object.fromEntries(numbers),
  };
}

export function dataOf({ data, weights }: TestModel): Dataset {
  const columns = Object.entries(data).map(([name, values]) => columnOf(name, values));
  return { rows: columns[0]?.values.length ?? 0, columns, ...(weights === undefined ? {} : { weights }) };
}

function columnOf(name: string, values: Columns[string]): Column {
  const all: readonly (number | string | boolean)[] = [...values];
  if (all.every((value) => typeof value === 'number')) {
    return { name, kind: 'numeric', values: Float64Array.from(all), missing: all.filter(Number.isNaN).length };
  }
  if (all.every((value) => typeof value === 'boolean'))
    return { name, kind: 'boolean', values: Float64Array.from(all, Number), missing: 0 };
  const levels = [...new Set(all.map(String))].sort();
  return { name, kind: 'categorical', levels, values: Float64Array.from(all, (value) => levels.indexOf(String(value))), missing: 0 };
}

export function build(test: TestModel): Built {
  return buildModel(specOf(test), schemaOf(dataOf(test)));
}

/** All problems of building and binding, and the model over its data where there is one. */
export function bind(test: TestModel): { bound: BoundModel | null; problems: readonly Problem[] } {
  const built = build(test);
  if (!built.model) return { bound: null, problems: built.problems };
  const { bound, problems } = bindModel(built.model, dataOf(test), test.missing ?? 'drop', nowhere);
  return { bound, problems: [...built.problems, ...problems] };
}

/** The model over its data; a test that expects one fails with the problems otherwise. */
export function bound(test: TestModel): BoundModel {
  const { bound: found, problems } = bind(test);
  if (!found) throw new Error(problems.map(({ message }) => message).join('\n'));
  return found;
}

export function fit(test: TestModel, target: Target = 'mle'): Estimate {
  return estimate(bound(test), target, { starts: 8, seed: 1, deadline: Infinity }, neverCancelled);
}

/** The estimates, or their standard errors, by name. */
export function byName({ objective }: Estimate, values: Float64Array): Record<string, number> {
  return Object.fromEntries(objective.bound.model.entries.map(({ name, index }) => [name, at(values, index)]));
}
