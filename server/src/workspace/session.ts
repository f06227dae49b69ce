import type { ModelSpec } from '../engine/model/specification.js';
import type { Problem } from '../report/problem.js';
import type { DataProblem } from '../language/data/dataset.js';
import type { FitReport } from '../report/fitReport.js';
import { asAnswer, type FitAnswer, type FitEvent, withoutEstimates } from '../report/answer.js';
import { reportedStage, toReport } from '../report/toReport.js';
import type { Loaded, Loader } from './loader.js';
import { nameProblems } from './nameProblems.js';
import type { Fitter } from './pool.js';
import { pathOf } from './paths.js';
import type { RunMode } from '../protocol/messages.js';
import { jobOf, meaning, type Question } from './question.js';
import { blame } from './blame.js';
import { isStatistical, moved, stateOf } from './answers.js';
import { expectationProblems, expectationReports } from '../language/expectations/problems.js';
import { judge, unjudged } from '../language/expectations/judge.js';
import { Findings } from './findings.js';
import { Told } from './told.js';
import { readsFile } from './uses.js';
import { LineIndex } from '../report/positions.js';
import type { SessionEvents, Snapshot } from './snapshot.js';
import { Turn } from './turn.js';
import { moveProblems } from '../language/resolve/spans.js';
import { readText, SHORT_TEXT } from './text.js';

interface Fit extends Question {
  readonly answer: FitAnswer;
}

interface Running extends Question {
  readonly control: AbortController;
}

/** A file that cannot be fitted; where a fit has found out why, it need not be repeated. */
interface Refusal extends Question {
  readonly byFit?: readonly Problem[];
}

/** Reads, loads and fits one file: one fit runs, the newest edit waits, an older one is dropped. */
export class Session {
  private current: Snapshot;
  private last: Fit | undefined;
  private refused: Refusal | undefined;
  private running: Running | undefined;
  private loading: AbortController | undefined;
  private pending: NodeJS.Timeout | undefined;
  private isLoading = false;
  /** Those who wait for the data. */
  private waiting: (() => void)[] = [];
  /** How long the last fit took to its first answer. */
  private lastMs = 0;
  private readonly told = new Told();
  private isWorking = false;
  private isClosed = false;
  private readonly turn: Turn;
  private readonly findings = new Findings();

  constructor(
    readonly uri: string,
    private readonly loader: Pick<Loader, 'load'>,
    private readonly pool: Fitter,
    private readonly events: SessionEvents,
    private readonly debounce: () => number,
    mode: () => RunMode = () => 'onType',
  ) {
    this.turn = new Turn(mode);
    const { spec } = readText('');
    this.current = {
      uri,
      path: pathOf(uri),
      text: '',
      version: 0,
      lines: new LineIndex(''),
      spec,
      problems: [],
      stale: false,
      isFitting: true,
      state: 'fitting',
    };
  }

  get snapshot(): Snapshot {
    return this.current;
  }

  /** A new text: shows at once what can be said without data, and then fits. */
  update(text: string, version: number, { spec, problems } = readText(text)): void {
    const says = meaning(spec);
    const isKnown = says === meaning((this.running ?? this.refused ?? this.last)?.spec);
    this.findings.read(problems, this.current, { text, spec }, isKnown);
    this.current = { ...this.current, text, version, lines: new LineIndex(text), spec, isGone: false };
    this.current = { ...this.current, problems: this.findings.audible() };
    if (!isKnown) {
      this.stop();
      this.tellWork(false);
      this.told.owed = true;
      this.turn.edited();
      const isStale = this.last !== undefined && says !== meaning(this.last.spec);
      const isFitting = this.turn.isNow;
      this.show({ stale: isStale, isFitting, state: isFitting ? (isStale ? 'stale' : this.current.state) : 'waiting' });
    }
    this.schedule();
  }

  /** Loads again: the data may have changed; with `force`, fits again even where they have not. */
  refresh(force = false): void {
    if (force) {
      this.turn.asked();
      this.stop();
      this.told.owed = true;
      this.refused = undefined;
      if (this.last) this.last = { ...this.last, key: '' };
    }
    this.schedule();
  }

  /** The file or its data have been saved. */
  saved(): void {
    this.turn.saved();
    this.schedule();
  }

