/** What a network computes with. Single precision finds the way, twice as fast; double precision says where it ends. */
export type Precision = 'double' | 'single';

export type Numbers = Float64Array | Float32Array;

export const BYTES: Readonly<Record<Precision, number>> = { double: 8, single: 4 };
