import assert from 'node:assert/strict';
import { neverCancelled } from '../../engine/kernel/kernel.js';
import { inlineDataset } from '../../language/data/inline.js';
import { readSpec } from '../../language/spec/read.js';
import { asAnswer, type FitAnswer } from '../../report/answer.js';
import type { PairView } from '../../report/views.js';
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

/** The area of a polygon. */
const areaOf = (ring: readonly (readonly [number, number])[]): number =>
  Math.abs(
    ring.reduce((sum, [px, py], i) => {
      const [qx, qy] = ring[(i + 1) % ring.length] ?? [px, py];
      return sum + px * qy - qx * py;
    }, 0),
  ) / 2;

const ends = (ring: readonly (readonly [number, number])[], of: 0 | 1): [number, number] => [
  Math.min(...ring.map((point) => point[of])),
  Math.max(...ring.map((point) => point[of])),
];

const xs = Array.from({ length: 40 }, (_, i) => i / 10);
const line = xs.map((x, i) => 1 + 2 * x + Math.sin(7 * i));
const data = `data: { x: [${xs.join()}], y: [${line.join()}] }\n`;
const gaussian = `${data}model: y ~ Normal(a + b * x, 1)\nparameters: { a: , b: "Normal(0, 1)" }\n`;
const withScale = `${data}model: y ~ Normal(a + b * x, s)\nparameters: { a: , b: , s: }\n`;

describe('two parameters together', () => {
  it('have regions with the stated content where the density is Gaussian, also on a steep ridge', () => {
    for (const shift of [0, 1000]) {
      const far = xs.map((x) => x + shift);
      const text = `data: { x: [${far.join()}], y: [${line.join()}] }\nmodel: y ~ Normal(a + b * x, 1)\nparameters: { a: , b: }\n`;
      const { surfaces, levels } = viewOf(text, 'a', 'b');
      const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
      const determinant = xs.length * xs.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      for (const [i, { content }] of levels.entries()) {
        const area = areaOf(surfaces[0]?.regions[i] ?? []);
        const mass = -Math.expm1((-area * Math.sqrt(determinant)) / (2 * Math.PI));
        assert.ok(Math.abs(mass - content) < 0.004, `${String(shift)}: ${String(mass)} instead of ${String(content)}`);
      }
    }
  });

  it('have their maxima at the estimates of the report', () => {
    const { mle, map } = answerTo(gaussian);
    const { surfaces } = viewOf(gaussian, 'a', 'b');
    for (const [i, report] of [mle, map].entries()) {
      const [a, b] = surfaces[i]?.best ?? assert.fail();
      assert.ok(Math.abs(a - (report?.parameters['a']?.estimate ?? NaN)) < 1e-8);
      assert.ok(Math.abs(b - (report?.parameters['b']?.estimate ?? NaN)) < 1e-8);
    }
  });

  it('agree with the profile interval: a region of its fall ends where the interval ends', () => {
    // χ² with one degree of freedom at this level is 2.2957 = 2 · 1.1479, the fall of the region of 1 σ.
    const level = 0.87026;
    const text = `${withScale}settings: { interval: ${String(level)} }\n`;
    for (const name of ['b', 's']) {
      const [low, high] = answerTo(text).mle?.parameters[name]?.interval.profile ?? assert.fail();
      const { surfaces } = viewOf(text, name, 'a');
      const [from, to] = ends(surfaces[0]?.regions[0] ?? [], 0);
      const within = 0.004 * ((high ?? NaN) - (low ?? NaN));
      assert.ok(
        Math.abs(from - (low ?? NaN)) < within && Math.abs(to - (high ?? NaN)) < within,
        `${name}: ${String([from, to])} and ${String([low, high])}`,
      );
    }
  });

  it('lead along the best values of the other one, in a line where the density is Gaussian', () => {
    const { surfaces } = viewOf(gaussian, 'a', 'b');
    const path = surfaces[0]?.paths[0] ?? [];
    const [first, middle, last] = [path[0], path[20], path[40]];
    assert.ok(first && middle && last);
    assert.ok(last[1] < first[1], 'a larger intercept goes with a smaller slope');
    assert.ok(Math.abs(middle[1] - (first[1] + last[1]) / 2) < 1e-6);
  });

  it('stay inside the support', () => {
    const few =
      'data: { k: [H, H, T], y: [1, 2, 4] }\nmodel: |\n  k ~ Bernoulli(p)\n  y ~ Exponential(rate = r)\nparameters: { p: , r: }\n';
    const rings = viewOf(few, 'p', 'r').surfaces[0]?.regions ?? [];
    assert.equal(rings.length, 3);
    assert.ok(rings.flat().every(([p, r]) => p >= 0 && p <= 1 && r >= 0));
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
