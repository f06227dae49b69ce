import type { ExpectationReport, FitReport } from '../report/fitReport.js';

/** What became of a file: its expectations, or why there is nothing to hold them to. */
export interface Tested {
  readonly name: string;
  readonly report: FitReport;
}

export type Reporter = (files: readonly Tested[]) => string;

const titleOf = ({ name, expected }: ExpectationReport): string => `${name}: ${expected}`;
const expectationsOf = ({ report }: Tested): readonly ExpectationReport[] => report.expectations ?? [];
const lineOf = ({ range }: ExpectationReport): number => range.start.line + 1;

/** Whether all expectations hold; a file without any only has to be one that can be fitted. */
export const passes = (tested: Tested): boolean =>
  hasNone(tested) ? tested.report.status !== 'error' : expectationsOf(tested).every(({ holds }) => holds === true);

const hasNone = (tested: Tested): boolean => expectationsOf(tested).length === 0;

/** What there is to say of a file without expectations. */
function noneText({ report }: Tested): string {
  const error = report.status === 'error' ? report.diagnostics.find(({ severity }) => severity === 'error') : undefined;
  return error ? `could not be fitted: ${error.message}` : 'has no `expect`: nothing was tested';
}

/** For people. */
const spec: Reporter = (files) => {
  const all = files.flatMap(expectationsOf);
  const failed = all.filter(({ holds }) => holds !== true).length;
  const bodies = files.map((tested) => {
    const lines = expectationsOf(tested).map((each) => {
      const why = each.holds ? '' : `\n      ${tested.name}:${String(lineOf(each))} ${each.message ?? ''}`;
      return `  ${each.holds ? '✔' : '✘'} ${titleOf(each)}${why}`;
    });
    return [tested.name, ...(hasNone(tested) ? [`  ${noneText(tested)}`] : lines)].join('\n');
  });
  return `${bodies.join('\n\n')}\n\n${String(all.length - failed)} passed, ${String(failed)} failed\n`;
};

/** The Test Anything Protocol, version 13. */
const tap: Reporter = (files) => {
  const all = files.flatMap((tested) => expectationsOf(tested).map((each) => ({ tested, each })));
  const lines = all.map(({ tested, each }, i) => {
    const line = `${each.holds ? 'ok' : 'not ok'} ${String(i + 1)} - ${tested.name} ${titleOf(each)}`.replaceAll('#', '\\#');
    return each.holds
      ? line
      : `${line}\n  ---\n  message: ${JSON.stringify(each.message ?? '')}\n  at: ${JSON.stringify(`${tested.name}:${String(lineOf(each))}`)}\n  ...`;
  });
  const none = files.filter(hasNone).map((tested) => `# ${tested.name} ${noneText(tested)}`);
  return ['TAP version 13', `1..${String(all.length)}`, ...lines, ...none, ''].join('\n');
};

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&#${String(mark.charCodeAt(0))};`).replace(/[^\P{Cc}\t\n\r]/gu, ' ');

/** The XML of JUnit, as continuous integration reads it. */
const junit: Reporter = (files) => {
  const suites = files.map((tested) => {
    const own = expectationsOf(tested);
    const cases = own.map((each) => {
      const attributes = `classname="${escaped(tested.name)}" name="${escaped(titleOf(each))}" file="${escaped(tested.name)}" line="${String(lineOf(each))}"`;
      const failure = `<failure message="${escaped(each.message ?? '')}"/>`;
      return each.holds ? `    <testcase ${attributes}/>` : `    <testcase ${attributes}>${failure}</testcase>`;
    });
    const failed = own.filter(({ holds }) => holds !== true).length;
    const head = `  <testsuite name="${escaped(tested.name)}" tests="${String(own.length)}" failures="${String(failed)}" errors="0" skipped="0">`;
    return [head, ...cases, '  </testsuite>'].join('\n');
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', ''].join('\n');
};

export const reporters: Readonly<Record<string, Reporter>> = { spec, tap, junit };
