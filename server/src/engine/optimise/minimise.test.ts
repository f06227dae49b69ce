import assert from 'node:assert/strict';
import { limitedMemory } from './lbfgs.js';
import { minimise } from './minimise.js';
import type { KinkPenalty, LocalModel, MinimisationProblem, SolverStatus } from './minimisationProblem.js';

type Smooth = (x: Float64Array) => LocalModel;

function problem(
  dimension: number,
  evaluate: Smooth,
  penalties: readonly KinkPenalty[] = [],
  shouldStop: MinimisationProblem['shouldStop'] = () => undefined,
) {
  return { dimension, evaluate, penalties, shouldStop };
}

/** ½ (x − c)' A (x − c) with A given by rows. */
function quadratic(a: readonly (readonly number[])[], centre: readonly number[]): Smooth {
  return (x) => {
    const d = centre.map((c, i) => (x[i] ?? 0) - c);
    const gradient = Float64Array.from(a, (row) => row.reduce((sum, value, j) => sum + value * (d[j] ?? 0), 0));
    return {
      value: 0.5 * d.reduce((sum, value, i) => sum + value * (gradient[i] ?? 0), 0),
      gradient,
      hessian: Float64Array.from(a.flat()),
    };
  };
}

const rosenbrock: Smooth = ([x = 0, y = 0]) => {
  const t = y - x * x;
  return {
    value: (1 - x) ** 2 + 100 * t * t,
    gradient: Float64Array.of(-2 * (1 - x) - 400 * x * t, 200 * t),
    hessian: Float64Array.of(2 - 400 * t + 800 * x * x, -400 * x, -400 * x, 200),
  };
};

/** x⁴ − 2x² + y²: a saddle at 0, minima of −1 at (±1, 0). */
const saddle: Smooth = ([x = 0, y = 0]) => ({
  value: x ** 4 - 2 * x * x + y * y,
  gradient: Float64Array.of(4 * x ** 3 - 4 * x, 2 * y),
  hessian: Float64Array.of(12 * x * x - 4, 0, 0, 2),
});

/** Minus the log-likelihood of 7 successes of 10 by the log-odds: minimum at log(7/3). */
const logistic: Smooth = ([w = 0]) => {
  const p = 1 / (1 + Math.exp(-w));
  return { value: 10 * Math.log1p(Math.exp(w)) - 7 * w, gradient: Float64Array.of(10 * p - 7), hessian: Float64Array.of(10 * p * (1 - p)) };
};

interface Case {
  readonly name: string;
  readonly smooth: Smooth;
  readonly start: readonly number[];
  readonly value: number;
  readonly point?: readonly number[];
}

const cases: readonly Case[] = [
  {
    name: 'a quadratic',
    smooth: quadratic(
      [
        [2, 1],
        [1, 3],
      ],
      [5, -4],
    ),
    start: [0, 0],
    value: 0,
    point: [5, -4],
  },
  {
    name: 'a quadratic of scales 1 and 1e16',
    smooth: quadratic(
      [
        [1e-8, 0],
        [0, 1e8],
      ],
      [1e6, 1e-6],
    ),
    start: [0, 0],
    value: 0,
    point: [1e6, 1e-6],
  },
  { name: "Rosenbrock's valley", smooth: rosenbrock, start: [-1.2, 1], value: 0, point: [1, 1] },
  { name: 'a start near a saddle', smooth: saddle, start: [1e-9, 0], value: -1 },
  { name: 'a start on a saddle', smooth: saddle, start: [0, 0], value: -1 },
  {
    name: 'a direction that changes nothing',
    smooth: quadratic(
      [
        [1, -1],
        [-1, 1],
      ],
      [3, 1],
    ),
    start: [0, 0],
    value: 0,
  },
  {
    name: 'a likelihood by log-odds from afar',
    smooth: logistic,
    start: [-30],
    value: 10 * Math.log(10) - 7 * Math.log(7) - 3 * Math.log(3),
    point: [Math.log(7 / 3)],
  },
];

