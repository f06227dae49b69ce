import type { CallExpr } from '../../engine/expr/ast.js';
import { printExpr } from '../../engine/expr/print.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { type Edge, edgesAt } from '../../engine/inference/ending/interior.js';
import { rowName } from '../../engine/model/bound.js';
import type { Fix, Problem } from '../../report/problem.js';
import { type Fitted, list, targetName } from './check.js';
import { callOf } from './statements.js';

/** Names of the argument that takes the same quantity through a link. */
const LINKS = ['logit', 'log'];

/** The search ended where an argument, as the `a + b * x` of `Bernoulli(a + b * x)`, would leave its domain: which, where, and what keeps it inside. */
export function atDomainEdge(fitted: Fitted, estimate: Estimate): Problem | undefined {
  const { bound, spec } = fitted;
  const edges = edgesAt(bound, estimate.natural);
  const [first] = edges;
  if (!first) return undefined;
  const { likelihood, argument } = first;
  const own = edges.filter((each) => each.likelihood === likelihood && each.argument === argument);
  const { distribution } = likelihood;
  const written = argumentOf(
    callOf(spec, likelihood.outcome.span.from),
    first,
    likelihood.parameterisation.arguments.map(({ name }) => name),
  );
  const what = `\`${argument}\` of ${distribution.name}${written ? `, \`${printExpr(written.value)}\`,` : ''}`;
  const places = list(own.map(({ end, row }) => `${String(end)} in ${rowName(bound, row)}`));
  const link = LINKS.find((each) => distribution.parameterisations.some(({ arguments: all }) => all.some(({ name }) => name === each)));
  const keeps = link ? `\`${link} = …\`` : '`exp(…)`';
  return {
    severity: 'warning',
    code: 'not-converged',
    message:
      `The ${targetName(estimate)} lies on an edge: the ${what} reaches ${places}, and the ${estimate.target === 'mle' ? 'likelihood' : 'posterior density'} would keep rising beyond it, where such a value makes no sense. ` +
      `There are no standard errors there. ${keeps} keeps it inside, whatever the parameters are.`,
    span: written ? { from: written.value.from, to: written.value.to } : likelihood.span,
    related: [likelihood.outcome.text],
    fixes: written && link ? linkFix(written, link) : [],
  };
}

type Argument = CallExpr['arguments'][number];

function argumentOf(call: CallExpr | undefined, { argument }: Edge, names: readonly string[]): Argument | undefined {
  return call?.arguments.find((each, place) => (each.name ? each.name.name === argument : names[place] === argument));
}

function linkFix({ name, value }: Argument, link: string): Fix[] {
  const edit = name
    ? { span: { from: name.from, to: name.to }, text: link }
    : { span: { from: value.from, to: value.from }, text: `${link} = ` };
  return [{ title: `Write ${link} = ${printExpr(value)}`, edits: [edit] }];
}
