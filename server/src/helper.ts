import { parentPort } from 'node:worker_threads';
import { Helper } from './engine/kernel/wasm/helper.js';
import type { ToHelper } from './workspace/helpingThreads.js';

const helper = new Helper();

/** A thread that takes a share of the sums over rows of a worker's fits. */
parentPort?.on('message', (message: ToHelper) => {
  if (message === 'forget') helper.forget();
  else helper.help(message.id, message.task, message.call);
});
