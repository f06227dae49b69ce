import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalStream } from '../../numeric/random.js';
import { activations } from '../activations/index.js';
import { evenTable } from '../layers/affine.js';
import { type Kernels, plainKernels } from './kernels.js';
import type { Numbers, Precision } from '../../wasm/precision.js';
import { inWorkspace, type Workspace } from '../layers/workspace.js';

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  inner: fc.integer({ min: 1, max: 12 }),
  columns: fc.integer({ min: 1, max: 21 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

interface Case {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly seed: number;
}

/** Numbers that the tables below point into. */
const REACH = 24;

/** Numbers of the workspace, and tables of places in any order, as windows that overlap have them. */
function arrays(size: Case, counts: readonly number[], precision: Precision) {
  const build = (space: Workspace) => ({
    kernels: space.kernels,
    bytes: space.bytes,
    numbers: counts.map((count) => space.numbers(count)),
    rows: space.integers(size.rows),
    inner: space.integers(size.inner),
  });
  const made = inWorkspace(build, precision);
  made.rows.forEach((_, i) => (made.rows[i] = made.bytes * ((i * 7) % 11)));
  made.inner.forEach((_, i) => (made.inner[i] = made.bytes * ((i * 5) % 13)));
  const normal = normalStream(size.seed);
  for (const each of made.numbers) each.forEach((_, i) => (each[i] = 2 * normal()));
  return made;
}

type Arrays = ReturnType<typeof arrays>;
type Calculate = (kernels: Kernels, arrays: Arrays, size: Case) => void;

const ROUNDING: Readonly<Record<Precision, number>> = { double: 1e-14, single: 2e-7 };

/** Runs the same twice: with the kernels of a workspace, and with plain loops over the same numbers. */
function both(size: Case, counts: readonly number[], precision: Precision, calculate: Calculate): void {
  const [own, plain] = [arrays(size, counts, precision), arrays(size, counts, precision)];
  calculate(own.kernels, own, size);
  calculate(plainKernels, plain, size);
  own.numbers.forEach((numbers, k) =>
    numbers.forEach((value, i) => {
      const expected = plain.numbers[k]?.[i] ?? NaN;
      const bound = ROUNDING[precision] * (10 + size.rows * size.inner + Math.abs(expected));
      assert.ok(Math.abs(value - expected) <= bound, `${String(value)}, by loops ${String(expected)}`);
    }),
  );
}

describe('the kernels of networks', () => {
  it('are generated ones where the host has vectors', () => {
    assert.notEqual(
      inWorkspace((space) => space.kernels),
      plainKernels,
    );
  });

  const cases: Readonly<Record<string, { counts: (size: Case) => number[]; calculate: Calculate }>> = {
    product: {
      counts: ({ rows, inner, columns }) => [rows * columns, REACH, inner * columns],
      calculate: (kernels, { numbers: [out, x, y], rows, inner }, { columns }) =>
        kernels.product(some(out), some(x), some(y), rows, inner, columns),
    },
    scatter: {
      counts: ({ rows, inner }) => [REACH, rows * inner],
      calculate: (kernels, { numbers: [out, x], rows, inner }) => kernels.scatter(some(out), some(x), rows, inner),
    },
    mean: {
      counts: ({ rows, columns }) => [rows * columns, REACH + columns],
      calculate: (kernels, { numbers: [out, x], rows, inner }, { columns }) => kernels.mean(some(out), some(x), rows, inner, columns),
    },
    spread: {
      counts: ({ rows, columns }) => [rows * columns, REACH + columns],
      calculate: (kernels, { numbers: [out, x], rows, inner }, { columns }) => kernels.spread(some(x), some(out), rows, inner, columns),
    },
    largest: {
      counts: ({ rows, columns }) => [rows * columns, rows * columns, REACH + columns],
      calculate: (kernels, { numbers: [out, chosen, x], rows, inner }, { columns }) => {
        // Some numbers are the same: the first one counts.
        x?.forEach((value, i) => (some(x)[i] = Math.round(value)));
        kernels.largest(some(out), some(chosen), some(x), rows, inner, columns);
      },
    },
    'pick and unpick': {
      counts: ({ rows, columns }) => [rows * columns, rows * columns, REACH + columns, REACH + columns],
      calculate: (kernels, { numbers: [out, chosen, x, back], rows, inner }, { columns }) => {
        chosen?.forEach((_, i) => (some(chosen)[i] = (i * 7) % inner.length));
        kernels.pick(some(out), some(chosen), some(x), rows, inner, columns);
        kernels.unpick(some(back), some(chosen), some(out), rows, inner, columns);
      },
    },
  };
  for (const precision of ['double', 'single'] as const) {
    for (const [name, { counts, calculate }] of Object.entries(cases)) {
      it(`${name}, ${precision} precision: generated code gives what plain loops give`, () => {
        fc.assert(
          fc.property(sizes, (size) => both(size, counts(size), precision, calculate)),
          { numRuns: 150 },
        );
      });
    }
  }

  for (const precision of ['double', 'single'] as const) {
    for (const activation of activations) {
      it(`${activation.name}, ${precision} precision: values and slopes of generated code are those of its functions, far out as well`, () => {
        fc.assert(
          fc.property(sizes, (size) =>
            both(size, [REACH, REACH, REACH, REACH], precision, (kernels, { numbers: [out, x, back, slopes] }) => {
              x?.set([0, -800, 800, -40, 40]);
              kernels.activate(activation, some(out), some(x), REACH - 1);
              kernels.activateBack(activation, some(back), some(slopes), some(x), some(out), REACH - 1);
              // A count that fills no vectors leaves what comes after it to chance.
              for (const each of [out, back]) each?.fill(0, REACH - 1);
            }),
          ),
          { numRuns: 60 },
        );
      });
    }
  }

  it('multiply matrices whose rows follow each other', () => {
    const { kernels, a, b, out, rows, inner } = inWorkspace((space) => ({
      kernels: space.kernels,
      a: space.numbers(6),
      b: space.numbers(6),
      out: space.numbers(4),
      rows: evenTable(space, 2, 3),
      inner: evenTable(space, 3, 1),
    }));
    a.set([1, 2, 3, 4, 5, 6]);
    b.set([1, 0, 2, 1, 0, 3]);
    kernels.product(out, a, b, rows, inner, 2);
    assert.deepEqual([...out], [5, 11, 14, 23]);
  });
});

const some = (numbers: Numbers | undefined): Numbers => numbers ?? assert.fail();
