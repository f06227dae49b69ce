import * as Plot from '@observablehq/plot';
import type { PanelView } from '../../../server/src/protocol/view.js';
import type { LearningCurve } from '../../../server/src/report/views.js';
import { loss } from '../format.js';
import { figure } from './figure.js';
import { colours, type PlotKind } from './plot.js';

const colourOf = ({ label }: LearningCurve): string => (label === 'MLE' ? colours.likelihood : colours.posterior);

function line({ steps }: LearningCurve, losses: readonly number[], stroke: string, dashed: boolean): Plot.Markish {
  const points = steps.map((step, i): [number, number] => [step, losses[i] ?? NaN]);
  return Plot.line(points, { stroke, strokeWidth: 2, strokeDasharray: dashed ? '5 3' : '' });
}

/** From 0 on where losses come near it: those of continuous outcomes may lie anywhere. */
function domainOf(curves: readonly LearningCurve[]): [number, number] {
  const high = ceiling(curves);
  const low = Math.min(...curves.flatMap(({ training, validation = [] }) => [...training, ...validation]));
  return [low >= 0 && low < 0.3 * high ? 0 : low - 0.05 * (high - low), high];
}

/** Losses at the start may be far above all that follow: a plot that showed them would show nothing else. */
function ceiling(curves: readonly LearningCurve[]): number {
  const ends = curves.flatMap(({ training, validation = [] }) =>
    [training, validation].flatMap((all) => all.slice(Math.floor(all.length / 4))),
  );
  const first = Math.max(...curves.flatMap(({ training }) => training.slice(0, 1)));
  const most = Math.max(...ends);
  return Math.max(Math.min(first, most + Math.abs(most)), most) + 0.1 * Math.abs(most);
}

/** The losses of a search that has ended, as the report has them: for an estimate, or for the point where the search for a non-existent one stopped. */
function endOf(
  target: 'mle' | 'map',
  { training, validation, ...report }: PanelView['report'],
): { readonly reached?: number; readonly held?: number } {
  const [network, second] = Object.values(report[target]?.networks ?? {});
  const [own, other] = [training, validation].map((scores) => {
    const logLikelihood = scores?.[target]?.logLikelihood ?? null;
    return scores && logLikelihood !== null ? -logLikelihood / scores.rows : undefined;
  });
  const reached = (second ? undefined : network?.loss) ?? own;
  return { ...(reached === undefined ? {} : { reached }), ...(other === undefined ? {} : { held: other }) };
}

/** Where the search is; where it has ended, the losses of its end, a little after the last point of its curve. */
function speak({ label, steps, training, validation }: LearningCurve, ended: PanelView['report'] | undefined): string {
  const end = ended ? endOf(label === 'MLE' ? 'mle' : 'map', ended) : { reached: training.at(-1), held: validation?.at(-1) };
  const held = validation && end.held !== undefined ? `, ${loss(end.held)} on rows held out` : '';
  const reached = end.reached === undefined ? '' : ` a loss of ${loss(end.reached)} on the rows of the fit${held}`;
  return `${label}: after ${(steps.at(-1) ?? 0).toLocaleString('en')} steps${reached || ' the search stopped'}.`;
}

function draw({ learning, report, stale }: PanelView, width: number): HTMLElement[] {
  if (learning.length === 0) return [];
  const plot = Plot.plot({
    width: Math.min(width, 760) - 26,
    height: 240,
    marginLeft: 48,
    marginBottom: 38,
    clip: true,
    x: {
      type: 'log',
      label: 'step of the search',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 5,
      tickFormat: (n: number) => n.toLocaleString('en'),
    },
    y: { label: 'loss per row', labelArrow: 'none', grid: true, domain: domainOf(learning) },
    marks: learning.flatMap((curve) => [
      line(curve, curve.training, colourOf(curve), false),
      ...(curve.validation ? [line(curve, curve.validation, colourOf(curve), true)] : []),
    ]),
  });
  const hasHeld = learning.some(({ validation }) => validation !== undefined);
  const told = learning.map((curve) => speak(curve, stale || report.preliminary ? undefined : report)).join(' ');
  const sampled = learning.find((curve) => curve.sampled !== undefined)?.sampled;
  const sample = sampled === undefined ? '' : `, of at most ${sampled.toLocaleString('en')} rows each`;
  return [
    figure({
      wide: true,
      title: 'How the networks learnt',
      plot,
      spoken: told,
      legend: learning.map(({ label }) => ({ text: label, name: label === 'MLE' ? 'likelihood' : 'posterior' })),
      note: `Mean negative log-likelihood per row${hasHeld ? ': solid for the rows of the fit, dashed for rows held out, which the search does not see' : ''}${sample}. ${told}`,
    }),
  ];
}

/** The searches of the weights of networks, live while they go on. */
export const learning: PlotKind = { id: 'learning', tab: 'plots', draw };
