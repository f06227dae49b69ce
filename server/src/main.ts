import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './lsp/server.js';
import { onlyWellFormed } from './lsp/wellFormed.js';

/** The language server as a process: over IPC for VS Code, over `--stdio` for any other editor. */
const here = import.meta.dirname;
startServer(createConnection(ProposedFeatures.all, { messageStrategy: onlyWellFormed }), {
  worker: join(here, 'worker.js'),
  reader: join(here, 'reader.js'),
  text: join(here, 'textWorker.js'),
});
