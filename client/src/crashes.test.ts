import assert from 'node:assert/strict';
import { Crashes } from './crashes.js';

const minute = 60_000;

function decisions(times: readonly number[]): boolean[] {
  const crashes = new Crashes();
  return times.map((time) => crashes.add(time).restart);
}

describe('a server that crashes', () => {
  it('is restarted four times and then left alone', () => {
    assert.deepEqual(decisions([0, 1, 2, 3, 4]), [true, true, true, true, false]);
  });

  it('is always restarted when its crashes are far apart', () => {
    const times = Array.from({ length: 20 }, (_, index) => index * minute);
    assert.ok(decisions(times).every((restart) => restart));
  });

  it('has all its tries again once a person has restarted it', () => {
    assert.deepEqual(decisions([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]), [true, true, true, true, false, true, true, true, true, false]);
  });

  it('is given up with the number of crashes, for a message that says what to do', () => {
    const crashes = new Crashes();
    const [last] = [0, 0, 0, 0, 0].map((time) => crashes.add(time)).slice(-1);
    assert.deepEqual(last, { restart: false, count: 5, minutes: 3 });
  });
});