/** The penalty of weight 0 changes nothing but the method. */
const methods = [
  { name: 'trust-region Newton', penalties: [] },
  { name: 'proximal Newton', penalties: [{ index: 0, location: 0.123, weight: 0 }] },
];

for (const { name, penalties } of methods) {
  describe(name, () => {
    for (const each of cases) {
      it(`solves ${each.name}`, () => {
        const found = minimise(problem(each.start.length, each.smooth, penalties), Float64Array.from(each.start));
        assert.equal(found.status, 'converged');
        assert.ok(Math.abs(found.value - each.value) <= 1e-12 * (1 + Math.abs(each.value)), String(found.value));
        each.point?.forEach((x, i) => assert.ok(Math.abs((found.point[i] ?? NaN) - x) <= 1e-7 * (1 + Math.abs(x)), found.point.join()));
        assert.ok(found.decrement < 1e-10);
      });
    }

    const ends: readonly { readonly name: string; readonly smooth: Smooth; readonly status: readonly SolverStatus[] }[] = [
      {
        name: 'a start without a value',
        smooth: () => ({ value: NaN, gradient: Float64Array.of(0), hessian: Float64Array.of(1) }),
        status: ['non-finite'],
      },
      {
        name: 'a start of value Infinity',
        smooth: () => ({ value: Infinity, gradient: Float64Array.of(0), hessian: Float64Array.of(1) }),
        status: ['non-finite'],
      },
      {
        name: 'a function without a lower bound',
        smooth: ([x = 0]) => ({ value: -(x ** 3), gradient: Float64Array.of(-3 * x * x), hessian: Float64Array.of(-6 * x) }),
        status: ['max-iterations'],
      },
      {
        name: 'a slope without end',
        smooth: ([x = 0]) => ({ value: -x, gradient: Float64Array.of(-1), hessian: Float64Array.of(0) }),
        status: ['max-iterations'],
      },
    ];
    for (const { name: what, smooth, status } of ends) {
      it(`ends as ${status.join()} on ${what}`, () => {
        const { status: found, point } = minimise(problem(1, smooth, penalties), Float64Array.of(1));
        assert.ok(status.includes(found), found);
        assert.ok(point.every(Number.isFinite));
      });
    }

    it('stays inside the domain when a step would leave it', () => {
      const barrier: Smooth = ([x = 0]) => ({
        value: x - Math.log(x),
        gradient: Float64Array.of(1 - 1 / x),
        hessian: Float64Array.of(1 / (x * x)),
      });
      const found = minimise(problem(1, barrier, penalties), Float64Array.of(50));
      assert.equal(found.status, 'converged');
      assert.ok(Math.abs((found.point[0] ?? NaN) - 1) < 1e-9);
    });

    it('stops in the middle when it is cancelled, with the best point so far', () => {
      let evaluations = 0;
      const counted: Smooth = (x) => {
        evaluations++;
        return rosenbrock(x);
      };
      const found = minimise(
        problem(2, counted, penalties, () => (evaluations > 5 ? 'cancelled' : undefined)),
        Float64Array.of(-1.2, 1),
      );
      assert.equal(found.status, 'cancelled');
      assert.ok(evaluations <= 7 && found.value < rosenbrock(Float64Array.of(-1.2, 1)).value);
    });
  });
}

