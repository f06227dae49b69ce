/// <reference types="node" />
import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { csvOf, numbersOf, type PlotSpec, programOf } from './plotSpec.js';

const spec: PlotSpec = {
  data: {
    likelihood: [
      { x: 0.5, y: 1 },
      { x: 0.7, y: null },
    ],
    mle: [{ x: 0.7, text: 'MLE, "best"' }],
    zero: [0],
  },
  marks: [
    { mark: 'ruleY', data: 'zero', options: { stroke: 'var(--muted)' } },
    { mark: 'line', data: 'likelihood', options: { x: 'x', y: 'y', stroke: 'var(--likelihood)' } },
  ],
  options: { width: 300, x: { label: 'theta' } },
};

describe('a plot as plain data', () => {
  it('is written as numbers, one line a point, each with the name of its series', () => {
    assert.equal(numbersOf(spec), 'series,x,y,text,value\nlikelihood,0.5,1,,\nlikelihood,0.7,,,\nmle,0.7,,"MLE, ""best""",\nzero,,,,0\n');
    assert.equal(csvOf([['a', 'line\nbreak']]), 'a,"line\nbreak"\n');
  });

  it('is written as a program that makes the same plot, with colours that need no style sheet', () => {
    const program = programOf(spec, (css) => css.replace(/var\(--(\w+)\)/, (_, name: string) => `#${String(name.length)}00`));
    assert.doesNotMatch(program, /var\(/);
    const calls: unknown[] = [];
    const made =
      (mark: string) =>
      (data: unknown, options: unknown): unknown => [mark, data, options];
    const plot = { ruleY: made('ruleY'), line: made('line'), plot: (options: unknown) => calls.push(options) };
    const body = program.replace(/^import .*$/m, '').replace('document.body.append(chart);', '');
    runInNewContext(body, { Plot: plot });
    assert.deepEqual(JSON.parse(JSON.stringify(calls)), [
      {
        width: 300,
        x: { label: 'theta' },
        marks: [
          ['ruleY', [0], { stroke: '#500' }],
          ['line', spec.data['likelihood'], { x: 'x', y: 'y', stroke: '#1000' }],
        ],
      },
    ]);
  });
});
