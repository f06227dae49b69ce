import { type Evaluation, type Kernel, neverCancelled, type Term } from '../kernel/kernel.js';
import { mirror } from '../kernel/assemble.js';
import { hasNetworks, NetworkTerm } from './networkTerm.js';
import { looksAround, RecursiveTerm } from '../recursion/recursiveTerm.js';
import { CompensatedSum, TermKernel } from '../kernel/termKernel.js';

/** One term of a sum: adds its value, gradient and Hessian (one triangle). */
export type AddedTerm = Pick<TermKernel, 'addTo'>;

/** The kernel that interprets its graphs: slower than generated code, simple enough to be the oracle of its tests. */
export function interpret(terms: readonly Term[], parameters: number): Kernel {
  return sumOf(terms.map(interpretTerm), parameters);
}

/** A term without generated code: rows that look at others are computed in their order, networks tile by tile. */
export function interpretTerm(term: Term): AddedTerm {
  if (looksAround(term)) return new RecursiveTerm(term);
  return hasNetworks(term) ? new NetworkTerm(term) : new TermKernel(term);
}

/** The kernel that adds up terms, however each of them is computed. */
export function sumOf(terms: readonly AddedTerm[], parameters: number): Kernel {
  return {
    parameters,
    evaluate: (point, order, cancellation = neverCancelled, curvature = 'exact') => {
      const result: Evaluation = {
        value: 0,
        gradient: new Float64Array(order >= 1 ? parameters : 0),
        hessian: new Float64Array(order === 2 ? parameters * parameters : 0),
      };
      const sum = new CompensatedSum();
      for (const term of terms) term.addTo(result, sum, point, order, cancellation, curvature);
      if (order === 2) mirror(result.hessian, parameters);
      result.value = cancellation.cancelled ? NaN : sum.value;
      return result;
    },
  };
}
