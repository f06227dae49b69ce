import type { MleParameter } from '../../report/estimates.js';
import { expectedText } from '../expectations/problems.js';
import { type Action, type ActionInput, lineAt, type Offer, touches } from './action.js';

/** Writes `expect` from the present estimates: later fits are held to them. */
export const expectEstimates: Offer = (input) => {
  const { spec, selection, text, answer, stale } = input;
  const place = spec.keys?.get('expect') ?? spec.keys?.get('parameters');
  if (!place || !touches(place.key, selection) || !answer || stale || spec.expect?.length) return [];
  const lines = linesOf(input);
  return lines.length === 0
    ? []
    : [{ title: 'Expect the present estimates', kind: 'refactor.rewrite', edits: [insertion(input, text, lines)] }];
};

type Estimated = Pick<MleParameter, 'estimate' | 'se'>;

/** A line for each parameter and derived quantity: the estimate, and a hundredth of its standard error. */
function linesOf({ answer }: ActionInput): string[] {
  const sides = [['', answer?.mle] as const, ['map.', answer?.map] as const];
  return sides.flatMap(([side, report]) => {
    const own = Object.entries<Estimated>(report?.parameters ?? {}).map(([name, each]) => [name.replaceAll(' ', ''), each] as const);
    const derived = Object.entries<Estimated>(report?.derived ?? {}).map(([name, each]) => [`derived.${name}`, each] as const);
    return [...own, ...derived].flatMap(([name, { estimate, se }]) => {
      if (estimate === null) return [];
      const tolerance = se !== null && se > 0 ? se / 100 : Math.max(1e-6 * Math.abs(estimate), 1e-9);
      return [`  ${keyText(side + name)}: ${expectedText(estimate, tolerance)}`];
    });
  });
}

/** YAML reads `: `, ` #` and quotes in a key. */
const keyText = (name: string): string => (/[:#"'`,{}]/.test(name) ? `'${name.replaceAll("'", "''")}'` : name);

/** Below the key where it is empty, or as a section at the end. */
function insertion({ spec }: ActionInput, text: string, lines: readonly string[]): Action['edits'][number] {
  const own = spec.keys?.get('expect');
  if (own) {
    const { to } = lineAt(text, own.key.to);
    return { span: { from: to, to }, text: lines.map((line) => `\n${line}`).join('') };
  }
  const lead = text === '' || text.endsWith('\n') ? '' : '\n';
  return { span: { from: text.length, to: text.length }, text: `${lead}expect:\n${lines.join('\n')}\n` };
}
