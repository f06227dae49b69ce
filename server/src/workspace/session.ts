import { fileURLToPath } from 'node:url';
import { buildModel } from '../engine/model/build.js';
import { schemaOf } from '../engine/model/dataset.js';
import type { ModelSpec } from '../engine/model/specification.js';
import type { Problem } from '../engine/problem.js';
import type { DataProblem } from '../language/data/dataset.js';
import { readSpec } from '../language/spec/read.js';
import type { FitReport } from '../protocol/report.js';
import type { FitAnswer } from './fit/answer.js';
import { toReport } from './fit/report.js';
import { failed } from './fit/run.js';
import type { Loaded, Loader } from './loader.js';
import type { WorkerPool } from './pool.js';
import { LineIndex } from './positions.js';
import { moveProblems, withoutSpans } from './spans.js';

/** What is known of one estimation file at a moment: its text, and the last answer with the specification it belongs to. */
export interface Snapshot {
  readonly uri: string;
  readonly path: string;
  readonly text: string;
  readonly version: number;
  readonly lines: LineIndex;
  readonly spec: ModelSpec;
  readonly data?: Loaded;
  /** Problems of the text, the data and, where it is current, the fit. */
  readonly problems: readonly DataProblem[];
  readonly answer?: FitAnswer;
  /** The report of the last answer, with its own version. */
  readonly report?: FitReport;
  /** The inputs have changed since the answer. */
  readonly stale: boolean;
  readonly state: 'fitting' | 'fitted' | 'stale' | 'failed';
}

/** What a session tells the outside world. */
export interface SessionEvents {
  /** Something to show has changed. */
  changed(snapshot: Snapshot): void;
  /** A fit has ended. */
  fitted(snapshot: Snapshot, report: FitReport): void;
}

interface Fit {
  readonly key: string;
  readonly spec: ModelSpec;
  readonly answer: FitAnswer;
  readonly report: FitReport;
}

/** Reads, loads and fits one file: one fit runs, the newest edit waits, an older one is dropped. */
export class Session {
  private current: Snapshot;
  private last: Fit | undefined;
  private running: AbortController | undefined;
  private pending: NodeJS.Timeout | undefined;
  private lastMs = 0;
  /** What reading the current text found. */
  private parsed: readonly Problem[] = [];

  constructor(
    readonly uri: string,
    private readonly loader: Loader,
    private readonly pool: WorkerPool,
    private readonly events: SessionEvents,
    private readonly debounce: () => number,
  ) {
    const path = uri.startsWith('file:') ? fileURLToPath(uri) : uri;
    const { spec } = readSpec('');
    this.current = { uri, path, text: '', version: 0, lines: new LineIndex(''), spec, problems: [], stale: false, state: 'fitting' };
  }

  get snapshot(): Snapshot {
    return this.current;
  }

  /** A new text: shows at once what can be said without data, then fits. */
  update(text: string, version: number): void {
    const { spec, problems } = readSpec(text);
    this.parsed = problems;
    const isSame = this.last !== undefined && withoutSpans(spec) === withoutSpans(this.last.spec);
    this.current = {
      ...this.current,
      text,
      version,
      lines: new LineIndex(text),
      spec,
      problems,
      stale: this.last !== undefined && !isSame,
      state: this.last && !isSame ? 'stale' : this.current.state,
    };
    if (!isSame) this.show();
    this.schedule(isSame);
  }

  /** Loads and fits again: the data may have changed, or the person asks for it. */
  refresh(force = false): void {
    if (force && this.last) this.last = { ...this.last, key: '' };
    this.schedule(false);
  }

  readsFile(path: string): boolean {
    return this.current.data?.path === path;
  }

  dispose(): void {
    clearTimeout(this.pending);
    this.running?.abort();
  }

  private schedule(isSame: boolean): void {
    clearTimeout(this.pending);
    if (!isSame) this.running?.abort();
    const fixed = this.debounce();
    const wait = fixed >= 0 ? fixed : this.lastMs < 20 ? 0 : Math.min(this.lastMs, 300);
    this.pending = setTimeout(() => void this.run(), wait);
  }

