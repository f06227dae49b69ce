import type { Operation } from '../../wasm/math/vectorised.js';
import type { Precision } from '../../wasm/precision.js';

/** A function of one number with its first two derivatives, given the number and the function's value there. */
export interface Activation {
  readonly name: string;
  readonly text: string;
  readonly rectifies?: boolean;
  readonly kinked?: boolean;
  readonly range?: readonly [number, number];
  readonly value: (x: number) => number;
  readonly slope: (x: number, y: number) => number;
  readonly bend: (x: number, y: number) => number;
  /** The same for vectors of numbers in generated code. */
  readonly code: Readonly<Record<Precision, ActivationCode>>;
}

/** The value of `a`, and the slope at `a` where the value is `b`. */
export interface ActivationCode {
  readonly value: Operation;
  readonly slope: Operation;
}
