import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Dataset } from '../engine/model/dataset.js';
import { type Access, fullAccess } from './data/files/access.js';
import type { PairAnswer, RowPlotsAnswer } from '../report/views.js';
import { DatasetText, datasetTextOf, lineOfRow } from './datasetText.js';
import { stampOfBuffer } from './data/tables.js';
import { DataReader } from './data/dataReader.js';
import { Loader } from './loader.js';
import { pathOf } from './paths.js';
import type { RunMode } from '../protocol/messages.js';
import { columnPlace, type FilePlace, namedFile } from './places.js';
import { ask } from './questions.js';
import { WorkerPool } from './pool.js';
import { Session } from './session.js';
import type { SessionEvents, Snapshot } from './snapshot.js';
import { readText } from './text.js';
import { useOf } from './uses.js';
import { TextReader } from './textReader.js';
import { type Visit, Visits } from './visits.js';

/** Where the built parts of the server lie. */
export interface Parts {
  readonly worker: string;
  readonly reader: string;
  readonly text: string;
}

/** All open estimation files and those that are shown, the data files that editors hold, and what runs behind them. */
export class Workspace {
  private readonly sessions = new Map<string, Session>();
  /** Those that editors hold. */
  private readonly edited = new Set<string>();
  /** Those whose newest text is still being read, with those who wait for it. */
  private readonly unread = new Map<string, (() => void)[]>();
  private shown: ReadonlySet<string> = new Set();
  private readonly buffers = new Map<string, { text: string; version: number; uri: string }>();
  /** Numbers the texts of buffers: an editor's own versions start again when a file is opened again. */
  private serial = 1;
  private readonly datasetTexts = new WeakMap<object, DatasetText>();
  private readonly reader: DataReader;
  private readonly pool: WorkerPool;
  private readonly loader: Loader;
  private access: Access = fullAccess;
  /** The last questions of panels. */
  private readonly asked: { pair?: AbortController; rows?: AbortController } = {};
  private readonly texts: TextReader;
  private readonly visits = new Visits((uri) => this.visit(uri));

  constructor(
    parts: Parts,
    private readonly events: SessionEvents,
    /** Milliseconds to wait after an edit; −1 adapts to the time of the last fit. */
    private readonly debounce: () => number,
    private readonly mode: () => RunMode = () => 'onType',
  ) {
    this.reader = new DataReader(parts.reader);
    this.pool = new WorkerPool(parts.worker, 2);
    this.loader = new Loader(this.reader, this.buffers, () => this.access);
    this.texts = new TextReader(parts.text);
  }

  /** Warms up what a first fit needs. */
  start(): void {
    this.pool.start();
    this.reader.start();
  }

  /** What the files may read; those that are open are read again. */
  setAccess(access: Access): void {
    this.access = access;
    for (const session of this.sessions.values()) session.refresh();
  }

  /** A new text of an estimation file in an editor. */
  update(uri: string, text: string, version: number): void {
    this.edited.add(uri);
    this.visits.leave(uri);
    this.take(uri, text, version);
  }

  /** The editor is closed. A file that is shown continues as it is on disk. */
  close(uri: string): void {
    this.edited.delete(uri);
    if (this.shown.has(uri)) void this.readShown(uri);
    else this.drop(uri);
  }

  /** Whether an editor holds the file. */
  isEdited(uri: string): boolean {
    return this.edited.has(uri);
  }

  /** The files that are shown, whether editors hold them or not. */
  show(uris: readonly string[]): void {
    const before = this.shown;
    this.shown = new Set(uris);
    for (const uri of before) if (!this.shown.has(uri) && !this.edited.has(uri)) this.drop(uri);
    for (const uri of uris) if (!this.sessions.has(uri)) void this.readShown(uri);
  }

  /** As `snapshot`, once the data of the file are there, if they come within this many milliseconds. */
  async snapshotWithData(uri: string, patience: number): Promise<Snapshot | undefined> {
    const session = this.sessions.get(uri);
    if (session) await Promise.race([session.hasLooked(), after(patience, undefined, { ref: false })]);
    return this.current(uri);
  }