  private async run(): Promise<void> {
    this.running?.abort();
    const control = new AbortController();
    this.running = control;
    const { spec, path, version } = this.current;
    const problems = this.parsed;
    const data = await this.loader.load(path, spec, control.signal);
    if (control.signal.aborted) return;
    const all = [...problems, ...data.problems];
    this.current = { ...this.current, data };
    if (all.some(({ severity }) => severity === 'error') || !data.data) {
      this.fail([...all, ...modelProblems(spec, data, problems)]);
      return;
    }
    const key = `${withoutSpans(spec)}\n${data.key}`;
    if (this.last?.key === key) {
      this.reuse(this.last, all);
      return;
    }
    this.current = { ...this.current, problems: all, state: this.last ? 'stale' : 'fitting', stale: this.last !== undefined };
    this.show();
    const began = performance.now();
    await this.pool.run({ spec, data: data.data }, control.signal, (answer) => this.take({ key, spec, answer }, all, data, version));
    if (!control.signal.aborted) this.lastMs = performance.now() - began;
  }

  /** The text says what it said before: the answer holds, at the new places. */
  private reuse(last: Fit, before: readonly DataProblem[]): void {
    const moved = moveProblems(last.answer.problems, last.spec, this.current.spec);
    const { spec } = this.current;
    this.last = { ...last, spec, answer: { ...last.answer, problems: moved } };
    this.current = { ...this.current, problems: [...before, ...moved], answer: this.last.answer, stale: false, state: stateOf(last.answer) };
    this.show();
  }

  private take({ key, spec, answer }: Omit<Fit, 'report'>, before: readonly DataProblem[], data: Loaded, version: number): void {
    const problems = [...before, ...answer.problems];
    const report = toReport(this.current.path, answer, problems, this.current.lines, data.seconds);
    const hasAnswer = answer.mle !== null || answer.map !== null;
    if (!hasAnswer && this.last && !answer.problems.some(({ code }) => isStatistical(code))) {
      this.fail(problems);
      return;
    }
    this.last = { key, spec, answer, report };
    this.current = { ...this.current, version, problems, answer, report, stale: false, state: stateOf(answer) };
    this.show();
    this.events.fitted(this.current, report);
  }

  /** A file that cannot be fitted keeps its last answer, marked stale. */
  private fail(problems: readonly DataProblem[]): void {
    const { last } = this;
    const empty = toReport(this.current.path, failed({ data: { rows: 0 } }, problems), problems, this.current.lines, this.current.data?.seconds ?? 0);
    const shown: FitReport = last ? { ...last.report, status: 'error', diagnostics: empty.diagnostics, stale: true } : empty;
    this.current = {
      ...this.current,
      problems,
      stale: last !== undefined,
      state: last ? 'stale' : 'failed',
      ...(last ? { answer: last.answer } : {}),
      report: shown,
    };
    this.show();
    this.events.fitted(this.current, shown);
  }

  private show(): void {
    this.events.changed(this.current);
  }
}

const stateOf = ({ mle, map }: FitAnswer): Snapshot['state'] => (mle === null && map === null ? 'failed' : 'fitted');

/** A finding about the statistics is an answer; a name that does not exist is a file that cannot be fitted. */
const isStatistical = (code: Problem['code']): boolean =>
  ['separation', 'unidentified', 'unbounded', 'boundary', 'not-converged', 'non-finite', 'time-limit'].includes(code);

/** In a file that does not parse, names are checked all the same: as many independent errors as there are. */
function modelProblems(spec: ModelSpec, { data }: Loaded, found: readonly Problem[]): Problem[] {
  if (!data || found.length === 0) return [];
  const isNew = (problem: Problem): boolean => !found.some(({ span }) => span.from < problem.span.to && problem.span.from < span.to);
  return buildModel(spec, schemaOf(data)).problems.filter((problem) => problem.severity === 'error' && problem.span !== spec.modelSpan && isNew(problem));
}
