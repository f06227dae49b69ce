/// <reference types="node" />
import assert from 'node:assert/strict';
import type { FitReport } from '../../server/src/report/fitReport.js';
import type { FitStatus } from '../../server/src/report/estimates.js';
import { type Chip, chipsOf, nothingToDraw } from './state.js';

interface Case {
  readonly mle?: FitStatus;
  readonly map?: FitStatus;
  readonly status?: FitReport['status'];
  readonly preliminary?: true;
  readonly stale?: boolean;
  readonly underWay?: boolean;
  readonly errors?: number;
}

function stated({
  mle,
  map,
  status = 'ok',
  preliminary,
  stale = false,
  underWay = false,
  errors = 0,
}: Case): Parameters<typeof chipsOf>[0] {
  const diagnostics = Array.from({ length: errors }, () => ({ severity: 'error' }));
  const report = {
    status,
    mle: mle ? { status: mle } : null,
    map: map ? { status: map } : null,
    diagnostics,
    ...(preliminary ? { preliminary } : {}),
  };
  return { stale, underWay, report: report as unknown as FitReport };
}

const told = (given: Case): [Chip['kind'], string][] => chipsOf(stated(given)).map(({ kind, text }) => [kind, text]);

describe('the state of a fit in the panel', () => {
  it('is green where all has converged, is current and complete', () => {
    assert.deepEqual(told({ mle: 'converged' }), [['good', 'converged']]);
    assert.deepEqual(told({ mle: 'converged', map: 'boundary' }), [['good', 'converged, on a bound']]);
  });

  it('is never green otherwise', () => {
    const others: Case[] = [
      { underWay: true },
      { mle: 'converged', underWay: true },
      { mle: 'converged', preliminary: true, underWay: true },
      { mle: 'converged', stale: true },
      { mle: 'converged', stale: true, underWay: true },
      { map: 'converged' },
      { mle: 'converged', map: 'time-limit', status: 'not-converged' },
      { mle: 'converged', status: 'error', errors: 1 },
      { status: 'error', errors: 2 },
      {},
    ];
    for (const each of others) assert.ok(!told(each).some(([kind]) => kind === 'good'), JSON.stringify(each));
  });

  it('does not say that a stale fit has converged', () => {
    assert.deepEqual(told({ mle: 'converged', stale: true, status: 'error', errors: 2 }), [
      ['stale-chip', 'stale: the inputs have changed since'],
      ['bad', 'not fitted: 2 errors'],
    ]);
    assert.deepEqual(told({ mle: 'converged', stale: true, underWay: true })[1], ['fair', 'fitting …']);
  });

  it('says where there is no MLE', () => {
    assert.deepEqual(told({ map: 'converged' }), [['fair', 'no MLE; MAP converged']]);
    assert.deepEqual(told({ status: 'error', errors: 1 }), [['bad', 'no estimate']]);
  });

  it('says that something is still to come, not that there is nothing', () => {
    assert.match(nothingToDraw(stated({ mle: 'converged', underWay: true })), /being computed/);
    assert.match(nothingToDraw(stated({ preliminary: true, underWay: true })), /goes on/);
    assert.match(nothingToDraw(stated({ status: 'error', errors: 1 })), /has errors/);
    assert.match(nothingToDraw(stated({ mle: 'converged' })), /nothing to plot/);
  });
});
