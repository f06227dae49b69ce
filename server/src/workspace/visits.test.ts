import assert from 'node:assert/strict';
import { settled } from './testing.js';
import { Visits } from './visits.js';

/** Visits that the test ends, with what has happened in order. */
function held(): { visits: Visits; log: string[]; finish: (uri: string) => void } {
  const log: string[] = [];
  const open = new Map<string, () => void>();
  const visits = new Visits((uri) => {
    if (uri === 'missing') return Promise.resolve(undefined);
    log.push(`begin ${uri}`);
    const ended = new Promise<void>((resolve) => open.set(uri, resolve));
    const end = (): void => {
      log.push(`end ${uri}`);
      open.get(uri)?.();
    };
    return Promise.resolve({ ended, end });
  });
  return { visits, log, finish: (uri) => open.get(uri)?.() };
}

describe('visits of files that no editor holds', () => {
  it('come one after the other, and each is let go before the next begins', async () => {
    const { visits, log, finish } = held();
    const both = Promise.all([visits.visit('a'), visits.visit('b')]);
    await settled();
    assert.deepEqual(log, ['begin a']);
    finish('a');
    await settled();
    assert.deepEqual(log, ['begin a', 'end a', 'begin b']);
    finish('b');
    await both;
  });

  it('are one where the same file is asked for while it waits', async () => {
    const { visits, log, finish } = held();
    const all = Promise.all([visits.visit('a'), visits.visit('b'), visits.visit('b')]);
    await settled();
    finish('a');
    await settled();
    finish('b');
    await all;
    assert.deepEqual(
      log.filter((line) => line.startsWith('begin')),
      ['begin a', 'begin b'],
    );
  });

  it('end where an editor opens the file, waiting or under way, and others go on', async () => {
    const { visits, log, finish } = held();
    const all = [visits.visit('a'), visits.visit('b'), visits.visit('c')];
    await settled();
    visits.leave('b');
    visits.leave('a');
    await all[0];
    await all[1];
    await settled();
    finish('c');
    await all[2];
    assert.ok(!log.includes('begin b'));
  });

  it('pass over files that are gone', async () => {
    const { visits } = held();
    await visits.visit('missing');
  });

  it('all end with the server', async () => {
    const { visits } = held();
    const all = Promise.all([visits.visit('a'), visits.visit('b')]);
    await settled();
    visits.dispose();
    await all;
  });
});
