import { type FunctionRecord, functions, specialForms } from '../../server/src/engine/elaborate/functions/functions.js';
import { forms, numberExamples } from './examples/functions.js';
import { code, example, notice, page, prose, table } from './markdown.js';

/** One page with every function of the language. */
export function functionsPage(): string {
  return page(
    notice,
    '# Functions',
    prose(
      'These can be called in `model`. A function of numbers is computed for each row; its arguments may be columns, parameters, definitions and expressions of them.',
    ),
    '## Functions of numbers',
    numberFunctions(),
    ...numberExamples.map(({ note, example: file }) => page(prose(note), example(file))),
    '## Functions of rows and of vectors',
    ...formEntries(),
    '[The language](../language.md) · [Distributions](distributions.md)',
  );
}

function numberFunctions(): string {
  const records = [...new Set(functions.values())];
  const aliases = (record: FunctionRecord): string =>
    [...functions].flatMap(([name, each]) => (each === record && name !== record.name ? [code(name)] : [])).join(', ');
  return table(
    ['function', 'value', 'also written'],
    records.map((record) => {
      const call = `${record.name}${argumentsOf(record)}`;
      return [code(call), record.text.replace(`${call}: `, ''), aliases(record)];
    }),
  );
}

/** The arguments by the names that the text has for them. */
function argumentsOf({ arity: [least, most], text }: FunctionRecord): string {
  if (most > 3) return least === 1 ? '(a, …)' : '(a, b, …)';
  if (most === 3) return '(condition, a, b)';
  if (most === 2) return '(a, b)';
  return /\bp\b/.test(text) ? '(p)' : '(x)';
}

/** In the order of the texts; a name without one is a fault of these pages. */
function formEntries(): string[] {
  const without = [...specialForms.keys()].find((name) => !(name in forms));
  if (without !== undefined) throw new Error(`${without} has no text in scripts/reference/examples/functions.ts.`);
  return Object.entries(forms)
    .filter(([name]) => specialForms.has(name))
    .map(([name, { usage, text, note, example: file }]) => page(`### ${name}`, code(usage), prose(text), prose(note), example(file)));
}
