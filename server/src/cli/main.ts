import { join } from 'node:path';
import { runCommand } from './command.js';

// A reader such as `head` may close the pipe early: that is its right, and no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

/** `livelihood fit FILE… [--json]`, `livelihood check FILE…`. */
void runCommand(process.argv.slice(2), {
  reader: join(import.meta.dirname, 'reader.js'),
  helper: join(import.meta.dirname, 'helper.js'),
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  colour: process.stdout.isTTY,
}).then((status) => {
  process.exitCode = status;
});