  snapshot(uri: string): Snapshot | undefined {
    return this.sessions.get(uri)?.snapshot;
  }

  /** What is known about a file once its newest text has been read. */
  async current(uri: string): Promise<Snapshot | undefined> {
    for (let waiting = this.unread.get(uri); waiting; waiting = this.unread.get(uri)) {
      const all = waiting;
      await new Promise<void>((resolve) => all.push(resolve));
    }
    return this.snapshot(uri);
  }

  /** The files that editors hold. */
  get open(): readonly string[] {
    return [...this.edited];
  }

  /** The path of a file that an estimation file names, if it exists and may be read. */
  fileOf({ path }: Snapshot, named: string): Promise<string | undefined> {
    return namedFile(path, named, this.access);
  }

  /** Where the data of a file name a column; undefined where they are not one file that may be read. */
  async columnOf({ path, data }: Snapshot, column: string): Promise<FilePlace | undefined> {
    const file = data?.path === undefined ? undefined : await namedFile(path, data.path, this.access);
    return file === undefined ? undefined : columnPlace(file, column, this.bufferOf(file));
  }

  /** Where a row of the data of a file stands, counted from 1; undefined where they are not one text table that may be read. */
  async rowOf({ path, data }: Snapshot, row: number): Promise<FilePlace | undefined> {
    const file = data?.path === undefined ? undefined : await namedFile(path, data.path, this.access);
    const line = data?.table && lineOfRow(data.table, row);
    if (file === undefined || line === undefined) return undefined;
    const text = this.datasetText(file) ?? (await datasetTextOf(file));
    return text && { path: file, ...text.record(line) };
  }

  /** The likelihood over two parameters of a file. A question that comes later ends the one before. */
  async pair(snapshot: Snapshot, x: string, y: string): Promise<PairAnswer | undefined> {
    this.asked.pair?.abort();
    this.asked.pair = new AbortController();
    const answer = await ask(this.pool, snapshot, { pair: [x, y] }, this.asked.pair.signal);
    return answer && ('problem' in answer ? answer : answer.pair);
  }

  /** The rows of a file beside what its estimates say of them. */
  async rowPlots(snapshot: Snapshot): Promise<RowPlotsAnswer | undefined> {
    this.asked.rows?.abort();
    this.asked.rows = new AbortController();
    const answer = await ask(this.pool, snapshot, { rowPlots: true }, this.asked.rows.signal);
    return answer && ('problem' in answer ? answer : answer.rowPlots);
  }

  /** The dataset at a path as an estimation file beside it would read it; or why there is none. */
  async dataset(path: string): Promise<{ readonly data: Dataset } | { readonly problem: string }> {
    const { spec } = readText(`data: ${JSON.stringify(basename(path))}\nmodel: target += 0\n`);
    const { data, problems } = await this.loader.load(`${path}.fit.yaml`, spec, new AbortController().signal);
    return data ? { data } : { problem: problems[0]?.message ?? 'The file has no rows.' };
  }

  /** Ends the fit of a file that is under way. */
  cancel(uri: string): void {
    this.sessions.get(uri)?.cancel();
    this.visits.leave(uri);
  }

  /** Fits a file again. One that no editor holds is read from disk and forgotten after its fit, which the promise waits for. */
  async refit(uri: string): Promise<void> {
    const session = this.sessions.get(uri);
    if (session) session.refresh(true);
    else if (uri.startsWith('file:')) await this.visits.visit(uri);
  }

  /** An estimation file has been saved. */
  saved(uri: string): void {
    this.sessions.get(uri)?.saved();
  }

  /** The user may have chosen when to fit. */
  settingsChanged(): void {
    for (const session of this.sessions.values()) session.refresh();
  }

  /** Text of a data file in an editor: it counts, saved or not. */
  setBuffer(uri: string, text: string): void {
    const path = pathOf(uri);
    this.buffers.set(path, { text, version: this.serial++, uri });
    this.dataChanged(path, (session) => session.refresh());
  }

  /** Text of a data file that is open in an editor. */
  bufferOf(path: string): string | undefined {
    return this.buffers.get(path)?.text;
  }

