import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { layerKinds } from '../network/layers/index.js';
import { distributions, latentDistributions, vectorPriors } from './index.js';
import { wrappers } from './wrappers/index.js';

/**
 * A distribution, wrapper, layer or activation is one file and one line in an index, for what others need to know of it stands in its record. So its name is
 * written in its own file alone: not as a text, a key or a pattern that something is compared with, nor as a call in a message.
 */

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const names = [distributions, vectorPriors, latentDistributions, wrappers, layerKinds].flatMap((records) => [...records.keys()]);

/** Where a name may stand outside its own file, and why. */
const exceptions: readonly { readonly file: string; readonly names: readonly string[]; readonly reason: string }[] = [
  {
    file: 'server/src/engine/expr/missing.ts',
    names: ['Normal'],
    reason: 'the grammar knows no distributions: its messages show what a statement looks like',
  },
  {
    file: 'server/src/engine/expr/statement.ts',
    names: ['Normal', 'MultivariateNormal'],
    reason: 'the grammar knows no distributions: its messages show what a statement looks like',
  },
  {
    file: 'server/src/fit/warmUp.ts',
    names: ['Bernoulli', 'Beta', 'Normal'],
    reason: 'whole estimation files, as a user writes them',
  },
  ...Object.entries({
    'engine/ir/primitives/tanh.ts': ['tanh'],
    'engine/elaborate/functions/functions.ts': ['tanh', 'sigmoid', 'softmax'],
    'engine/model/ranges.ts': ['tanh'],
    'engine/elaborate/derived/derivedQuantities.ts': ['softmax'],
    'engine/elaborate/expressions/lower.ts': ['softmax'],
    'engine/elaborate/vectors/vector.ts': ['softmax'],
  }).map(([file, functions]) => ({
    file: `server/src/${file}`,
    names: functions,
    reason: 'functions of the language that layers are named after, as in exp(tanh(x))',
  })),
];

/** Product code with the names that its texts have in them. */
function* uses(): Generator<{ file: string; line: number; name: string; text: string }> {
  for (const file of ['server/src', 'client/src', 'media/src'].flatMap(productFiles)) {
    const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const own = new Set(exported(source));
    for (const { text, node } of texts(source))
      for (const name of names) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        if (stands(name, text) && !(isRoom(file) && own.has(name))) yield { file, line, name, text };
      }
  }
}

function productFiles(folder: string): string[] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => path.posix.join(folder, file));
  return files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/[/]testing([/]|[.]ts$)/.test(file));
}

/** Folders in which a file that exports a record of some name is that record's own. */
const isRoom = (file: string): boolean => /engine\/(distributions|network\/(layers|activations))\//.test(file);

const exported = (source: ts.SourceFile): string[] =>
  source.statements.filter(ts.isVariableStatement).flatMap(({ modifiers = [], declarationList }) => {
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    return declarationList.declarations.map(({ name }) => name.getText());
  });

/** The texts of literals, templates and patterns, and the keys of objects; paths of imports are none. */
function texts(node: ts.Node): { text: string; node: ts.Node }[] {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return [];
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
  const isKey = ts.isIdentifier(node) && ts.isPropertyAssignment(node.parent) && node.parent.name === node;
  const own = isText || isKey || ts.isRegularExpressionLiteral(node) ? [{ text: node.text, node }] : [];
  const inner: { text: string; node: ts.Node }[] = [];
  ts.forEachChild(node, (child) => void inner.push(...texts(child)));
  return [...own, ...inner];
}

/** Whether a text is the name, has it as a call or between backticks, or is a pattern with it. Prose may say "Normal" or "Laplace". */
function stands(name: string, text: string): boolean {
  return text === name || new RegExp(`(?<![\\p{L}\\p{N}_])${name}\\(|\`${name}\`|^/.*${name}.*/[a-z]*$`, 'u').test(text);
}

describe('the names of distributions, wrappers, layers and activations', () => {
  const found = [...uses()];
  const isException = ({ file, name }: (typeof found)[number]): boolean =>
    exceptions.some((each) => each.file === file && each.names.includes(name));

  it('stand in their own files alone', () => {
    const wrong = found
      .filter((use) => !isException(use))
      .map(({ file, line, name, text }) => `${file}:${String(line)} ${name} in ${text}`);
    assert.deepEqual(wrong, [], 'say it by a field of the record, or let a message take the name from the record');
  });

  it('have no exceptions without need', () => {
    for (const { file, names: allowed } of exceptions)
      for (const name of allowed)
        assert.ok(
          found.some((use) => use.file === file && use.name === name),
          `${name} in ${file}`,
        );
  });

  it('would be found as a text, a key, a pattern and a call', () => {
    const code =
      "x === 'Laplace'; ({ Laplace: 1 }); /Laplace/; `a ${b} Laplace(0, 1)`; 'use `Laplace`'; 'as in the Laplace case'; import './Laplace';";
    const source = ts.createSourceFile('x.ts', code, ts.ScriptTarget.Latest, true);
    assert.equal(texts(source).filter(({ text }) => stands('Laplace', text)).length, 5);
  });
});
