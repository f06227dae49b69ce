import { FunctionBody } from '../../kernel/wasm/body.js';
import type { ConstantPool } from '../../kernel/wasm/layout.js';
import { op } from '../../kernel/wasm/opcodes.js';
import { Vector } from '../../kernel/wasm/vector.js';
import type { Shared } from '../../kernel/wasm/vectorised.js';
import type { Activation } from '../activations/activation.js';

/** Functions are written out where they stand: these loops are short. */
const sharedOf = (v: Vector): Shared => ({
  call: (routine, a) => routine(v, a),
  once: (_, make) => make(),
  unsigned: (a) => a,
});

/** Parameters: addresses of 0 what comes out and 1 what goes in, 2 the end of what comes out. Two numbers at a time. */
export function activateFunction({ code }: Activation, constants: ConstantPool): FunctionBody {
  return overPairs(3, 2, [0, 1], constants, (v) => {
    const x = v.load(1, 0);
    v.store(0, 0, code.value(v, x, x, x, sharedOf(v)));
  });
}

/** Parameters: addresses of 0 what comes out, 1 the slopes, 2 x and 3 y, 4 the end of what comes out. */
export function activateBackFunction({ code }: Activation, constants: ConstantPool): FunctionBody {
  return overPairs(5, 4, [0, 1, 2, 3], constants, (v) => {
    const [slopes, x, y] = [v.load(1, 0), v.load(2, 0), v.load(3, 0)];
    v.store(0, 0, v.mul(slopes, code.slope(v, x, y, y, sharedOf(v))));
  });
}

/** Runs `inner` at each pair of what the parameters `walking` point to, the first of which ends at that of number `end`. */
function overPairs(
  parameters: number,
  end: number,
  walking: readonly number[],
  constants: ConstantPool,
  inner: (v: Vector) => void,
): FunctionBody {
  const body = new FunctionBody(parameters);
  const v = new Vector(body, constants);
  body.repeat(() => {
    inner(v);
    for (const pointer of walking) body.advance(pointer, 16);
    body.get(0);
    body.get(end);
    body.plain(op.i32LessUnsigned);
  });
  return body;
}
