import assert from 'node:assert/strict';
import type { Distribution, Domain } from '../../distributions/distribution.js';
import { distributions } from '../../distributions/index.js';
import { bind, type TestModel } from '../../testing/models.js';

const messages = (test: TestModel): string => {
  const { bound, problems } = bind(test);
  assert.equal(bound, null, `no problem with ${test.model}`);
  return problems.map(({ message }) => message).join('\n');
};

const inside = ({ lower, upper, whole }: Domain): number =>
  upper === 1 ? (whole === true ? 1 : 0.5) : lower === 0 ? 1 : Number.isFinite(lower) ? lower : 0;

/** Values just outside and far outside of a domain. */
function outside({ lower, upper, lowerClosed, upperClosed, whole }: Domain): number[] {
  const below = Number.isFinite(lower) ? [lower - 1, ...(lowerClosed ? [] : [lower])] : [];
  const above = Number.isFinite(upper) ? [upper + 1, ...(upperClosed ? [] : [upper])] : [];
  return [...below, ...above, ...(whole === true ? [1.5] : [])];
}

const outcomeOf = ({ outcome, kind }: Distribution): readonly number[] | readonly string[] =>
  kind === 'categorical' ? ['a', 'b', 'a'] : Array.from({ length: 3 }, () => inside(outcome));

for (const distribution of distributions.values()) {
  const { name, parameterisations } = distribution;
  const y = outcomeOf(distribution);

  describe(`bad input to ${name}`, () => {
    for (const { arguments: records } of parameterisations) {
      records.forEach((record, i) => {
        const call = (own: string): string => {
          const all = records.map(({ name: each, domain, vector }, j) => {
            const value = j === i ? own : String(inside(domain));
            const list = vector ? `[${Array.from({ length: vector.entries(2) }, () => value).join()}]` : value;
            return `${each} = ${list}`;
          });
          return `y ~ ${name}(${all.join(', ')})`;
        };

        it(`${record.name} outside of its support: as a number, and in a column`, () => {
          for (const value of outside(record.domain)) {
            assert.match(
              messages({ model: call(String(value)), data: { y } }),
              new RegExp(`\`${record.name}\` of ${name} must be ${record.domain.text}`),
            );
            if (record.vector) continue;
            const column = [inside(record.domain), value, inside(record.domain)];
            assert.match(
              messages({ model: call('v'), data: { y, v: column } }),
              new RegExp(`\`${record.name}\` of ${name} is ${String(value)} in row 2`),
            );
          }
        });

        it(`${record.name} as a column of categories`, () => {
          assert.match(messages({ model: call('g'), data: { y, g: ['u', 'v', 'u'] } }), /`g` holds text, where a number is needed/);
        });
      });
    }

    it('an outcome that it cannot produce', () => {
      const records = parameterisations[0]?.arguments ?? [];
      const args = records.map(({ domain, vector }) =>
        vector ? `[${Array.from({ length: vector.entries(2) }, () => '0.5').join()}]` : String(inside(domain)),
      );
      const model = `y ~ ${name}(${args.join(', ')})`;
      if (distribution.kind === 'categorical') {
        assert.match(messages({ model, data: { y: [1, 2, 3] } }), new RegExp(`${name} needs an outcome with categories`));
        return;
      }
      if (distribution.outcome.upper !== 1 || !distribution.outcome.whole) {
        assert.match(messages({ model, data: { y: ['u', 'v', 'w'] } }), /holds text, where a number is needed/);
      }
      for (const value of outside(distribution.outcome)) {
        assert.match(messages({ model, data: { y: [...y, value] as number[] } }), /`y` is .* in row 4; the outcome of/);
      }
    });
  });
}