describe('penalties with a kink', () => {
  /** A correlated quadratic in 5 coordinates. */
  const n = 5;
  const rows = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 2 : 0.7 ** Math.abs(i - j))));
  const centre = [3, -0.2, 0.1, -2, 0.05];
  const weight = 0.8;
  const penalties = Array.from({ length: n }, (_, index) => ({ index, location: 0, weight }));
  const smooth = quadratic(rows, centre);

  it('are solved with exact zeros and the Karush-Kuhn-Tucker conditions elsewhere', () => {
    const found = minimise(problem(n, smooth, penalties), new Float64Array(n));
    assert.equal(found.status, 'converged');
    const { gradient } = smooth(found.point);
    const zeros = found.point.filter((x) => x === 0).length;
    assert.ok(zeros >= 2 && zeros < n, found.point.join());
    found.point.forEach((x, i) => {
      const slope = gradient[i] ?? NaN;
      if (x === 0) assert.ok(Math.abs(slope) <= weight + 1e-10, `coordinate ${String(i)} at 0`);
      else assert.ok(Math.abs(slope + weight * Math.sign(x)) < 1e-9, `coordinate ${String(i)}`);
    });
  });

  it('hold every coordinate on its own location where the weight is large', () => {
    const heavy = penalties.map((each, i) => ({ ...each, location: i, weight: 1e3 }));
    assert.deepEqual([...minimise(problem(n, smooth, heavy), new Float64Array(n)).point], [0, 1, 2, 3, 4]);
  });

  it('soft-threshold a single coordinate', () => {
    const solve = (c: number): number =>
      minimise(problem(1, quadratic([[2]], [c]), [{ index: 0, location: 0, weight: 1 }]), Float64Array.of(9)).point[0] ?? NaN;
    assert.deepEqual([solve(2), solve(-2), solve(0.3)], [1.5, -1.5, 0]);
  });
});

describe('L-BFGS', () => {
  const without =
    (smooth: Smooth): Smooth =>
    (x) => ({ ...smooth(x), hessian: new Float64Array(0) });

  /** Σ 100 (x₂ᵢ − x₂ᵢ₋₁²)² + (1 − x₂ᵢ₋₁)², as many valleys side by side as there are pairs. */
  const valleys: Smooth = (x) => {
    const gradient = new Float64Array(x.length);
    let value = 0;
    for (let i = 0; i < x.length; i += 2) {
      const own = rosenbrock(x.subarray(i, i + 2));
      value += own.value;
      gradient.set(own.gradient, i);
    }
    return { value, gradient, hessian: new Float64Array(0) };
  };

  it('solves a thousand valleys at once, from gradients alone', () => {
    const start = Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? -1.2 : 1 + (i % 7) / 10));
    const found = minimise(problem(2000, valleys), start, { method: limitedMemory(), maxIterations: 2000 });
    assert.equal(found.status, 'converged');
    for (const x of found.point) assert.ok(Math.abs(x - 1) < 1e-6, String(x));
  });

  it('solves a quadratic whose scales differ by 10⁵', () => {
    const scales = Array.from({ length: 50 }, (_, i) => 10 ** ((5 * i) / 49));
    const smooth: Smooth = (x) => {
      const gradient = x.map((value, i) => (scales[i] ?? 1) * (value - 1));
      return { value: 0.5 * gradient.reduce((sum, g, i) => sum + g * ((x[i] ?? 0) - 1), 0), gradient, hessian: new Float64Array(0) };
    };
    const found = minimise(problem(50, smooth), new Float64Array(50), { method: limitedMemory(), maxIterations: 2000 });
    assert.equal(found.status, 'converged');
    assert.ok(found.value < 1e-11, String(found.value));
  });

  it('begins anew after its memory went to another search', () => {
    const method = limitedMemory();
    const start = Float64Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? -1.2 : 1 + (i % 7) / 10));
    const found = [1, 2].map(() => {
      const own = minimise(problem(300, valleys), start, { method, maxIterations: 2000 });
      method.release();
      return own;
    });
    assert.equal(found[0]?.status, 'converged');
    assert.deepEqual(found[1]?.point, found[0].point);
  });

  it('ends where there is no minimum, and where it is told to', () => {
    const slope = without(([x = 0]) => ({ value: -x, gradient: Float64Array.of(-1), hessian: new Float64Array(0) }));
    assert.equal(minimise(problem(1, slope), Float64Array.of(0), { method: limitedMemory() }).status, 'max-iterations');
    const stopped = problem(2, without(rosenbrock), [], () => 'cancelled');
    assert.equal(minimise(stopped, Float64Array.of(-1.2, 1), { method: limitedMemory() }).status, 'cancelled');
  });
});
