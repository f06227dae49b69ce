import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import {
  didChangeStatusMethod,
  didChangeViewMethod,
  type DidChangeViewParams,
  didFitMethod,
  type DidFitParams,
  type InitializationOptions,
} from '../../server/src/protocol/messages.js';
import type { PanelView } from '../../server/src/protocol/view.js';

const server = join(import.meta.dirname, '../../dist/server.js');
const heard = ['textDocument/publishDiagnostics', '$/progress', didFitMethod, didChangeStatusMethod, didChangeViewMethod];
/** How long an event may take before it is taken never to come: what was heard last is then more useful than a hang. */
const patience = 300_000;

interface Event {
  readonly method: string;
  readonly params: unknown;
}

interface Listener {
  readonly hear: (event: Event) => void;
}

/** An editor that knows nothing of Livelihood but the protocol: one server over stdio, and a folder of files. */
export class Client {
  readonly events: Event[] = [];
  /** Everything that the server has written. */
  output = '';
  private readonly listeners = new Set<Listener>();
  private readonly versions = new Map<string, number>();

  private constructor(
    readonly folder: string,
    readonly process: ChildProcess,
    readonly connection: ProtocolConnection,
  ) {}

  /** `capabilities` are what the editor can do; `initializationOptions` what it says about the workspace. */
  static async start(capabilities: ClientCapabilities = {}, initializationOptions?: InitializationOptions): Promise<Client> {
    const folder = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
    const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const client = new Client(folder, child, connection);
    child.stdout.on('data', (data: Buffer) => (client.output += data.toString('utf8')));
    for (const method of heard) connection.onNotification(method, (params: unknown) => client.hear({ method, params }));
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.listen();
    const rootUri = pathToFileURL(folder).href;
    await connection.sendRequest('initialize', { processId: process.pid, rootUri, capabilities, initializationOptions });
    await connection.sendNotification('initialized', {});
    return client;
  }

  /** Ends the server as an editor does; resolves with its exit status. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', (status) => resolve(status)));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const status = await ended;
    this.connection.dispose();
    await rm(this.folder, { recursive: true, force: true });
    return status;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  uri(name: string): string {
    return pathToFileURL(this.path(name)).href;
  }

  /** Opens a file in the editor: an estimation file, or a data file by its own language. */
  async open(name: string, text: string): Promise<void> {
    this.versions.set(name, 1);
    const languageId = name.endsWith('.csv') ? 'csv' : 'estimation';
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: this.uri(name), languageId, version: 1, text } });
  }

  /** Edits an open file: the whole text, or a range of it. Returns the new version. */
  async edit(name: string, change: string | TextDocumentContentChangeEvent): Promise<number> {
    const version = (this.versions.get(name) ?? 0) + 1;
    this.versions.set(name, version);
    const contentChanges = [typeof change === 'string' ? { text: change } : change];
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri: this.uri(name), version }, contentChanges });
    return version;
  }

  async close(name: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.uri(name) } });
  }

  /** Writes a file to disk and notifies the server, as an editor that watches files does. */
  async save(name: string, text: string, type: 1 | 2 = 2): Promise<void> {
    await writeFile(this.path(name), text);
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: this.uri(name), type }] });
  }

  /** The first notification, from event number `since` on, that `accept` takes. */
  async next<T>(method: string, accept: (params: T) => boolean, since = 0): Promise<T> {
    const matches = (event: Event): boolean => event.method === method && accept(event.params as T);
    const known = this.events.slice(since).find(matches);
    if (known) return known.params as T;
    return await new Promise<T>((resolve, reject) => {
      const listener: Listener = {
        hear: (event) => {
          if (!matches(event)) return;
          clearTimeout(timer);
          this.listeners.delete(listener);
          resolve(event.params as T);
        },
      };
      const last = (): string =>
        this.events
          .slice(-5)
          .map((event) => JSON.stringify(event).slice(0, 300))
          .join('\n');
      const timer = setTimeout(() => reject(new Error(`no such ${method}; heard last:\n${last()}`)), patience);
      this.listeners.add(listener);
    });
  }

  /** The last answer to a version of a file, or a later one. */
  fit(name: string, version: number, since = 0): Promise<DidFitParams> {
    const uri = this.uri(name);
    return this.next<DidFitParams>(
      didFitMethod,
      (fit) => fit.uri === uri && fit.version >= version && fit.result.preliminary !== true,
      since,
    );
  }

  /** Diagnostics of a file once they are as `accept` wants them. */
  async diagnostics(
    name: string,
    accept: (all: readonly Diagnostic[], version: number | undefined) => boolean,
    since = 0,
  ): Promise<Diagnostic[]> {
    const uri = this.uri(name);
    const method = 'textDocument/publishDiagnostics';
    return (await this.next<PublishDiagnosticsParams>(method, (each) => each.uri === uri && accept(each.diagnostics, each.version), since))
      .diagnostics;
  }

  /** What a panel shows of a file once it is as `accept` wants it. */
  async view(name: string, accept: (view: PanelView) => boolean, since = 0): Promise<PanelView> {
    const uri = this.uri(name);
    return (await this.next<DidChangeViewParams>(didChangeViewMethod, ({ view }) => view.uri === uri && accept(view), since)).view;
  }

  /** A request about a file. */
  async ask<T>(method: string, name: string, rest: object = {}): Promise<T> {
    return await this.connection.sendRequest<T>(method, { textDocument: { uri: this.uri(name) }, ...rest });
  }

  private hear(event: Event): void {
    this.events.push(event);
    for (const listener of [...this.listeners]) listener.hear(event);
  }
}

/** The estimate of a parameter in an answer. */
export function estimateOf({ result }: DidFitParams, name: string, target: 'mle' | 'map' = 'mle'): number {
  const value = result[target]?.parameters[name]?.estimate;
  assert.equal(typeof value, 'number', JSON.stringify(result).slice(0, 400));
  return value ?? NaN;
}
