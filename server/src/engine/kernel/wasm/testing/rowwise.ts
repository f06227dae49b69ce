import { Graph, type NodeId } from '../../../ir/graph.js';
import { type Ops, opsOf } from '../../../ir/ops.js';
import { type BoundVariable, neverCancelled } from '../../kernel.js';
import { CompensatedSum } from '../../termKernel.js';
import { Program } from '../program.js';
import { runtime } from '../../../wasm/runtime.js';

/**
 * f of each tuple of numbers by generated code: the program is told that f is the derivative by a parameter that each row has of its own, so
 * that the gradient holds a value for each row.
 */
export function generatedValues(f: (o: Ops, args: readonly NodeId[]) => NodeId, tuples: readonly (readonly number[])[]): Float64Array {
  if (runtime === undefined) throw new Error('this host has no WebAssembly');
  const rows = tuples.length;
  const arity = tuples[0]?.length ?? 0;
  const codes = new Float64Array(rows).map((_, i) => i);
  const ownParameter = (k: number): BoundVariable => ({ kind: 'gather', map: Int32Array.from(codes, (i) => k * rows + i), codes });
  const used = Array.from({ length: arity + 1 }, (_, k) => k);
  const o = opsOf(new Graph());
  const args = used.slice(0, arity).map((k) => o.graph.variable(k));
  const root = f(o, args);
  const point = new Float64Array((arity + 1) * rows);
  tuples.forEach((tuple, i) => tuple.forEach((each, k) => (point[k * rows + i] = each)));
  const term = { graph: o.graph, root, rows, columns: [], inputs: new Float64Array(0), variables: used.map(ownParameter) };
  const derivatives = { used, gradient: [...args.map(() => undefined), root], hessian: [] };
  const into = { value: 0, gradient: new Float64Array(point.length), hessian: new Float64Array(0) };
  Program.of(runtime, term, derivatives, 1, point.length, new Map())?.addTo(into, new CompensatedSum(), point, neverCancelled);
  return into.gradient.subarray(arity * rows);
}
