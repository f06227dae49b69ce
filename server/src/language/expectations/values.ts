import type { MleParameter, ScoresReport } from '../../report/estimates.js';
import type { FitAnswer } from '../../report/answer.js';

/** A value that can be expected: null where there is none to report. */
export type Value = number | null | undefined;

type Estimated = Pick<MleParameter, 'estimate'>;

/** Every value of an answer by the name that `expect` has for it: `theta`, `map.theta`, `derived.odds`, `logLikelihood`, `validation.map.rmse`. */
export function valuesOf({ mle, map, training, validation }: FitAnswer): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  const add = (side: 'mle' | 'map', name: string, value: Value): void => {
    values.set(`${side}.${name}`, value);
    if (side === 'mle') values.set(name, value);
  };
  for (const [side, report] of [['mle', mle] as const, ['map', map] as const]) {
    for (const [name, quantity] of Object.entries(numbersOf(report))) add(side, name, quantity);
    for (const [name, { estimate }] of Object.entries<Estimated>(report?.derived ?? {})) add(side, `derived.${name}`, estimate);
    // A parameter takes a name that something else has too.
    for (const [name, { estimate }] of Object.entries<Estimated>(report?.parameters ?? {})) add(side, name.replaceAll(' ', ''), estimate);
  }
  for (const [rows, scores] of [['training', training] as const, ['validation', validation] as const])
    for (const [name, value] of scoresOf(scores)) values.set(`${rows}.${name}`, value);
  return values;
}

/** The numbers about a whole estimate: the log-likelihood, criteria, evidence. */
function numbersOf(report: object | null): Readonly<Record<string, Value>> {
  const names = ['logLikelihood', 'aic', 'bic', 'logPrior', 'logPosterior', 'logEvidence'];
  return Object.fromEntries(Object.entries(report ?? {}).filter(([name]) => names.includes(name)));
}

function scoresOf(scores: ScoresReport | undefined): (readonly [string, Value])[] {
  const sides = [['mle', scores?.mle] as const, ['map', scores?.map] as const];
  return sides
    .flatMap(([side, score]) =>
      score
        ? [
            [`${side}.logLikelihood`, score.logLikelihood] as const,
            [`${side}.accuracy`, score.accuracy] as const,
            [`${side}.rmse`, score.rmse] as const,
          ]
        : [],
    )
    .filter(([, value]) => value !== undefined);
}
