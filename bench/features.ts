import { setTimeout } from 'node:timers/promises';
import { normalStream } from '../server/src/engine/numeric/random.js';
import { Client } from '../test/protocol/client.js';
import type { Part } from './support/section.js';
import { duration, quantile } from './support/statistics.js';

const ROWS = 100_000;
const DEFINITIONS = 120;
/** Milliseconds from one key to the next. */
const PAUSE = 60;
const WARM_UP = 10;

/** A file of 300 lines whose fit takes far longer than a key: definitions, a parameter for each, and prose. */
function text(value: number): string {
  const names = Array.from({ length: DEFINITIONS }, (_, i) => String(i + 1));
  return [
    'title: A file of 300 lines',
    'description: |',
    ...Array.from({ length: 50 }, (_, i) => `  Line ${String(i + 1)} of the description.`),
    'data: data.csv',
    'model: |',
    ...names.map((i) => `  m${i} = a${i} * x1 + ${value.toFixed(2)} * log(1 + exp(x2))`),
    `  y ~ Normal(linear(b, x1 + x2) + (${names.map((i) => `m${i}`).join(' + ')}) / 100, sigma)`,
    'parameters:',
    '  b: Normal(0, 10)',
    '  sigma:',
    ...names.map((i) => `  a${i}: Normal(0, 1)  # slope ${i}`),
    '',
  ].join('\n');
}

const data = (): string => {
  const normal = normalStream(7);
  const rows = Array.from({ length: ROWS }, () => {
    const [a, b] = [normal(), normal()];
    return [1 + 2 * a - 0.5 * b + normal(), a, b].map((value) => value.toFixed(6)).join();
  });
  return `y,x1,x2\n${rows.join('\n')}\n`;
};

type Ask = (client: Client) => Promise<unknown>;

const at = { position: { line: 100, character: 9 } };
const asks: Readonly<Record<string, Ask>> = {
  completion: (client) => client.ask('textDocument/completion', 'model.fit.yaml', at),
  hover: (client) => client.ask('textDocument/hover', 'model.fit.yaml', at),
  'semantic tokens': (client) => client.ask('textDocument/semanticTokens/full', 'model.fit.yaml'),
  'inlay hints': (client) =>
    client.ask('textDocument/inlayHint', 'model.fit.yaml', {
      range: { start: { line: 0, character: 0 }, end: { line: 300, character: 0 } },
    }),
  'code actions': (client) =>
    client.ask('textDocument/codeAction', 'model.fit.yaml', {
      range: { start: at.position, end: at.position },
      context: { diagnostics: [] },
    }),
};

/** After each key the editor asks for everything; the fit of the key before is still under way. */
async function run(keys: number): Promise<string[][]> {
  const client = await Client.start();
  const times = new Map(Object.keys(asks).map((name) => [name, [] as number[]]));
  try {
    await client.save('data.csv', data(), 1);
    await client.open('model.fit.yaml', text(1));
    await client.fit('model.fit.yaml', 1);
    for (let key = 1; key <= keys + WARM_UP; key++) {
      await client.edit('model.fit.yaml', text(1 + key / 100));
      await setTimeout(PAUSE);
      for (const [name, ask] of Object.entries(asks)) {
        const began = performance.now();
        await ask(client);
        if (key > WARM_UP) times.get(name)?.push((performance.now() - began) / 1000);
      }
    }
  } finally {
    await client.stop();
  }
  return [...times].map(([name, own]) => [name, duration(quantile(own, 0.5)), duration(quantile(own, 0.95)), String(own.length)]);
}

export const features: Part = {
  name: 'features',
  what: 'what an editor asks in a file of 300 lines after each key, while a fit is under way',
  ofBuild: true,
  run: async function* ({ quick }) {
    yield {
      title: 'Editing a file of 300 lines while a fit of 100,000 rows is under way',
      header: ['question', 'median', 'p95', 'keys'],
      rows: await run(quick ? 50 : 300),
      notes: ['From the request to the answer, as an editor sees it over stdio; the goal is a median of 5 ms and a p95 of 20 ms.'],
    };
  },
};
