import assert from 'node:assert/strict';
import { shortFits, storm } from './storm.js';

describe('a storm of edits', () => {
  it('leaves a server that shows of every text what a new server shows', async () => {
    const { differences, faults, comparisons } = await storm(20_000, 1, await shortFits());
    assert.equal(comparisons, 4 * 13);
    const told = differences.map(({ file, what, text, stormed, fresh }) => `${file}, ${what}\n${text}\n${firstDifference(stormed, fresh)}`);
    assert.deepEqual(told, []);
    assert.deepEqual(faults, []);
  });
});

/** The first line that differs, both ways. */
function firstDifference(stormed: string, fresh: string): string {
  const [a, b] = [stormed.split('\n'), fresh.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  return `stormed: ${a[at] ?? 'nothing'}\nfresh: ${b[at] ?? 'nothing'}`;
}
