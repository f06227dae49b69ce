import { nearest } from '../../engine/expr/nearest.js';
import type { Located } from '../../engine/model/dataSpec.js';
import type { Problem } from '../../report/problem.js';

const MOST_NAMED = 10;

/** A name that no column has, with the nearest one that there is. */
export function unknownColumn(name: Located<string>, names: readonly string[]): Problem {
  const near = nearest(name.value, names);
  const some = names.slice(0, MOST_NAMED).map((other) => `\`${other}\``);
  const hint = near === undefined ? `It has ${some.join(', ')}${names.length > MOST_NAMED ? ', …' : ''}.` : `Did you mean \`${near}\`?`;
  const span = { from: name.from, to: name.to };
  const problem: Problem = { severity: 'error', code: 'unknown-name', message: `The data has no column \`${name.value}\`. ${hint}`, span };
  return near === undefined
    ? problem
    : { ...problem, fixes: [{ title: `Change to \`${near}\``, edits: [{ span, text: near }], preferred: true }] };
}
