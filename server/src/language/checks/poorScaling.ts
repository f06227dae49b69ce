import { at } from '../../engine/numeric/at.js';
import type { Problem } from '../../report/problem.js';
import type { SlowCheck } from './slow.js';
import { replaceColumn } from './statements.js';
import { termPlace } from './predictorTerms.js';

/** Sizes of columns further apart than this make coefficients hard to read and to write priors for. */
const APART = 1e6;

/** Columns of one linear predictor on very different scales. Powers of a column are left out: nothing can be done about them. */
export const poorScaling: SlowCheck = ({ bound, spec }) => {
  const { variables, entries } = bound.model;
  const seen = new Set<string>();
  return bound.variables.flatMap((variable, index): Problem[] => {
    const source = variables[index];
    if (variable.kind !== 'linear' || source?.kind !== 'linear') return [];
    const sizes = source.labels
      .map((label, j) => ({ label, size: rootMeanSquare(variable.design[j] ?? new Float64Array(0)) }))
      .filter(({ label, size }) => size > 0 && label !== 'Intercept' && !label.includes('^'));
    const sorted = sizes.sort((a, b) => a.size - b.size);
    const [small, large] = [sorted[0], sorted.at(-1)];
    const owner = entries[at(source.entries, 0)];
    if (!small || !large || !owner || large.size <= APART * small.size || seen.has(owner.owner)) return [];
    seen.add(owner.owner);
    const factor = 10 ** Math.round(Math.log10(large.size));
    const message =
      `\`${large.label}\` is about 10^${Math.log10(large.size / small.size).toFixed(0)} times as large as \`${small.label}\`: the fit allows for that, but one prior ` +
      `cannot suit both coefficients, and they are hard to read. A change of unit helps: \`${large.label} / ${factor.toFixed(0)}\`.`;
    return [
      {
        severity: 'information',
        code: 'poor-scaling',
        message,
        span: termPlace(spec, large.label).span ?? owner.span,
        related: [large.label, small.label],
        fixes: replaceColumn(spec, large.label, `${large.label} / ${factor.toFixed(0)}`),
      },
    ];
  });
};

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(values.length, 1));
}
