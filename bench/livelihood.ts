import { createInterface } from 'node:readline';
import { entryOf } from '../server/src/engine/model/entryIndex.js';
import { readSpec } from '../server/src/language/spec/read.js';
import { asAnswer, type FitAnswer } from '../server/src/report/answer.js';
import { runFit } from '../server/src/fit/run.js';
import { readCase } from './support/data.js';
import { cancellation, fit, keeper, type Question } from './support/ourFit.js';
import type { Answer } from './support/peerProcess.js';

// We as a peer of the bench, by the same protocol as peers/*: it fits as a worker thread does, on data in memory.

const finite = (values: Float64Array): (number | null)[] => Array.from(values, (value) => (Number.isFinite(value) ? value : null));

/** Estimates and standard errors, the first answer that an editor gets. */
function first(question: Question): () => Omit<Answer, 'seconds'> {
  const { natural, standardErrors, objective, logLikelihood } = fit(question);
  const isFree = (_: unknown, index: number): boolean => objective.free.includes(entryOf(index));
  return () => ({ estimates: finite(natural.filter(isFree)), errors: finite(standardErrors.filter(isFree)), logLikelihood });
}

/** The answer that an editor gets in the end: with profile intervals and the checks of the fit. */
function whole({ text, data }: Question): () => Omit<Answer, 'seconds'> {
  const answers: FitAnswer[] = [];
  runFit({ spec: readSpec(text).spec, data, plain: true }, cancellation, (event) => answers.push(asAnswer(event)), keeper);
  return () => {
    const { mle, problems } = answers.at(-1) ?? {};
    if (!mle) throw new Error(problems?.[0]?.message ?? 'no answer');
    const all = Object.values(mle.parameters);
    return { estimates: all.map(({ estimate }) => estimate), errors: all.map(({ se }) => se), logLikelihood: mle.logLikelihood ?? NaN };
  };
}

function timed(method: (question: Question) => () => Omit<Answer, 'seconds'>, question: Question, repeats: number): Answer {
  const began = performance.now();
  let found = method(question);
  for (let i = 1; i < repeats; i++) found = method(question);
  const seconds = (performance.now() - began) / 1000 / repeats;
  return { seconds, ...found() };
}

let loaded: (Question & { readonly name: string }) | undefined;

function respond(line: string): object {
  const [name = '', method, repeats] = line.split(' ');
  if (name === 'versions') return { versions: `Node ${process.versions.node}, V8 ${process.versions.v8}` };
  if (loaded?.name !== name) loaded = { name, ...readCase(process.argv[2] ?? '.', name) };
  return timed(method === 'whole' ? whole : first, loaded, Number(repeats));
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(respond(line)));
  } catch (error) {
    console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  }
}
