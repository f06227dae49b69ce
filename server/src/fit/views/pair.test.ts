import assert from 'node:assert/strict';
import { neverCancelled } from '../../engine/kernel/kernel.js';
import { inlineDataset } from '../../language/data/inline.js';
import { readSpec } from '../../language/spec/read.js';
import { asAnswer, type FitAnswer } from '../../report/answer.js';
import type { PairSurface, PairView } from '../../report/views.js';
import { ModelKeeper } from '../question/keeper.js';
import { runFit } from '../run.js';

function answerTo(text: string, pair?: readonly [string, string]): FitAnswer {
  const { spec, problems } = readSpec(text);
  assert.deepEqual(problems, []);
  const { dataset } = spec.data?.kind === 'inline' ? inlineDataset(spec.data) : assert.fail();
  const answers: FitAnswer[] = [];
  const job = { spec, data: dataset ?? assert.fail(), dataKey: 'k', ...(pair ? { pair } : {}) };
  runFit(job, neverCancelled, (event) => answers.push(asAnswer(event)), new ModelKeeper());
  return answers.at(-1) ?? assert.fail();
}

const viewOf = (text: string, x: string, y: string): PairView => answerTo(text, [x, y]).pair?.view ?? assert.fail('there is no view');

/** The share of exp(−fall) within a fall, on the grid. */
function massWithin({ falls }: PairSurface, fall: number): number {
  const density = falls.map((each) => (each === null ? 0 : Math.exp(-each)));
  const all = density.reduce((a, b) => a + b, 0);
  return density.reduce((sum, each, i) => ((falls[i] ?? Infinity) <= fall ? sum + each : sum), 0) / all;
}

/** On a grid row: the two places where the fall crosses a level, interpolated. */
function crossings(xs: readonly number[], falls: readonly number[], level: number): number[] {
  return xs.flatMap((x, i) => {
    const [here, next, right] = [falls[i], falls[i + 1], xs[i + 1]];
    if (here === undefined || next === undefined || right === undefined) return [];
    return here - level < 0 === next - level < 0 ? [] : [x + ((right - x) * (level - here)) / (next - here)];
  });
}

const xs = Array.from({ length: 40 }, (_, i) => i / 10);
const line = xs.map((x, i) => 1 + 2 * x + Math.sin(7 * i));
const data = `data: { x: [${xs.join()}], y: [${line.join()}] }\n`;
const gaussian = `${data}model: y ~ Normal(a + b * x, 1)\nparameters: { a: , b: "Normal(0, 1)" }\n`;
const withScale = `${data}model: y ~ Normal(a + b * x, s)\nparameters: { a: , b: , s: }\n`;

describe('two parameters together', () => {
  it('have regions with the stated content where the density is Gaussian', () => {
    const { surfaces, levels, isProfile } = viewOf(gaussian, 'a', 'b');
    assert.deepEqual([surfaces.map(({ label }) => label), isProfile], [['likelihood', 'posterior'], false]);
    for (const surface of surfaces)
      for (const { content, fall } of levels) {
        const mass = massWithin(surface, fall);
        // A region is a set of cells of the grid.
        assert.ok(Math.abs(mass - content) < 0.012, `${surface.label}: ${String(mass)} instead of ${String(content)}`);
      }
  });

  it('have their maxima at the estimates of the report, and fall from there on every path', () => {
    const { mle, map } = answerTo(gaussian);
    const { surfaces } = viewOf(gaussian, 'a', 'b');
    for (const [i, report] of [mle, map].entries()) {
      const [a, b] = surfaces[i]?.best ?? assert.fail();
      assert.ok(Math.abs(a - (report?.parameters['a']?.estimate ?? NaN)) < 1e-8);
      assert.ok(Math.abs(b - (report?.parameters['b']?.estimate ?? NaN)) < 1e-8);
      assert.ok(surfaces[i]?.falls.every((fall) => fall !== null && fall >= -1e-6));
    }
  });

  it('agree with the profile interval: the least fall of a column crosses its limit where the interval ends', () => {
    const { xs: grid, falls, ys } = ((view) => ({ ...view, falls: view.surfaces[0]?.falls ?? [] }))(viewOf(withScale, 'b', 's'));
    const [low, high] = answerTo(withScale).mle?.parameters['b']?.interval.profile ?? assert.fail();
    const least = grid.map((_, i) => Math.min(...ys.map((_y, j) => falls[j * grid.length + i] ?? Infinity)));
    const [from, to] = crossings(grid, least, 3.841458820694124 / 2);
    const step = (grid[1] ?? NaN) - (grid[0] ?? NaN);
    assert.ok(Math.abs((from ?? NaN) - (low ?? NaN)) < step / 2 && Math.abs((to ?? NaN) - (high ?? NaN)) < step / 2);
  });

  it('lead along the best values of the other one, in a line where the density is Gaussian', () => {
    const { surfaces } = viewOf(gaussian, 'a', 'b');
    const path = surfaces[0]?.paths[0] ?? [];
    const [first, middle, last] = [path[0], path[30], path[60]];
    assert.ok(first && middle && last);
    assert.ok(last[1] < first[1], 'a larger intercept goes with a smaller slope');
    assert.ok(Math.abs(middle[1] - (first[1] + last[1]) / 2) < 1e-6);
  });

  it('stay inside the support', () => {
    const few =
      'data: { k: [H, H, T], y: [1, 2, 4] }\nmodel: |\n  k ~ Bernoulli(p)\n  y ~ Exponential(rate = r)\nparameters: { p: , r: }\n';
    const view = viewOf(few, 'p', 'r');
    assert.ok(view.xs.every((p) => p > 0 && p < 1) && view.ys.every((r) => r > 0));
    assert.ok(view.surfaces[0]?.falls.every((fall) => fall !== null));
  });

  it('say why they have no contours', () => {
    const problem = (text: string, x: string, y: string): string => answerTo(text, [x, y]).pair?.problem ?? '';
    assert.match(problem(gaussian, 'a', 'a'), /two different free parameters/);
    assert.match(problem(gaussian, 'a', 'zeta'), /two different free parameters/);
    const shares =
      'data: { k: [1, 2, 2, 4] }\nmodel: k ~ Mixture(weights = w, Normal(0, 1), Normal(m, 1))\nparameters: { w: { simplex: 2 }, m: }\n';
    assert.match(problem(shares, 'w[1]', 'm'), /Shares/);
  });
});

describe('the two losses', () => {
  it('add up to the objective of either estimate, prior by prior', () => {
    const text = `${data}model: y ~ Normal(a + b * x, s)\nparameters: { a: "Normal(0, 10)", b: "Laplace(0, 0.5)", s: "HalfNormal(2)" }\n`;
    const { losses, map, mle } = answerTo(text);
    assert.equal(losses?.terms.length, 3);
    const penalty = losses.terms.reduce((sum, { map: value }) => sum + (value ?? NaN), 0);
    assert.ok(Math.abs(penalty + (map?.logPrior ?? NaN)) < 1e-9);
    assert.ok(Math.abs((losses.data.map ?? NaN) + penalty + (map?.logPosterior ?? NaN)) < 1e-9);
    assert.ok(Math.abs((losses.data.mle ?? NaN) + (mle?.logLikelihood ?? NaN)) < 1e-12);
    const sumAt = (of: 'mle' | 'map'): number => losses.terms.reduce((sum, term) => sum + (term[of] ?? NaN), losses.data[of] ?? NaN);
    assert.ok(sumAt('map') < sumAt('mle') && (losses.data.mle ?? NaN) < (losses.data.map ?? NaN));
  });
});
