import { type FeatureInput, scopeOfInput } from '../features/input.js';
import { exactNumber } from '../expectations/judge.js';
import { expectedText } from '../expectations/problems.js';
import { valuesOf } from '../expectations/values.js';
import type { KeyPlace } from '../resolve/place.js';
import { keyTextOf, keyTexts } from '../wording/keyText.js';
import type { KeyText } from '../wording/keyTextRecord.js';
import { type Completion, plainSnippet } from './completion.js';

/** What is written after a key, by its path with `*` for names of the file's own. */
const snippets: Readonly<Record<string, string>> = {
  model: 'model: |\n  $0',
  parameters: 'parameters:\n  $0',
  description: 'description: |\n  $0',
  networks: 'networks:\n  ${1:f}:\n    layers: $0',
  derived: 'derived:\n  ${1:name}: $0',
  settings: 'settings:\n  $0',
  expect: 'expect:\n  $0',
  predict: 'predict:\n  grid: { ${1:x}: $0 }',
  validate: 'validate: { fraction: ${1:0.3}, seed: ${2:1} }',
  'data.types': 'types: { ${1:column}: ${2:category} }',
};

/** The order of a file's own sections. */
const order = Object.keys(keyTexts);

/** The keys that a mapping can have and does not have yet; under `parameters` the names that the model uses and nobody declares. */
export function completeKey(input: FeatureInput, place: KeyPlace): Completion[] {
  const { path, present } = place;
  const own = path.length === 1 && path[0] === 'parameters' ? undeclared(input, place) : [];
  const columns = path[0] === 'data' && path[1] === 'types' ? (input.data?.columns ?? []).map(({ name }) => name) : [];
  const results = path.length === 1 && path[0] === 'expect' ? expectable(input, place) : [];
  const texts = path.length === 0 ? keyTexts : keyTextOf(path)?.keys;
  const known = Object.entries(texts ?? {}).filter(([key]) => key !== '*' && !present.includes(key));
  return [
    ...own,
    ...results,
    ...columns.filter((name) => !present.includes(name)).map((name, i) => item(place, name, undefined, i)),
    ...known.map(([key, text]) => item(place, key, text, path.length === 0 ? order.indexOf(key) : 50)),
  ];
}

function item({ path, word, isFlow, indent }: KeyPlace, key: string, text: KeyText | undefined, rank: number): Completion {
  const snippet = isFlow ? undefined : snippets[[...path, key].join('.')];
  return {
    label: key,
    kind: 'key',
    ...(text ? { detail: text.values, documentation: `${text.text}\n\n\`\`\`yaml\n${text.example}\n\`\`\`` } : {}),
    insert: snippet?.replaceAll('\n', `\n${indent}`) ?? `${plainSnippet(key)}: $0`,
    isSnippet: true,
    span: word,
    rank,
    then: 'suggest',
  };
}

/** Names that statements use and nothing declares: most likely parameters. */
function undeclared(input: FeatureInput, place: KeyPlace): Completion[] {
  const { spec } = input;
  const unknown = scopeOfInput(input).occurrences.filter(({ kind }) => kind === 'unknown');
  const names = new Set(unknown.map(({ name }) => name));
  for (const { name } of spec.parameters) names.delete(name);
  return [...names]
    .filter((name) => !place.present.includes(name))
    .map((name, i) => ({
      ...item(place, name, undefined, i),
      kind: 'parameter',
      detail: 'the model uses it',
    }));
}

/** Every value of the last answer, with an expectation that it meets. */
function expectable({ answer }: FeatureInput, place: KeyPlace): Completion[] {
  const values = answer ? [...valuesOf(answer)] : [];
  return values
    .filter(([name, value]) => typeof value === 'number' && !place.present.includes(name) && !name.startsWith('mle.'))
    .map(([name, value], i): Completion => ({
      label: name,
      kind: 'value',
      detail: `now ${exactNumber(value ?? 0)}`,
      insert: `${name}: ${expectedText(value ?? 0, Math.max(1e-3 * Math.abs(value ?? 0), 1e-6))}`,
      span: place.word,
      rank: i / 1000,
    }));
}
