import { performance } from 'node:perf_hooks';
import { normalStream } from '../server/src/engine/inference/random.js';
import { didFitMethod, type DidFitParams } from '../server/src/protocol/messages.js';
import { Client } from '../test/protocol/client.js';

// From an edit of a prior to `livelihood/didFit`, as an editor over stdio sees it. After `npm run build`: npx tsx bench/edits.ts

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The estimation file with a number of the prior in it. */
  readonly text: (value: number) => string;
  readonly edits: number;
}

const coin: Case = {
  name: 'coin, 10 flips',
  files: {},
  text: (value) =>
    `data: { heads: 7, flips: 10 }\nmodel: heads ~ Binomial(flips, theta)\nparameters:\n  theta: Beta(${value.toFixed(2)}, 16)\n`,
  edits: 60,
};

/** y = 1 + 2 x1 − x2/2 + noise. */
function regression(rows: number): Case {
  const normal = normalStream(rows);
  const lines = Array.from({ length: rows }, () => {
    const [a, b] = [normal(), normal()];
    return [1 + 2 * a - 0.5 * b + normal(), a, b].map((value) => value.toFixed(6)).join();
  });
  return {
    name: `linear regression, ${rows.toLocaleString('en')} rows, 2 predictors, Normal prior`,
    files: { 'data.csv': `y,x1,x2\n${lines.join('\n')}\n` },
    text: (value) =>
      `data: data.csv\nmodel: y ~ Normal(linear(b, x1 + x2), sigma)\nparameters:\n  b: Normal(0, ${value.toFixed(2)})\n  sigma:\n`,
    edits: rows > 1e4 ? 8 : 30,
  };
}

/** Milliseconds from one edit to its first and to its last `didFit`. */
async function timeEdit(client: Client, text: string): Promise<{ first: number; last: number }> {
  const since = client.events.length;
  const began = performance.now();
  const version = await client.edit('model.fit.yaml', text);
  const isOurs = (fit: DidFitParams): boolean => fit.version === version;
  await client.next<DidFitParams>(didFitMethod, isOurs, since);
  const first = performance.now() - began;
  await client.next<DidFitParams>(didFitMethod, (fit) => isOurs(fit) && fit.result.preliminary !== true, since);
  return { first, last: performance.now() - began };
}

function quantile(values: readonly number[], p: number): string {
  return ([...values].sort((a, b) => a - b)[Math.round(p * (values.length - 1))] ?? NaN).toFixed(1).padStart(8);
}

async function run({ name, files, text, edits }: Case): Promise<void> {
  const client = await Client.start();
  try {
    for (const [file, content] of Object.entries(files)) await client.save(file, content, 1);
    await client.open('model.fit.yaml', text(10));
    await client.fit('model.fit.yaml', 1);
    const times: { first: number; last: number }[] = [];
    for (let i = 1; i <= edits + 5; i++) times.push(await timeEdit(client, text(10 + i / 100)));
    const warm = times.slice(5);
    for (const part of ['first', 'last'] as const) {
      const values = warm.map((each) => each[part]);
      console.log(`${name.padEnd(66)} ${part.padEnd(5)} median ${quantile(values, 0.5)} ms   p95 ${quantile(values, 0.95)} ms`);
    }
  } finally {
    await client.stop();
  }
}

for (const each of [coin, regression(1e3), regression(1e4), regression(1e5)]) await run(each);
