import { TILE } from '../tape.js';
import type { Listing } from '../task.js';
import { ConstantPool } from '../../wasm/layout.js';
import { encodeModule } from '../../wasm/module.js';
import type { Plan } from './plan.js';
import { GRAM_COLUMNS } from '../../wasm/products.js';
import { Stage } from './stage.js';
import { Tiles } from './tiles.js';

/** Operations of a stage. Each needs up to twelve locals, of which V8 takes 50,000, and so many take 0.1 s to compile. */
const LONGEST = 3000;

/** Undefined where the code would be longer than engines compile in good time. */
export function listingOf(plan: Plan, fused: boolean): Listing | undefined {
  if (plan.operations > LONGEST) return undefined;
  const constants = new ConstantPool(plan.size, fused);
  const tiles = new Tiles(plan, constants);
  const stage = new Stage(plan, constants, tiles.functions);
  const main = tiles.write(stage.imported.length);
  const functions = [stage.body, ...tiles.bodies, main, ...stage.routines.bodies];
  const bytes = encodeModule(stage.imported.length, functions, { main: 1 + tiles.bodies.length });
  return {
    bytes,
    memoryBytes: constants.end,
    imports: stage.imported.map(({ name }) => name),
    header: plan.header,
    sums: plan.sums,
    fixed: [maskOf(plan), constants.written, ...tablesOf(plan)],
    columns: [...plan.columns].map(([values, place]) => ({ place, values })),
    rows: plan.term.rows,
    blockRows: plan.blockRows,
  };
}

/** Ones for the rows of a whole tile; what follows takes out the rows after its last. */
const maskOf = ({ mask }: Plan): { place: number; bytes: Uint8Array } => ({ place: mask, bytes: new Uint8Array(8 * TILE).fill(0xff) });

/** What stands after the last column is multiplied too, and its result never read. */
function tablesOf({ tables, columns }: Plan): { place: number; bytes: Uint8Array }[] {
  return [...tables].map(([{ design }, place]) => {
    const addresses = new Uint32Array(design.length + GRAM_COLUMNS);
    addresses.forEach((_, j) => (addresses[j] = columns.get(design[j] ?? (design[0] as Float64Array)) ?? 0));
    return { place, bytes: new Uint8Array(addresses.buffer) };
  });
}
