import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { didFitMethod, type DidFitParams } from '../server/src/protocol/messages.js';
import { Client } from '../test/protocol/client.js';
import { regressionColumns, terms } from './cases/regression.js';
import { writeCsv } from './support/data.js';
import { cli } from './support/files.js';
import { type Footprint, Watch } from './support/footprint.js';
import type { Part } from './support/section.js';

const ROWS = { full: 1e6, quick: 1e5 };
const text = `data: data.csv\nmodel: y ~ Bernoulli(logit = linear(b, ${terms(10)}))\nparameters: { b: "Normal(0, 10)" }\n`;

export const memory: Part = {
  name: 'memory',
  what: 'peak memory of the server with its reader, and of the command line (on Linux)',
  ofBuild: true,
  run: async function* ({ quick }) {
    const rows = quick ? ROWS.quick : ROWS.full;
    const client = await Client.start();
    const lines: string[][] = [];
    try {
      const columns = regressionColumns({ rows, predictors: 10, seed: 10 }, (eta, random) => random.bernoulli(1 / (1 + Math.exp(-eta))));
      await writeCsv(client.path('data.csv'), columns);
      lines.push(await ofCommandLine(client.folder), ...(await ofServer(client)));
    } finally {
      await client.stop();
    }
    yield {
      title: `Resident memory, logistic regression of ${rows.toLocaleString('en')} × 11 from a CSV file`,
      header: ['process', 'resident, MiB', 'proportional, MiB'],
      rows: lines,
      notes: [
        'The server is its main process with two worker threads, and the data reader, added up at each moment; resident memory counts pages that they share in each, proportional memory once.',
      ],
    };
  },
};

const line = (what: string, { resident, proportional }: Footprint): string[] => [what, resident.toFixed(0), proportional.toFixed(0)];

async function ofCommandLine(folder: string): Promise<string[]> {
  const file = join(folder, 'command-line.fit.yaml');
  await writeFile(file, text);
  const child = spawn(process.execPath, [cli, 'fit', file, '--json'], { stdio: 'ignore' });
  const watch = new Watch(child.pid ?? 0);
  await once(child, 'exit');
  watch.stop();
  return line('command line with its reader, peak', watch.peak);
}

async function ofServer(client: Client): Promise<string[][]> {
  const watch = new Watch(client.process.pid ?? 0);
  try {
    const atStart = watch.now();
    await client.open('model.fit.yaml', text);
    await client.next<DidFitParams>(didFitMethod, ({ result }) => result.mle !== null);
    const first = watch.peak;
    await client.next<DidFitParams>(didFitMethod, ({ result }) => result.mle !== null && result.preliminary !== true);
    return [
      line('server, before a file is open', atStart),
      line('server, peak to the first answer', first),
      line('server, peak to the last answer', watch.peak),
      line('server, after the last answer', watch.now()),
    ];
  } finally {
    watch.stop();
  }
}
