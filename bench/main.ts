import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { cases } from './cases/index.js';
import { cold } from './cold.js';
import { edits } from './edits.js';
import { features } from './features.js';
import { agreementText, fits } from './fits.js';
import { growth } from './growth.js';
import { kernel } from './kernel.js';
import { memory } from './memory.js';
import { networks } from './networks.js';
import { peers } from './peers/index.js';
import { cli } from './support/files.js';
import { markdown, type Options, type Part, plain, type Section } from './support/section.js';

const parts: readonly Part[] = [fits, networks, cold, growth, memory, edits, features, kernel];

const usage = `usage: npm run bench -- [options]

  --quick         fewer rounds and a tenth of the rows: under two minutes
  --parts A,B     what to measure (all); * after \`npm run build\`:
${parts.map(({ name, what, ofBuild }) => `                  ${name.padEnd(8)}${ofBuild ? '*' : ' '} ${what}`).join('\n')}
  --cases A,B     of \`fits\` (all): ${cases.map(({ name }) => name).join(', ')}
  --peers A,B     (all): ${peers.map(({ name }) => name).join(', ')}
  --rounds N      at most N rounds (9; 3 with --quick)
  --python PATH   the Python that has the libraries of the peers (/usr/bin/python3, Debian's)
  --output FILE   also write the tables to a Markdown file
`;

const options = {
  quick: { type: 'boolean', default: false },
  parts: { type: 'string', default: '' },
  cases: { type: 'string', default: '' },
  peers: { type: 'string', default: '' },
  rounds: { type: 'string' },
  python: { type: 'string', default: '/usr/bin/python3' },
  output: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Ends with the usage where an option makes no sense. */
class BadUsage extends Error {}

function names(given: string, known: readonly { readonly name: string }[], option: string): string[] {
  const list = given.split(',').filter(Boolean);
  const unknown = list.find((name) => !known.some((each) => each.name === name));
  if (unknown !== undefined) throw new BadUsage(`--${option}: there is no ${unknown}`);
  return list;
}

interface Wish extends Options {
  readonly parts: readonly Part[];
  readonly output: string | undefined;
}

function read(args: readonly string[]): Wish {
  const values = parsed(args);
  if (values.help) throw new BadUsage('');
  const wanted = names(values.parts, parts, 'parts');
  const chosen = parts.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (chosen.some(({ ofBuild }) => ofBuild) && !existsSync(cli))
    throw new BadUsage('there is no build to measure: run `npm run build` first');
  const rounds = Number(values.rounds ?? (values.quick ? 3 : 9));
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new BadUsage('--rounds takes a whole number above 0');
  return {
    quick: values.quick,
    cases: names(values.cases, cases, 'cases'),
    peers: names(values.peers, peers, 'peers'),
    rounds,
    python: values.python,
    output: values.output,
    parts: chosen,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new BadUsage(error instanceof Error ? error.message : String(error));
  }
}

const load = (): string => loadavg()[0]?.toFixed(2) ?? '';
const machine = (): string =>
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`;

/** Runs the parts one after the other; 1 where answers disagree. */
async function bench(wish: Wish): Promise<number> {
  const before = load();
  const said: Section[] = [];
  for (const part of wish.parts) {
    for await (const section of part.run(wish)) {
      console.log(plain(section));
      said.push(section);
    }
  }
  const size = wish.quick ? ' A quick run: large cases have a tenth of the rows that their titles say.' : '';
  const about = `${machine()}.${size} Load average of the machine: ${before} before, ${load()} after. ${agreementText}`;
  console.log(about);
  if (wish.output !== undefined) await writeFile(wish.output, [`# Bench`, '', about, '', ...said.map(markdown)].join('\n'));
  const failures = said.flatMap((section) => section.failures ?? []);
  for (const failure of failures) console.error(`FAILS: ${failure}`);
  return failures.length === 0 ? 0 : 1;
}

process.once('SIGINT', () => process.exit(130));
try {
  process.exitCode = await bench(read(process.argv.slice(3)));
} catch (error) {
  if (!(error instanceof BadUsage)) throw error;
  if (error.message) console.error(error.message);
  console.log(usage);
  process.exitCode = error.message ? 2 : 0;
}
