import assert from 'node:assert/strict';
import { keyHover } from '../features/keyHover.js';
import { readSpec } from '../spec/read.js';
import { keyTexts } from './keyText.js';
import type { KeyTexts } from './keyTextRecord.js';

/** Every key with its path. */
function* all(keys: KeyTexts, path: readonly string[] = []): Generator<readonly [readonly string[], KeyTexts[string]]> {
  for (const [name, text] of Object.entries(keys)) {
    yield [[...path, name], text];
    yield* all(text.keys ?? {}, [...path, name]);
  }
}

/** A file in which an example stands. */
function fileWith(example: string): string {
  const base = { data: 'data: { y: [1, 2] }', model: 'model: y ~ Normal(theta, 1)', parameters: 'parameters: { theta: }' };
  const rest = Object.entries(base).flatMap(([key, line]) => (example.startsWith(`${key}:`) ? [] : [line]));
  return `${[example, ...rest].join('\n')}\n`;
}

/** The keys that a mapping takes, from the message about one that it does not take. */
function taken(text: string): string[] {
  const [problem] = readSpec(text).problems.filter(({ code }) => code === 'unknown-key');
  const list = /the keys are (.*)\.$/.exec(problem?.message ?? '')?.[1];
  assert.ok(list, `no list of keys in ${JSON.stringify(problem)}`);
  return [...list.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

describe('what the keys of the format mean', () => {
  for (const [path, { example, text, values }] of all(keyTexts)) {
    it(`is said of ${path.join('.')}, with an example that can be read`, () => {
      assert.deepEqual(
        readSpec(fileWith(example)).problems.map(({ message }) => message),
        [],
      );
      assert.match(text, /^[A-Z].*\.$/);
      assert.doesNotMatch(values, /\.$/);
    });
  }

  it('is said of every key, and of no other', () => {
    const model = 'model: y ~ Normal(0, 1)\n';
    const mappings: readonly (readonly [string, KeyTexts | undefined])[] = [
      [`data: { y: [1] }\n${model}zzzzzzzzz: 1\n`, keyTexts],
      [`data: { source: a.csv, zzzzzzzzz: 1 }\n${model}`, keyTexts['data']?.keys],
      [`data: { y: [1] }\n${model}parameters: { a: { zzzzzzzzz: 1 } }\n`, keyTexts['parameters']?.keys?.['*']?.keys],
      [`data: { y: [1] }\n${model}networks: { a: { zzzzzzzzz: 1 } }\n`, keyTexts['networks']?.keys?.['*']?.keys],
      [`data: { y: [1] }\n${model}validate: { zzzzzzzzz: 1 }\n`, keyTexts['validate']?.keys],
      [`data: { y: [1] }\n${model}settings: { zzzzzzzzz: 1 }\n`, keyTexts['settings']?.keys],
      [`data: { source: a.csv, types: { g: { zzzzzzzzz: 1 } } }\n${model}`, keyTexts['data']?.keys?.['types']?.keys?.['*']?.keys],
    ];
    for (const [text, keys] of mappings) assert.deepEqual(taken(text).sort(), Object.keys(keys ?? {}).sort(), text);
  });
});

describe('the hover on a key', () => {
  const hover = (marked: string): string | undefined => {
    const at = marked.indexOf('<|>');
    const { spec } = readSpec(marked.replace('<|>', ''));
    const found = keyHover(spec, at);
    return found && `${found.path.join('.')}: ${found.markdown}`;
  };

  it('says what it means, which values it takes, and shows an example', () => {
    const text = hover('data: { y: [1] }\nmodel: y ~ Normal(0, 1)\nsettings: { <|>interval: 0.9 }\n');
    assert.match(text ?? '', /^settings\.interval: \*\*interval\*\* — .*\n\nValue: .*\n\n```yaml\nsettings: \{ interval: 0\.9 \}\n```$/);
    assert.match(hover('<|>data: { y: [1] }\n') ?? '', /^data: /);
    assert.match(hover('{"data": {"y": [1]}, "settings": {"<|>seed": 2}}') ?? '', /^settings\.seed/);
    assert.match(hover('data: a.csv\nparameters:\n  a:\n    <|>lower: 0\n') ?? '', /^parameters\.a\.lower: \*\*lower\*\*/);
  });

  it('is not there on columns, values and keys that the format does not know', () => {
    for (const text of [
      'data: { <|>source_of: [1] }\n',
      'data: { <|>where: [1] }\n',
      'data: <|>a.csv\n',
      '<|>date: a.csv\n',
      'settings: { <|>constructor: 1 }\n',
    ])
      assert.equal(hover(text), undefined, text);
  });
});
