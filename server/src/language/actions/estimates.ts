import type { ParameterSpec } from '../../engine/model/specification.js';
import { isBare } from '../checks/check.js';
import { type Action, type ActionInput, type Offer, touches } from './action.js';
import { isAlone, valueEdit } from './priors.js';

interface Estimated {
  readonly parameter: ParameterSpec;
  readonly value: string;
}

/** The scalar parameters among the selected ones with an estimate of the file as it is. */
function estimated({ spec, selection, answer, stale }: ActionInput): readonly Estimated[] {
  if (!answer || stale) return [];
  return spec.parameters
    .filter((parameter) => touches(parameter, selection) && parameter.entry === undefined)
    .flatMap((parameter) => {
      const { estimate = null } = answer.mle?.parameters[parameter.name] ?? answer.map?.parameters[parameter.name] ?? {};
      return estimate === null ? [] : [{ parameter, value: String(Number(estimate.toPrecision(8))) }];
    });
}

/** Fixes a parameter: it is no longer estimated. */
export const holdAtEstimate: Offer = (input) =>
  estimated(input)
    .filter(({ parameter }) => isBare(parameter) || isAlone(input.text, parameter))
    .map(({ parameter, value }): Action => ({
      title: `Hold \`${parameter.name}\` at its estimate, ${value}`,
      kind: 'refactor.rewrite',
      edits: [valueEdit(input.text, parameter, value)],
    }));

/** Starts the next search where this one ended. */
export const startAtEstimate: Offer = (input) =>
  estimated(input)
    .filter(({ parameter }) => isBare(parameter) || isAlone(input.text, parameter))
    .map(({ parameter, value }): Action => {
      const { prior } = parameter;
      const own = prior ? `prior: "${input.text.slice(prior.from, prior.to)}", ` : '';
      return {
        title: `Start \`${parameter.name}\` at its estimate, ${value}`,
        kind: 'refactor.rewrite',
        edits: [{ ...valueEdit(input.text, parameter, ''), text: ` { ${own}start: ${value} }` }],
      };
    });
