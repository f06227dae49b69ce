import { FunctionBody } from './body.js';
import { ConstantPool } from './layout.js';
import { encodeModule } from './module.js';
import { gramFunction } from './products.js';
import type { Runtime } from './runtime.js';

/** Whether the host runs vector instructions: it accepts a module of ours that has some. */
export const hasVectors = (host: Runtime): boolean => accepts(host, false, vectors);

/** Whether it also has the relaxed ones that multiply and add at once: https://github.com/WebAssembly/relaxed-simd */
export const hasFusedProducts = (host: Runtime): boolean => accepts(host, true, fusing);

const vectors = new WeakMap<Runtime, boolean>();
const fusing = new WeakMap<Runtime, boolean>();

function accepts(host: Runtime, fused: boolean, known: WeakMap<Runtime, boolean>): boolean {
  const answer = known.get(host) ?? host.validate(encodeModule(0, [new FunctionBody(0), gramFunction(new ConstantPool(0, fused))], {}));
  known.set(host, answer);
  return answer;
}
