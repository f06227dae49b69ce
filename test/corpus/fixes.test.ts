import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Fix, Problem } from '../../server/src/report/problem.js';
import { readSpec } from '../../server/src/language/spec/read.js';
import { DataReader } from '../../server/src/workspace/data/dataReader.js';
import { asAnswer } from '../../server/src/report/answer.js';
import { runFit } from '../../server/src/fit/run.js';
import { Loader } from '../../server/src/workspace/loader.js';
import { nameProblems } from '../../server/src/workspace/nameProblems.js';
import { badModels } from './corpus.js';

const reader = new DataReader(join(import.meta.dirname, '../../dist/reader.js'));
const loader = new Loader(reader);

/** All that is said about a file with this text. */
async function problemsOf(path: string, text: string): Promise<readonly Problem[]> {
  const { spec, problems } = readSpec(text);
  const data = await loader.load(path, spec, new AbortController().signal);
  const before = [...problems, ...data.problems];
  if (before.some(({ severity }) => severity === 'error') || !data.data) return [...before, ...nameProblems(spec, data, problems)];
  let found: readonly Problem[] = [];
  runFit({ spec, data: data.data, plain: true }, { cancelled: false }, (event) => (found = asAnswer(event).problems));
  return [...before, ...found];
}

function applied(text: string, { edits }: Fix): string {
  // Edits at one place follow each other as they stand.
  const fromTheEnd = edits.map((edit, k) => ({ ...edit, k })).sort((a, b) => b.span.from - a.span.from || b.k - a.k);
  return fromTheEnd.reduce((whole, { span, text: put }) => whole.slice(0, span.from) + put + whole.slice(span.to), text);
}

const ranks = ['hint', 'information', 'warning', 'error'];
const rank = ({ severity }: Problem): number => ranks.indexOf(severity);

interface Applied {
  readonly name: string;
  readonly problem: Problem;
  readonly fix: Fix;
  readonly text: string;
  readonly after: readonly Problem[];
}

async function allApplied(): Promise<Applied[]> {
  const all: Applied[] = [];
  for (const { name, path, text } of badModels())
    for (const problem of await problemsOf(path, text))
      for (const fix of problem.fixes ?? []) {
        const mended = applied(text, fix);
        all.push({ name, problem, fix, text: mended, after: await problemsOf(path, mended) });
      }
  reader.dispose();
  return all;
}

const all = await allApplied();

describe(`quick fixes of the bad models (${String(all.length)})`, () => {
  it('are there for each kind', () => {
    const codes = new Set<string>(all.map(({ problem }) => problem.code));
    const wanted = ['separation', 'unidentified', 'constant-column', 'overdispersion', 'unknown-name'];
    assert.deepEqual(
      wanted.filter((code) => !codes.has(code)),
      [],
    );
  });

  for (const { name, problem, fix, text, after } of all)
    it(`${name}: ${fix.title}`, () => {
      // A prior makes a finite estimate beside a likelihood that still has none: what remains of the finding weighs less.
      const left = after.filter((each) => each.code === problem.code && rank(each) >= rank(problem));
      assert.deepEqual(left, [], text);
      assert.deepEqual(
        after.filter(({ severity }) => severity === 'error'),
        [],
        text,
      );
    });
});
