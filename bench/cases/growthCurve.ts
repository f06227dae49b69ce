import { Random } from '../support/random.js';
import type { Case, CaseColumn } from './case.js';

const gaussNewton = { tolerance: 0.1, why: 'from JᵀJ, without the curvature of the curve' };

function columns(): CaseColumn[] {
  const random = new Random(8);
  const time = Float64Array.from({ length: 60 }, (_, i) => i / 4);
  const y = time.map((t) => 10 / (1 + Math.exp((6 - t) / 1.5)) + random.normal(0, 0.2));
  return [
    { name: 'y', values: y },
    { name: 'time', values: time },
  ];
}

export const growthCurve: Case = {
  name: 'growth-curve',
  title: 'Growth curve, nonlinear least squares, 60 rows',
  columns,
  model: `model: y ~ Normal(top / (1 + exp((middle - time) / width)), sigma)
parameters:
  top: { start: 8 }
  middle: { start: 5 }
  width: { start: 1 }
  sigma:
`,
  methods: [
    { peer: 'R', method: 'nls', label: 'R nls + vcov', standardErrors: 'coefficients', otherErrors: gaussNewton },
    { peer: 'scipy', method: 'curve_fit', label: 'scipy curve_fit', standardErrors: 'coefficients', otherErrors: gaussNewton },
  ],
};
