import assert from 'node:assert/strict';
import { Clock } from './clock.js';
import { neverCancelled } from './kernel.js';

describe('Clock', () => {
  const real = Date.now;
  let time = 0;

  beforeEach(() => {
    time = real();
    Date.now = () => time;
  });

  afterEach(() => {
    Date.now = real;
  });

  it('ends work when its time is over', () => {
    const clock = new Clock(neverCancelled, 3000);
    for (let i = 0; i < 3; i++) {
      assert.equal(clock.cancelled, false);
      time += 1000;
    }
    time += 1;
    assert.deepEqual([clock.cancelled, clock.late], [true, true]);
  });

  it('does not count the time in which the machine stood still', () => {
    const clock = new Clock(neverCancelled, 5000);
    time += 3_600_000;
    assert.equal(clock.cancelled, false);
  });
});
