import { type Evaluation, type Kernel, neverCancelled, type Term } from './kernel.js';
import { mirror } from './assemble.js';
import { CompensatedSum, TermKernel } from './termKernel.js';

/** The kernel that interprets its graphs: slower than generated code, simple enough to be the oracle of its tests. */
export function interpret(terms: readonly Term[], parameters: number): Kernel {
  const kernels = terms.map((term) => new TermKernel(term));
  return {
    parameters,
    evaluate: (point, order, cancellation = neverCancelled, curvature = 'exact') => {
      const result: Evaluation = {
        value: 0,
        gradient: new Float64Array(order >= 1 ? parameters : 0),
        hessian: new Float64Array(order === 2 ? parameters * parameters : 0),
      };
      const sum = new CompensatedSum();
      for (const kernel of kernels) kernel.addTo(result, sum, point, order, cancellation, curvature);
      if (order === 2) mirror(result.hessian, parameters);
      result.value = cancellation.cancelled ? NaN : sum.value;
      return result;
    },
  };
}
