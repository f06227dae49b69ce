import { basename } from 'node:path';
import type { LatentModes, PriorReach } from '../report/facts.js';
import { sortedLevels } from '../language/wording/latentText.js';
import type { FitReport } from '../report/fitReport.js';
import type { PanelView } from '../protocol/view.js';
import type { LatentView, WashoutView } from '../report/views.js';
import { withoutEstimates } from '../report/answer.js';
import { toReport } from '../report/toReport.js';
import type { Snapshot } from './snapshot.js';

/** What the panel draws for a file; null before its first answer, or the first progress of a long search. */
export function toView(snapshot: Snapshot): PanelView | null {
  const { uri, path, version, spec, stale, learning: underWay } = snapshot;
  const report = snapshot.report ?? begun(snapshot);
  if (!report) return null;
  const { views, latent, reach, filters, learning, dataFit, classes, losses } = snapshot.answer ?? withoutEstimates(0, []);
  return {
    uri,
    title: spec.title?.value ?? basename(path),
    version,
    stale,
    ...(snapshot.isGone ? { isGone: true } : {}),
    underWay: snapshot.isFitting,
    // The panel reads latent values from a separate place, where they are few enough to be drawn.
    report: { ...report, latent: {} },
    parameters: views,
    latents: latent.map(latentView),
    washouts: reach.flatMap(washoutView),
    learning: underWay ?? learning,
    filters,
    ...(classes ? { classes } : {}),
    ...(losses ? { losses } : {}),
    ...(dataFit ? { dataFit } : {}),
  };
}

/** The report of a search that is under way and has had no answer before. */
function begun({ path, data, lines, learning }: Snapshot): FitReport | undefined {
  if (!learning) return undefined;
  return toReport(path, { ...withoutEstimates(data?.data?.rows ?? 0, []), stage: 'estimates' }, [], lines, data?.seconds ?? 0);
}

/** More levels than this cannot be distinguished in a plot. */
const MOST_LEVELS = 60;

function latentView(modes: LatentModes): LatentView {
  const sorted = sortedLevels(modes);
  const count = Math.min(sorted.length, MOST_LEVELS);
  const levels = Array.from({ length: count }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / Math.max(count - 1, 1))]);
  return { name: modes.name, column: modes.column, count: sorted.length, levels: levels.filter((each) => each !== undefined) };
}

const washoutView = ({ name, unit, washout, untilTenth }: PriorReach): WashoutView[] =>
  washout ? [{ name, unit, ...washout, fewer: washout.fewer ?? [], ...(untilTenth === undefined ? {} : { untilTenth }) }] : [];
