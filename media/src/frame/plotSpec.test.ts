/// <reference types="node" />
import assert from 'node:assert/strict';
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
    const body = program.replace(/^import .*$/m, '').replace('document.body.append(chart);', 'return chart;');
    const calls: unknown[] = [];
    const plot = {
      ruleY: (data: unknown, options: unknown) => ['ruleY', data, options],
      line: (data: unknown, options: unknown) => ['line', data, options],
      plot: (options: unknown) => calls.push(options),
    };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the program is ours, made above
    new Function('Plot', body)(plot);
    assert.deepEqual(calls, [
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
