import assert from 'node:assert/strict';
import { Graph } from '../../ir/graph.js';
import { opsOf } from '../../ir/ops.js';
import { type BoundVariable, type Cancellation, type Evaluation, neverCancelled, type Term } from '../kernel.js';
import { compileKernel } from '../../terms/compile.js';
import { Helper } from './helper.js';
import { runtime } from '../../wasm/runtime.js';
import type { Task, Team } from '../task.js';
import { takePart } from './team.js';
import { Unit } from './unit.js';

const ROWS = 300_001;
const column = (f: (i: number) => number): Float64Array => Float64Array.from({ length: ROWS }, (_, i) => f(i));

/** A logistic regression with a predictor and an indexed intercept, large enough for several chunks. */
function term(): Term {
  const o = opsOf(new Graph());
  const eta = o.add(o.graph.variable(0), o.graph.variable(1));
  const root = o.sub(o.mul(o.graph.column(0), eta), o.softplus(eta));
  const variables: BoundVariable[] = [
    { kind: 'linear', parameters: Int32Array.of(0, 1), design: [column((i) => Math.sin(i)), column((i) => Math.cos(3 * i))] },
    { kind: 'gather', map: Int32Array.of(2, 3, -1), codes: column((i) => i % 3) },
  ];
  return { graph: o.graph, root, rows: ROWS, columns: [column((i) => (i % 7 < 3 ? 1 : 0))], inputs: new Float64Array(0), variables };
}

const point = Float64Array.of(0.3, -0.7, 0.1, 0.4);

function evaluate(cancellation: Cancellation, calls = 1): Evaluation {
  const kernel = compileKernel([term()], point.length);
  for (let i = 1; i < calls; i++)
    kernel.evaluate(
      point.map((value) => value + i),
      2,
      cancellation,
    );
  return kernel.evaluate(point, 2, cancellation);
}

/** A helper that sums every `share`-th chunk, before the thread that asks gets to any. */
function inTurns(share: number): Team {
  const units = new Map<Task, Unit>();
  return {
    call: (task, call) => {
      const unit = units.get(task) ?? (runtime && Unit.of(runtime, task.listing));
      assert.ok(unit);
      units.set(task, unit);
      const others = Array.from(task.states.keys()).filter((chunk) => chunk % share !== 0);
      for (const chunk of others) Atomics.store(task.states, chunk, -1);
      takePart(task, call, unit, () => false);
      for (const chunk of others) Atomics.store(task.states, chunk, 2 * call - 2);
    },
  };
}

describe('sums by several threads', () => {
  const alone = evaluate(neverCancelled);

  for (const share of [1, 2, 3, 5]) {
    it(`have the same bits whoever sums which chunk (a helper takes one in ${String(share)})`, () => {
      const team = inTurns(share);
      let calls = 0;
      const counted: Team = {
        call: (task, call) => {
          calls++;
          team.call(task, call);
        },
      };
      assert.deepEqual(evaluate({ cancelled: false, team: counted }, 3), alone);
      assert.equal(calls, 3);
    });
  }

  it('are complete where helpers come late or never', () => {
    const late: (() => void)[] = [];
    const helper = new Helper();
    const team: Team = { call: (task, call) => void late.push(() => helper.help(1, task, call)) };
    const kernel = compileKernel([term()], point.length);
    for (let i = 0; i < 3; i++) assert.deepEqual(kernel.evaluate(point, 2, { cancelled: false, team }), alone);
    for (const come of late) come();
    assert.deepEqual(kernel.evaluate(point, 2, { cancelled: false, team }), alone);
  });

  it('are summed here where a helper has taken a chunk and is lost', () => {
    const team: Team = { call: (task, call) => void Atomics.store(task.states, 1, 2 * call - 1) };
    assert.deepEqual(evaluate({ cancelled: false, team }), alone);
  });

  it('end when they are cancelled, and serve the next call', () => {
    const kernel = compileKernel([term()], point.length);
    const team = inTurns(2);
    assert.equal(kernel.evaluate(point, 2, { cancelled: true, team }).value, NaN);
    assert.deepEqual(kernel.evaluate(point, 2, { cancelled: false, team }), alone);
  });
});
