import { regressionColumns, terms } from './cases/regression.js';
import { datasetOf, fit } from './support/ourFit.js';
import type { Part, Section } from './support/section.js';
import { duration, median } from './support/statistics.js';

interface Family {
  readonly name: string;
  readonly model: (predictors: number) => string;
  readonly outcome: Parameters<typeof regressionColumns>[1];
}

const families: readonly Family[] = [
  {
    name: 'linear',
    model: (predictors) => `model: y ~ Normal(linear(b, ${terms(predictors)}), sigma)\nparameters: { b: , sigma: }\n`,
    outcome: (eta, random) => random.normal(eta, 2),
  },
  {
    name: 'logistic',
    model: (predictors) => `model: y ~ Bernoulli(logit = linear(b, ${terms(predictors)}))\nparameters: { b: }\n`,
    outcome: (eta, random) => random.bernoulli(1 / (1 + Math.exp(-eta))),
  },
];

const header = ['model', 'rows', 'predictors', 'fit with standard errors', 'a row', 'a row and parameter'];

export const growth: Part = {
  name: 'growth',
  what: 'our time by rows, 10⁴ to 10⁷, and by parameters, to 200',
  ofBuild: true,
  run: async function* ({ quick }) {
    const rows = quick ? [1e4, 1e5, 1e6] : [1e4, 1e5, 1e6, 1e7];
    yield await section(
      'Growth with rows',
      rows.map((each) => ({ rows: each, predictors: 3 })),
    );
    const predictors = quick ? [10, 50, 100] : [10, 25, 50, 100, 200];
    yield await section(
      'Growth with parameters',
      predictors.map((each) => ({ rows: 1e4, predictors: each })),
    );
  },
};

/** A turn of the event loop lets memory go between sizes. */
async function section(title: string, sizes: readonly Size[]): Promise<Section> {
  const lines: string[][] = [];
  for (const family of families) {
    for (const size of sizes) {
      lines.push(measure(family, size));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { title, header, rows: lines, notes: [] };
}

interface Size {
  readonly rows: number;
  readonly predictors: number;
}

function measure({ name, model, outcome }: Family, { rows, predictors }: Size): string[] {
  const data = datasetOf(regressionColumns({ rows, predictors, seed: predictors }, outcome));
  const question = { text: `data: data.csv\n${model(predictors)}`, data };
  const seconds = Array.from({ length: rows > 1e6 ? 2 : 4 }, () => {
    const began = performance.now();
    fit(question);
    return (performance.now() - began) / 1000;
  });
  const typical = median(seconds.slice(1));
  const aRow = typical / rows;
  return [name, rows.toLocaleString('en'), String(predictors), duration(typical), duration(aRow), duration(aRow / (predictors + 1))];
}
