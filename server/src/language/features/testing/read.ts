/** What tests of features share: a file with marks in its text, read but not fitted. */
import assert from 'node:assert/strict';
import type { Column, Dataset } from '../../../engine/model/dataset.js';
import type { Span } from '../../../report/problem.js';
import { inlineDataset } from '../../data/inline.js';
import { readSpec } from '../../spec/read.js';
import type { FeatureInput } from '../input.js';

/** Marks the cursor in a text. */
const cursor = '<|>';

/** Reads a file with inline data, or with columns of these names and levels in their place; the cursor is at the mark. */
export function read(marked: string, columns?: Readonly<Record<string, readonly string[]>>): { input: FeatureInput; at: number } {
  const at = marked.indexOf(cursor);
  const text = marked.replace(cursor, '');
  const { spec } = readSpec(text);
  const data = columns ? tableOf(columns) : spec.data?.kind === 'inline' ? inlineDataset(spec.data).dataset : undefined;
  return { input: { text, spec, stale: false, ...(data ? { data } : {}) }, at };
}

function tableOf(columns: Readonly<Record<string, readonly string[]>>): Dataset {
  return {
    rows: 1,
    columns: Object.entries(columns).map(([name, levels]): Column => ({
      name,
      kind: levels.length > 0 ? 'categorical' : 'numeric',
      values: Float64Array.of(0),
      missing: 0,
      ...(levels.length > 0 ? { levels } : {}),
    })),
  };
}

/** The text with marks around places, which must lie in it and not overlap. */
export function withMarks(text: string, spans: readonly Span[]): string {
  let end = 0;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    assert.ok(from >= end && to >= from && to <= text.length, `${String(from)} to ${String(to)} after ${String(end)}`);
    end = to;
  }
  return [...spans]
    .sort((a, b) => b.from - a.from)
    .reduce((all, { from, to }) => `${all.slice(0, from)}«${all.slice(from, to)}»${all.slice(to)}`, text);
}

/** The text after edits. */
export const edited = (text: string, edits: readonly { readonly span: Span; readonly text: string }[]): string =>
  [...edits]
    .sort((a, b) => b.span.from - a.span.from)
    .reduce((all, { span, text: now }) => all.slice(0, span.from) + now + all.slice(span.to), text);

/** A file with something of everything. */
export const everything = `# A comment with 5 and and
# goes on here
title: Prices and 3 rooms or more
description: |
  In 2010 area and rooms were not known.
  mu = 3 # neither is this
data:
  source: houses.csv
  where: area > 10 and not sold == "no"
  weights: n
  types: { year: category, region: { levels: [north, south] } }
model: |
  log(price) ~ Normal(mu + u[village], sd = sigma)   # mu and 3
  mu = linear(b, area + \`per capita\` + region) + f(area, rooms) + if(region == "north", dot(c, columns("x*")), pi)
  u[village] ~ Normal(0, tau)
parameters:
  b: Normal(0, 10)
  b[area]: 2.5
  b[regionsouth]: Normal(0, tau)
  c:
  sigma:
    prior: HalfNormal(5)
    lower: 0.1
  "tau": { start: 1 }
networks:
  f: { layers: 'dense(3) -> relu -> dense(1)', weights: 'Normal(0, 1)' }
derived:
  effect: exp(b[area])
  twice: 2 * effect
validate: { source: test.csv }
settings:
  interval: 0.9
`;

/** The columns of its data. */
export const houses = {
  price: [],
  area: [],
  rooms: [],
  n: [],
  sold: ['no', 'yes'],
  'per capita': [],
  region: ['north', 'south'],
  village: ['a', 'b'],
  year: [],
  x1: [],
};
