import { TILE } from '../tape.js';
import { type GramJob, type Linear, type ProjectJob } from './jobs.js';
import { ConstantPool } from './layout.js';
import { encodeModule } from './module.js';
import { type Plan, rowLength } from './plan.js';
import { GRAM_COLUMNS, GRAM_ROWS, gramFunction, projectFunction, STEP } from './products.js';
import { type Exported, instantiate, type Running, type Runtime } from './runtime.js';
import { Stage } from './stage.js';

/** Operations of a stage. Each needs up to twelve locals, of which V8 takes 50,000, and so many take 0.1 s to compile. */
const LONGEST = 3000;

/** A compiled plan: its memory, and its code for one tile. */
export class Code {
  readonly numbers: Float64Array;
  private readonly stage: Exported;
  private readonly calls: readonly ((offset: number, bytes: number) => void)[];
  private readonly tiles = new Map<number, Float64Array>();

  /** Undefined where the code would be longer than engines compile in good time, or the host has no memory for it. */
  static of(host: Runtime, plan: Plan): Code | undefined {
    if (plan.operations > LONGEST) return undefined;
    const constants = new ConstantPool(plan.size);
    const products = [projectFunction(constants), gramFunction(constants)];
    const stage = new Stage(plan, constants, 1 + products.length);
    const bytes = encodeModule(stage.imported.length, [stage.body, ...products, ...stage.routines.bodies]);
    const imports = stage.imported.map((primitive) => (a: number, b: number, c: number) => primitive.evaluate(a, b, c));
    const running = instantiate(host, bytes, constants.end, imports);
    return running && new Code(plan, constants, running);
  }

  private constructor(
    private readonly plan: Plan,
    constants: ConstantPool,
    { memory, functions }: Running,
  ) {
    this.numbers = new Float64Array(memory, 0, plan.size / 8);
    constants.write(memory);
    this.writeFixed();
    const [run, project, gram] = functions as [Exported, Exported, Exported];
    this.stage = run;
    this.calls = [...plan.results].flatMap(([job, place]) => {
      if (job.kind === 'project') return [this.projection(project, job, place)];
      return job.kind === 'gram' ? this.products(gram, job, place) : [];
    });
  }

  /** Evaluates the tile at `offset` bytes from the start of the block. */
  run(offset: number, rows: number): void {
    const end = 8 * STEP * Math.ceil(rows / STEP);
    this.stage(offset, 8 * rows, end);
    for (const call of this.calls) call(offset, end);
  }

  /** The values of a tile at a place. */
  tile(place: number): Float64Array {
    const known = this.tiles.get(place) ?? this.numbers.subarray(place / 8, place / 8 + TILE);
    this.tiles.set(place, known);
    return known;
  }

  private writeFixed(): void {
    const { plan } = this;
    const ones = new BigUint64Array(this.numbers.buffer, plan.mask, TILE);
    ones.fill(0xffffffffffffffffn);
    for (const [linear, table] of plan.tables) {
      const addresses = new Uint32Array(this.numbers.buffer, table, linear.design.length + GRAM_COLUMNS);
      linear.design.forEach((column, j) => (addresses[j] = plan.columns.get(column) ?? 0));
      // What stands after the last column is multiplied too, and its result never read.
      addresses.fill(addresses[0] ?? 0, linear.design.length);
    }
  }

  private projection(project: Exported, { linear, node }: ProjectJob, place: number): (offset: number, bytes: number) => void {
    const [table, w] = [this.table(linear), this.weights(node)];
    const end = table + 4 * linear.design.length;
    return (offset, bytes) => project(table, end, offset, w, bytes, place);
  }

  /** One call for every two rows of the product; of a symmetric one only what reaches the diagonal. */
  private products(gram: Exported, { a, b, node, isSquare }: GramJob, place: number): ((offset: number, bytes: number) => void)[] {
    const [first, second, w] = [this.table(a), this.table(b), this.weights(node)];
    const length = 8 * rowLength(b);
    return Array.from({ length: Math.ceil(a.design.length / GRAM_ROWS) }, (_, i) => {
      const row = GRAM_ROWS * i;
      const end = second + 4 * (isSquare ? Math.min(row + GRAM_ROWS, b.design.length) : b.design.length);
      return (offset, bytes) => gram(first + 4 * row, second, end, offset, w, bytes, place + row * length, length);
    });
  }

  private table(linear: Linear): number {
    return this.plan.tables.get(linear) ?? 0;
  }

  private weights(node: number): number {
    return this.plan.outputs.get(node) ?? 0;
  }
}
