import * as vscode from 'vscode';
import type { ExpectationReport, FitReport } from '../../server/src/report/fitReport.js';
import { findEstimations } from './documents.js';
import { refit } from './refitting.js';
import { type Results } from './results.js';
import { type EstimationServer } from './server.js';

const SECTION = /^["']?expect["']?\s*:/m;

/** What became of the tests of a file. */
export interface ExpectationRun {
  readonly uri: string;
  readonly passed: number;
  readonly failed: number;
}

/** The keys of `expect` in the Test Explorer: each is a test, judged at every fit. */
export class ExpectationTests implements vscode.Disposable {
  readonly #controller = vscode.tests.createTestController('livelihood', 'Livelihood');
  readonly #ran = new vscode.EventEmitter<ExpectationRun>();
  readonly #disposable: vscode.Disposable;
  /** What was shown last of each file. */
  readonly #shown = new Map<string, string>();

  /** Fires once the tests of a file have been judged. */
  readonly didRun = this.#ran.event;

  constructor(
    private readonly server: EstimationServer,
    private readonly results: Results,
  ) {
    this.#controller.resolveHandler = async (item) => {
      if (item === undefined) await this.#discover();
    };
    this.#controller.refreshHandler = () => this.#discover();
    const title = vscode.l10n.t('Fit');
    this.#controller.createRunProfile(title, vscode.TestRunProfileKind.Run, (request, token) => this.#run(request, token), true);
    this.#disposable = vscode.Disposable.from(
      this.#controller,
      this.#ran,
      server.didFit(({ uri, result }) => this.#take(uri, result)),
    );
  }

  /** The names of the tests of a file, as the explorer has them. */
  testsOf(uri: vscode.Uri): readonly string[] {
    const file = this.#controller.items.get(uri.toString());
    return file ? [...file.children].map(([, item]) => item.label) : [];
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  /** Files that no editor has held yet are known by their key. */
  async #discover(): Promise<void> {
    for (const uri of await findEstimations()) {
      const bytes = await vscode.workspace.fs.readFile(uri);
      if (SECTION.test(new TextDecoder().decode(bytes))) this.#file(uri);
    }
  }

  #file(uri: vscode.Uri): vscode.TestItem {
    const id = uri.toString();
    const known = this.#controller.items.get(id);
    if (known) return known;
    const item = this.#controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    this.#controller.items.add(item);
    return item;
  }

  /** An answer is a run of its own, unless nothing has changed or a run has asked for it. */
  #take(uri: string, report: FitReport): void {
    const { expectations } = report;
    if (report.preliminary === true) return;
    if (!expectations) {
      this.#controller.items.delete(uri);
      this.#shown.delete(uri);
      return;
    }
    const now = JSON.stringify(expectations);
    if (this.#shown.get(uri) === now || !isComplete(report)) return;
    this.#shown.set(uri, now);
    const file = this.#file(vscode.Uri.parse(uri));
    this.#list(file, expectations);
    const run = this.#controller.createTestRun(new vscode.TestRunRequest([file]), undefined, false);
    this.#judge(run, file, expectations);
    run.end();
  }

  #list(file: vscode.TestItem, expectations: readonly ExpectationReport[]): void {
    const tests = expectations.map((each) => {
      const test = this.#controller.createTestItem(each.name, `${each.name}: ${each.expected}`, file.uri);
      test.range = rangeOf(each);
      return test;
    });
    file.children.replace(tests);
  }

  #judge(run: vscode.TestRun, file: vscode.TestItem, expectations: readonly ExpectationReport[]): void {
    for (const each of expectations) {
      const test = file.children.get(each.name);
      if (!test) continue;
      if (each.holds) run.passed(test);
      else if (each.holds === false) run.failed(test, messageOf(each, file.uri));
    }
    const failed = expectations.filter(({ holds }) => holds === false).length;
    this.#ran.fire({ uri: file.id, passed: expectations.length - failed, failed });
  }

  /** Fits the files of the chosen tests again. */
  async #run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const chosen = request.include ?? [...this.#controller.items].map(([, item]) => item);
    const files = new Set(chosen.map((item) => item.parent ?? item));
    const run = this.#controller.createTestRun(request);
    for (const file of files) {
      if (token.isCancellationRequested) break;
      run.started(file);
      await this.#fit(run, file);
    }
    run.end();
  }

  async #fit(run: vscode.TestRun, file: vscode.TestItem): Promise<void> {
    const uri = file.uri ?? vscode.Uri.parse(file.id);
    const answered = new Promise<FitReport>((resolve) => {
      const listening = this.server.didFit((fit) => {
        if (fit.uri !== file.id || fit.result.preliminary === true || !isComplete(fit.result)) return;
        listening.dispose();
        resolve(fit.result);
      });
    });
    await refit(this.server, this.results, uri.toString());
    const { expectations = [] } = await answered;
    this.#list(file, expectations);
    this.#judge(run, file, expectations);
  }
}

/** Whether it is known of every expectation whether it holds. */
const isComplete = ({ expectations = [] }: FitReport): boolean => expectations.every(({ holds }) => holds !== null);

const rangeOf = ({ range: { start, end } }: ExpectationReport): vscode.Range =>
  new vscode.Range(start.line, start.character, end.line, end.character);

function messageOf(each: ExpectationReport, uri: vscode.Uri | undefined): vscode.TestMessage {
  const message = new vscode.TestMessage(each.message ?? '');
  message.expectedOutput = each.expected;
  message.actualOutput = Array.isArray(each.found) ? each.found.join(', ') : String(each.found ?? vscode.l10n.t('no value'));
  if (uri) message.location = new vscode.Location(uri, rangeOf(each));
  return message;
}
