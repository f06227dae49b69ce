import { basename } from 'node:path';
import type { LatentModes } from '../engine/inference/latentModes.js';
import { sortedLevels } from '../language/features/latentText.js';
import type { PriorReach } from '../language/features/priorReach.js';
import type { LatentView, PanelView, WashoutView } from '../protocol/view.js';
import type { Snapshot } from './snapshot.js';

/** What the panel draws of a file; null before its first answer. */
export function toView({ uri, path, version, spec, stale, report, answer }: Snapshot): PanelView | null {
  if (!report) return null;
  return {
    uri,
    title: spec.title?.value ?? basename(path),
    version,
    stale,
    // The panel reads latent values from their own place, where they are few enough to be drawn.
    report: { ...report, latent: {} },
    parameters: answer?.views ?? [],
    latents: (answer?.latent ?? []).map(latentView),
    washouts: (answer?.reach ?? []).flatMap(washoutView),
    ...(answer?.dataFit ? { dataFit: answer.dataFit } : {}),
  };
}

/** More levels than these cannot be told apart in a plot. */
const MOST_LEVELS = 60;

function latentView(modes: LatentModes): LatentView {
  const sorted = sortedLevels(modes);
  const count = Math.min(sorted.length, MOST_LEVELS);
  const levels = Array.from({ length: count }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / Math.max(count - 1, 1))]);
  return { name: modes.name, column: modes.column, count: sorted.length, levels: levels.filter((each) => each !== undefined) };
}

const washoutView = ({ name, washout, untilTenth }: PriorReach): WashoutView[] =>
  washout ? [{ name, ...washout, fewer: washout.fewer ?? [], ...(untilTenth === undefined ? {} : { untilTenth }) }] : [];
