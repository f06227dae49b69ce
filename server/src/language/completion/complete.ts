import type { FeatureInput } from '../features/input.js';
import { placeAt } from '../resolve/place.js';
import type { Completion } from './completion.js';
import { completeExpression, isDistributionPlace, isStatementStart } from './expression.js';
import { completeKey } from './keys.js';
import { completePrior } from './priors.js';
import { completeValue, type FileChoice } from './values.js';

/** What can be written at an offset, the best first. `files` are those beside the estimation file. */
export function completeAt(input: FeatureInput, offset: number, files: readonly FileChoice[] = []): readonly Completion[] {
  const place = placeAt(input.text, offset);
  switch (place.kind) {
    case 'none':
      return [];
    case 'key':
      return completeKey(input, place);
    case 'value':
      return completeValue(input, place, files);
    case 'expression':
      return [...completePrior(input, place), ...completeExpression(input, place)];
  }
}

/** Whether a word that nobody knows can be made a parameter here. */
export function takesNewNames({ text }: FeatureInput, offset: number): boolean {
  const place = placeAt(text, offset);
  return place.kind === 'expression' && place.path[0] === 'model' && !isStatementStart(place) && !isDistributionPlace(place);
}
