import { priorTerm } from '../../engine/inference/objective/objective.js';
import { interpret } from '../../engine/terms/interpreter.js';
import type { Fitted } from '../../language/checks/check.js';
import { finite } from '../../report/numbers.js';
import type { LossesView } from '../../report/views.js';
import { hasValues } from '../reports/estimateReports.js';

/** What either estimate loses by the data and by each prior: minus log-densities; undefined where there is no MAP to compare with. */
export function lossesView({ mle, map, bound }: Fitted): LossesView | undefined {
  if (!map || !hasValues(map)) return undefined;
  const { priors, entries } = bound.model;
  const points = [mle, map].map((estimate) => (hasValues(estimate) ? estimate : undefined));
  const terms = priors
    .filter(({ proper }) => proper)
    .map((prior) => {
      const kernel = interpret([priorTerm(prior)], entries.length);
      const [ofMle, ofMap] = points.map((each) => finite(each && -kernel.evaluate(each.natural, 0).value));
      const names = prior.entries.map((index) => entries.at(index)?.name ?? '');
      return { names, prior: prior.text, mle: ofMle ?? null, map: ofMap ?? null };
    });
  const [ofMle, ofMap] = points.map((each) => finite(each && -each.logLikelihood));
  return { data: { mle: ofMle ?? null, map: ofMap ?? null }, terms };
}
