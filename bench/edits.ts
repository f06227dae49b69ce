import { setTimeout } from 'node:timers/promises';
import { normalStream } from '../server/src/engine/numeric/random.js';
import { didFitMethod, type DidFitParams } from '../server/src/protocol/messages.js';
import { Client } from '../test/protocol/client.js';
import type { Part } from './support/section.js';
import { duration, quantile } from './support/statistics.js';

/** Edits that warm up the server and are not counted. */
const WARM_UP = 5;
/** Milliseconds from an answer to the next edit: at once, and about as a person types. */
const PAUSES = [0, 120];

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
  edits: 200,
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
    edits: rows > 1e4 ? 8 : rows > 1e3 ? 30 : 100,
  };
}

interface Times {
  readonly first: number;
  readonly last: number;
}

/** Seconds from one edit to its first and to its last `didFit`. */
async function timeEdit(client: Client, text: string): Promise<Times> {
  const since = client.events.length;
  const began = performance.now();
  const version = await client.edit('model.fit.yaml', text);
  const isOurs = (fit: DidFitParams): boolean => fit.version === version;
  await client.next<DidFitParams>(didFitMethod, isOurs, since);
  const first = performance.now() - began;
  await client.next<DidFitParams>(didFitMethod, (fit) => isOurs(fit) && fit.result.preliminary !== true, since);
  return { first: first / 1000, last: (performance.now() - began) / 1000 };
}

async function run({ name, files, text, edits }: Case, pause: number, share: number): Promise<string[]> {
  const client = await Client.start();
  try {
    for (const [file, content] of Object.entries(files)) await client.save(file, content, 1);
    await client.open('model.fit.yaml', text(10));
    await client.fit('model.fit.yaml', 1);
    const times: Times[] = [];
    for (let i = 1; i <= Math.ceil(edits * share) + WARM_UP; i++) {
      await setTimeout(pause);
      times.push(await timeEdit(client, text(10 + i / 100)));
    }
    const warm = times.slice(WARM_UP);
    const [first, last] = [warm.map((each) => each.first), warm.map((each) => each.last)];
    return [
      name,
      `${pause} ms`,
      ...[first, last].flatMap((values) => [duration(quantile(values, 0.5)), duration(quantile(values, 0.95))]),
      String(warm.length),
    ];
  } finally {
    await client.stop();
  }
}

export const edits: Part = {
  name: 'edits',
  what: 'from an edit of a prior to `livelihood/didFit`, as an editor sees it over stdio',
  ofBuild: true,
  run: async function* ({ quick }) {
    const rows: string[][] = [];
    const all = [coin, ...[1e3, 1e4, 1e5].map(regression)];
    for (const pause of PAUSES) for (const each of all) rows.push(await run(each, pause, quick ? 0.25 : 1));
    yield {
      title: 'From an edit to the answer',
      header: ['file', 'pause', 'first answer, median', 'p95', 'last answer, median', 'p95', 'edits'],
      rows,
      notes: [
        'The first answer has estimates and standard errors, of a sample of the rows where these are many. The last answer has profile intervals and evidence; the goal up to 1,000 rows is a median of 15 ms and a p95 of 40 ms.',
      ],
    };
  },
};
