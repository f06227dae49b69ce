import { type Kernels, plainKernels } from '../code/kernels.js';
import { generatedKernels } from '../code/generated.js';
import { BYTES, type Numbers, type Precision } from '../../wasm/precision.js';

/** Memory that layers compute in. What it allocates is filled with zeros. */
export interface Workspace {
  readonly kernels: Kernels;
  /** Bytes of a number, which tables of places count in. */
  readonly bytes: number;
  /** Numbers with room for what is left of the last vector: generated code takes several at a time. */
  numbers(count: number): Numbers;
  integers(count: number): Int32Array;
}

/** Generated code takes this many bytes at a time. */
const STEP = 32;
const align = (bytes: number): number => Math.ceil(bytes / STEP) * STEP;

/** Allocates nothing, and knows afterwards how much was requested. */
class Measuring implements Workspace {
  readonly kernels = plainKernels;
  readonly bytes: number;
  asked = 0;

  constructor(private readonly precision: Precision) {
    this.bytes = BYTES[precision];
  }

  numbers(count: number): Numbers {
    this.asked += align(this.bytes * count);
    return this.precision === 'double' ? new Float64Array(0) : new Float32Array(0);
  }

  integers(count: number): Int32Array {
    this.asked += align(4 * count);
    return new Int32Array(0);
  }
}

/** Parts of one memory, one after the other. */
class Parts implements Workspace {
  readonly bytes: number;

  constructor(
    readonly kernels: Kernels,
    private readonly memory: ArrayBuffer,
    private end: number,
    private readonly precision: Precision,
  ) {
    this.bytes = BYTES[precision];
  }

  numbers(count: number): Numbers {
    const place = this.take(this.bytes * count);
    return this.precision === 'double' ? new Float64Array(this.memory, place, count) : new Float32Array(this.memory, place, count);
  }

  integers(count: number): Int32Array {
    return new Int32Array(this.memory, this.take(4 * count), count);
  }

  private take(bytes: number): number {
    const place = this.end;
    this.end += align(bytes);
    return place;
  }
}

/**
 * What `build` makes in a workspace of the size that it needs: a memory that generated code reads and writes in place, or a plain one where the host has
 * none. It is called twice, first with arrays of no length.
 */
export function inWorkspace<T>(build: (space: Workspace) => T, precision: Precision = 'double'): T {
  const measuring = new Measuring(precision);
  build(measuring);
  const generated = generatedKernels(measuring.asked, precision);
  const space = generated
    ? new Parts(generated.kernels, generated.memory, generated.start, precision)
    : new Parts(plainKernels, new ArrayBuffer(measuring.asked), 0, precision);
  return build(space);
}
