import assert from 'node:assert/strict';
import { Graph, type NodeId } from '../ir/graph.js';
import { type Ops, opsOf } from '../ir/ops.js';
import { interpret } from '../terms/interpreter.js';
import type { Distribution, Domain, Parameterisation } from './distribution.js';
import { distributions, widerThan } from './index.js';
import type { Want } from './traits.js';

const all = [...distributions.values()];

/** A value in the inside of a domain, another one for each place. */
function inside({ lower, upper, whole }: Domain, place: number): number {
  if (whole) return 7;
  if (lower === -Infinity) return 0.4 - 0.3 * place;
  return upper === 1 ? 0.3 : 0.8 + 0.5 * place;
}

const examples = ({ arguments: records }: Parameterisation): number[] => records.map(({ domain }, place) => inside(domain, place));

/** log p(y) for numbers as arguments. */
function logDensity(parameterisation: Parameterisation, y: number, args: readonly number[]): number {
  const graph = new Graph();
  const o = opsOf(graph);
  const root = parameterisation.logDensity(
    o,
    graph.variable(0),
    args.map((value) => [o.num(value)]),
  );
  return valueAt(graph, root, [y]);
}

function valueAt(graph: Graph, root: NodeId, variables: readonly number[]): number {
  const bound = variables.map((_, parameter) => ({ kind: 'scalar' as const, parameter }));
  const term = { graph, root, rows: 1, columns: [], inputs: new Float64Array(0), variables: bound };
  return interpret([term], variables.length).evaluate(Float64Array.from(variables), 0).value;
}

function close(actual: number, expected: number, tolerance: number, what: string): void {
  const bound = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= bound, `${what}: ${String(actual)} should be ${String(expected)}`);
}

/** Whether the log-density has an absolute value of something with the outcome in it. */
function hasAbsoluteValue(parameterisation: Parameterisation): boolean {
  const graph = new Graph();
  const o = opsOf(graph);
  const y = graph.variable(0);
  const args = parameterisation.arguments.map((_, i) => [graph.variable(i + 1)]);
  const root = parameterisation.logDensity(o, y, args);
  return graph.reachable([root]).some((id) => (graph.argumentsOf(id, 'abs') ?? []).some((arg) => graph.reachable([arg]).includes(y)));
}

