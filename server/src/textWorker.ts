import { parentPort } from 'node:worker_threads';
import { firstOf } from './language/spec/silence.js';
import { meaning } from './workspace/question.js';
import { type FromReader, readText, type ToReader } from './workspace/text.js';

/** A thread that reads texts which would keep the server waiting. */
parentPort?.on('message', ({ id, text }: ToReader) => {
  const { spec, problems } = readText(text);
  parentPort?.postMessage({ id, spec, problems: firstOf(problems), says: meaning(spec) } satisfies FromReader);
});
