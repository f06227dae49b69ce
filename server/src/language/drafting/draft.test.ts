import assert from 'node:assert/strict';
import { buildModel } from '../../engine/elaborate/build.js';
import { type Dataset, schemaOf } from '../../engine/model/dataset.js';
import { readSpec } from '../spec/read.js';
import { draft, outcomeChoices } from './draft.js';

const numeric = (name: string, values: number[]) => ({ name, kind: 'numeric' as const, values: Float64Array.from(values), missing: 0 });
const rows = 40;
const many = (value: (i: number) => number): number[] => Array.from({ length: rows }, (_, i) => value(i));
const data: Dataset = {
  rows,
  columns: [
    numeric(
      'id',
      many((i) => i),
    ),
    numeric(
      'survived',
      many((i) => i % 2),
    ),
    numeric(
      'visits',
      many((i) => i % 7),
    ),
    numeric(
      'log income',
      many((i) => Math.sin(i) - 3),
    ),
    numeric(
      'b',
      many((i) => i / 3 + 0.5),
    ),
    { name: 'region', kind: 'categorical', values: Float64Array.from(many((i) => i % 3)), levels: ['n', 's', 'w'], missing: 0 },
    {
      name: 'person',
      kind: 'categorical',
      values: Float64Array.from(many((i) => i)),
      levels: many((i) => i).map((i) => `p${String(i)}`),
      missing: 0,
    },
  ],
};

describe('a first model of a dataset', () => {
  it('offers outcomes with distributions that suit them', () => {
    const first = new Map(outcomeChoices(data).map(({ name, distributions }) => [name, distributions[0]?.name]));
    assert.equal(first.get('survived'), 'Bernoulli');
    assert.equal(first.get('visits'), 'Poisson');
    assert.equal(first.get('log income'), 'Normal');
    assert.equal(first.get('region'), 'Categorical');
  });

  it('has a formula of the columns that vary, and declares what it uses', () => {
    const text = draft(data, 'people.csv', 'survived', 'Bernoulli') ?? '';
    assert.match(text, /survived ~ Bernoulli\(logit = linear\(b_, visits \+ `log income` \+ b \+ region\)\)/);
    assert.match(text, /\n {2}b_: {2}# a prior/);
    assert.doesNotMatch(text, /\bid\b|person/);
  });

  it('is a model for every outcome and every distribution offered', () => {
    let models = 0;
    for (const { name, distributions } of outcomeChoices(data))
      for (const distribution of distributions) {
        const text = draft(data, 'people.csv', name, distribution.name) ?? assert.fail(`${name} ~ ${distribution.name}`);
        const { spec, problems } = readSpec(text);
        const built = buildModel(spec, schemaOf(data));
        const errors = [...problems, ...built.problems].filter(({ severity }) => severity === 'error').map(({ message }) => message);
        assert.deepEqual(errors, [], text);
        models++;
      }
    assert.ok(models >= 10, String(models));
  });
});
