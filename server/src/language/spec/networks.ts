import { suggested } from '../../engine/distributions/suggested.js';
import type { Expr } from '../../engine/expr/ast.js';
import { parseExpression } from '../../engine/expr/parse.js';
import { layerExamples } from '../../engine/network/layers/index.js';
import type { NetworkSpec } from '../../engine/model/specification.js';
import type { ConfigEntry, ConfigMap, ConfigScalar } from '../syntax/config.js';
import { readPrior } from './parameters.js';
import { describe, isEmpty, locate, shorten, type ShapeReporter } from './shape.js';

const keys = ['layers', 'weights', 'biases'];
const nameForm = /^[\p{L}_][\p{L}\p{N}_.]*$/u;
const example = `\`f: { layers: ${layerExamples.network} }\``;

/** Reads `networks`. */
export function readNetworks(entry: ConfigEntry | undefined, reporter: ShapeReporter): NetworkSpec[] {
  if (!entry || isEmpty(entry.value)) return [];
  if (entry.value.kind === 'map') return entry.value.entries.flatMap((network) => readNetwork(network, reporter) ?? []);
  reporter.type(entry.value, `\`networks\` takes one key per network, such as ${example}, not ${describe(entry.value)}.`);
  return [];
}

function readNetwork(entry: ConfigEntry, reporter: ShapeReporter): NetworkSpec | undefined {
  const { key, value, from, to } = entry;
  const name = key.text.trim();
  if (!nameForm.test(name)) {
    reporter.type(key, `\`${shorten(key.text)}\` is not the name of a network: write a name such as \`f\`.`);
    return undefined;
  }
  const base = { key: locate(key.text, key), name, from, to };
  if (value.kind === 'map') return { ...base, ...readMapping(value, key, reporter) };
  reporter.type(isEmpty(value) ? key : value, `A network takes a mapping with its layers, such as ${example}, not ${describe(value)}.`);
  return { ...base, layers: [] };
}

function readMapping(map: ConfigMap, key: ConfigScalar, reporter: ShapeReporter): Pick<NetworkSpec, 'layers' | 'weights' | 'biases'> {
  const entries = reporter.entries(map, keys, 'a network');
  const layers = entries.get('layers');
  if (!layers && !reporter.problems.some(({ code, span }) => code === 'unknown-key' && span.from >= map.from && span.to <= map.to))
    reporter.type(key, `The network \`${shorten(key.text)}\` has no \`layers\`: write, for example, ${example}.`);
  return {
    layers: layers ? readLayers(layers, reporter) : [],
    ...prior('weights', entries, reporter),
    ...prior('biases', entries, reporter),
  };
}

function prior(
  key: 'weights' | 'biases',
  entries: ReadonlyMap<string, ConfigEntry>,
  reporter: ShapeReporter,
): Partial<Pick<NetworkSpec, 'weights' | 'biases'>> {
  const value = entries.get(key)?.value;
  if (!value || isEmpty(value)) return {};
  if (value.kind !== 'scalar' || typeof value.value === 'number') {
    reporter.type(value, `\`${key}\` takes a prior on all ${key} of the network, such as \`${suggested.prior}\`, not ${describe(value)}.`);
    return {};
  }
  const expr = readPrior(value, reporter);
  return expr ? { [key]: expr } : {};
}

/** `dense(3) -> relu -> dense(1)`, or a list of layers. */
function readLayers({ key, value }: ConfigEntry, reporter: ShapeReporter): Expr[] {
  const texts = value.kind === 'list' ? value.items : [value];
  if (texts.length === 0 || isEmpty(value)) {
    reporter.type(isEmpty(value) ? key : value, `\`layers\` needs at least one layer: \`${layerExamples.network}\`, or a list.`);
    return [];
  }
  return texts.flatMap((text) => {
    if (text.kind === 'scalar' && !isEmpty(text)) return chain(text, reporter);
    reporter.type(isEmpty(text) ? key : text, `A layer is text such as \`${layerExamples.layer}\`, not ${describe(text)}.`);
    return [];
  });
}

const ARROW = '->';

/** The layers between the arrows of a text. */
function chain({ text, locate }: ConfigScalar, reporter: ShapeReporter): Expr[] {
  const layers: Expr[] = [];
  let start = 0;
  for (const part of text.split(ARROW)) {
    const from = start + (part.length - part.trimStart().length);
    start += part.length + ARROW.length;
    if (part.trim() === '') {
      const at = locate(from);
      reporter.type(
        { from: at, to: locate(Math.min(from + ARROW.length, text.length)) },
        `A layer is missing beside this arrow: write, for example, \`${layerExamples.pair}\`.`,
      );
      continue;
    }
    const { expr, problems } = parseExpression(part.trim(), (offset) => locate(from + offset));
    reporter.problems.push(...problems);
    if (problems.length === 0) layers.push(expr);
    else layers.push({ kind: 'missing', from: locate(from), to: locate(from + part.trim().length) });
  }
  return layers;
}
