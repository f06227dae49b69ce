import { hasFusedProducts, hasVectors } from '../../kernel/wasm/available.js';
import type { FunctionBody } from '../../kernel/wasm/body.js';
import { ConstantPool } from '../../kernel/wasm/layout.js';
import { encodeModule } from '../../kernel/wasm/module.js';
import { type Exported, instantiate, runtime, type Runtime } from '../../kernel/wasm/runtime.js';
import type { Activation } from '../activations/activation.js';
import { activations } from '../activations/index.js';
import { type Kernels, plainKernels } from '../kernels.js';
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

const libraries = new WeakMap<Runtime, Library>();

/** The generated functions, compiled once in each thread. */
function libraryOf(host: Runtime): Library {
  const known = libraries.get(host) ?? makeLibrary(host);
  libraries.set(host, known);
  return known;
}

function makeLibrary(host: Runtime): Library {
  const constants = new ConstantPool(CONSTANTS, hasFusedProducts(host));
  const named: [string, FunctionBody][] = [
    ['product', productFunction(constants)],
    ['scatter', scatterFunction()],
    ['mean', meanFunction(constants)],
    ['spread', spreadFunction(constants)],
    ['largest', largestFunction(constants)],
    ['pick', pickFunction(constants)],
    ['unpick', unpickFunction(constants)],
    ...activations.flatMap((each): [string, FunctionBody][] => [
      [each.name, activateFunction(each, constants)],
      [backName(each), activateBackFunction(each, constants)],
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
): { readonly kernels: Kernels; readonly memory: ArrayBuffer; readonly start: number } | undefined {
  const host = runtime;
  if (!host || !hasVectors(host)) return undefined;
  const { module, constants } = libraryOf(host);
  const { place, bytes: fixed } = constants.written;
  const running = instantiate(host, () => module, constants.end + bytes, []);
  if (!running) return undefined;
  const { memory, functions } = running;
  new Uint8Array(memory).set(fixed, place);
  return { kernels: forOddToo(kernelsOf(memory, functions)), memory, start: constants.end };
}

type Numbers = Float64Array;
type Table = Int32Array;
const ends = (table: Table): [number, number] => [table.byteOffset, table.byteOffset + table.byteLength];

/** Every array must lie in the memory. */
function kernelsOf(memory: ArrayBuffer, functions: Readonly<Record<string, Exported>>): Kernels {
  const share = new Float64Array(memory, SHARE, 1);
  const call = (name: string, ...args: number[]): void => functions[name]?.(...args);
  const pairs = (name: string, x: Numbers, out: Numbers, rows: Table, inner: Table, channels: number, last: number): void =>
    call(name, x.byteOffset, out.byteOffset, ...ends(rows), ...ends(inner), 8 * channels, last);
  return {
    product: (out, x, y, rows, inner, columns) => {
      if (rows.length === 0 || inner.length === 0) return;
      call('product', out.byteOffset, x.byteOffset, y.byteOffset, ...ends(rows), ...ends(inner), 8 * columns);
    },
    scatter: (out, x, rows, inner) => call('scatter', out.byteOffset, x.byteOffset, ...ends(rows), ...ends(inner)),
    mean: (out, x, rows, inner, channels) => {
      share[0] = 1 / inner.length;
      pairs('mean', x, out, rows, inner, channels, SHARE);
    },
    spread: (x, out, rows, inner, channels) => {
      share[0] = 1 / inner.length;
      pairs('spread', x, out, rows, inner, channels, SHARE);
    },
    largest: (out, chosen, x, rows, inner, channels) => pairs('largest', x, out, rows, inner, channels, chosen.byteOffset - out.byteOffset),
    pick: (out, chosen, x, rows, inner, channels) => pairs('pick', x, out, rows, inner, channels, chosen.byteOffset - out.byteOffset),
    unpick: (x, chosen, out, rows, inner, channels) => pairs('unpick', x, out, rows, inner, channels, chosen.byteOffset - out.byteOffset),
    activate: ({ name }, out, x, count) => call(name, out.byteOffset, x.byteOffset, out.byteOffset + 8 * count),
    activateBack: (activation, out, slopes, x, y, count) =>
      call(backName(activation), out.byteOffset, slopes.byteOffset, x.byteOffset, y.byteOffset, out.byteOffset + 8 * count),
  };
}

/** An odd number of channels is left to plain loops. */
function forOddToo(generated: Kernels): Kernels {
  const even =
    <K extends 'mean' | 'spread'>(name: K): Kernels[K] =>
    (a, b, rows, inner, channels) =>
      (channels % 2 === 0 ? generated : plainKernels)[name](a, b, rows, inner, channels);
  const evenChosen =
    <K extends 'largest' | 'pick' | 'unpick'>(name: K): Kernels[K] =>
    (a, chosen, b, rows, inner, channels) =>
      (channels % 2 === 0 ? generated : plainKernels)[name](a, chosen, b, rows, inner, channels);
  return {
    ...generated,
    mean: even('mean'),
    spread: even('spread'),
    largest: evenChosen('largest'),
    pick: evenChosen('pick'),
    unpick: evenChosen('unpick'),
  };
}
