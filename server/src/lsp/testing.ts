/** What tests of language features share: a file with marks in its text, fitted in this process. */
import assert from 'node:assert/strict';
import { neverCancelled } from '../engine/kernel/kernel.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { Problem } from '../report/problem.js';
import { inlineDataset } from '../language/data/inline.js';
import { hoverAt } from '../language/features/hover.js';
import { inlayHints } from '../language/features/inlayHints.js';
import type { FeatureInput } from '../language/features/input.js';
import { readSpec } from '../language/spec/read.js';
import { asAnswer, type FitAnswer, withoutEstimates } from '../report/answer.js';
import { runFit } from '../fit/run.js';

/** Marks the cursor in a text. */
const cursor = '<|>';

interface Fitted {
  readonly input: FeatureInput;
  readonly answer: FitAnswer;
  readonly problems: readonly Problem[];
  /** Offset of each cursor. */
  readonly cursors: readonly number[];
}

/** Reads and fits a file with inline data, or with `data` in their place. */
export function fitted(marked: string, data?: Dataset): Fitted {
  const parts = marked.split(cursor);
  const text = parts.join('');
  const cursors = parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('').length);
  const { spec, problems } = readSpec(text);
  const inline = spec.data?.kind === 'inline' ? inlineDataset(spec.data) : { dataset: undefined, problems: [] };
  const dataset = data ?? inline.dataset;
  const before = [...problems, ...inline.problems];
  if (!dataset) return { input: { text, spec, stale: false }, answer: withoutEstimates(0, before), problems: before, cursors };
  let answer = withoutEstimates(dataset.rows, before);
  runFit({ spec, data: dataset, rows: true }, neverCancelled, (event) => (answer = asAnswer(event)));
  return {
    input: { text, spec, data: dataset, answer, stale: false },
    answer,
    problems: [...before, ...answer.problems, ...(answer.late ?? [])],
    cursors,
  };
}

/** The hover at the cursor: its Markdown, and the text that it belongs to. */
export function hoverOf(marked: string, data?: Dataset): { readonly markdown: string; readonly on: string } | undefined {
  const { input, cursors } = fitted(marked, data);
  const [offset] = cursors;
  assert.ok(offset !== undefined, 'the text has no cursor');
  const hover = hoverAt(input, offset);
  return hover && { markdown: hover.markdown, on: input.text.slice(hover.from, hover.to) };
}

/** The Markdown of the hover at the cursor, without its picture. */
export function hoverText(marked: string, data?: Dataset): string {
  const hover = hoverOf(marked, data);
  assert.ok(hover, 'there is no hover');
  return hover.markdown.replace(/data:image[^)]*/, '');
}

/** The text with every inlay hint written where it is drawn, in « ». */
export function withHints(text: string, stale = false): string {
  const { input } = fitted(text);
  const hints = inlayHints({ ...input, stale }).sort((a, b) => b.offset - a.offset);
  return hints.reduce((all, { offset, label }) => `${all.slice(0, offset)}«${label}»${all.slice(offset)}`, text);
}
