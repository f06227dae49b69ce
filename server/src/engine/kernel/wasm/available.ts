import { FunctionBody } from './body.js';
import { ConstantPool } from './layout.js';
import { encodeModule } from './module.js';
import { gramFunction } from './products.js';
import type { Runtime } from './runtime.js';

/** Whether the host runs vector instructions: it accepts a module of ours that has some. */
export const hasVectors = (host: Runtime): boolean => accepts(host, false);

const fusing = new WeakMap<Runtime, boolean>();

/** Whether it also has the relaxed ones that multiply and add at once: https://github.com/WebAssembly/relaxed-simd */
export function hasFusedProducts(host: Runtime): boolean {
  const known = fusing.get(host) ?? accepts(host, true);
  fusing.set(host, known);
  return known;
}

const accepts = (host: Runtime, fused: boolean): boolean =>
  host.validate(encodeModule(0, [new FunctionBody(0), gramFunction(new ConstantPool(0, fused))], {}));
