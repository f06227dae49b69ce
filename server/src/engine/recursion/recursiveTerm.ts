import type { NodeId } from '../ir/graph.js';
import { type Cancellation, type Curvature, type Evaluation, neverCancelled, type Order, type Term } from '../kernel/kernel.js';
import { CompensatedSum } from '../kernel/termKernel.js';
import { isDerived, nodesBelow, variablesAmong } from '../kernel/below.js';
import { emptyJet, type Jet } from './jet.js';
import { Pass, type PassResult } from './recursivePass.js';

/** A mean over all rows that must be known before the rows of another sum are walked down. */
interface MeanPass {
  readonly variable: number;
  readonly divisor: number;
  readonly pass: Pass;
}

interface Passes {
  readonly means: readonly MeanPass[];
  readonly own: Pass;
}

/** Whether a term looks at other rows than its own: back, or at a mean of all. */
export const looksAround = ({ graph, root, variables }: Term): boolean =>
  variables.some(isDerived) && variablesAmong(graph, graph.reachable([root])).some((index) => isDerived(variables[index]));

/** Adds up a term whose rows look back at earlier ones or at means of all rows: one walk down the rows for each mean, and one for the term itself. */
export class RecursiveTerm {
  private readonly passes = new Map<string, Passes>();
  private readonly parameters: readonly number[];

  constructor(private readonly term: Term) {
    this.parameters = parametersOf(term);
  }

  /** Adds the term to `into`. */
  addTo(into: Evaluation, sum: CompensatedSum, point: Float64Array, order: Order, cancellation: Cancellation, curvature: Curvature): void {
    const jet = emptyJet(this.parameters.length, order);
    this.walk({ jet, sum }, point, order, cancellation, curvature);
    const { parameters } = this;
    const size = into.gradient.length;
    jet.gradient.forEach(
      (slope, a) => (into.gradient[parameters[a] as number] = (into.gradient[parameters[a] as number] as number) + slope),
    );
    if (order < 2) return;
    parameters.forEach((p, a) => {
      for (let b = 0; b <= a; b++) {
        const index = p * size + (parameters[b] as number);
        into.hessian[index] = (into.hessian[index] as number) + (jet.hessian[a * parameters.length + b] as number);
      }
    });
  }

  /** The values of all rows. */
  rowValues(point: Float64Array): Float64Array {
    const values = new Float64Array(this.term.rows);
    const see = (some: Float64Array, start: number): void => values.set(some, start);
    this.walk({ jet: emptyJet(0, 0), sum: new CompensatedSum(), see }, point, 0, neverCancelled, 'exact');
    return values;
  }

  private walk(result: PassResult, point: Float64Array, order: Order, cancellation: Cancellation, curvature: Curvature): void {
    const { means, own } = this.passesOf(order, curvature);
    const jets = new Map<number, Jet>();
    for (const { variable, divisor, pass } of means) {
      const jet = emptyJet(this.parameters.length, curvature === 'exact' ? order : Math.min(order, 1));
      const sum = new CompensatedSum();
      pass.run(point, jets, { jet, sum }, cancellation);
      const scaled = (values: Float64Array): Float64Array => values.map((value) => value / divisor);
      jets.set(variable, { value: sum.value / divisor, gradient: scaled(jet.gradient), hessian: scaled(jet.hessian) });
    }
    own.run(point, jets, result, cancellation);
  }

  private passesOf(order: Order, curvature: Curvature): Passes {
    const key = `${String(order)} ${curvature}`;
    const known = this.passes.get(key) ?? this.makePasses(order, curvature);
    this.passes.set(key, known);
    return known;
  }

  private makePasses(order: Order, curvature: Curvature): Passes {
    const { term, parameters } = this;
    const inner = curvature === 'exact' ? order : order === 0 ? 0 : 1;
    const means = meansOf(term).flatMap((variable): MeanPass[] => {
      const source = term.variables[variable];
      if (source?.kind !== 'mean') return [];
      const { graph, rows, columns, inputs, variables } = term;
      const pass = new Pass({ graph, root: source.node, rows, columns, inputs, variables }, inner, 'exact', parameters);
      return [{ variable, divisor: rows - source.lost, pass }];
    });
    return { means, own: new Pass(term, order, curvature, parameters) };
  }
}

/** The means that a term needs, each after those that it needs itself. */
function meansOf({ graph, root, variables }: Term): number[] {
  const meansBelow = (node: NodeId): number[] =>
    variablesAmong(graph, nodesBelow(graph, variables, [node])).filter((index) => variables[index]?.kind === 'mean');
  const needs = (index: number): number => {
    const source = variables[index];
    return source?.kind === 'mean' ? meansBelow(source.node).length : 0;
  };
  return meansBelow(root).sort((a, b) => needs(a) - needs(b));
}

/** Parameters that a term depends on, in increasing order. */
function parametersOf({ graph, root, variables }: Term): number[] {
  const found = variablesAmong(graph, nodesBelow(graph, variables, [root])).flatMap((index) => {
    const variable = variables[index];
    if (variable?.kind === 'scalar') return [variable.parameter];
    if (variable?.kind === 'gather') return [...variable.map].filter((parameter) => parameter >= 0);
    return variable?.kind === 'linear' ? [...variable.parameters] : [];
  });
  return [...new Set(found)].sort((a, b) => a - b);
}
