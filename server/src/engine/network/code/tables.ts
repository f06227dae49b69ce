import { FunctionBody, type Local } from '../../wasm/body.js';
import type { Lanes } from '../../wasm/lanes.js';
import type { ConstantPool } from '../../wasm/layout.js';
import { op, type } from '../../wasm/opcodes.js';
import { Vector, type Width } from '../../wasm/vector.js';

// Functions that walk through two tables: places of rows, and places within one. Parameters: addresses of 0 the numbers that the tables point into, 1 those that follow each other,
// 2 and 3 the table of rows and its end, 4 and 5 that within a row.

const POINTED = 0;
const FOLLOWING = 1;
const ROW_TABLE = 2;
const ROW_END = 3;
const INNER_TABLE = 4;
const INNER_END = 5;

/** Runs `inner` with `place` the sum of `base` and each entry of the table in turn; `at` walks. */
function each(body: FunctionBody, base: Local, at: Local, end: Local, place: Local, inner: () => void): void {
  body.repeat(() => {
    body.get(base);
    body.get(at);
    body.memory(op.i32Load, 0, 2);
    body.plain(op.i32Add);
    body.set(place);
    inner();
    body.advance(at, 4);
    body.get(at);
    body.get(end);
    body.plain(op.i32LessUnsigned);
  });
}

/** A vector, and what may be left of one. */
export const widthsOf = ({ bytes }: Lanes): Width[] => ([16, 8, 4] as const).filter((width) => width >= bytes);

const copy = (body: FunctionBody, from: Local, to: Local): void => {
  body.get(from);
  body.set(to);
};

/** See `Kernels.scatter`. */
export function scatterFunction({ bytes, one: { load, store, add, alignment } }: Lanes): FunctionBody {
  const body = new FunctionBody(6);
  const [row, place, at] = [body.local(type.i32), body.local(type.i32), body.local(type.i32)];
  each(body, POINTED, ROW_TABLE, ROW_END, row, () => {
    copy(body, INNER_TABLE, at);
    each(body, row, at, INNER_END, place, () => {
      body.get(place);
      body.get(place);
      body.memory(load, 0, alignment);
      body.get(FOLLOWING);
      body.memory(load, 0, alignment);
      body.plain(add);
      body.memory(store, 0, alignment);
      body.advance(FOLLOWING, bytes);
    });
  });
  return body;
}

/**
 * Runs `inner` for each vector of the channels of each row, and for what is left of the last one. Parameters further: 6 bytes of the channels, 7 address of the share, or bytes from
 * those that follow each other to those that say which is chosen.
 */
function eachVector(constants: ConstantPool, lanes: Lanes, inner: (tools: VectorTools) => void): FunctionBody {
  const body = new FunctionBody(8);
  const v = new Vector(body, constants, lanes);
  const integer = (): Local => body.local(type.i32);
  const [row, place, at, channel, end] = [integer(), integer(), integer(), integer(), integer()];
  each(body, POINTED, ROW_TABLE, ROW_END, row, () => {
    body.get(row);
    body.get(6);
    body.plain(op.i32Add);
    body.set(end);
    copy(body, row, channel);
    for (const width of widthsOf(lanes)) {
      const isLeft = (): void => {
        body.get(channel);
        body.integer(width);
        body.plain(op.i32Add);
        body.get(end);
        body.plain(op.i32LessEqualUnsigned);
      };
      isLeft();
      body.when(() =>
        body.repeat(() => {
          copy(body, INNER_TABLE, at);
          inner({ v, width, row, place, at, channel });
          for (const pointer of [FOLLOWING, channel]) body.advance(pointer, width);
          isLeft();
        }),
      );
    }
  });
  return body;
}

interface VectorTools {
  readonly v: Vector;
  readonly width: Width;
  readonly row: Local;
  readonly place: Local;
  readonly at: Local;
  readonly channel: Local;
}

function share({ v }: VectorTools): Local {
  v.body.get(7);
  v.body.vectorMemory(v.lanes.splat, 0);
  return v.result();
}

/** See `Kernels.mean`. */
export const meanFunction = (constants: ConstantPool, lanes: Lanes): FunctionBody =>
  eachVector(constants, lanes, (tools) => {
    const { v, width, at, channel, place } = tools;
    const sum = v.num(0);
    each(v.body, channel, at, INNER_END, place, () => v.assign(sum, v.add(sum, v.load(place, 0, width))));
    v.store(FOLLOWING, 0, v.mul(sum, share(tools)), width);
  });

/** See `Kernels.spread`. */
export const spreadFunction = (constants: ConstantPool, lanes: Lanes): FunctionBody =>
  eachVector(constants, lanes, (tools) => {
    const { v, width, at, channel, place } = tools;
    const part = v.mul(v.load(FOLLOWING, 0, width), share(tools));
    each(v.body, channel, at, INNER_END, place, () => v.store(place, 0, v.add(part, v.load(place, 0, width)), width));
  });

/** The address of what says which one is chosen, for the vector that comes next. */
function chosenAt({ v }: VectorTools): Local {
  const address = v.body.local(type.i32);
  v.body.get(FOLLOWING);
  v.body.get(7);
  v.body.plain(op.i32Add);
  v.body.set(address);
  return address;
}

/** Runs `inner` for each number of a vector's square, with how many went before it. */
function eachOfSquare({ v, at, channel, place }: VectorTools, inner: (count: Local) => void): void {
  const count = v.num(0);
  each(v.body, channel, at, INNER_END, place, () => {
    inner(count);
    v.assign(count, v.add(count, v.num(1)));
  });
}

/** See `Kernels.largest`. */
export const largestFunction = (constants: ConstantPool, lanes: Lanes): FunctionBody =>
  eachVector(constants, lanes, (tools) => {
    const { v, width, place } = tools;
    const [best, chosen] = [v.num(-Infinity), v.num(0)];
    eachOfSquare(tools, (count) => {
      const value = v.load(place, 0, width);
      v.assign(chosen, v.choose(v.binary(v.lanes.gt, value, best), count, chosen));
      v.assign(best, v.binary(v.lanes.max, best, value));
    });
    v.store(FOLLOWING, 0, best, width);
    v.store(chosenAt(tools), 0, chosen, width);
  });

/** See `Kernels.pick`. */
export const pickFunction = (constants: ConstantPool, lanes: Lanes): FunctionBody =>
  eachVector(constants, lanes, (tools) => {
    const { v, width, place } = tools;
    const [sum, chosen] = [v.num(0), v.load(chosenAt(tools), 0, width)];
    eachOfSquare(tools, (count) => v.assign(sum, v.add(sum, v.and(v.binary(v.lanes.eq, chosen, count), v.load(place, 0, width)))));
    v.store(FOLLOWING, 0, sum, width);
  });

/** See `Kernels.unpick`. */
export const unpickFunction = (constants: ConstantPool, lanes: Lanes): FunctionBody =>
  eachVector(constants, lanes, (tools) => {
    const { v, width, place } = tools;
    const [part, chosen] = [v.load(FOLLOWING, 0, width), v.load(chosenAt(tools), 0, width)];
    eachOfSquare(tools, (count) =>
      v.store(place, 0, v.add(v.load(place, 0, width), v.and(v.binary(v.lanes.eq, chosen, count), part)), width),
    );
  });
