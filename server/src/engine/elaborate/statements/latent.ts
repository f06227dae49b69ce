import type { Expr, IndexExpr, LikelihoodStatement, NameExpr } from '../../expr/ast.js';
import { printExpr } from '../../expr/print.js';
import type { NodeId } from '../../ir/graph.js';
import type { Problem } from '../../../report/problem.js';
import { matchCall } from '../calls/arguments.js';
import type { Context, LatentDeclaration } from '../scope/context.js';
import type { LatentShape } from '../../model/model.js';
import { suggested } from '../../distributions/suggested.js';
import { lowerArguments } from './likelihood.js';
import { isMultivariateNormal, multivariateNormal } from './latentNormal.js';
import { standardise } from './standardisedLatents.js';

/** Whether the left side of a statement is latent values: names with an index that are not columns. */
export function isLatentStatement(context: Context, { targets }: LikelihoodStatement): boolean {
  return targets.length > 0 && targets.every((target) => target.kind === 'index' && context.dataColumn(target.base.name) === undefined);
}

/** Records which names are latent values, so that expressions find them whatever the order of the lines. */
export function declareLatents(context: Context): void {
  for (const statement of context.spec.statements) {
    if (statement.kind !== 'likelihood' || !isLatentStatement(context, statement)) continue;
    const targets = statement.targets.filter((target) => target.kind === 'index');
    const columns = targets.map((target) => levelColumn(context, target));
    const [column] = columns;
    const other = targets.find((_, i) => columns[i] !== undefined && columns[i] !== column);
    if (other) context.report('type', 'Correlated latent values must have the same index.', other);
    if (column === undefined || other || !targets.every(({ base }) => isFreeName(context, base))) continue;
    const names = targets.map(({ base }) => base.name);
    const declaration = { statement, names, column, state: 'open' as const, used: false };
    for (const name of names) context.latentDeclarations.set(name, declaration);
  }
}

/** The column of an index; undefined after a problem was reported. */
function levelColumn(context: Context, { indices }: IndexExpr): string | undefined {
  const [index] = indices;
  if (index?.kind === 'name' && indices.length === 1 && context.levels(index.name)) return index.name;
  if (!index || indices.length > 1) {
    return context.report('not-supported', 'Latent values have one index: a column of categories.', index ?? context.spec.modelSpan);
  }
  const name = index.kind === 'name' ? index.name : 'column';
  const hint = `A numeric column becomes one with \`types: { ${name}: category }\` under \`data\`.`;
  return context.report('type', `The index of latent values must be a column of categories. ${hint}`, index);
}

function isFreeName(context: Context, base: NameExpr): boolean {
  const { name } = base;
  const parameter = context.parameter(name);
  if (parameter) {
    const message = `\`${name}\` is declared under \`parameters\` and given a distribution in \`model\`. Values with a \`~\` line in \`model\` are integrated out and not declared; with a prior under \`parameters\` instead of that line they are ordinary parameters.`;
    context.report('type', message, parameter.key);
  } else if (context.definitions.has(name) || context.latentDeclarations.has(name)) {
    context.report('type', `\`${name}\` is defined twice. Give one of them another name.`, base);
  } else return true;
  return false;
}

/** The node of a latent value as it occurs in an expression; undefined after a problem was reported. */
export function lowerLatent(context: Context, expr: IndexExpr): NodeId | undefined {
  const { name } = expr.base;
  const declaration = context.latentDeclarations.get(name);
  if (!declaration) return undefined;
  const [index] = expr.indices;
  if (index?.kind !== 'name' || index.name !== declaration.column || expr.indices.length > 1) {
    const message = `\`${name}\` has a value for each level of \`${declaration.column}\`: write \`${name}[${declaration.column}]\`.`;
    return context.report('type', message, expr);
  }
  declaration.used = true;
  const found = readLatent(context, declaration, expr);
  return found?.values[declaration.names.indexOf(name)];
}

/** A latent value without an index. */
export function bareLatent(context: Context, { name, from, to }: NameExpr): undefined {
  const column = context.latentDeclarations.get(name)?.column ?? '';
  const text = `${name}[${column}]`;
  const fix = { title: `Change to \`${text}\``, edits: [{ span: { from, to }, text }], preferred: true };
  return context.report('type', `\`${name}\` has a value for each level of \`${column}\`: write \`${text}\`.`, { from, to }, [fix]);
}

/** Reads statements that no expression has needed; those that the likelihood does not use are reported. */
export function buildLatents(context: Context): Problem[] {
  const declarations = new Set(context.latentDeclarations.values());
  return [...declarations].flatMap((declaration): Problem[] => {
    if (declaration.used) return [];
    readLatent(context, declaration, declaration.statement);
    const { from, to } = declaration.statement;
    const names = declaration.names.join(', ');
    const message = `Nothing in the model uses \`${names}\`: these values and what they depend on have no effect.`;
    return [{ severity: 'warning', code: 'unused-parameter', message, span: { from, to }, related: declaration.names }];
  });
}

function readLatent(
  context: Context,
  declaration: LatentDeclaration,
  place: Expr | LikelihoodStatement,
): Context['latents'][number] | undefined {
  if (declaration.state === 'busy') {
    const message = `The distribution of \`${declaration.names.join(', ')}\` depends on these values themselves. Break the cycle.`;
    return context.report('cycle', message, place);
  }
  if (declaration.state === 'open') {
    declaration.state = 'busy';
    build(context, declaration);
    declaration.state = 'done';
  }
  return declaration.index === undefined ? undefined : context.latents[declaration.index];
}

function build(context: Context, declaration: LatentDeclaration): void {
  const { statement, names, column } = declaration;
  const codes = context.column({ kind: 'data', name: column });
  // The number is taken before the arguments are read: these may have latent values of their own.
  const latent = context.latentCount++;
  const standard = names.map((_, member) => context.variable({ kind: 'latent', latent, member, codes }));
  const shape = shapeOf(context, declaration, standard);
  if (!shape) return;
  const span = { from: statement.from, to: statement.to };
  const text = `${statement.targets.map(printExpr).join(', ')} ~ ${printExpr(statement.distribution)}`;
  const levels = context.levels(column) ?? [];
  context.graph.origins.set(shape.root, span);
  context.latents[latent] = { span, text, names, column, codes, levels, ...shape };
  declaration.index = latent;
}

function shapeOf(context: Context, { statement, names }: LatentDeclaration, standard: readonly NodeId[]): LatentShape | undefined {
  const { distribution } = statement;
  if (isMultivariateNormal(distribution)) return multivariateNormal(context, distribution, standard);
  const [variable] = standard;
  if (names.length > 1 || variable === undefined) {
    return context.report(
      'type',
      `Correlated latent values need a joint distribution: \`${suggested.joint('sd = […]', 'correlation = rho')}\`.`,
      distribution,
    );
  }
  const call = matchCall(distribution, (code, message, span) => context.report(code, message, span));
  const args = call && lowerArguments(context, call, []);
  return call && args && standardise(context, call, args, variable, distribution);
}
