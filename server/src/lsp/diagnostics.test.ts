import assert from 'node:assert/strict';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import type { DataProblem } from '../language/data/dataset.js';
import { readSpec } from '../language/spec/read.js';
import { LineIndex } from '../report/positions.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { DiagnosticsPublisher } from './diagnostics.js';

const text = 'data: d.csv\nmodel: y ~ Normal(m, 1)\nparameters:\n  m:\n';

function snapshot(lines: readonly number[]): Snapshot {
  const problems = lines.map((line): DataProblem => ({
    severity: 'error',
    code: 'data-malformed',
    message: `line ${String(line)}`,
    span: { from: 6, to: 11 },
    cell: { row: line, line, field: 1 },
  }));
  const { spec } = readSpec(text);
  const data = { key: 'd', data: undefined, problems, path: '/d.csv', seconds: 0 };
  return {
    uri: 'file:///a.fit.yaml',
    path: '/a.fit.yaml',
    text,
    version: 3,
    lines: new LineIndex(text),
    spec,
    data,
    problems,
    stale: false,
    isFitting: false,
    state: 'failed',
  };
}

function published(lines: readonly number[], buffer: string | undefined): PublishDiagnosticsParams[] {
  const sent: PublishDiagnosticsParams[] = [];
  const connection = { sendDiagnostics: (params: PublishDiagnosticsParams) => Promise.resolve(void sent.push(params)) };
  new DiagnosticsPublisher(connection, () => buffer).publish(snapshot(lines));
  return sent.filter(({ uri }) => uri === 'file:///d.csv');
}

describe('diagnostics of data files', () => {
  it('cover the line of an open file, and end where it ends', () => {
    const [{ diagnostics } = { diagnostics: [] }] = published([1, 2, 3, 4, 9], 'y\r\nabc\r\n\r\nlast');
    assert.deepEqual(
      diagnostics.map(({ range }) => [range.start.line, range.start.character, range.end.line, range.end.character]),
      [
        [0, 0, 0, 1],
        [1, 0, 1, 3],
        [2, 0, 2, 0],
        [3, 0, 3, 4],
        [8, 0, 8, 0],
      ],
    );
  });

  it('stand at the beginning of the line of a file that is not open', () => {
    const [{ diagnostics } = { diagnostics: [] }] = published([2], undefined);
    assert.deepEqual(diagnostics[0]?.range, { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } });
  });
});
