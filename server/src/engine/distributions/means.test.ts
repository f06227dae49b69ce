import assert from 'node:assert/strict';
import { evaluateAt } from '../ir/evaluate.js';
import { Graph } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import type { Distribution, Parameterisation } from './distribution.js';
import { distributions } from './index.js';

/** Arguments near which every distribution has a mean. */
const argument = ({ name, domain }: Parameterisation['arguments'][number]): number => {
  if (name === 'n') return 12;
  if (domain.upper === 1) return 0.3;
  if (name === 'upper') return 4.5;
  return domain.lower === 0 ? 2.7 : 0.6;
};

/** A node of the distribution's arguments, evaluated at numbers. */
function valueOf(parameterisation: Parameterisation, kind: 'mean' | 'quantile', args: readonly number[]): number | undefined {
  const graph = new Graph();
  const o = opsOf(graph);
  const nodes = args.map((_, slot) => [graph.input(slot)]);
  const node = kind === 'mean' ? parameterisation.mean?.(o, nodes) : parameterisation.quantile?.(o, o.num(0.8), nodes);
  return node === undefined ? undefined : evaluateAt(graph, node, (leaf) => (leaf.kind === 'input' ? (args[leaf.slot] ?? NaN) : NaN));
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-11 * Math.max(1, Math.abs(b));

function each(test: (distribution: Distribution, parameterisation: Parameterisation, args: readonly number[]) => void): void {
  for (const distribution of distributions.values()) {
    if (distribution.isPenalty === true) continue;
    for (const parameterisation of distribution.parameterisations) {
      if (parameterisation.arguments.some(({ vector }) => vector)) continue;
      test(distribution, parameterisation, parameterisation.arguments.map(argument));
    }
  }
}

describe('means and quantiles as nodes', () => {
  it('are the numbers that the records give', () => {
    each((distribution, parameterisation, args) => {
      const canonical = parameterisation.canonical(args);
      const where = `${distribution.name}(${parameterisation.arguments.map(({ name }) => name).join()})`;
      const [mean, quantile] = [valueOf(parameterisation, 'mean', args), valueOf(parameterisation, 'quantile', args)];
      if (mean !== undefined) assert.ok(isNear(mean, distribution.mean(canonical)), `mean of ${where}: ${String(mean)}`);
      if (quantile !== undefined)
        assert.ok(isNear(quantile, distribution.quantile?.(0.8, canonical) ?? NaN), `quantile of ${where}: ${String(quantile)}`);
    });
  });

  it('are there for every distribution of numbers that has a mean', () => {
    const missing: string[] = [];
    each((distribution, parameterisation, args) => {
      const exists = Number.isFinite(distribution.mean(parameterisation.canonical(args)));
      if (exists && !parameterisation.mean && distribution.circular !== true) missing.push(distribution.name);
    });
    assert.deepEqual(missing, []);
  });
});
