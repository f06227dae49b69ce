import { hasFusedProducts, hasVectors } from '../../wasm/available.js';
import type { FunctionBody } from '../../wasm/body.js';
import { doubles, type Lanes, singles } from '../../wasm/lanes.js';
import { ConstantPool } from '../../wasm/layout.js';
import { encodeModule } from '../../wasm/module.js';
import { type Exported, instantiate, runtime, type Runtime } from '../../wasm/runtime.js';
import type { Activation } from '../activations/activation.js';
import { activations } from '../activations/index.js';
import type { Kernels } from './kernels.js';
import { BYTES, type Numbers, type Precision } from '../../wasm/precision.js';
import { activateBackFunction, activateFunction } from './activation.js';
import { productFunction } from './product.js';
import { largestFunction, meanFunction, pickFunction, scatterFunction, spreadFunction, unpickFunction } from './tables.js';

/** The share of a mean lies at the beginning of the memory, the constants after it. */
const SHARE = 16;
const CONSTANTS = 32;

interface Library {
  readonly module: object;
  readonly constants: ConstantPool;
}

const LANES: Readonly<Record<Precision, Lanes>> = { double: doubles, single: singles };

const libraries: Readonly<Record<Precision, WeakMap<Runtime, Library>>> = { double: new WeakMap(), single: new WeakMap() };

/** The generated functions, compiled once in each thread. */
function libraryOf(host: Runtime, precision: Precision): Library {
  const known = libraries[precision].get(host) ?? makeLibrary(host, precision);
  libraries[precision].set(host, known);
  return known;
}

function makeLibrary(host: Runtime, precision: Precision): Library {
  const constants = new ConstantPool(CONSTANTS, hasFusedProducts(host));
  const lanes = LANES[precision];
  const named: [string, FunctionBody][] = [
    ['product', productFunction(constants, lanes)],
    ['scatter', scatterFunction(lanes)],
    ['mean', meanFunction(constants, lanes)],
    ['spread', spreadFunction(constants, lanes)],
    ['largest', largestFunction(constants, lanes)],
    ['pick', pickFunction(constants, lanes)],
    ['unpick', unpickFunction(constants, lanes)],
    ...activations.flatMap((each): [string, FunctionBody][] => [
      [each.name, activateFunction(each.code[precision], constants, lanes)],
      [backName(each), activateBackFunction(each.code[precision], constants, lanes)],
    ]),
  ];
  const bytes = encodeModule(
    0,
    named.map(([, body]) => body),
    Object.fromEntries(named.map(([name], place) => [name, place])),
  );
  return { module: new host.Module(bytes), constants };
}

const backName = ({ name }: Activation): string => `${name}Back`;

/** Generated kernels with a memory of their own that has so many bytes from `start` on; undefined where the host cannot give it. */
export function generatedKernels(
  bytes: number,
  precision: Precision,
): { readonly kernels: Kernels; readonly memory: ArrayBuffer; readonly start: number } | undefined {
  const host = runtime;
  if (!host || !hasVectors(host)) return undefined;
  const { module, constants } = libraryOf(host, precision);
  const { place, bytes: fixed } = constants.written;
  const running = instantiate(host, () => module, constants.end + bytes, []);
  if (!running) return undefined;
  const { memory, functions } = running;
  new Uint8Array(memory).set(fixed, place);
  return { kernels: kernelsOf(memory, functions, precision), memory, start: constants.end };
}

type Table = Int32Array;
const ends = (table: Table): [number, number] => [table.byteOffset, table.byteOffset + table.byteLength];

/** Every array must lie in the memory. */
function kernelsOf(memory: ArrayBuffer, functions: Readonly<Record<string, Exported>>, precision: Precision): Kernels {
  const bytes = BYTES[precision];
  const share = precision === 'double' ? new Float64Array(memory, SHARE, 1) : new Float32Array(memory, SHARE, 1);
  const call = (name: string, ...args: number[]): void => functions[name]?.(...args);
  const vectors = (name: string, x: Numbers, out: Numbers, rows: Table, inner: Table, channels: number, last: number): void =>
    call(name, x.byteOffset, out.byteOffset, ...ends(rows), ...ends(inner), bytes * channels, last);
  return {
    product: (out, x, y, rows, inner, columns) => {
      if (rows.length === 0 || inner.length === 0) return;
      call('product', out.byteOffset, x.byteOffset, y.byteOffset, ...ends(rows), ...ends(inner), bytes * columns);
    },
    scatter: (out, x, rows, inner) => call('scatter', out.byteOffset, x.byteOffset, ...ends(rows), ...ends(inner)),
    mean: (out, x, rows, inner, channels) => {
      share[0] = 1 / inner.length;
      vectors('mean', x, out, rows, inner, channels, SHARE);
    },
    spread: (x, out, rows, inner, channels) => {
      share[0] = 1 / inner.length;
      vectors('spread', x, out, rows, inner, channels, SHARE);
    },
    largest: (out, chosen, x, rows, inner, channels) =>
      vectors('largest', x, out, rows, inner, channels, chosen.byteOffset - out.byteOffset),
    pick: (out, chosen, x, rows, inner, channels) => vectors('pick', x, out, rows, inner, channels, chosen.byteOffset - out.byteOffset),
    unpick: (x, chosen, out, rows, inner, channels) => vectors('unpick', x, out, rows, inner, channels, chosen.byteOffset - out.byteOffset),
    activate: ({ name }, out, x, count) => call(name, out.byteOffset, x.byteOffset, out.byteOffset + bytes * count),
    activateBack: (activation, out, slopes, x, y, count) =>
      call(backName(activation), out.byteOffset, slopes.byteOffset, x.byteOffset, y.byteOffset, out.byteOffset + bytes * count),
  };
}
