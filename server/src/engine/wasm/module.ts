import { Bytes } from './bytes.js';
import type { FunctionBody } from './body.js';
import { type } from './opcodes.js';

/** Sections by their id, in the order that a module must have them: https://webassembly.github.io/spec/core/binary/modules.html */
const section = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const external = { function: 0, memory: 2 } as const;
const FUNCTION_TYPE = 0x60;

/**
 * A module that imports the memory `e.m` and `imported` functions `e.0`, `e.1`, … of three numbers, and exports functions by name, given by
 * their places among the given ones. In calls, imported functions count first.
 */
export function encodeModule(imported: number, functions: readonly FunctionBody[], exports: Readonly<Record<string, number>>): Uint8Array {
  const out = new Bytes();
  for (const byte of [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) out.byte(byte);
  writeSection(out, section.type, [importedType(), ...functions.map(typeOf)]);
  writeSection(out, section.import, [memoryImport(), ...Array.from({ length: imported }, (_, i) => functionImport(i))]);
  writeSection(
    out,
    section.function,
    functions.map((_, i) => functionType(i + 1)),
  );
  writeSection(
    out,
    section.export,
    Object.entries(exports).map(([own, place]) => exportEntry(own, imported + place)),
  );
  writeSection(
    out,
    section.code,
    functions.map((body) => body.encode()),
  );
  return out.written;
}

function writeSection(out: Bytes, id: number, entries: readonly Bytes[]): void {
  const content = new Bytes();
  content.unsigned(entries.length);
  for (const entry of entries) content.append(entry);
  out.byte(id);
  out.unsigned(content.length);
  out.append(content);
}

function importedType(): Bytes {
  return bytesOf(FUNCTION_TYPE, 3, type.f64, type.f64, type.f64, 1, type.f64);
}

function typeOf({ parameters, signature }: FunctionBody): Bytes {
  if (signature === 'pair') return bytesOf(FUNCTION_TYPE, 1, type.v128, 1, type.v128);
  return bytesOf(FUNCTION_TYPE, parameters, ...Array.from({ length: parameters }, () => type.i32), 0);
}

function memoryImport(): Bytes {
  const out = bytesOf(...name('e'), ...name('m'), external.memory, 0);
  out.unsigned(1);
  return out;
}

function functionImport(index: number): Bytes {
  return bytesOf(...name('e'), ...name(String(index)), external.function, 0);
}

function exportEntry(own: string, index: number): Bytes {
  const out = bytesOf(...name(own), external.function);
  out.unsigned(index);
  return out;
}

function functionType(index: number): Bytes {
  const out = new Bytes();
  out.unsigned(index);
  return out;
}

/** Names here are short and of ASCII characters. */
const name = (text: string): number[] => [text.length, ...Array.from(text, (character) => character.charCodeAt(0))];

function bytesOf(...values: number[]): Bytes {
  const out = new Bytes();
  for (const value of values) out.byte(value);
  return out;
}
