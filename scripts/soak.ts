import { shortFits, storm } from '../test/storm/storm.js';
import { build } from './build.js';
import { main } from './processes.js';

/** Storms a server with edits for as long as you like, and says how much memory it takes: `npm run soak`, or `npm run soak -- EDITS SEED`. */
await main(async () => {
  const [count = 1_000_000, seed = 1] = process.argv.slice(3).map(Number);
  await build();
  const { differences, faults, comparisons } = await storm(count, seed, await shortFits(), (line) =>
    console.log(`${line}, ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`),
  );
  for (const { file, what, text, stormed, fresh } of differences)
    console.log(`\n── ${file}: ${what} ──\n${text}\n── after the storm ──\n${stormed}\n── in a new server ──\n${fresh}`);
  for (const fault of faults) console.log(`\n── ${fault}`);
  console.log(
    `\n${String(count)} edits, ${String(comparisons)} comparisons: ${String(differences.length)} differences, ${String(faults.length)} faults`,
  );
  return differences.length + faults.length === 0 ? 0 : 1;
});
