import type { NodeId } from '../ir/graph.js';
import { assembleGradient } from '../kernel/assemble.js';
import type { BoundVariable, Cancellation, Curvature, Evaluation, NetworkVariable, Order, RowVariable, Term } from '../kernel/kernel.js';
import type { Machine } from '../kernel/machine.js';
import { TILE } from '../kernel/tape.js';
import { type Compiled, type CompensatedSum, derivativesOf, machineFor, usedVariables } from '../kernel/termKernel.js';
import { Applied } from './application.js';
import { rowsTogether } from '../network/networkPass.js';
import { at } from '../numeric/at.js';

type Numbers = Float64Array;

export const isNetwork = <V extends { readonly kind: string }>(variable: V | undefined): variable is Extract<V, { kind: 'network' }> =>
  variable?.kind === 'network';

/** Whether a term contains a network. */
export const hasNetworks = ({ graph, root, variables }: Term): boolean =>
  variables.some(isNetwork) && usedVariables(graph, root).some((index) => isNetwork(variables[index]));

/** The networks among variables, each with its outputs; `place` is the index in the list. */
export function appliedAmong(variables: readonly (BoundVariable | undefined)[], most: number): { applied: Applied[]; rows: number } {
  const found = new Map<NetworkVariable['application'], { output: number; place: number }[]>();
  variables.forEach((variable, place) => {
    if (!isNetwork(variable)) return;
    const { application, output } = variable;
    const outputs = found.get(application) ?? [];
    found.set(application, outputs);
    outputs.push({ output, place });
  });
  const rows = [...found.keys()].reduce((least, { network }) => Math.min(least, rowsTogether(network, most)), most);
  return { applied: [...found].map(([application, outputs]) => new Applied(application, outputs, rows)), rows };
}

/**
 * Adds up a term in which outputs of networks are variables. The graph gives the density's derivatives with respect to these, as to any other variable; back
 * propagation carries them on to the weights. The Hessian is a product with it for each parameter (Pearlmutter's R-operator): exact.
 */
export class NetworkTerm {
  private readonly compiled: Partial<Record<Curvature, Compiled>> = {};
  private readonly used: readonly number[];
  private readonly variables: readonly (BoundVariable | undefined)[];
  private readonly applied: readonly Applied[];
  private readonly tileRows: number;
  private known: readonly number[] | undefined;
  /** Derivatives of the variables, and of the density's derivatives with respect to them, along a direction: one buffer each. */
  private readonly along: readonly Numbers[];
  private readonly slopesAlong: readonly Numbers[];

  constructor(private readonly term: Term) {
    this.used = usedVariables(term.graph, term.root);
    this.variables = this.used.map((index) => term.variables[index]);
    ({ applied: this.applied, rows: this.tileRows } = appliedAmong(this.variables, TILE));
    this.along = this.used.map(() => new Float64Array(TILE));
    this.slopesAlong = this.used.map(() => new Float64Array(TILE));
  }

  /** Adds the term to `into`. */
  addTo(into: Evaluation, sum: CompensatedSum, point: Numbers, order: Order, cancellation: Cancellation, curvature: Curvature): void {
    const compiled = (this.compiled[curvature] ??= { ...derivativesOf(this.term, curvature), machines: [] });
    const machine = machineFor(compiled, this.term, order);
    machine.begin(point);
    for (const applied of this.applied) applied.begin(point);
    for (let start = 0; start < this.term.rows && !cancellation.cancelled; start += this.tileRows) {
      const rows = Math.min(this.tileRows, this.term.rows - start);
      this.forward(machine, start, rows);
      machine.run(start, rows);
      sum.addAll(machine.values(this.term.root), rows);
      const tile = { machine, compiled, start, rows };
      if (order >= 1) this.addGradient(into.gradient, tile);
      if (order === 2) this.addHessian(into, tile, cancellation, curvature);
    }
    for (const applied of this.applied) applied.end();
  }

  /** All parameters that the term depends on, in increasing order. */
  private get parameters(): readonly number[] {
    return (this.known ??= parametersOf(this.variables));
  }

  private forward(machine: Machine, start: number, rows: number): void {
    for (const applied of this.applied) {
      applied.forward(start, rows);
      for (const { output, place } of applied.outputs) {
        const node = this.term.graph.variable(at(this.used, place));
        applied.read(output, machine.values(node), rows);
      }
    }
  }

  private addGradient(gradient: Numbers, { machine, compiled, start, rows }: Tile): void {
    const slopesAt = (place: number): Numbers | undefined => valuesOf(machine, compiled.gradient[place]);
    this.addRowVariables(gradient, slopesAt, start, rows);
    for (const applied of this.applied) applied.backward(slopesAt, gradient, rows);
  }

