import { evaluateColumns } from '../../ir/evaluate.js';
import type { NodeId } from '../../ir/graph.js';
import type { BoundModel } from '../../model/bound.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import type { Natural } from '../objective/objective.js';

/** Frequencies between two that a sample of rows can distinguish. */
const OVERSAMPLING = 2;
const MOST = 400;
const PHASES = [0, 0.5, 1, 1.5].map((share) => share * Math.PI + 0.1);

/**
 * Values of a parameter inside a sine or cosine at which to look: those of a periodogram where it sets the frequency (the angle's range over the rows is in
 * proportion to it, or to its inverse, as a period's is), and angles around the circle where it shifts the phase. Undefined where it does neither.
 */
export function waveLevels(bound: BoundModel, root: NodeId, entry: EntryIndex, x: Natural): number[] | undefined {
  const angle = angleOf(bound, root, entry);
  if (angle === undefined) return undefined;
  const range = (value: number): number => rangeAt(bound, angle, entry, x, value);
  const [one, two] = [range(1), range(2)];
  if (Math.abs(two - 2 * one) < 1e-6 * one) return frequencies(bound.used, (total) => total / one);
  if (Math.abs(two - one / 2) < 1e-6 * one) return frequencies(bound.used, (total) => one / total);
  return Math.abs(two - one) <= 1e-6 * Math.abs(one) ? PHASES : undefined;
}

/** From a quarter of a wave over all rows to as fast as rows in turn can show. */
function frequencies(rows: number, valueFor: (total: number) => number): number[] {
  const count = Math.min(OVERSAMPLING * rows, MOST);
  return Array.from({ length: count }, (_, k) => valueFor((Math.PI * rows * (k + 1)) / count));
}

/** The argument of the first sine or cosine that depends on an entry. */
function angleOf({ model }: BoundModel, root: NodeId, entry: EntryIndex): NodeId | undefined {
  const { graph, variables } = model;
  for (const id of graph.reachable([root])) {
    const node = graph.node(id);
    const [angle] = node.kind === 'apply' && (node.primitive.name === 'sin' || node.primitive.name === 'cos') ? node.args : [];
    const isBelow =
      angle !== undefined &&
      graph.reachable([angle]).some((inner) => {
        const found = graph.node(inner);
        const source = found.kind === 'variable' ? variables[found.index] : undefined;
        return source?.kind === 'scalar' && source.entry === entry;
      });
    if (isBelow) return angle;
  }
  return undefined;
}

/** Largest less smallest angle, the entry being `value` and others as they are. */
function rangeAt({ model, columns, used, variables }: BoundModel, angle: NodeId, entry: EntryIndex, x: Natural, value: number): number {
  const given = variables.map((variable) => {
    const own = variable.kind === 'scalar' ? (variable.parameter === entry ? value : x[variable.parameter]) : NaN;
    return new Float64Array(used).fill(own ?? NaN);
  });
  const [angles = new Float64Array(0)] = evaluateColumns(model.graph, [angle], columns, used, given);
  return angles.reduce((a, b) => Math.max(a, b), -Infinity) - angles.reduce((a, b) => Math.min(a, b), Infinity);
}
