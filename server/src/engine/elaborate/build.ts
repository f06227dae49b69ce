import type { DefinitionStatement } from '../expr/ast.js';
import { type NodeId, TooManyNodes } from '../ir/graph.js';
import type { Problem, Span } from '../../report/problem.js';
import { entriesBelow, networksBelow } from '../model/bound.js';
import { classOrderProblems } from './classOrder.js';
import { Context } from './scope/context.js';
import type { Schema } from '../model/dataset.js';
import { buildDerived, undeterminedDerived } from './derived/derivedQuantities.js';
import { type Elaborated, RowScope } from './derived/rowScope.js';
import { buildLatents, declareLatents, isLatentStatement } from './statements/latent.js';
import { buildLikelihood } from './statements/likelihood.js';
import { withinDomains } from '../model/insideDomain.js';
import { lowerScalar } from './expressions/lower.js';
import type { Likelihood, Model } from '../model/model.js';
import { declareNetworks, unusedNetworks } from './networks/networks.js';
import { applyParameters, unusedParameters } from './statements/parameters.js';
import { checkRecursions, finishRecursions } from './expressions/recursions.js';
import type { ModelSpec } from '../model/specification.js';

/** The model of a specification over data of this schema; null where a problem with severity error was found. */
export interface Built {
  readonly model: Model | null;
  readonly problems: readonly Problem[];
}

/** More free parameters than this are a table rather than a model. */
const MOST_FREE = 20_000;

/** Resolves every name, infers supports and expands formulas. Needs no values of the data. `watch` throws to end it early. */
export function buildModel(spec: ModelSpec, schema: Schema, watch?: () => void): Built {
  try {
    return build(spec, schema, watch);
  } catch (error) {
    if (error instanceof TooManyNodes) return { model: null, problems: [tooManyTerms(error, spec.modelSpan)] };
    throw error;
  }
}

/** A model whose expressions, written out, or whose derivatives are too large. */
export const tooManyTerms = ({ nodes }: TooManyNodes, { from, to }: Span): Problem => ({
  severity: 'error',
  code: 'not-supported',
  message:
    `The model is too large: written out with its derivatives it has more than ${nodes.toLocaleString('en')} terms. ` +
    'Definitions used several times over, deep nesting, lags within lags and mixtures of many components multiply its size. ' +
    'Use fewer of them, or a vector parameter with an index, `m[group]`, instead of many single ones.',
  span: { from, to },
});

function build(spec: ModelSpec, schema: Schema, watch?: () => void): Built {
  const { context, likelihoods, targets, priors, unused } = elaborate(spec, schema, watch);
  if (spec.statements.length > 0 && likelihoods.length === 0 && targets.length === 0) noLikelihood(context);
  const roots = [...complete(likelihoods), ...targets].map(({ root }) => root);
  checkSize(context);
  const rows = new RowScope(context, () => elaborate({ ...spec, derived: [] }, schema, watch));
  const derived = buildDerived(context, rows);
  if (context.problems.length > 0) return { model: null, problems: context.problems };
  markLikelihoodEntries(context, roots);
  const model = modelOf(context, { likelihoods, targets, priors, derived });
  const rowModel = rows.model((inner, given) => modelOf(inner, { ...given, derived: [] }));
  return {
    model: model.likelihoods.length + targets.length > 0 ? { ...model, ...(rowModel ? { rows: rowModel } : {}) } : null,
    problems: [
      ...unused,
      ...unusedParameters(context),
      ...unusedNetworks(context),
      ...undeterminedDerived(derived),
      ...classOrderProblems(model.likelihoods),
    ],
  };
}

/** The statements and parameters of a file as nodes of a graph: the same specification always gives the same numbers of nodes and entries. */
function elaborate(spec: ModelSpec, schema: Schema, watch?: () => void): Elaborated {
  const context = new Context(spec, schema, lowerScalar, watch);
  declareNetworks(context);
  registerDefinitions(context);
  checkDeclarations(context);
  declareLatents(context);
  const likelihoods = spec.statements.flatMap((each) =>
    each.kind === 'likelihood' && !isLatentStatement(context, each) ? [buildLikelihood(context, each)] : [],
  );
  const targets = buildTargets(context);
  checkUnusedDefinitions(context);
  const unused = buildLatents(context);
  finishRecursions(context);
  checkRecursions(
    context,
    [...complete(likelihoods), ...targets].map(({ root }) => root),
  );
  return { context, likelihoods, targets, priors: applyParameters(context), unused };
}

