import { main } from './processes.js';
import { makePackage } from './vsix.js';

/** Makes the .vsix of this platform. */
await main(async () => {
  console.log(`Made ${await makePackage()}`);
  return 0;
});
