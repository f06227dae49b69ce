import { FunctionBody, type Local } from '../../wasm/body.js';
import type { Lanes } from '../../wasm/lanes.js';
import type { ConstantPool } from '../../wasm/layout.js';
import { op } from '../../wasm/opcodes.js';
import { Vector } from '../../wasm/vector.js';
import type { Shared } from '../../wasm/math/vectorised.js';
import type { ActivationCode } from '../activations/activation.js';

/** Functions are written out where they stand: these loops are short. */
const sharedOf = (v: Vector): Shared => ({
  call: (routine, a) => routine(v, a),
  once: (_, make) => make(),
  unsigned: (a) => a,
});

/** Bytes that the loops take at a time: two vectors, which share their constants. */
const STEP = 32;

/** Each constant is loaded once, which code with conditions could miss: there is none. */
class StraightLine extends Vector {
  private readonly known = new Map<bigint, Local>();

  override bits(pattern: bigint): Local {
    const local = this.known.get(pattern) ?? super.bits(pattern);
    this.known.set(pattern, local);
    return local;
  }

  override assign(): never {
    throw new Error('the code of an activation is a straight line');
  }

  override whenAny(): never {
    throw new Error('the code of an activation is a straight line');
  }
}

/** Parameters: addresses of 0 what comes out and 1 what goes in, 2 the end of what comes out. */
export function activateFunction({ value }: ActivationCode, constants: ConstantPool, lanes: Lanes): FunctionBody {
  const body = new FunctionBody(3);
  const v = new StraightLine(body, constants, lanes);
  eachStep(body, 2, [0, 1], (offset) => {
    const x = v.load(1, offset);
    v.store(0, offset, value(v, x, x, x, sharedOf(v)));
  });
  return body;
}

/** Parameters: addresses of 0 what comes out, 1 the slopes, 2 x and 3 y, 4 the end of what comes out. */
export function activateBackFunction({ slope }: ActivationCode, constants: ConstantPool, lanes: Lanes): FunctionBody {
  const body = new FunctionBody(5);
  const v = new StraightLine(body, constants, lanes);
  eachStep(body, 4, [0, 1, 2, 3], (offset) => {
    const [slopes, x, y] = [v.load(1, offset), v.load(2, offset), v.load(3, offset)];
    v.store(0, offset, v.mul(slopes, slope(v, x, y, y, sharedOf(v))));
  });
  return body;
}

/** Runs `inner` at each vector of what the parameters `walking` point to, the first of which ends at that of number `end`. */
function eachStep(body: FunctionBody, end: number, walking: readonly number[], inner: (offset: number) => void): void {
  body.repeat(() => {
    for (let offset = 0; offset < STEP; offset += 16) inner(offset);
    for (const pointer of walking) body.advance(pointer, STEP);
    body.get(0);
    body.get(end);
    body.plain(op.i32LessUnsigned);
  });
}
