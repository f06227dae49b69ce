import type { Likelihood } from '../../engine/model/model.js';
import type { Fix } from '../../engine/problem.js';
import type { Fitted } from './check.js';

const NAME = 'dispersion';

/** `Poisson(rate)` becomes `NegativeBinomial(rate, dispersion)`, with a parameter of that name. None where the name is taken. */
export function dispersionFix({ spec, bound }: Fitted, { span, distribution, outcome }: Likelihood): Fix[] {
  const { offset, indent, needsKey } = spec.parameterInsertion;
  const isTaken = bound.model.columns.some((column) => column.kind === 'data' && column.name === NAME);
  const isDeclared = spec.parameters.some(({ name }) => name === NAME);
  const statement = spec.statements.find(
    (each) => each.kind === 'likelihood' && each.targets.some(({ from }) => from === outcome.span.from),
  );
  const call = statement?.kind === 'likelihood' ? statement.distribution : undefined;
  if (distribution.name !== 'Poisson' || isTaken || isDeclared || needsKey || call?.kind !== 'call' || call.from < span.from) return [];
  const isNamed = call.arguments.some(({ name }) => name?.name === 'rate' || name?.name === 'log');
  const first = call.arguments[0]?.name;
  const end = call.to - 1;
  const edits = [
    { span: { from: call.callee.from, to: call.callee.to }, text: 'NegativeBinomial' },
    // There the mean has another name.
    ...(first?.name === 'rate' ? [{ span: { from: first.from, to: first.to }, text: 'mean' }] : []),
    { span: { from: end, to: end }, text: isNamed ? `, ${NAME} = ${NAME}` : `, ${NAME}` },
    { span: { from: offset, to: offset }, text: `${indent}${NAME}:\n` },
  ];
  return [{ title: 'Use a negative binomial distribution', edits }];
}
