import type { Expr, LikelihoodStatement } from '../../expr/ast.js';
import { printExpr } from '../../expr/print.js';
import type { NodeId } from '../../ir/graph.js';
import { isDerived, variablesAmong } from '../../kernel/below.js';
import { checkConstant, matchCall } from '../calls/arguments.js';
import { ownEntries } from '../../model/bound.js';
import type { MatchedCall } from '../calls/call.js';
import type { Context } from '../scope/context.js';
import type { Likelihood, Outcome } from '../../model/model.js';
import { bareParameter } from '../scope/names.js';
import { lowerListArgument } from '../vectors/lists.js';
import { checkNetworkRange } from '../networks/networks.js';
import { suggested } from '../../distributions/suggested.js';

/** `y ~ Normal(mu, sigma)` as the log-density of a row; undefined after a problem was reported. */
export function buildLikelihood(context: Context, statement: LikelihoodStatement): Likelihood | undefined {
  const [target] = statement.targets;
  if (!target) return undefined;
  if (statement.targets.length > 1) return context.report('not-supported', SEVERAL, statement);
  const call = matchCall(statement.distribution, (code, message, span) => context.report(code, message, span));
  const outcome = call && buildOutcome(context, target, call);
  const args = call && lowerArguments(context, call, outcome?.levels ?? []);
  if (!call || !outcome || !args) return undefined;
  const { distribution, parameterisation } = call;
  const root = parameterisation.logDensity(context.o, outcome.node, args);
  if (!checkEdges(context, call, args)) return undefined;
  const span = { from: statement.from, to: statement.to };
  context.graph.origins.set(root, span);
  return { span, outcome, distribution, parameterisation, args, root };
}

const SEVERAL = `Several outcomes with one distribution are not supported; brackets before \`~\` hold latent values with an index, such as \`(u[g], v[g]) ~ ${suggested.joint('…')}\`. Give each outcome a line of its own.`;

/** False after a problem was reported: an edge of the support cannot be estimated by derivatives. */
function checkEdges(
  context: Context,
  { distribution, parameterisation, values }: MatchedCall,
  args: readonly (readonly NodeId[])[],
): boolean {
  const index = parameterisation.arguments.findIndex(
    ({ name }, i) => parameterisation.edges?.includes(name) && !(args[i] ?? []).every((node) => isKnown(context, node)),
  );
  const [name, place] = [parameterisation.arguments[index]?.name, values[index]];
  if (name === undefined || !place) return true;
  const message =
    `\`${name}\` of ${distribution.name} contains a parameter, and estimating the edge of a range is not supported yet: the likelihood jumps there. ` +
    `The maximum likelihood estimates are the smallest and the largest outcome themselves; give ${distribution.name} numbers or columns.`;
  context.report('not-supported', message, place);
  return false;
}

/** Whether a node depends only on data and fixed parameters. */
function isKnown(context: Context, node: NodeId): boolean {
  const variables = variablesAmong(context.graph, context.graph.reachable([node])).map((index) => context.variables[index]);
  if (variables.some((source) => isDerived(source) || source?.kind === 'network')) return false;
  return variables
    .flatMap(ownEntries)
    .every((entry) => entry < 0 || context.parameter(context.entries.list[entry]?.owner ?? '')?.fixed !== undefined);
}

