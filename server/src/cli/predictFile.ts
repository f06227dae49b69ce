import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ModelSpec, PredictSpec } from '../engine/model/specification.js';
import { HelperTeam } from '../workspace/helpingThreads.js';
import { Loader } from '../workspace/loader.js';
import { fitChanged } from './fitFile.js';
import { predictionCsv } from './predictionCsv.js';
import type { Terminal } from './terminal.js';

const [OK, FAILED, BAD_USAGE] = [0, 1, 2];

const options = { data: { type: 'string' }, output: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `livelihood predict FILE`: the rows of a file, or those that the file asks about, with predictions beside them; the exit status. */
export async function predictFile(args: readonly string[], terminal: Terminal, usage: string): Promise<number> {
  const wrong = (problem: string): number => {
    terminal.error(`livelihood: ${problem}\n${usage}`);
    return BAD_USAGE;
  };
  let given;
  try {
    given = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = given;
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) return wrong('name one file whose model predicts');
  const loader = new Loader(terminal.reader);
  const team = new HelperTeam(terminal.helper);
  try {
    const { report, source } = await fitChanged(file, loader, team, (spec) =>
      values.data === undefined ? spec : withSource(spec, values.data),
    );
    for (const { severity, message, range } of report.diagnostics) {
      if (severity !== 'hint') terminal.error(`${file}:${String(range.start.line + 1)}: ${severity}: ${message}\n`);
    }
    const { predictions } = report;
    if (!predictions) {
      if (report.status === 'ok') terminal.error(`${file}: the file asks for no predictions: give it \`predict\`, or rows with --data.\n`);
      return FAILED;
    }
    const text = values.json === true ? `${JSON.stringify({ file, predictions })}\n` : predictionCsv(predictions, source);
    if (values.output === undefined || values.output === '-') terminal.out(text);
    else await writeFile(values.output, text);
    return report.status === 'ok' ? OK : FAILED;
  } finally {
    team.dispose();
  }
}

function withSource(spec: ModelSpec, path: string): ModelSpec {
  const place = { from: spec.modelSpan.from, to: spec.modelSpan.from };
  const predict: PredictSpec = { ...place, key: place, kind: 'source', columns: [], source: { value: resolve(path), ...place } };
  return { ...spec, predict };
}