  /** As the editor names it. */
  uriOfBuffer(path: string): string | undefined {
    return this.buffers.get(path)?.uri;
  }

  /** The same, ready to be looked at. */
  datasetText(path: string): DatasetText | undefined {
    const buffer = this.buffers.get(path);
    if (!buffer) return undefined;
    const known = this.datasetTexts.get(buffer) ?? new DatasetText(buffer.text, path);
    this.datasetTexts.set(buffer, known);
    return known;
  }

  /** The models, open or shown, that read a data file, and what for. */
  readersOf(path: string): { readonly snapshot: Snapshot; readonly use: 'fit' | 'validation' }[] {
    return [...this.sessions.values()].flatMap((session) => {
      const use = useOf(session.snapshot, path);
      return use ? [{ snapshot: session.snapshot, use }] : [];
    });
  }

  /** Whether the data of a model are the text of a data file in an editor as it is now. */
  readsBuffer({ data }: Snapshot, path: string): boolean {
    const buffer = this.buffers.get(path);
    return data?.path === path && buffer !== undefined && data.stamp === stampOfBuffer(buffer);
  }

  dropBuffer(uri: string): void {
    const path = pathOf(uri);
    this.buffers.delete(path);
    this.fileChanged(path);
  }

  /** A data file has changed on disk, appeared or disappeared. */
  fileChanged(path: string): void {
    this.dataChanged(path, (session) => session.saved());
    for (const uri of this.shown) if (pathOf(uri) === path && !this.edited.has(uri)) void this.readShown(uri);
  }

  private dataChanged(path: string, tell: (session: Session) => void): void {
    for (const session of this.sessions.values()) if (session.readsFile(path)) tell(session);
  }

  /** Fits the file as it is on disk, with data that nobody else keeps. */
  private async visit(uri: string): Promise<Visit | undefined> {
    const text = await readFromDisk(uri);
    if (text === undefined) return undefined;
    let told = (): void => undefined;
    const ended = new Promise<void>((resolve) => (told = resolve));
    const working = (snapshot: Snapshot, isWorking: boolean): void => {
      this.events.working(snapshot, isWorking);
      if (!isWorking) told();
    };
    const loader = new Loader(this.reader, this.buffers, () => this.access);
    const session = new Session(uri, loader, this.pool, { ...this.events, working }, () => 0);
    this.texts.read(uri, text, (read) => session.update(text, 0, read));
    const end = (): void => {
      session.dispose();
      told();
    };
    return { ended, end };
  }

  private take(uri: string, text: string, version: number, isSaved = false): void {
    const known = this.sessions.get(uri);
    const session = known ?? new Session(uri, this.loader, this.pool, this.events, this.debounce, this.mode);
    this.sessions.set(uri, session);
    if (!this.unread.has(uri)) this.unread.set(uri, []);
    this.texts.read(uri, text, (read) => {
      session.update(text, version, read);
      if (isSaved) session.saved();
      this.wasRead(uri);
    });
  }

  private wasRead(uri: string): void {
    const waiting = this.unread.get(uri) ?? [];
    this.unread.delete(uri);
    for (const resume of waiting) resume();
  }

  private drop(uri: string): void {
    this.texts.forget(uri);
    this.sessions.get(uri)?.dispose();
    this.sessions.delete(uri);
    this.wasRead(uri);
  }

  /** Reads a file that is shown from disk, where no editor holds it. */
  private async readShown(uri: string): Promise<void> {
    const text = await readFromDisk(uri);
    if (!this.shown.has(uri) || this.edited.has(uri)) return;
    if (text === undefined) this.sessions.get(uri)?.gone();
    else this.take(uri, text, 0, true);
  }

  dispose(): void {
    this.visits.dispose();
    for (const session of this.sessions.values()) session.dispose();
    this.pool.dispose();
    this.texts.dispose();
    this.reader.dispose();
  }
}

async function readFromDisk(uri: string): Promise<string | undefined> {
  const text = await readFile(pathOf(uri), 'utf8').catch(() => undefined);
  return text?.replace(/^\uFEFF/, '');
}
