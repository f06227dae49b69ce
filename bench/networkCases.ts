import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '../server/src/engine/model/dataset.js';
import { decodeImage } from '../server/src/workspace/data/images/decode.js';
import { resize } from '../server/src/workspace/data/images/resize.js';
import { examples } from './support/files.js';

/** A classifier that peers train too: Normal(0, 1) priors on all weights, none on biases, cross-entropy. */
export interface NetworkCase {
  readonly name: string;
  readonly title: string;
  readonly shape: readonly number[];
  readonly levels: readonly string[];
  /** Row after row. */
  readonly inputs: Float64Array;
  readonly labels: Float64Array;
  readonly layers: string;
  readonly text: string;
  readonly data: Dataset;
}

const PRIOR = 'Normal(0, 1)';
const networkText = (layers: string): string =>
  `networks:\n  f: { layers: "${layers}", weights: "${PRIOR}" }\nsettings: { starts: 1, seed: 1 }\n`;

/** The 50 training images of the example of digits, and its network. */
function digits(): NetworkCase {
  const folder = join(examples, 'data/digits/training');
  const levels = readdirSync(folder).sort();
  const files = levels.flatMap((level, k) =>
    readdirSync(join(folder, level))
      .sort()
      .map((file) => ({ path: join(folder, level, file), k })),
  );
  const [height, width] = [14, 14];
  const size = height * width;
  const inputs = new Float64Array(new SharedArrayBuffer(8 * files.length * size));
  files.forEach(({ path }, i) => {
    const { values } = resize(decodeImage(readFileSync(path)), height, width);
    for (let p = 0; p < size; p++) inputs[i * size + p] = values[3 * p] ?? NaN;
  });
  const layers = 'conv2d(8, 3) -> tanh -> avgpool2d(2) -> flatten -> dense(2)';
  const shape = [height, width, 1];
  const labels = Float64Array.from(files, ({ k }) => k);
  return {
    ...{ name: 'cnn', title: 'Convolutional network, 50 images of 14 × 14, 658 parameters', shape, levels, inputs, labels, layers },
    text: `data: { images: digits/ }\nmodel: label ~ Categorical(logits = f(image))\n${networkText(layers)}`,
    data: {
      rows: files.length,
      columns: [
        { name: 'image', kind: 'image', values: inputs, missing: 0, shape },
        { name: 'label', kind: 'categorical', values: labels, missing: 0, levels },
      ],
    },
  };
}

/** Species of penguins by two lengths of the bill, standardised. */
function penguins(): NetworkCase {
  const [head = '', ...lines] = readFileSync(join(examples, 'data/penguins.csv'), 'utf8').trim().split('\n');
  const names = head.split(',');
  const at = ['species', 'bill_length', 'bill_depth'].map((name) => names.indexOf(name));
  const rows = lines.map((line) => line.split(',')).map((cells) => at.map((place) => cells[place] ?? ''));
  const complete = rows.filter((row) => row.every((cell) => cell !== '' && cell !== 'NA'));
  const levels = [...new Set(complete.map(([species = '']) => species))].sort();
  const columns = [1, 2].map((j) => standardised(complete.map((row) => Number(row[j]))));
  const labels = Float64Array.from(complete, ([species = '']) => levels.indexOf(species));
  const layers = 'dense(5) -> tanh -> dense(3)';
  const [a = new Float64Array(0), b = new Float64Array(0)] = columns;
  return {
    ...{
      name: 'mlp',
      title: `Network with one hidden layer, ${String(complete.length)} rows, 33 parameters`,
      shape: [2],
      levels,
      labels,
      layers,
    },
    inputs: Float64Array.from({ length: 2 * complete.length }, (_, i) => (i % 2 === 0 ? a : b)[Math.floor(i / 2)] ?? NaN),
    text: `data: penguins.csv\nmodel: species ~ Categorical(logits = f(a, b))\n${networkText(layers)}`,
    data: {
      rows: complete.length,
      columns: [
        { name: 'species', kind: 'categorical', values: labels, missing: 0, levels },
        { name: 'a', kind: 'numeric', values: a, missing: 0 },
        { name: 'b', kind: 'numeric', values: b, missing: 0 },
      ],
    },
  };
}

function standardised(values: readonly number[]): Float64Array {
  const mean = values.reduce((x, y) => x + y, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return Float64Array.from(values, (value) => (value - mean) / sd);
}

export const networkCases = (): NetworkCase[] => [digits(), penguins()];
