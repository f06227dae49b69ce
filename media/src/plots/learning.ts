import type { PanelView } from '../../../server/src/protocol/view.js';
import type { LearningCurve } from '../../../server/src/report/views.js';
import { loss } from '../format.js';
import type { MarkSpec, Row } from '../frame/plotSpec.js';
import { colourOf, type Drawing, type FigureSpec, keyOf, type PlotKind } from './plot.js';

const pointsOf = ({ steps }: LearningCurve, losses: readonly number[]): Row[] =>
  steps.map((step, i) => ({ step, loss: losses[i] ?? null }));

const lineOf = (data: string, stroke: string, isDashed: boolean): MarkSpec => ({
  mark: 'line',
  data,
  options: { x: 'step', y: 'loss', stroke, strokeWidth: 2, ...(isDashed ? { strokeDasharray: '5 3' } : {}) },
});

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

function marksOf(learning: readonly LearningCurve[]): MarkSpec[] {
  return learning.flatMap(({ label, validation }) => [
    lineOf(`training${label}`, colourOf(label), false),
    ...(validation ? [lineOf(`validation${label}`, colourOf(label), true)] : []),
  ]);
}

function draw(learning: readonly LearningCurve[], told: string, width: number): Drawing {
  const hasHeld = learning.some(({ validation }) => validation !== undefined);
  const sampled = learning.find((curve) => curve.sampled !== undefined)?.sampled;
  const sample = sampled === undefined ? '' : `, of at most ${sampled.toLocaleString('en')} rows each`;
  const sets = learning.flatMap((curve) => [
    [`training${curve.label}`, pointsOf(curve, curve.training)],
    ...(curve.validation ? [[`validation${curve.label}`, pointsOf(curve, curve.validation)]] : []),
  ]);
  return {
    plot: {
      data: Object.fromEntries(sets) as Record<string, Row[]>,
      marks: marksOf(learning),
      options: {
        width: Math.min(width, 760) - 26,
        height: 240,
        marginLeft: 48,
        marginBottom: 38,
        clip: true,
        x: { type: 'log', label: 'step of the search', labelAnchor: 'center', labelArrow: 'none', ticks: 5, tickFormat: ',' },
        y: { label: 'loss per row', labelArrow: 'none', grid: true, domain: domainOf(learning) },
      },
    },
    spoken: told,
    legend: learning.flatMap(({ label, validation }) => [
      { text: label, name: keyOf(label) },
      ...(validation ? [{ text: `${label}, rows held out`, name: keyOf(label), isDashed: true }] : []),
    ]),
    note: `Mean negative log-likelihood per row${hasHeld ? ': solid for the rows of the fit, dashed for rows held out, which the search does not see' : ''}${sample}. ${told}`,
  };
}

function figures({ learning: curves, report, stale }: PanelView): FigureSpec[] {
  if (curves.length === 0) return [];
  const told = curves.map((curve) => speak(curve, stale || report.preliminary ? undefined : report)).join(' ');
  return [
    { key: 'learning', title: 'How the networks learnt', layout: 'wide', data: [curves, told], draw: (width) => draw(curves, told, width) },
  ];
}

/** The searches of the weights of networks, live while they go on. */
export const learning: PlotKind = { id: 'learning', tab: 'plots', title: 'Search', figures };
