import type { NodeId } from '../ir/graph.js';
import type { Cancellation, Curvature, Order, Term } from '../kernel/kernel.js';
import { Machine } from '../kernel/machine.js';
import { type Instruction, TILE } from '../kernel/tape.js';
import type { CompensatedSum } from '../kernel/termKernel.js';
import type { Jet } from './jet.js';
import { type Local, type Plan, planOf, rootsOf } from './recursivePlan.js';
import { VariableSlopes } from './slopes.js';
import { LocalRow, LookBack, Remembered, type RowStep } from './steps.js';

/** What a walk down the rows adds to. */
export interface PassResult {
  readonly jet: Jet;
  readonly sum: CompensatedSum;
  /** Is shown the values of the rows from `start` on. */
  readonly see?: (values: Float64Array, start: number) => void;
}

/**
 * One walk down the rows: Σ of a node that may look back at rows above. The derivatives of what is looked back at are carried along (forward
 * sensitivities; Fiorentini, Calzolari & Panattoni, J. Appl. Econometrics 11, 1996, for GARCH): exact, and rows × P² in cost.
 */
export class Pass {
  private readonly plan: Plan;
  private readonly machine: Machine;
  private readonly slopes: VariableSlopes;
  private readonly parts: Parts;
  private readonly steps: readonly RowStep[];
  private readonly target: LocalRow;

  /** `parameters`: those that the derivatives are taken by. */
  constructor(
    term: Term,
    order: Order,
    curvature: Curvature,
    private readonly parameters: readonly number[],
  ) {
    this.plan = planOf(term, order, curvature);
    const { target, previous, tracks } = this.plan;
    const locals = [...previous.map(({ initial }) => initial), ...tracks.map(({ local }) => local), target];
    this.machine = new Machine(this.plan.term, locals.flatMap(rootsOf));
    const used = [...new Set(locals.flatMap((local) => local.used))];
    this.slopes = new VariableSlopes(this.plan.term.variables, used, parameters);
    this.parts = partsOf(this.plan, this.machine.tape.row);
    this.steps = this.rowSteps(curvature === 'exact' ? order : Math.min(order, 1));
    this.target = this.localRow(target, this.parts.target);
  }

  /** Adds the value and its derivatives to `result`; `means` are the jets of means, by variable. Stops early when cancelled. */
  run(point: Float64Array, means: ReadonlyMap<number, Jet>, result: PassResult, cancellation: Cancellation): void {
    const { machine, plan } = this;
    for (const [variable, jet] of means) {
      this.buffer(variable).fill(jet.value);
      this.slopes.setDense(variable, jet);
    }
    machine.begin(point);
    for (let start = 0; start < plan.term.rows; start += TILE) {
      if (cancellation.cancelled) return;
      const rows = Math.min(TILE, plan.term.rows - start);
      this.tile(start, rows, result.jet);
      const values = machine.values(plan.target.root).subarray(0, rows);
      result.sum.addAll(values, rows);
      result.see?.(values, start);
    }
  }

  private tile(start: number, rows: number, jet: Jet): void {
    this.machine.load(start, rows);
    for (const instruction of this.parts.ownRow) this.machine.execute(instruction, rows);
    for (const step of this.steps) step.load();
    this.target.load();
    for (let i = 0; i < rows; i++) {
      this.slopes.load(start + i);
      for (const step of this.steps) step.run(i, start + i);
      this.target.evaluate(i);
      this.target.addDerivatives(jet, i);
    }
  }

  /** First what is looked back at, then the row's own values, in an order in which they follow from each other. */
  private rowSteps(order: number): RowStep[] {
    const size = this.parameters.length;
    const remembered = this.plan.tracks.map(
      ({ local, current, depth }, k) =>
        new Remembered(this.localRow(local, this.parts.tracks[k] ?? []), this.assignment(current), depth, size, order),
    );
    const lookBacks = this.plan.previous.map(({ variable, track, steps, initial }) => {
      const source = remembered[track] as Remembered;
      return new LookBack(source, steps, this.localRow(initial, []), this.assignment(variable), size, order);
    });
    return [...lookBacks, ...remembered];
  }

  private localRow(local: Local, instructions: readonly Instruction[]): LocalRow {
    return new LocalRow(this.machine, this.slopes, local, instructions);
  }

  /** Gives a variable its value and derivatives in a row. */
  private assignment(variable: number): (jet: Jet, i: number) => void {
    const buffer = this.buffer(variable);
    return (jet, i) => {
      buffer[i] = jet.value;
      this.slopes.setDense(variable, jet);
    };
  }

  /** Where the values of a variable are read; what nothing reads goes nowhere. */
  private buffer(variable: number): Float64Array {
    const node = this.plan.term.graph.variable(variable);
    return this.machine.tape.rates.has(node) ? this.machine.values(node) : new Float64Array(TILE);
  }
}

/** The operations of a row: those that look at the row alone, those that each track needs beyond the ones before it, and those of the target. */
interface Parts {
  readonly ownRow: readonly Instruction[];
  readonly tracks: readonly (readonly Instruction[])[];
  readonly target: readonly Instruction[];
}

function partsOf({ term, tracks, previous, target }: Plan, instructions: readonly Instruction[]): Parts {
  const { graph } = term;
  const looking = new Set<NodeId>(
    [...previous.map(({ variable }) => variable), ...tracks.map(({ current }) => current)].map((index) => graph.variable(index)),
  );
  for (const { id, args } of instructions) if (args.some((arg) => looking.has(arg))) looking.add(id);
  const done = new Set<NodeId>();
  const own = (local: Local): Instruction[] => {
    const needed = new Set(graph.reachable(rootsOf(local)));
    const fresh = instructions.filter(({ id }) => looking.has(id) && needed.has(id) && !done.has(id));
    for (const { id } of fresh) done.add(id);
    return fresh;
  };
  return {
    ownRow: instructions.filter(({ id }) => !looking.has(id)),
    tracks: tracks.map(({ local }) => own(local)),
    target: own(target),
  };
}