describe('what the records say of a density', () => {
  for (const distribution of all.filter(({ kind }) => kind === 'continuous')) {
    const [own] = distribution.parameterisations;
    if (!own) continue;
    const args = examples(own);

    it(`${distribution.name}: says that it has a kink if it has one`, () => {
      assert.equal(distribution.kink !== undefined, hasAbsoluteValue(own));
    });

    it(`${distribution.name}: is straight on both sides of its kink, as it says`, () => {
      if (!distribution.kink) return;
      const { at, below, above } = distribution.kink(args);
      const normaliser = Math.log((below * above) / (below + above));
      for (const y of [at - 2, at - 0.1, at, at + 0.3, at + 4]) {
        const fall = y < at ? below * (at - y) : above * (y - at);
        close(logDensity(own, y, args), normaliser - fall, 1e-13, `log p(${String(y)})`);
      }
    });

    it(`${distribution.name}: is the Normal density that it says`, () => {
      if (!distribution.gaussian) return;
      const { mean, sd } = distribution.gaussian(args);
      for (const y of [mean - 3 * sd, mean, mean + 0.2, mean + 5 * sd]) {
        const expected = -0.5 * ((y - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
        close(logDensity(own, y, args), expected, 1e-13, `log p(${String(y)})`);
      }
    });
  }
});

describe('a distribution that has room for more scatter', () => {
  for (const wide of all) {
    const { widens } = wide;
    if (!widens) continue;
    for (const narrow of widens.of.parameterisations) {
      const names = narrow.arguments.map(({ name }) => name);

      it(`${wide.name} has a place for ${widens.of.name}(${names.join(', ')}), and comes down to it`, () => {
        const targets = names.flatMap((name) => widens.arguments[name] ?? []);
        if (targets.length < names.length) return assert.notEqual(narrow, widens.of.parameterisations[0]);
        const wanted = [...targets.map(({ name }) => name), widens.parameter];
        const own = wide.parameterisations.find(({ arguments: records }) =>
          wanted.every((name) => records.some((each) => each.name === name)),
        );
        if (targets.some(({ through }) => through !== undefined)) return assert.ok(own);
        const given = examples(narrow);
        const args = own?.arguments.map(({ name }) => given[wanted.indexOf(name)] ?? 1e10) ?? assert.fail(wanted.join());
        if (own) for (const y of [0, 1, 3]) close(logDensity(own, y, args), logDensity(narrow, y, given), 1e-7, `log p(${String(y)})`);
      });
    }

    it(`${wide.name} scatters more than ${widens.of.name}, and is what is found for it`, () => {
      assert.equal(widerThan(widens.of), wide);
      assert.ok(wide.parameterisations.some(({ limits }) => limits?.some((limit) => limit.arguments.includes(widens.parameter))));
    });
  }
});

/** Classes of an outcome, where it has some. */
const CLASSES = 3;
/** A step that keeps cutpoints in order, and one so far that probabilities are at their limits. */
const [NEAR, FAR] = [0.5, 40];

interface Row {
  readonly distribution: Distribution;
  readonly parameterisation: Parameterisation;
  readonly y: number;
}

/** log p(y) where `shift` is added to the node of a want, and what the outcome wants of it. */
function moved({ distribution, parameterisation, y }: Row, want: number, shift: number): { value: number; wish: ReturnType<Want['wish']> } {
  const graph = new Graph();
  const o = opsOf(graph);
  const { recession, arguments: records } = parameterisation;
  const own = records.map(({ domain, vector, name }, i): NodeId[] => {
    if (!recession?.in.includes(name)) return [o.num(inside(domain, i))];
    return Array.from({ length: vector?.entries(CLASSES) ?? 1 }, (_, k) => o.num(k + i / 4));
  });
  const nodes = recession?.in.map((wanted) => own[records.findIndex(({ name }) => name === wanted)] ?? []) ?? [];
  const found = recession?.wants(nodes)[want] ?? assert.fail(distribution.name);
  const place = nodes.findIndex((each) => each.includes(found.node));
  const target = own.indexOf(nodes[place] ?? []);
  const args = own.map((each, i) => (i === target ? each.map((node) => (node === found.node ? o.add(node, o.num(shift)) : node)) : each));
  const trials = distribution.counts?.of === 'trials' ? inside(records[0]?.domain ?? assert.fail(), 0) : 1;
  return { value: valueAt(graph, rootOf(o, parameterisation, y, args), []), wish: found.wish(y, trials) };
}

const rootOf = (o: Ops, parameterisation: Parameterisation, y: number, args: readonly (readonly NodeId[])[]): NodeId =>
  parameterisation.logDensity(o, o.num(y), args);

/** Outcomes of all kinds: none, some, all. */
const outcomesOf = ({ kind, outcome, counts }: Distribution): number[] => {
  if (kind === 'categorical') return [0, 1, 2];
  if (outcome.upper === 1) return [0, 1];
  return counts?.of === 'trials' ? [0, 3, 7] : [0, 2];
};

describe('a limit at which outcomes are certain', () => {
  for (const distribution of all)
    for (const parameterisation of distribution.parameterisations) {
      const { recession, arguments: records } = parameterisation;
      const isOnLine = recession?.in.every((wanted) => records.find(({ name }) => name === wanted)?.domain.lower === -Infinity);
      if (!recession || !isOnLine) continue;

      it(`${distribution.name}(${recession.in.join(', ')}): the probability falls along what an outcome does not want`, () => {
        for (const y of outcomesOf(distribution)) {
          const row = { distribution, parameterisation, y };
          const wants = recession.in.length > 1 ? CLASSES - 1 : records.some(({ vector }) => vector) ? (CLASSES * (CLASSES - 1)) / 2 : 1;
          for (let want = 0; want < wants; want++) {
            const { value, wish } = moved(row, want, 0);
            const to = (shift: number): number => moved(row, want, shift).value;
            if (wish === 'same') assert.ok(to(FAR) < value - 1 && to(-FAR) < value - 1, `from ${String(y)}`);
            else if (wish !== 0) assert.ok(to(-NEAR * wish) < value && to(NEAR * wish) >= value, `from ${String(y)}`);
          }
        }
      });
    }
});
