import { join } from 'node:path';
import { runCommand } from './command.js';

/** `livelihood fit FILE… [--json]`, `livelihood check FILE…`. */
void runCommand(process.argv.slice(2), {
  reader: join(import.meta.dirname, 'reader.js'),
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  colour: process.stdout.isTTY,
}).then((status) => {
  process.exitCode = status;
});