/** The nodes of a call's arguments, one for each, or one for each entry of a list; undefined after a problem was reported. */
export function lowerArguments(context: Context, call: MatchedCall, classes: readonly string[]): (readonly NodeId[])[] | undefined {
  const { distribution, parameterisation, values } = call;
  const nodes = values.map((expr, i) => {
    const record = parameterisation.arguments[i];
    if (record?.vector) return lowerListArgument(context, expr, record, distribution.name, classes);
    context.intercept = record?.intercept ?? true;
    const node = context.lower(expr);
    context.intercept = true;
    if (record) {
      const report = context.report.bind(context);
      checkConstant(record, distribution.name, node === undefined ? undefined : context.graph.constantValue(node), expr, report);
      if (node !== undefined) checkNetworkRange(context, node, record, distribution, expr);
      const owner = bareParameter(context, expr);
      if (owner !== undefined) context.entries.narrow(owner, record.domain);
      if (owner !== undefined && (record.domain.whole || record.data))
        return context.report('type', `\`${record.name}\` of ${distribution.name} must be data, not a parameter.`, expr);
    }
    if (node !== undefined && record?.data && !context.isData(node)) {
      return context.report('type', `\`${record.name}\` of ${distribution.name} must be data, but it contains a parameter.`, expr);
    }
    return node === undefined ? undefined : [node];
  });
  return nodes.every((each) => each !== undefined) ? nodes : undefined;
}

const SUCCESS = new Set(['h', 'heads', 'yes', 'true', 'success', '1']);

function buildOutcome(context: Context, target: Expr, { distribution }: MatchedCall): Outcome | undefined {
  const span = { from: target.from, to: target.to };
  const text = printExpr(target);
  const name = target.kind === 'name' ? target.name : undefined;
  const levels = name === undefined ? undefined : context.levels(name);
  if (distribution.kind === 'categorical') return categoricalOutcome(context, target, distribution.name, name, levels);
  if (distribution.outcome.upper === 1 && distribution.outcome.whole && levels)
    return binaryOutcome(context, target, distribution.name, name ?? '', levels);
  const node = context.lower(target);
  if (node === undefined) return undefined;
  if (!context.isData(node)) {
    return context.report(
      'type',
      `The left side of \`~\` must be data: a column or an expression of columns. Priors go under \`parameters\`.`,
      span,
    );
  }
  const isComputed = name === undefined && distribution.outcome.whole === true;
  return { node: isComputed ? context.o.whole(node) : node, text, span };
}

function categoricalOutcome(
  context: Context,
  target: Expr,
  distribution: string,
  name: string | undefined,
  levels: readonly string[] | undefined,
): Outcome | undefined {
  if (name === undefined || !levels) {
    const column = name ?? 'column';
    const known = name === undefined ? undefined : context.dataColumn(name);
    if (name !== undefined && (!known || known.kind === 'image')) return void context.lower(target);
    const hint = `A numeric column becomes one with \`types: { ${column}: category }\` under \`data\`.`;
    return context.report('type', `${distribution} needs an outcome with categories. ${hint}`, target);
  }
  if (levels.length < 2) return context.report('type', `The outcome \`${name}\` has only one level: there is nothing to predict.`, target);
  const isOrderGiven = context.dataColumn(name)?.levelsGiven ?? false;
  const node = context.column({ kind: 'data', name });
  return { node, text: name, span: { from: target.from, to: target.to }, column: name, levels, isOrderGiven };
}

/** Two levels as 0 and 1: what counts as 1 follows LANGUAGE.md, "data". */
function binaryOutcome(context: Context, target: Expr, distribution: string, name: string, levels: readonly string[]): Outcome | undefined {
  if (levels.length > 2) {
    const message = `The outcome \`${name}\` has ${String(levels.length)} levels (${levels.slice(0, 5).join(', ')}); ${distribution} needs two. Use ${suggested.classes} for more.`;
    return context.report('type', message, target);
  }
  const given = context.dataColumn(name)?.levelsGiven ?? false;
  const known = levels.filter((level) => SUCCESS.has(level.toLowerCase()));
  const success = given || known.length !== 1 ? levels[1] : known[0]; // one level that is not a success: every row is 0
  const node = context.o.equal(context.column({ kind: 'data', name }), context.o.num(levels.indexOf(success ?? '')));
  return {
    node,
    text: name,
    span: { from: target.from, to: target.to },
    column: name,
    ...(success === undefined ? {} : { success }),
    levels,
  };
}
