import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { estimate } from '../server/src/engine/inference/estimate.js';
import { neverCancelled } from '../server/src/engine/kernel/kernel.js';
import { bindModel, type BoundModel } from '../server/src/engine/bind/bind.js';
import { buildModel } from '../server/src/engine/elaborate/build.js';
import { schemaOf } from '../server/src/engine/model/dataset.js';
import { Objective } from '../server/src/engine/inference/objective/objective.js';
import { readSpec } from '../server/src/language/spec/read.js';
import { type NetworkCase, networkCases } from './networkCases.js';
import type { Peer } from './peers/index.js';
import { inBench, temporaryFolder } from './support/files.js';
import { PeerProcess } from './support/peerProcess.js';
import type { Options, Part, Section } from './support/section.js';
import { duration, median, ratioText } from './support/statistics.js';

/** A loss this close (relative) to the one that we end at counts as the same. */
const SAME = 1e-6;

const peer: Peer = {
  name: 'networks',
  command: ({ python }) => [python, inBench('peers/networks.py')],
  install: 'apt install python3-torch python3-sklearn',
};

/** A peer, and the loss until which our time is taken, given ours and the one that it reached. */
interface Method {
  readonly method: string;
  readonly label: string;
  readonly targetOf: (ours: number, reached: number) => number;
}

const same = (loss: number): number => loss * (1 + SAME);

const torch: readonly Method[] = [1, 2].flatMap((threads) =>
  [32, 64].map((bits) => ({
    targetOf: same,
    method: `torch-${String(threads)}-${String(bits)}`,
    label: `torch L-BFGS, ${String(threads)} ${threads === 1 ? 'thread' : 'threads'}, float${String(bits)}, to our loss`,
  })),
);
const sklearn: readonly Method[] = [
  { method: 'sklearn', label: 'scikit-learn MLPClassifier, lbfgs, whole fit', targetOf: () => -Infinity },
  { method: 'sklearn', label: 'the same, beside ours to the loss that it ends at', targetOf: (_, reached) => reached },
];

export const networks: Part = {
  name: 'networks',
  what: 'networks trained to the same loss by us, torch and scikit-learn',
  run: async function* (options) {
    const { folder, remove } = await temporaryFolder();
    const process = PeerProcess.start(peer, folder, options);
    try {
      const versions = await process.versions();
      for (const each of networkCases()) yield await trainCase(each, folder, options, process, versions);
    } finally {
      process.stop();
      remove();
    }
  },
};

/** The loss that peers minimise too: cross-entropy, and half the sum of the squared weights. */
interface Trained {
  readonly whole: number;
  readonly loss: number;
  /** Seconds until the search had a loss at most so large. */
  readonly until: (loss: number) => number;
}

async function trainCase(
  each: NetworkCase,
  folder: string,
  { rounds }: Options,
  process: PeerProcess,
  versions: string | { readonly error: string },
): Promise<Section> {
  const bound = boundOf(each);
  const { loss } = train(bound);
  const start = new Objective(bound, 'map', new Map()).natural(startOf(bound));
  const told = {
    name: each.name,
    shape: each.shape,
    inputs: [...each.inputs],
    labels: [...each.labels],
    start: partsOf(bound, start),
    target: same(loss),
  };
  await writeFile(join(folder, `${each.name}.json`), JSON.stringify(told));
  const methods = typeof versions === 'string' ? [...torch, ...(each.name === 'mlp' ? sklearn : [])] : [];
  const found = methods.map((method) => ({ ...method, seconds: [] as number[], ratios: [] as number[], loss: NaN }));
  const ours: Trained[] = [];
  for (let round = 0; round < rounds + 1; round++) {
    const own = train(bound);
    if (round > 0) ours.push(own);
    for (const peerOf of found) {
      const answer = await process.fit(each.name, peerOf.method, 1);
      if ('error' in answer) continue;
      peerOf.loss = -answer.logLikelihood;
      if (round === 0) continue;
      peerOf.seconds.push(answer.seconds);
      peerOf.ratios.push(answer.seconds / own.until(peerOf.targetOf(loss, peerOf.loss)));
    }
  }
  return {
    title: each.title,
    header: ['', 'peer / ours, median (range)', 'peer', 'ours', 'loss reached'],
    rows: [
      ['ours, to the end of the search', '', '', duration(median(ours.map(({ whole }) => whole))), loss.toFixed(6)],
      ...found.map(({ label, targetOf, ratios, seconds, loss: reached }) => [
        label,
        ratioText(ratios),
        duration(median(seconds)),
        duration(median(ours.map(({ until }) => until(targetOf(loss, reached))))),
        reached.toFixed(6),
      ]),
    ],
    notes: [
      typeof versions === 'string'
        ? `${versions}. Same start for torch; the loss is −log L + ½ Σ w².`
        : `left out: ${versions.error} (${peer.install})`,
      'A loss above ours is another optimum, or as far as single precision gets: its time is that of the whole search.',
    ],
  };
}

function boundOf({ text, data }: NetworkCase): BoundModel {
  const { spec } = readSpec(text);
  const { model } = buildModel(spec, schemaOf(data));
  const { bound } = model ? bindModel(model, data, spec.settings.missing, { from: 0, to: 0 }) : { bound: null };
  if (!bound) throw new Error('the case of the bench could not be bound');
  return bound;
}

const networkOf = (bound: BoundModel): BoundModel['model']['networks'][number] => {
  const [own] = bound.model.networks;
  if (!own) throw new Error('the case has no network');
  return own;
};

const startOf = (bound: BoundModel): Float64Array => networkOf(bound).network.start(1);

/** Weights and biases of each layer, in their shapes. */
function partsOf(bound: BoundModel, natural: Float64Array): unknown[] {
  const { network } = networkOf(bound);
  return network.layers
    .filter(({ weights }) => weights > 0)
    .flatMap(({ first, weights, biases, kind }) => {
      const own = [...natural.subarray(first, first + weights)];
      const rows = Array.from({ length: weights / biases }, (_, i) => own.slice(i * biases, (i + 1) * biases));
      const shaped = kind.name === 'conv2d' ? [0, 1, 2].map((y) => [0, 1, 2].map((x) => [rows[3 * y + x]])) : rows;
      return [shaped, [...natural.subarray(first + weights, first + weights + biases)]];
    });
}

function train(bound: BoundModel): Trained {
  const steps: { at: number; natural: Float64Array }[] = [];
  const began = performance.now();
  const watch = (_: unknown, natural: () => Float64Array): void => void steps.push({ at: performance.now(), natural: natural() });
  const found = estimate(bound, 'map', { starts: 1, seed: 1, deadline: Date.now() + 60_000, watch }, neverCancelled);
  const whole = (performance.now() - began) / 1000;
  const lossOf = (natural: Float64Array): number => {
    const { network, first } = networkOf(bound);
    const squares = natural.subarray(first, first + network.parameters).reduce((sum, w, i) => sum + (network.isWeight(i) ? w * w : 0), 0);
    return -found.objective.logLikelihood(natural) + squares / 2;
  };
  const loss = lossOf(found.natural);
  const until = (least: number): number => {
    const reached = steps.find(({ natural }) => lossOf(natural) <= least);
    return reached ? (reached.at - began) / 1000 : whole;
  };
  return { whole, loss, until };
}
