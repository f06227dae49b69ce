import type { LatentModes } from '../../../report/facts.js';
import { gradientOf } from '../../autodiff/differentiate.js';
import { evaluateColumns } from '../../ir/evaluate.js';
import type { NodeId } from '../../ir/graph.js';
import { fillLatent, fillVariable } from '../../kernel/machine.js';
import type { Conditional } from '../../latent/marginal.js';
import { latentVariables } from '../../latent/latentKernel.js';
import type { BoundModel } from '../../model/bound.js';
import { atLevels } from '../../bind/latentLevels.js';
import { at } from '../../numeric/at.js';
import type { Estimate } from '../estimate.js';
import { preparedOf } from '../objective/prepared.js';

/** The conditional modes of all latent values at an estimate; none where there is no maximum. */
export function latentModes({ objective, natural }: Estimate): LatentModes[] {
  const { bound, cancellation } = objective;
  const { marginal } = preparedOf(bound, cancellation);
  const conditional = marginal?.conditional(natural, cancellation);
  if (!marginal || !conditional) return [];
  const { isExact } = marginal;
  return bound.model.latents.flatMap(({ names, column, levels, values }, i) => {
    const found = bound.latents[i];
    if (!found) return [];
    const rows = atLevels(bound, found.rows);
    return names.map((name, member) => ({
      name,
      column,
      isExact,
      levels: Array.from(found.levels, (code) => at(levels, code)),
      ...modesOf(rows, at(values, member), natural, conditional),
    }));
  });
}

/** A value as a function of latent variables, and its standard deviation by the delta method: √(J C J'). */
function modesOf(
  rows: BoundModel,
  value: NodeId,
  natural: Float64Array,
  conditional: Conditional,
): Pick<LatentModes, 'estimates' | 'standardErrors'> {
  const { graph } = rows.model;
  const given = rows.variables.map((variable) => {
    const buffer = new Float64Array(rows.used);
    if (variable.kind === 'scalar') buffer.fill(at(natural, variable.parameter));
    else if (variable.kind === 'latent') fillLatent(variable, buffer, conditional.values);
    else fillVariable(variable, buffer, natural, 0, rows.used);
    return buffer;
  });
  const own = latentVariables(graph, value, rows.variables);
  const slopes = gradientOf(
    graph,
    value,
    own.map(({ index }) => graph.variable(index)),
  ).map((node) => node ?? graph.constant(0));
  const [estimates = new Float64Array(0), ...weights] = evaluateColumns(graph, [value, ...slopes], rows.columns, rows.used, given);
  const numbers = own.map(({ variable: { map, codes } }) => Int32Array.from(codes, (code) => at(map, code)));
  const standardErrors = new Float64Array(rows.used).map((_, row) => {
    const weight = (a: number): number => at(at(weights, a), row);
    const place = (a: number): number => at(at(numbers, a), row);
    const share = (a: number, b: number): number => weight(a) * weight(b) * conditional.covariance(place(a), place(b));
    const variance = own.reduce((sum, _a, a) => sum + own.reduce((part, _b, b) => part + share(a, b), 0), 0);
    return Math.sqrt(Math.max(variance, 0));
  });
  return { estimates, standardErrors };
}
