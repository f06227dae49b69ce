import { basename } from 'node:path';
import type { PanelView } from '../protocol/view.js';
import type { Snapshot } from './snapshot.js';

/** What the panel draws of a file; null before its first answer. */
export function toView({ uri, path, version, spec, stale, report, answer }: Snapshot): PanelView | null {
  if (!report) return null;
  return {
    uri,
    title: spec.title?.value ?? basename(path),
    version,
    stale,
    report,
    parameters: answer?.views ?? [],
    ...(answer?.dataFit ? { dataFit: answer.dataFit } : {}),
  };
}
