import type { Estimate } from '../../engine/inference/estimate.js';
import { sandwichErrors } from '../../engine/inference/intervals/sandwich.js';
import type { Problem, Span } from '../../report/problem.js';
import type { MleReport } from '../../report/estimates.js';
import { finite } from '../../report/numbers.js';

const REFUSED =
  'Robust standard errors need independent rows and a maximum with an information: there are none for latent values, recursions, simplex and ordered parameters, kinks, or what is not determined.';

/** The report with a sandwich standard error for each parameter; where there is none it is said why. */
export function withSandwich(report: MleReport, mle: Estimate, span: Span): { readonly report: MleReport; readonly problems: Problem[] } {
  const errors = sandwichErrors(mle);
  const { entries } = mle.objective.bound.model;
  const indexes = new Map(entries.map(({ name, index }) => [name, index]));
  const parameters = Object.entries(report.parameters).map(([name, value]) => {
    const robust = value.se === null ? null : finite(errors?.[indexes.get(name) ?? -1]);
    return [name, { ...value, robustSe: robust }] as const;
  });
  const problems: Problem[] = errors ? [] : [{ severity: 'information', code: 'not-supported', message: REFUSED, span }];
  return { report: { ...report, parameters: Object.fromEntries(parameters) }, problems };
}
