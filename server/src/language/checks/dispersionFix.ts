import type { CallExpr } from '../../engine/expr/ast.js';
import type { Likelihood } from '../../engine/model/model.js';
import { declarationEdit } from '../../engine/elaborate/scope/names.js';
import type { Fix } from '../../report/problem.js';
import type { Fitted } from './check.js';
import { callOf } from './statements.js';

/** A distribution that allows for more variation: its arguments, and its additional parameter. */
interface Wider {
  readonly title: string;
  readonly name: string;
  readonly parameter: string;
  /** Edits of the arguments; `isNamed` says that what follows them needs its name. */
  arguments(call: CallExpr): { readonly edits: readonly Edit[]; readonly isNamed: boolean };
}

const wider: Readonly<Record<string, Wider>> = {
  Poisson: {
    title: 'Use a negative binomial distribution',
    name: 'NegativeBinomial',
    parameter: 'dispersion',
    arguments: ({ arguments: [first] }) => ({ edits: renamed(first, 'rate', 'mean'), isNamed: first?.name !== undefined }),
  },
  Binomial: {
    title: 'Use a beta-binomial distribution',
    name: 'BetaBinomial',
    parameter: 'precision',
    arguments: ({ arguments: given }) => ({ edits: given.flatMap(shareArgument), isNamed: true }),
  },
};

type Argument = CallExpr['arguments'][number];
type Edit = Fix['edits'][number];

/** The mean has another name there. */
const renamed = (argument: Argument | undefined, from: string, to: string): Edit[] =>
  argument?.name?.name === from ? [{ span: { from: argument.name.from, to: argument.name.to }, text: to }] : [];

/** `p` and `p = p` become `mean = p`, `logit = eta` becomes `mean = logistic(eta)`. */
function shareArgument(argument: Argument, place: number): Edit[] {
  const { name, value } = argument;
  const before = (text: string): Edit => ({ span: { from: value.from, to: value.from }, text });
  if (!name) return place === 1 ? [before('mean = ')] : [];
  if (name.name !== 'logit') return renamed(argument, 'p', 'mean');
  return [...renamed(argument, 'logit', 'mean'), before('logistic('), { span: { from: value.to, to: value.to }, text: ')' }];
}

/** `Poisson(rate)` becomes `NegativeBinomial(rate, dispersion)`, `Binomial(n, p)` a beta-binomial distribution, each with one more parameter. None where its name is taken. */
export function dispersionFix({ spec, bound }: Fitted, { span, distribution, outcome }: Likelihood): Fix[] {
  const other = wider[distribution.name];
  const call = callOf(spec, outcome.span.from);
  if (!other || !call || call.from < span.from) return [];
  const name = other.parameter;
  const isTaken = bound.model.columns.some((column) => column.kind === 'data' && column.name === name);
  if (isTaken || spec.parameters.some((parameter) => parameter.name === name)) return [];
  const { edits, isNamed } = other.arguments(call);
  const end = call.to - 1;
  const all = [
    { span: { from: call.callee.from, to: call.callee.to }, text: other.name },
    ...edits,
    { span: { from: end, to: end }, text: isNamed ? `, ${name} = ${name}` : `, ${name}` },
    declarationEdit(spec, name),
  ];
  return [{ title: other.title, edits: all }];
}
