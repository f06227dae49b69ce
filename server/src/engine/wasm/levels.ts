import { FunctionBody, type Local } from './body.js';
import { op, truncate, type } from './opcodes.js';

/** Leaves 8 · level on the stack: the place of the level that the row at `address` + `offset` has. */
export function pushLevel(body: FunctionBody, address: Local, offset: number): void {
  body.get(address);
  body.memory(op.f64Load, offset);
  body.saturating(truncate.i32OfF64Unsigned);
  body.integer(3);
  body.plain(op.i32ShiftLeft);
}

/** Repeats `inner` for each row of the tile: both pointers, given as locals, move along. */
function eachRow(body: FunctionBody, pointers: readonly Local[], end: Local, inner: () => void): void {
  const [first = 0] = pointers;
  body.repeat(() => {
    inner();
    for (const pointer of pointers) body.advance(pointer, 8);
    body.get(first);
    body.get(end);
    body.plain(op.i32LessUnsigned);
  });
}

/** The local a + b. */
function sum(body: FunctionBody, a: Local, b: Local): Local {
  const local = body.local(type.i32);
  body.get(a);
  body.get(b);
  body.plain(op.i32Add);
  body.set(local);
  return local;
}

/** memory[address + offset] += what `value` leaves on the stack. */
function accumulate(body: FunctionBody, address: Local, offset: number, value: () => void): void {
  body.get(address);
  body.get(address);
  body.memory(op.f64Load, offset);
  value();
  body.plain(op.f64Add);
  body.memory(op.f64Store, offset);
}

function loadNumber(body: FunctionBody, address: Local): void {
  body.get(address);
  body.memory(op.f64Load, 0);
}

/** out[level] += w for each row. Parameters: 0 offset of the tile in the columns, 1 bytes of its rows, 2 codes, 3 w, 4 out. */
export function levelFunction(): FunctionBody {
  const body = new FunctionBody(5);
  const codes = sum(body, 2, 0);
  const end = sum(body, codes, 1);
  const w = sum(body, 3, body.local(type.i32));
  const target = body.local(type.i32);
  eachRow(body, [codes, w], end, () => {
    pushLevel(body, codes, 0);
    body.get(4);
    body.plain(op.i32Add);
    body.set(target);
    accumulate(body, target, 0, () => loadNumber(body, w));
  });
  return body;
}

/** out[level, other level] += w for each row. Parameters: 0 and 1 as above, 2 codes, 3 other codes, 4 w, 5 out, 6 number of other levels. */
export function levelPairFunction(): FunctionBody {
  const body = new FunctionBody(7);
  const codes = sum(body, 2, 0);
  const others = sum(body, 3, 0);
  const end = sum(body, codes, 1);
  const w = sum(body, 4, body.local(type.i32));
  const target = body.local(type.i32);
  eachRow(body, [codes, others, w], end, () => {
    pushLevel(body, codes, 0);
    body.get(6);
    body.plain(op.i32Multiply);
    pushLevel(body, others, 0);
    body.plain(op.i32Add);
    body.get(5);
    body.plain(op.i32Add);
    body.set(target);
    accumulate(body, target, 0, () => loadNumber(body, w));
  });
  return body;
}

/**
 * out[level, j] += w · column[j] for each row and column of a design. Parameters: 0 and 1 as above, 2 codes, 3 w, 4 table of the columns, 5 its end,
 * 6 out, 7 number of columns.
 */
export function levelRowFunction(): FunctionBody {
  const body = new FunctionBody(8);
  const codes = sum(body, 2, 0);
  const end = sum(body, codes, 1);
  const w = sum(body, 3, body.local(type.i32));
  const [target, entry, offset] = [body.local(type.i32), body.local(type.i32), body.local(type.i32)];
  body.get(0);
  body.set(offset);
  eachRow(body, [codes, w, offset], end, () => {
    pushLevel(body, codes, 0);
    body.get(7);
    body.plain(op.i32Multiply);
    body.get(6);
    body.plain(op.i32Add);
    body.set(target);
    body.get(4);
    body.set(entry);
    body.repeat(() => {
      accumulate(body, target, 0, () => {
        loadNumber(body, w);
        body.get(entry);
        body.memory(op.i32Load, 0, 2);
        body.get(offset);
        body.plain(op.i32Add);
        body.memory(op.f64Load, 0);
        body.plain(op.f64Multiply);
      });
      body.advance(target, 8);
      body.advance(entry, 4);
      body.get(entry);
      body.get(5);
      body.plain(op.i32LessUnsigned);
    });
  });
  return body;
}
