import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DataReader } from '../workspace/data/dataReader.js';

// A reader such as `head` may close the pipe early: that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// The process that reads data starts while the rest of the program is loaded.
const reader = new DataReader(join(import.meta.dirname, 'reader.js'));
if (process.argv[2] === 'fit' || process.argv[2] === 'check' || process.argv[2] === 'predict') reader.start();

/** `livelihood fit FILE… [--json]`, `livelihood check FILE…`. */
void import('./command.js')
  .then(({ runCommand }) =>
    runCommand(process.argv.slice(2), {
      reader,
      helper: join(import.meta.dirname, 'helper.js'),
      input: () => text(process.stdin),
      out: (said) => process.stdout.write(said),
      error: (said) => process.stderr.write(said),
      colour: process.stdout.isTTY,
    }),
  )
  .then((status) => {
    process.exitCode = status;
  })
  .finally(() => reader.dispose());