  private addHessian(into: Evaluation, tile: Tile, cancellation: Cancellation, curvature: Curvature): void {
    const size = into.gradient.length;
    const column = new Float64Array(size);
    for (const parameter of this.parameters) {
      if (cancellation.cancelled) return;
      column.fill(0);
      this.addProduct(column, parameter, tile, curvature === 'exact');
      for (const other of this.parameters)
        if (other >= parameter) (into.hessian[other * size + parameter] as number) += column[other] as number;
    }
  }

  /** Adds the column of a parameter: the derivatives of the gradient along it. */
  private addProduct(column: Numbers, parameter: number, { machine, compiled, start, rows }: Tile, bent: boolean): void {
    const touched = this.turn(parameter, start, rows);
    this.slopesAlong.forEach((out, a) => {
      out.fill(0, 0, rows);
      for (const b of touched) {
        const weights = valuesOf(machine, compiled.hessian[Math.max(a, b)]?.[Math.min(a, b)]);
        const along = this.along[b] as Numbers;
        for (let i = 0; weights && i < rows; i++) (out[i] as number) += (weights[i] as number) * (along[i] as number);
      }
    });
    const slopesAt = (place: number): Numbers | undefined => this.slopesAlong[place];
    this.addRowVariables(column, slopesAt, start, rows);
    for (const applied of this.applied) applied.backwardAlong(slopesAt, column, rows, bent);
  }

  /** Takes the direction of a parameter; the variables that move along it. */
  private turn(parameter: number, start: number, rows: number): number[] {
    const moved = this.applied.flatMap((applied) => {
      if (!applied.turn(parameter)) return [];
      for (const { output, place } of applied.outputs) applied.readAlong(output, this.along[place] as Numbers, rows);
      return applied.outputs.map(({ place }) => place);
    });
    const others = this.variables.flatMap((variable, place) =>
      isRow(variable) && slopeBy(variable, parameter, this.along[place] as Numbers, start, rows) ? [place] : [],
    );
    return [...moved, ...others];
  }

  private addRowVariables(target: Numbers, slopesAt: (place: number) => Numbers | undefined, start: number, rows: number): void {
    const places = this.variables.flatMap((variable, place) => (isRow(variable) && slopesAt(place) ? [place] : []));
    const own = places.flatMap((place) => (isRow(this.variables[place]) ? [this.variables[place]] : []));
    assembleGradient(target, own, places, { start, rows, values: (place) => slopesAt(place) ?? NONE });
  }
}

interface Tile {
  readonly machine: Machine;
  readonly compiled: Compiled;
  readonly start: number;
  readonly rows: number;
}

const NONE = new Float64Array(TILE);

const valuesOf = (machine: Machine, node: NodeId | undefined): Numbers | undefined =>
  node === undefined ? undefined : machine.values(node);

const isRow = (variable: BoundVariable | undefined): variable is RowVariable =>
  variable?.kind === 'scalar' || variable?.kind === 'gather' || variable?.kind === 'linear';

function parametersOf(variables: readonly (BoundVariable | undefined)[]): number[] {
  const found = new Set<number>();
  for (const variable of variables) {
    if (variable?.kind === 'scalar') found.add(variable.parameter);
    else if (variable?.kind === 'gather') variable.map.forEach((parameter) => parameter >= 0 && found.add(parameter));
    else if (variable?.kind === 'linear') variable.parameters.forEach((parameter) => found.add(parameter));
    else if (variable?.kind === 'network')
      for (let i = 0; i < variable.application.network.parameters; i++) found.add(variable.application.first + i);
  }
  return [...found].sort((a, b) => a - b);
}

/** The derivative of a row's variable with respect to a parameter; false where it has none. */
function slopeBy(variable: RowVariable, parameter: number, into: Numbers, start: number, rows: number): boolean {
  into.fill(variable.kind === 'scalar' ? 1 : 0, 0, rows);
  if (variable.kind === 'scalar') return variable.parameter === parameter;
  if (variable.kind === 'gather') {
    const { map, codes } = variable;
    for (let i = 0; i < rows; i++) into[i] = map[codes[start + i] as number] === parameter ? 1 : 0;
    return map.includes(parameter);
  }
  variable.design.forEach((column, j) => {
    if (variable.parameters[j] !== parameter) return;
    for (let i = 0; i < rows; i++) (into[i] as number) += column[start + i] as number;
  });
  return variable.parameters.includes(parameter);
}
