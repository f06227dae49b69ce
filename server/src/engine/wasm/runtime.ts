/** The part of the WebAssembly interface that the kernel uses; the types of Node and of ECMAScript leave it out. */
export interface Runtime {
  readonly Memory: new (size: { initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  validate(bytes: Uint8Array): boolean;
}

interface Memory {
  readonly buffer: ArrayBuffer;
}

/** An exported function of numbers. */
export type Exported = (...args: number[]) => void;

/** Undefined where the host has no WebAssembly. */
export const runtime = (globalThis as { readonly WebAssembly?: Runtime }).WebAssembly;

const PAGE = 65_536;

/** A module that runs. */
export interface Running {
  readonly memory: ArrayBuffer;
  /** By the names under which they are exported. */
  readonly functions: Readonly<Record<string, Exported>>;
}

/** Runs a module on a new memory of at least `size` bytes; undefined where the host cannot give that much. */
export function instantiate(
  host: Runtime,
  module: () => object,
  size: number,
  imports: readonly ((a: number, b: number, c: number) => number)[],
): Running | undefined {
  const memory = memoryOf(host, Math.ceil(size / PAGE));
  if (memory === undefined) return undefined;
  const functions = Object.fromEntries(imports.map((each, i) => [String(i), each]));
  const { exports } = new host.Instance(module(), { e: { m: memory, ...functions } });
  return { memory: memory.buffer, functions: exports as Readonly<Record<string, Exported>> };
}

/** A host that limits address space throws a RangeError, also for small memories, since it reserves much more than it uses. */
function memoryOf(host: Runtime, initial: number): Memory | undefined {
  try {
    return new host.Memory({ initial });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
