import type { Problem } from '../../report/problem.js';
import type { Likelihood } from '../model/model.js';

/** Says in which order the classes of an ordered outcome stand, where the user did not give it and they are no numbers. */
export function classOrderProblems(likelihoods: readonly Likelihood[]): Problem[] {
  return likelihoods.flatMap(({ parameterisation, outcome: { levels = [], isOrderGiven, span, text } }) => {
    const isOrdered = parameterisation.arguments.some(({ vector }) => vector?.form === 'ordered');
    const isNatural = levels.every((level) => Number.isFinite(Number(level)));
    if (!isOrdered || isOrderGiven || isNatural) return [];
    const message =
      `The classes of \`${text}\` are taken in alphabetical order: ${levels.join(' < ')}. ` +
      `Another order is given under \`data\`: \`types: { ${text}: { levels: [${levels.join(', ')}] } }\`.`;
    return [{ severity: 'information', code: 'type', message, span, related: [text] }];
  });
}
