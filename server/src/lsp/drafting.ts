import { basename } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { draft, outcomeChoices } from '../language/drafting/draft.js';
import {
  draftMethod,
  type DraftParams,
  type DraftResult,
  outcomesMethod,
  type OutcomesParams,
  type OutcomesResult,
} from '../protocol/messages.js';
import { pathOf } from '../workspace/paths.js';
import type { Workspace } from '../workspace/workspace.js';

/** The way from a dataset to a first estimation file. */
export function registerDrafting(connection: Connection, workspace: Workspace): void {
  connection.onRequest(outcomesMethod, async ({ uri }: OutcomesParams): Promise<OutcomesResult> => {
    const found = await workspace.dataset(pathOf(uri));
    return 'data' in found ? { outcomes: outcomeChoices(found.data) } : found;
  });
  connection.onRequest(draftMethod, async ({ uri, outcome, distribution }: DraftParams): Promise<DraftResult> => {
    const path = pathOf(uri);
    const found = await workspace.dataset(path);
    return 'data' in found ? (draft(found.data, basename(path), outcome, distribution) ?? null) : null;
  });
}
