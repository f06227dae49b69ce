import { FunctionBody } from './body.js';
import { ConstantPool } from './layout.js';
import { encodeModule } from './module.js';
import { gramFunction } from './products.js';
import type { Runtime } from './runtime.js';

/** Whether the host runs vector instructions: it accepts a module of ours that has some. */
export function hasVectors(host: Runtime): boolean {
  return host.validate(encodeModule(0, [new FunctionBody(0), gramFunction(new ConstantPool(0))], 0));
}
