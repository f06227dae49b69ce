import assert from 'node:assert/strict';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DataProblem } from '../language/data/dataset.js';
import { readSpec } from '../language/spec/read.js';
import { LineIndex } from '../report/positions.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { DatasetText } from '../workspace/datasetText.js';
import { DiagnosticsPublisher } from './diagnostics.js';

const text = 'data: d.csv\nmodel: y ~ Normal(m, 1)\nparameters:\n  m:\n';

const problemAt = (line: number, field?: number): DataProblem => ({
  severity: 'error',
  code: 'data-malformed',
  message: `line ${String(line)}`,
  span: { from: 6, to: 11 },
  cell: { row: line, line, ...(field === undefined ? {} : { field }) },
});

function snapshot(problems: readonly DataProblem[]): Snapshot {
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

function published(problems: readonly DataProblem[], buffer: string | undefined, relates = false): PublishDiagnosticsParams[] {
  const sent: PublishDiagnosticsParams[] = [];
  const connection = { sendDiagnostics: (params: PublishDiagnosticsParams) => Promise.resolve(void sent.push(params)) };
  const editors = {
    uriOfBuffer: () => (buffer === undefined ? undefined : 'file:///d.csv'),
    datasetText: (path: string) => (buffer === undefined ? undefined : new DatasetText(buffer, path)),
    readsBuffer: () => true,
  };
  const publisher = new DiagnosticsPublisher(
    connection,
    () => editors,
    () => relates,
  );
  publisher.publish(snapshot(problems));
  publisher.publish({ ...snapshot(problems), uri: 'file:///b.fit.yaml' });
  return sent.filter(({ uri }) => uri === 'file:///d.csv');
}

/** What is squiggled, in the text. */
function squiggled(text: string, cells: readonly (readonly [line: number, field?: number])[]): string[] {
  const { diagnostics } = published(
    cells.map(([line, field]) => problemAt(line, field)),
    text,
  ).at(-1) ?? { diagnostics: [] };
  const document = TextDocument.create('file:///d.csv', 'csv', 1, text);
  return diagnostics.map(({ range }) => document.getText(range));
}

describe('diagnostics of data files', () => {
  it('cover the cell, or the row where no cell is to blame', () => {
    assert.deepEqual(squiggled('y,x\r\n1,abc\r\n\r\nlast,2', [[1, 2], [2, 2], [2], [4, 1], [9]]), ['x', 'abc', '1,abc', 'last', '']);
  });

  it('cover the cell among quotes, line ends in them, blanks, and characters of two units', () => {
    assert.deepEqual(
      squiggled('y,x\n"a, ""b""\nc",  d  \n😀,e', [
        [2, 1],
        [2, 2],
        [4, 2],
      ]),
      ['a, ""b""\nc', 'd', 'e'],
    );
  });

  it('know the separator, titles above the names, and the mark of the encoding', () => {
    assert.deepEqual(squiggled('y\tx\n1\tbad\n', [[2, 2]]), ['bad']);
    assert.deepEqual(
      squiggled('y;x\n1,5;bad\n2,5;3\n', [
        [2, 2],
        [2, 1],
      ]),
      ['bad', '1,5'],
    );
    assert.deepEqual(squiggled('Results\n\ny,x\n1,bad\n2,3\n', [[4, 2]]), ['bad']);
    assert.deepEqual(
      squiggled('\ufeffy,x\n1,bad\n', [
        [1, 1],
        [2, 2],
      ]),
      ['y', 'bad'],
    );
    assert.deepEqual(squiggled('y  x\n1  bad\n2  3\n', [[2, 2]]), ['bad']);
  });

  it('cover what follows a quote that is not closed', () => {
    assert.deepEqual(squiggled('y,x\n1,"bad\n2,3\n', [[2]]), ['"bad']);
  });

  it('are published once for all models, with the places that read the cell', () => {
    const { diagnostics } = published([{ ...problemAt(2, 1), related: ['y'] }], 'y\nbad\n', true).at(-1) ?? { diagnostics: [] };
    assert.equal(diagnostics.length, 1);
    const places = diagnostics[0]?.relatedInformation?.map(({ location: { uri, range }, message }) => [uri, range.start, message]);
    const start = { line: 1, character: 7 };
    const message = '`y` is read here';
    assert.deepEqual(places, [
      ['file:///a.fit.yaml', start, message],
      ['file:///b.fit.yaml', start, message],
    ]);
  });

  it('are not published for a file that is not open', () => {
    assert.deepEqual(published([problemAt(2, 1)], undefined), []);
  });
});
