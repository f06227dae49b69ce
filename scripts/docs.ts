import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { main } from './processes.js';
import { referenceFolder, referencePages } from './reference/pages.js';

/** Rewrites the reference pages; pages whose records are gone are removed. */
await main(async () => {
  const pages = await referencePages();
  await rm(referenceFolder, { recursive: true, force: true });
  for (const [name, text] of pages) {
    const file = path.join(referenceFolder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  console.log(`Wrote ${String(pages.size)} pages to docs/reference.`);
  return 0;
});
