import { hasFusedProducts, hasVectors } from '../wasm/available.js';
import { FunctionBody } from '../wasm/body.js';
import { ConstantPool } from '../wasm/layout.js';
import { encodeModule } from '../wasm/module.js';
import { op } from '../wasm/opcodes.js';
import { type Exported, instantiate, runtime, type Runtime } from '../wasm/runtime.js';
import { Vector } from '../wasm/vector.js';
import { addScaled, dot } from '../numeric/eigen.js';

/** Arithmetic on vectors of one length. */
export interface LongVectors {
  /** One more vector, as many as were announced; what it holds is of no use. */
  vector(): Float64Array;
  /** Σ a b. */
  dot(a: Float64Array, b: Float64Array): number;
  /** target += factor · x. */
  addScaled(target: Float64Array, factor: number, x: Float64Array): void;
  /** Nobody uses its vectors any more: others may have them. */
  release(): void;
}

/** Shorter ones are not worth a memory of their own. */
const LONG = 200;
/** Generated code takes so many bytes at a time; vectors end in zeros. */
const STEP = 64;
/** Where the one number lies that goes in or comes out, and the constants. */
const NUMBER = 16;
const CONSTANTS = 32;

/** The last ones that were released, for the next search of that length and count. */
let idle: { readonly key: string; readonly vectors: LongVectors } | undefined;

/** At most `count` vectors of that length, in the memory of generated code where the host has it. */
export function longVectors(length: number, count: number): LongVectors {
  const key = `${String(length)} ${String(count)}`;
  const known = idle?.key === key ? idle.vectors : undefined;
  if (known) idle = undefined;
  const host = length >= LONG ? runtime : undefined;
  const generated = known ?? (host && hasVectors(host) ? generatedVectors(host, length, count, key) : undefined);
  return generated ?? { vector: () => new Float64Array(length), dot, addScaled, release: () => undefined };
}

function generatedVectors(host: Runtime, length: number, count: number, key: string): LongVectors | undefined {
  const { module, constants } = moduleOf(host);
  const bytes = Math.ceil((8 * length) / STEP) * STEP;
  const start = Math.ceil(constants.end / STEP) * STEP;
  let end = start;
  const running = instantiate(host, () => module, start + count * bytes, []);
  if (!running) return undefined;
  const { memory, functions } = running;
  new Uint8Array(memory).set(constants.written.bytes, constants.written.place);
  const number = new Float64Array(memory, NUMBER, 1);
  const run = functions as { readonly dot: Exported; readonly addScaled: Exported };
  const vectors: LongVectors = {
    vector: () => new Float64Array(memory, (end += bytes) - bytes, length),
    dot: (a, b) => {
      run.dot(a.byteOffset, b.byteOffset, a.byteOffset + bytes);
      return number[0] as number;
    },
    addScaled: (target, factor, x) => {
      number[0] = factor;
      run.addScaled(target.byteOffset, x.byteOffset, target.byteOffset + bytes);
    },
    release: () => {
      end = start;
      idle = { key, vectors };
    },
  };
  return vectors;
}

interface Library {
  readonly module: object;
  readonly constants: ConstantPool;
}

const libraries = new WeakMap<Runtime, Library>();

function moduleOf(host: Runtime): Library {
  const known = libraries.get(host) ?? makeModule(host);
  libraries.set(host, known);
  return known;
}

function makeModule(host: Runtime): Library {
  const constants = new ConstantPool(CONSTANTS, hasFusedProducts(host));
  const bytes = encodeModule(0, [dotFunction(constants), addScaledFunction(constants)], { dot: 0, addScaled: 1 });
  return { module: new host.Module(bytes), constants };
}

/** Parameters: addresses of 0 a and 1 b, 2 the end of a. */
function dotFunction(constants: ConstantPool): FunctionBody {
  const body = new FunctionBody(3);
  const v = new Vector(body, constants);
  const sums = Array.from({ length: STEP / 16 }, () => v.num(0));
  eachStep(body, () => sums.forEach((sum, i) => v.assign(sum, v.multiplyAdd(v.load(0, 16 * i), v.load(1, 16 * i), sum))));
  const [first = 0, second = 0, third = 0, fourth = 0] = sums;
  const total = v.add(v.add(first, second), v.add(third, fourth));
  body.integer(0);
  v.pushSum(total);
  body.memory(op.f64Store, NUMBER);
  return body;
}

/** Parameters: addresses of 0 what is added to and 1 x, 2 the end of 0. */
function addScaledFunction(constants: ConstantPool): FunctionBody {
  const body = new FunctionBody(3);
  const v = new Vector(body, constants);
  const factor = v.broadcast(NUMBER);
  eachStep(body, () => {
    for (let offset = 0; offset < STEP; offset += 16) v.store(0, offset, v.multiplyAdd(factor, v.load(1, offset), v.load(0, offset)));
  });
  return body;
}

/** Runs `inner` as both addresses walk to the end of the first. */
function eachStep(body: FunctionBody, inner: () => void): void {
  body.repeat(() => {
    inner();
    for (const pointer of [0, 1]) body.advance(pointer, STEP);
    body.get(0);
    body.get(2);
    body.plain(op.i32LessUnsigned);
  });
}