  /** Resolves once there are data, or none are to be expected. */
  async hasLooked(): Promise<void> {
    while (!this.isClosed && !this.current.data?.data && (this.isScheduled || this.isLoading))
      await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** The file has been removed: what was known about it stays. */
  gone(): void {
    this.cancel();
    this.show({ isGone: true, stale: true, isFitting: false });
  }

  readsFile(path: string): boolean {
    return readsFile(this.current, path);
  }

  /** Ends all that is under way; nothing is reported about the file from here on. */
  dispose(): void {
    clearTimeout(this.pending);
    this.loading?.abort();
    this.stop();
    this.tellWork(false);
    this.isClosed = true;
    this.wake();
  }

  /** Ends what is under way: what was known stays, and no answer to the current text follows. */
  cancel(): void {
    if (!this.isWorking) return;
    clearTimeout(this.pending);
    this.pending = undefined;
    this.loading?.abort();
    this.isLoading = false;
    this.wake();
    this.stop();
    this.tellWork(false);
    this.show({ stale: this.last !== undefined, isFitting: false, state: this.last ? 'stale' : 'failed' });
  }

  private get isScheduled(): boolean {
    return this.pending !== undefined;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private stop(): void {
    this.running?.control.abort();
    this.running = undefined;
    this.current = { ...this.current, learning: undefined };
  }

  private tellWork(isWorking: boolean): void {
    if (isWorking === this.isWorking) return;
    this.isWorking = isWorking;
    this.events.working(this.current, isWorking);
  }

  private schedule(): void {
    clearTimeout(this.pending);
    const fixed = this.debounce();
    const wait = fixed >= 0 ? fixed : this.lastMs < 20 ? 0 : Math.min(this.lastMs, 300);
    this.pending = setTimeout(() => void this.run(), wait);
  }

  private async run(): Promise<void> {
    this.pending = undefined;
    this.loading?.abort();
    const loading = new AbortController();
    this.loading = loading;
    const { spec, path } = this.current;
    const { parsed } = this.findings;
    this.tellWork(true);
    this.isLoading = true;
    const data = await this.loader.load(path, spec, loading.signal);
    if (this.loading === loading) this.isLoading = false;
    if (loading.signal.aborted || spec !== this.current.spec) return this.wake();
    await this.settle(spec, parsed, data);
    // An edit that came in the meantime is next.
    if (!this.running && !this.isScheduled) this.tellWork(false);
  }

  /** Answers, or says why not, now that the data are there. */
  private async settle(spec: ModelSpec, parsed: readonly Problem[], data: Loaded): Promise<void> {
    this.current = { ...this.current, data };
    this.wake();
    const question = { key: `${meaning(spec)}\n${data.key}\n${data.validation?.key ?? ''}\n${data.prediction?.key ?? ''}`, spec };
    if ([...parsed, ...data.problems].some(({ severity }) => severity === 'error') || !data.data) {
      // Looking for names in a long text takes long: its own problems come first then.
      const ofNames = this.current.text.length > SHORT_TEXT ? [] : nameProblems(spec, data, parsed);
      this.refuse(question, [...data.problems, ...ofNames]);
    } else if (this.running?.key !== question.key) {
      if (this.turn.isNow || this.isKnown(question)) await this.answer(question, data);
      else this.wait(data.problems);
    } else if (this.last?.key === question.key) this.reuse(this.last, data.problems);
    else this.show({}, data.problems);
  }

  private isKnown({ key }: Question): boolean {
    return this.last?.key === key || (this.refused?.key === key && this.refused.byFit !== undefined);
  }

  /** Leaves the fit to a save or to the user. */
  private wait(ofData: readonly DataProblem[]): void {
    this.stop();
    this.show({ stale: this.last !== undefined, isFitting: false, state: 'waiting' }, ofData);
  }

  /** Finds the answer to a question: one already known, or by a fit. An answer that was cut short is shown until the fit has got further. */
  private async answer(question: Question, data: Loaded): Promise<void> {
    this.stop();
    const { last, refused } = this;
    const isKnown = last?.key === question.key;
    if (isKnown) this.reuse(last, data.problems);
    if (isKnown && last.answer.stage === 'final') return;
    if (refused?.key === question.key && refused.byFit) return this.refuseAgain(refused, refused.byFit, data.problems);
    if (!data.data) return;
    const isStale = last !== undefined;
    // The data have changed, and not the text.
    if (!isKnown) this.findings.hold(this.current, this.current);
    if (!isKnown) this.show({ stale: isStale, isFitting: true, state: isStale ? 'stale' : 'fitting' }, data.problems);
    this.turn.taken();
    const running = { ...question, control: new AbortController() };
    this.running = running;
    const job = jobOf(question, data, data.data);
    const hear = (event: FitEvent): void => this.take(question, event);
    await this.pool.run(job, running.control.signal, hear, (learning) => this.show({ learning }));
    if (this.running === running) this.running = undefined;
  }

  /** The text means what it meant before: the answer holds, at the new places. */
  private reuse(last: Fit, ofData: readonly DataProblem[]): void {
    const { spec } = this.current;
    const answer = moved(last.answer, last.spec, spec);
    this.last = { key: last.key, spec, answer };
    this.accept(answer, ofData);
  }

  private refuseAgain({ key, spec: before }: Refusal, byFit: readonly Problem[], ofData: readonly DataProblem[]): void {
    const { spec } = this.current;
    const moveFindings = moveProblems(byFit, before, spec);
    this.refuse({ key, spec, byFit: moveFindings }, [...ofData, ...moveFindings]);
  }

  /** An answer to the question that is running; the text may have changed its appearance since. */
  private take({ key, spec: asked }: Question, event: FitEvent): void {
    const { data, spec } = this.current;
    const answer = moved(asAnswer(event), asked, spec);
    const ofData = data?.problems ?? [];
    // A first answer says nothing about how long the final one takes.
    if (answer.stage !== 'sample' && answer.stage !== 'warm') this.lastMs = 1000 * (answer.compileSeconds + answer.fitSeconds);
    if (event.kind === 'fault') return this.fail(key, answer.problems, ofData);
    const hasAnswer = answer.mle !== null || answer.map !== null;
    if (!hasAnswer && this.last && !answer.problems.some(({ code }) => isStatistical(code))) {
      return this.refuse({ key, spec, byFit: answer.problems }, [...ofData, ...answer.problems]);
    }
    this.last = { key, spec, answer };
    this.accept(answer, ofData);
  }

  /** A bug of ours, or a crash: the same question is not tried again until a person asks for it. */
  private fail(key: string, found: readonly Problem[], ofData: readonly DataProblem[]): void {
    const { spec } = this.current;
    const byFit = found.map((problem) => blame(problem, this.last?.spec, spec));
    this.refuse({ key, spec, byFit }, [...ofData, ...byFit]);
  }

  private accept(answer: FitAnswer, ofData: readonly DataProblem[]): void {
    const { path, lines, data, spec } = this.current;
    const { problems, late = [] } = answer;
    const outcomes = judge(spec, answer, this.findings.with([...ofData, ...problems, ...late]));
    const unmet = expectationProblems(spec, outcomes);
    const reportOf = (found: readonly DataProblem[]): FitReport => ({
      ...toReport(path, answer, this.findings.with([...found, ...unmet]), lines, data?.seconds ?? 0),
      stage: reportedStage(answer.stage),
      ...(spec.expect ? { expectations: expectationReports(outcomes, lines) } : {}),
    });
    const all = [...ofData, ...problems, ...late];
    if (answer.stage === 'final') this.findings.forget();
    const report = reportOf(all);
    this.refused = undefined;
    const isFitting = answer.stage !== 'final';
    this.show({ answer, report, learning: undefined, stale: false, isFitting, state: stateOf(answer) }, [...all, ...unmet]);
    // One answer to one question: the findings of slow checks come as diagnostics.
    this.tell(this.last?.key ?? '', late.length === 0 ? report : reportOf([...ofData, ...problems]));
  }

  /** A file that cannot be fitted keeps its last answer, marked stale. */
  private refuse(refusal: Refusal, found: readonly DataProblem[]): void {
    this.stop();
    const { last, current } = this;
    this.refused = refusal;
    this.findings.forget();
    const answer = last?.answer ?? withoutEstimates(current.data?.data?.rows ?? 0, found);
    const said = toReport(
      current.path,
      { ...answer, stage: 'final' },
      this.findings.with(found),
      current.lines,
      current.data?.seconds ?? 0,
    );
    const { expect } = current.spec;
    const unmet = expect ? { expectations: expectationReports(unjudged(expect, this.findings.with(found)), current.lines) } : {};
    const report: FitReport = { ...said, ...unmet, status: 'error', ...(last ? { stale: true } : {}) };
    this.show(
      {
        report,
        stale: last !== undefined,
        isFitting: false,
        state: last ? 'stale' : 'failed',
        ...(last ? { answer: last.answer } : {}),
      },
      found,
    );
    this.tell(refusal.key, report);
  }

  /** Reports what is new: an answer that differs from the last one reported, or the first answer to a text with another meaning. */
  private tell(key: string, report: FitReport): void {
    if (this.isClosed || !this.told.isNews(key, report)) return;
    this.events.fitted(this.current, report);
  }

  private show(change: Partial<Snapshot>, found?: readonly DataProblem[]): void {
    if (this.isClosed) return;
    if (found) this.findings.found = found;
    this.current = { ...this.current, ...change };
    this.current = { ...this.current, problems: this.findings.audible() };
    this.events.changed(this.current);
  }
}