const complete = (likelihoods: Elaborated['likelihoods']): Likelihood[] => likelihoods.filter((each) => each !== undefined);

function modelOf(
  context: Context,
  { likelihoods, targets, priors, derived }: Pick<Elaborated, 'likelihoods' | 'targets' | 'priors'> & Pick<Model, 'derived'>,
): Model {
  const { graph, columns, variables, entries, schema } = context;
  return {
    graph,
    columns,
    variables,
    likelihoods: complete(likelihoods).map((each) => withinDomains({ graph, variables, entries: entries.list }, each)),
    entries: entries.list,
    groups: entries.groups,
    priors,
    targets,
    derived,
    latents: context.latents,
    networks: context.usedNetworks,
    ...(schema.weights === undefined ? {} : { weights: schema.weights }),
  };
}

/** `target += expression`. */
function buildTargets(context: Context): Model['targets'] {
  return context.spec.statements.flatMap((statement) => {
    if (statement.kind !== 'target') return [];
    const root = context.lower(statement.value);
    return root === undefined ? [] : [{ root, span: { from: statement.from, to: statement.to } }];
  });
}

/** The parameter with the most entries is named. */
function checkSize(context: Context): void {
  const free = context.entries.list.filter(({ fixed, network }) => fixed === undefined && !network);
  if (free.length <= MOST_FREE) return;
  const counts = new Map<string, number>();
  for (const { owner } of free) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  const [[owner, count] = ['', 0]] = [...counts].sort(([, a], [, b]) => b - a);
  const message =
    `The model has ${String(free.length)} free parameters (${String(count)} of them in \`${owner}\`); more than ${String(MOST_FREE)} are not supported yet. ` +
    `Use a column with fewer levels, or fix some of them.`;
  context.report('not-supported', message, context.parameter(owner)?.key ?? context.spec.modelSpan);
}

function registerDefinitions(context: Context): void {
  for (const statement of context.spec.statements) {
    if (statement.kind !== 'definition') continue;
    const { name, value, from, to } = statement;
    if (context.definitions.has(name.name)) {
      context.report('type', `\`${name.name}\` is defined twice. Give one of them another name.`, name);
    } else if (isTaken(context, statement)) {
      context.report('type', `\`${name.name}\` is already a column, a parameter or a network; a definition needs a name of its own.`, name);
    } else context.definitions.set(name.name, { span: { from, to }, value, busy: false, used: false });
  }
}

const isTaken = (context: Context, { name }: DefinitionStatement): boolean =>
  context.dataColumn(name.name) !== undefined || context.parameter(name.name) !== undefined || context.networks.has(name.name);

function checkDeclarations(context: Context): void {
  for (const { name, key } of context.spec.parameters) {
    if (context.dataColumn(name))
      context.report('type', `\`${name}\` is a column of the data and cannot be a parameter too. Rename the parameter.`, key);
  }
}

/** A definition that nothing uses is still checked. */
function checkUnusedDefinitions(context: Context): void {
  for (const definition of context.definitions.values()) {
    if (!definition.used && definition.value.kind !== 'list') context.lower(definition.value);
  }
}

function noLikelihood(context: Context): void {
  context.report(
    'type',
    'The model has no likelihood: it needs a statement of the form `outcome ~ Distribution(…)`.',
    context.spec.modelSpan,
  );
}

function markLikelihoodEntries(context: Context, roots: readonly NodeId[]): void {
  for (const index of entriesBelow(context, roots)) {
    const entry = context.entries.list[index];
    if (entry) entry.inLikelihood = true;
  }
  for (const index of networksBelow(context, roots)) {
    const { first = 0, network } = context.usedNetworks[index] ?? {};
    for (const entry of context.entries.list.slice(first, first + (network?.parameters ?? 0))) entry.inLikelihood = true;
  }
}
