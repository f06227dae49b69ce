import { TILE } from '../tape.js';
import { FunctionBody, type Local } from '../../wasm/body.js';
import type { GramJob, Job, Linear } from './jobs.js';
import type { ConstantPool } from '../../wasm/layout.js';
import { levelFunction, levelPairFunction, levelRowFunction } from '../../wasm/levels.js';
import { op, type } from '../../wasm/opcodes.js';
import { type Plan, rowLength } from './plan.js';
import { GRAM_ROWS, gramFunction, projectFunction, STEP } from '../../wasm/products.js';

type Routine = Exclude<Job['kind'], 'sum'>;

/** One call of a routine for each tile, after the tile's offset and the bytes of its rows. */
interface Call {
  readonly routine: Routine;
  readonly args: readonly number[];
}

const write: Readonly<Record<Routine, (constants: ConstantPool) => FunctionBody>> = {
  project: projectFunction,
  gram: gramFunction,
  level: levelFunction,
  levelRow: levelRowFunction,
  levelPair: levelPairFunction,
};

/** The code that runs over tiles: the elementwise stage, which is function 0, then the routines that its results go through. */
export class Tiles {
  private readonly calls: readonly Call[];
  private readonly routines: readonly Routine[];
  readonly bodies: readonly FunctionBody[];

  constructor(
    private readonly plan: Plan,
    constants: ConstantPool,
  ) {
    this.calls = [...plan.results].flatMap(([job, place]) => this.callsOf(job, place));
    this.routines = [...new Set(this.calls.map(({ routine }) => routine))];
    this.bodies = this.routines.map((routine) => write[routine](constants));
  }

  /** Number of functions before the elementary ones: the stage, the routines and the loop over tiles. */
  get functions(): number {
    return this.bodies.length + 2;
  }

  /** The loop. Parameters: the places of the first row and after the last one in the columns, in bytes. `imported` functions count first. */
  write(imported: number): FunctionBody {
    const body = new FunctionBody(2);
    const [rows, groups] = [body.local(type.i32), body.local(type.i32)];
    body.repeat(() => {
      setLeast(body, rows);
      setWhole(body, groups, rows);
      for (const local of [0, rows, groups]) body.get(local);
      body.call(imported);
      for (const { routine, args } of this.calls) {
        body.get(0);
        body.get(routine === 'project' || routine === 'gram' ? groups : rows);
        for (const arg of args) body.integer(arg);
        body.call(imported + 1 + this.routines.indexOf(routine));
      }
      body.advance(0, 8 * TILE);
      body.get(0);
      body.get(1);
      body.plain(op.i32LessUnsigned);
    });
    return body;
  }

  private callsOf(job: Job, place: number): Call[] {
    const w = job.kind === 'sum' ? 0 : (this.plan.outputs.get(job.node) ?? 0);
    const column = (values: Float64Array): number => this.plan.columns.get(values) ?? 0;
    if (job.kind === 'sum') return [];
    if (job.kind === 'gram') return this.products(job, w, place);
    if (job.kind === 'project') return [{ routine: 'project', args: [...this.table(job.linear), w, place] }];
    const codes = column(job.a.codes);
    if (job.kind === 'level') return [{ routine: 'level', args: [codes, w, place] }];
    if (job.kind === 'levelPair') return [{ routine: 'levelPair', args: [codes, column(job.b.codes), w, place, job.b.map.length] }];
    return [{ routine: 'levelRow', args: [codes, w, ...this.table(job.b), place, job.b.design.length] }];
  }

  /** One call for every two rows of the product; of a symmetric one only what reaches the diagonal. */
  private products({ a, b, isSquare }: GramJob, w: number, place: number): Call[] {
    const [first = 0] = this.table(a);
    const [second = 0] = this.table(b);
    const length = 8 * rowLength(b);
    return Array.from({ length: Math.ceil(a.design.length / GRAM_ROWS) }, (_, i) => {
      const row = GRAM_ROWS * i;
      const end = second + 4 * (isSquare ? Math.min(row + GRAM_ROWS, b.design.length) : b.design.length);
      return { routine: 'gram', args: [first + 4 * row, second, end, w, place + row * length, length] };
    });
  }

  /** Start and end of the table of a design's columns. */
  private table(linear: Linear): number[] {
    const start = this.plan.tables.get(linear) ?? 0;
    return [start, start + 4 * linear.design.length];
  }
}

/** The bytes of a tile's rows: what is left of the block, at most a whole tile. */
function setLeast(body: FunctionBody, rows: Local): void {
  const left = (): void => {
    body.get(1);
    body.get(0);
    body.plain(op.i32Sub);
  };
  left();
  body.integer(8 * TILE);
  left();
  body.integer(8 * TILE);
  body.plain(op.i32LessUnsigned);
  body.plain(op.select);
  body.set(rows);
}

/** The same up to the end of the last whole group of rows. */
function setWhole(body: FunctionBody, groups: Local, rows: Local): void {
  body.get(rows);
  body.integer(8 * STEP - 1);
  body.plain(op.i32Add);
  body.integer(-8 * STEP);
  body.plain(op.i32And);
  body.set(groups);
}
