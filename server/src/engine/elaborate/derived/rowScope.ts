import type { CallExpr, Expr } from '../../expr/ast.js';
import { withIndices } from '../../expr/parts.js';
import type { NodeId } from '../../ir/graph.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { entriesBelow, networksBelow } from '../../model/bound.js';
import type { Likelihood, Model, Prior, RowModel, RowSummary } from '../../model/model.js';
import { entryAfter } from '../../model/entryIndex.js';
import type { Problem } from '../../../report/problem.js';
import type { Context } from '../scope/context.js';
import { columnsBelow } from './columnsBelow.js';
import { atValues } from './held.js';
import { withNewLevels } from './newLevels.js';
import { expected, quantile } from './outcomes.js';
import { probability } from './probabilities.js';
import { slope } from './slope.js';

/** The statements and parameters of a file as nodes. */
export interface Elaborated {
  readonly context: Context;
  /** One that has a problem is undefined. */
  readonly likelihoods: readonly (Likelihood | undefined)[];
  readonly targets: Model['targets'];
  readonly priors: readonly Prior[];
  readonly unused: readonly Problem[];
}

/** Calls that summarise rows by one number. */
const summaries: ReadonlySet<string> = new Set(['mean', 'sum']);

/** Calls that have a value for each row. */
const rowForms: ReadonlySet<string> = new Set(['at', 'slope', 'expected', 'probability', 'quantile']);

/** Whether a call in a derived quantity is about rows. */
export const isAboutRows = (name: string): boolean => summaries.has(name) || rowForms.has(name);

/** What a summary is made of, for the graph of derived quantities. */
export interface Summarised {
  readonly index: number;
  /** The entries that it depends on. */
  readonly entries: readonly EntryIndex[];
}

/**
 * Expressions of derived quantities that have a value for each row. They are nodes of a second graph, which is made when first needed in the same way as
 * the model's: the likelihood stays as it is, whatever is asked about its rows.
 */
export class RowScope {
  private made: Elaborated | undefined;
  private readonly found: RowSummary[] = [];

  constructor(
    private readonly outer: Context,
    private readonly make: () => Elaborated,
  ) {}

  /** The second model with what was asked about it. */
  model(toModel: (context: Context, given: Elaborated) => Model): RowModel | undefined {
    return this.made && { model: toModel(this.made.context, this.made), summaries: this.found };
  }

  /** `mean(e)`, `sum(e, where = c)`, or a value that is the same in all rows; undefined after a problem was reported. */
  summarise(call: CallExpr): Summarised | undefined {
    const { context } = (this.made ??= this.begin());
    const before = context.problems.length;
    const { name } = call.callee;
    const summary = summaries.has(name) ? this.overRows(context, call, name === 'sum' ? 'sum' : 'mean') : this.single(context, call);
    for (const { code, message, span, fixes } of context.problems.slice(before)) this.outer.report(code, message, span, fixes);
    if (!summary || !this.hasSameEntries(context, call)) return undefined;
    const index = this.found.push(summary) - 1;
    return { index, entries: entriesOf(context, [summary.node]) };
  }

  private begin(): Elaborated {
    const made = this.make();
    const { context } = made;
    for (const { name, index, label } of context.entries.list) {
      if (label !== undefined) nameNode(context, name, context.variable({ kind: 'scalar', entry: index }));
    }
    const likelihoods = made.likelihoods.filter((each) => each !== undefined);
    context.calls = new Map([
      ['at', (call) => atValues(context, call)],
      ['slope', (call) => slope(context, call)],
      ['expected', (call) => expected(context, likelihoods, call)],
      ['probability', (call) => probability(context, likelihoods, call)],
      ['quantile', (call) => quantile(context, likelihoods, call)],
    ]);
    return made;
  }

  private overRows(context: Context, call: CallExpr, form: 'mean' | 'sum'): RowSummary | undefined {
    const [argument, ...others] = call.arguments;
    const where = others[0];
    if (!argument || argument.name || others.length > 1 || (where && where.name?.name !== 'where'))
      return context.report(
        'type',
        `\`${form}\` takes an expression and, if wanted, the rows that count: ${form}(e, where = x > 3).`,
        call,
      );
    const node = context.lower(withEntries(context, argument.value));
    const condition = where && context.lower(withEntries(context, where.value));
    if (node === undefined || (where && condition === undefined)) return undefined;
    if (where && condition !== undefined && !context.isData(condition))
      return context.report('type', '`where` says which rows count, by their columns alone; this contains a parameter.', where.value);
    return { form, node, ...(condition === undefined ? {} : { where: condition }) };
  }

  /** A form that is the same in all rows: every column that it reads is given. */
  private single(context: Context, call: CallExpr): RowSummary | undefined {
    const found = context.lower(withEntries(context, call));
    const node = found === undefined ? undefined : withNewLevels(context, found, call);
    if (node === undefined) return undefined;
    const { columns } = columnsBelow(context, [node]);
    if (columns.size === 0) return { form: 'value', node };
    const inOrder = context.schema.columns.flatMap(({ name }) => (columns.has(name) ? [name] : []));
    const list = inOrder.map((name) => `\`${name}\``).join(', ');
    const given = inOrder.map((name) => `${name} = …`).join(', ');
    const one = columns.size === 1 ? 'column' : 'columns';
    return context.report(
      'type',
      `This has a value for each row, since it depends on the ${one} ${list}. A derived quantity is one number: ` +
        `say where, with at(…, ${given}), or take the mean over the rows, mean(…).`,
      call,
    );
  }

  /** A term of a formula that is not in the model would be a parameter of its own. */
  private hasSameEntries(context: Context, call: CallExpr): boolean {
    const extra = context.entries.list[this.outer.entries.list.length];
    if (!extra) return true;
    this.outer.report('unknown-name', `\`${extra.name}\` is not a parameter of the model: nothing determines it.`, call);
    return false;
  }
}

function nameNode(context: Context, name: string, node: NodeId): void {
  const value: Expr = { kind: 'missing', from: 0, to: 0 };
  context.definitions.set(name, { span: value, value, busy: false, used: true, scalar: { node } });
}

/** The entries, those of networks included, that nodes depend on. */
function entriesOf(context: Context, nodes: readonly NodeId[]): EntryIndex[] {
  const networks = networksBelow(context, nodes).flatMap((index) => {
    const { first, network } = context.usedNetworks[index] ?? {};
    return first === undefined ? [] : Array.from({ length: network?.parameters ?? 0 }, (_, k) => entryAfter(first, k));
  });
  const latents = latentNodes(context, nodes);
  return [...new Set([...entriesBelow(context, [...nodes, ...latents]), ...networks])];
}

/** A latent value at its conditional mode depends on everything that its distribution and the likelihood depend on. */
function latentNodes(context: Context, nodes: readonly NodeId[]): NodeId[] {
  return columnsBelow(context, nodes).hasModes ? context.latents.map(({ root }) => root) : [];
}

/** The index of an entry is text in a derived quantity: `b[area]` is that entry where there is one, and otherwise the entry of the row's level. */
const withEntries = (context: Context, expr: Expr): Expr =>
  withIndices(expr, (each) => {
    const [index] = each.indices;
    if (index?.kind !== 'string') return each;
    const own = context.entries.of(each.base.name).find(({ label }) => label === index.value);
    if (own) return { kind: 'name', name: own.name, from: each.from, to: each.to };
    return { ...each, indices: [{ kind: 'name', name: index.value, from: index.from, to: index.to }] };
  });
