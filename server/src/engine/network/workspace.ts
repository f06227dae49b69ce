import { type Kernels, plainKernels } from './kernels.js';
import { generatedKernels } from './code/generated.js';

/** Memory that layers compute in. What it hands out holds zeros. */
export interface Workspace {
  readonly kernels: Kernels;
  /** Numbers with room for one more where their count is odd: generated code takes two at a time. */
  numbers(count: number): Float64Array;
  integers(count: number): Int32Array;
}

const BEGINNING = 16;
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Hands out nothing, and knows afterwards how much was asked for. */
class Measuring implements Workspace {
  readonly kernels = plainKernels;
  bytes = 0;

  numbers(count: number): Float64Array {
    this.bytes += aligned(8 * count);
    return new Float64Array(0);
  }

  integers(count: number): Int32Array {
    this.bytes += aligned(4 * count);
    return new Int32Array(0);
  }
}

/** Parts of one memory, one after the other. */
class Parts implements Workspace {
  private end: number;

  constructor(
    readonly kernels: Kernels,
    private readonly memory: ArrayBuffer,
    start: number,
  ) {
    this.end = start;
  }

  numbers(count: number): Float64Array {
    return new Float64Array(this.memory, this.take(8 * count), count);
  }

  integers(count: number): Int32Array {
    return new Int32Array(this.memory, this.take(4 * count), count);
  }

  private take(bytes: number): number {
    const place = this.end;
    this.end += aligned(bytes);
    return place;
  }
}

/**
 * What `build` makes in a workspace that is as large as it asks for: a memory that generated code reads and writes in place, or a plain one where the host has
 * none. It is called twice, first with arrays of no length.
 */
export function inWorkspace<T>(build: (space: Workspace) => T): T {
  const measuring = new Measuring();
  build(measuring);
  const generated = generatedKernels(measuring.bytes);
  const space = generated
    ? new Parts(generated.kernels, generated.memory, generated.start)
    : new Parts(plainKernels, new ArrayBuffer(BEGINNING + measuring.bytes), BEGINNING);
  return build(space);
}
