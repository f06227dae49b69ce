import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { failure, type ReadFailure } from '../wire/messages.js';

/** Unpacks a gzip file to its end: DuckDB takes one that was cut off for whole where the cut leaves whole rows. */
export async function checkGzip(path: string): Promise<ReadFailure | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(path), createGunzip(), nowhere);
    return undefined;
  } catch {
    return failure('data-unreadable', `\`${basename(path)}\` is not a sound gzip file: it was cut off or damaged.`);
  }
}
