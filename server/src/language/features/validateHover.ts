import { caveat, type FeatureInput } from './input.js';
import { scoreCells, scoreNote } from '../wording/scoreCells.js';

/** How well the rows of the fit and those held out are predicted. */
export function validateHover(input: FeatureInput): string {
  const { training, validation } = input.answer ?? {};
  const title = '**Rows held out**, which the fit does not see';
  if (!training || !validation) return `${title}; no estimate yet`;
  const [head = [], ...rows] = scoreCells(training, validation);
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const doubt = caveat(input);
  const note = scoreNote(training, validation);
  return [title, ...(doubt ? [`*${doubt.text}*`] : []), table, ...(note === undefined ? [] : [note])].join('\n\n');
}
