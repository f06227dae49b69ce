import { differentiate, differentiateThrough } from '../autodiff/differentiate.js';
import type { Graph, NodeId } from '../ir/graph.js';
import type { Cancellation, Curvature, Evaluation, Order, RowVariable, Term } from './kernel.js';
import { assembleGradient, assembleHessian } from './assemble.js';
import { Machine } from './machine.js';
import { TILE } from './tape.js';

/** The derivatives of a term with respect to its own variables. */
export interface TermDerivatives {
  /** Indexes of the graph's variables that the root depends on. */
  readonly used: readonly number[];
  readonly gradient: readonly (NodeId | undefined)[];
  readonly hessian: readonly (readonly (NodeId | undefined)[])[];
}

/** Derivatives with the machines that evaluate them. */
export interface Compiled extends TermDerivatives {
  /** One for each order, made when first needed. */
  readonly machines: (Machine | undefined)[];
}

/** Interprets one term, tile by tile. Sums over tiles are compensated (Neumaier 1974), so that 10⁷ rows lose no digits. */
export class TermKernel {
  private readonly compiled: Partial<Record<Curvature, Compiled>> = {};

  constructor(private readonly term: Term) {}

  /** Adds the term to `into`. */
  addTo(into: Evaluation, sum: CompensatedSum, point: Float64Array, order: Order, cancellation: Cancellation, curvature: Curvature): void {
    const compiled = (this.compiled[curvature] ??= { ...derivativesOf(this.term, curvature), machines: [] });
    const machine = machineFor(compiled, this.term, order);
    const variables = compiled.used.map((index) => this.term.variables[index] as RowVariable);
    machine.begin(point);
    for (let start = 0; start < this.term.rows; start += TILE) {
      if (cancellation.cancelled) return;
      const rows = Math.min(TILE, this.term.rows - start);
      machine.run(start, rows);
      sum.addAll(machine.values(this.term.root), rows);
      const tile = { start, rows, values: (id: NodeId) => machine.values(id) };
      if (order >= 1) assembleGradient(into.gradient, variables, compiled.gradient, tile);
      if (order === 2) assembleHessian(into.hessian, into.gradient.length, variables, compiled.hessian, tile);
    }
  }
}

export class CompensatedSum {
  private sum = 0;
  private lost = 0;

  addAll(values: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const value = values[i] as number;
      const next = this.sum + value;
      this.lost += Math.abs(this.sum) >= Math.abs(value) ? this.sum - next + value : value - next + this.sum;
      this.sum = next;
    }
  }

  get value(): number {
    return Number.isFinite(this.lost) ? this.sum + this.lost : this.sum;
  }
}

/** First and second derivatives as nodes of the term's graph. */
export function derivativesOf(term: Term, curvature: Curvature): TermDerivatives {
  const { graph, root, through, wanted } = term;
  const used = usedVariables(graph, root).filter((index) => wanted?.has(index) ?? true);
  const nodes = used.map((index) => graph.variable(index));
  const approximate = curvature === 'gauss-newton' && through !== undefined;
  const { gradient, hessian } = approximate ? differentiateThrough(graph, root, through, nodes) : differentiate(graph, root, nodes);
  return { used, gradient, hessian };
}

export function machineFor({ machines, gradient, hessian }: Compiled, term: Term, order: Order): Machine {
  const roots = [term.root, ...(order >= 1 ? present(gradient) : []), ...(order === 2 ? present(hessian.flat()) : [])];
  return (machines[order] ??= new Machine(term, roots));
}

const present = (nodes: readonly (NodeId | undefined)[]): NodeId[] => nodes.filter((id) => id !== undefined);

export function usedVariables(graph: Graph, root: NodeId): number[] {
  const nodes = graph.reachable([root]).map((id) => graph.node(id));
  return nodes.flatMap((node) => (node.kind === 'variable' ? [node.index] : []));
}
