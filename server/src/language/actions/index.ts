import type { Action, ActionInput, Offer } from './action.js';
import { splitRows, toFile, toInline } from './data.js';
import { extractDefinition, inlineDefinition, standardisePredictor, toHierarchy } from './definitions.js';
import { expectEstimates } from './expectations.js';
import { holdAtEstimate, startAtEstimate } from './estimates.js';
import { toFormula, toTerms } from './formulas.js';
import { changeDistribution } from './outcomes.js';
import { addPrior, changePrior, removePrior } from './priors.js';

/** Every change that is offered: a new one is its function and its name here. */
const offers: readonly Offer[] = [
  extractDefinition,
  inlineDefinition,
  addPrior,
  changePrior,
  removePrior,
  standardisePredictor,
  toTerms,
  toFormula,
  changeDistribution,
  toHierarchy,
  holdAtEstimate,
  startAtEstimate,
  expectEstimates,
  splitRows,
  toFile,
  toInline,
];

/** The changes that apply where the selection is. */
export const actionsAt = (input: ActionInput): readonly Action[] => offers.flatMap((offer) => offer(input));
