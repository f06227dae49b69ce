import { neverCancelled } from '../engine/kernel/kernel.js';
import { readSpec } from '../language/spec/read.js';
import { inlineDataset } from '../language/data/inline.js';
import { runFit } from './run.js';

const TEXTS = [
  'data: { y: [1, 0, 1, 1] }\nmodel: y ~ Bernoulli(p)\nparameters: { p: "Beta(2, 2)" }\n',
  'data: { y: [1, 2.1, 2.9, 4.2], x: [1, 2, 3, 4] }\nmodel: y ~ Normal(linear(b, x), s)\nparameters: { b: "Normal(0, 9)", s: }\n',
];

/** Fits small models so that the first real fit finds compiled code: `rounds` steps, to be taken between other work. */
export function* warmUp(rounds: number): Generator<void> {
  const jobs = TEXTS.flatMap((text) => {
    const { spec } = readSpec(text);
    const { dataset } = spec.data?.kind === 'inline' ? inlineDataset(spec.data) : { dataset: undefined };
    return dataset ? [{ spec, data: dataset }] : [];
  });
  for (let round = 0; round < rounds; round++) {
    for (const job of jobs) runFit(job, neverCancelled, () => undefined);
    yield;
  }
}
