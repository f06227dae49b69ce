import type { CallExpr, Expr, IndexExpr, NameExpr } from '../../expr/ast.js';
import { nearest } from '../../expr/nearest.js';
import type { Problem } from '../../../report/problem.js';
import type { Context } from '../scope/context.js';
import { lowerDefinition } from '../scope/definitions.js';
import { isAboutRows, type RowScope } from './rowScope.js';
import { DerivedScope } from './derivedScope.js';
import { specialForms } from '../functions/functions.js';
import type { DerivedQuantity } from '../../model/model.js';
import { replacements } from '../scope/names.js';
import type { DerivedSpec } from '../../model/specification.js';

/** The functions of parameters under `derived`, each with its formula as a node; one with a problem, which is then reported, is left out. */
export function buildDerived(context: Context, rows: RowScope): DerivedQuantity[] {
  const specs = context.spec.derived ?? [];
  if (specs.length === 0) return [];
  const scope = new DerivedScope(context);
  const own = specs.filter((spec) => isFree(context, spec));
  const resolver = new Resolver(context, scope, new Set(specs.map(({ key }) => key.value)), rows);
  for (const spec of own) scope.define(spec, resolver.resolve(spec.value));
  const found = own.flatMap(({ key, value }) => {
    const root = lowerDefinition(scope.context, { kind: 'name', name: key.value, from: key.from, to: key.to });
    const [name, span, formula] = [key.value, { from: key.from, to: key.to }, { from: value.from, to: value.to }];
    return root === undefined ? [] : [{ name, span, formula, ...scope.quantity(root) }];
  });
  for (const { code, message, span, fixes } of scope.context.problems) context.report(code, message, span, fixes);
  return found;
}

/** A quantity that nothing determines is not an error: the estimates of everything else hold. */
export function undeterminedDerived(derived: readonly DerivedQuantity[]): Problem[] {
  return derived
    .filter(({ unknown }) => unknown.length > 0)
    .map(({ name, span, unknown }) => ({
      severity: 'warning',
      code: 'unused-parameter',
      message: `\`${name}\` has no value: the model does not use ${unknown.map((each) => `\`${each}\``).join(', ')}, so nothing determines it.`,
      span,
      related: [name, ...unknown],
    }));
}

function isFree(context: Context, { key }: DerivedSpec): boolean {
  const { value: name } = key;
  const taken = context.dataColumn(name)
    ? 'a column'
    : context.parameter(name)
      ? 'a parameter'
      : context.definitions.has(name)
        ? 'a definition'
        : undefined;
  if (taken) context.report('type', `\`${name}\` is already ${taken}; a derived quantity needs a name of its own.`, key);
  return taken === undefined;
}

/** Resolves the names of a formula, and reports those that do not have a single value. */
class Resolver {
  /** In a model with errors not all entries are known. */
  private readonly isComplete: boolean;

  constructor(
    private readonly context: Context,
    private readonly scope: DerivedScope,
    private readonly derived: ReadonlySet<string>,
    private readonly rows: RowScope,
  ) {
    this.isComplete = context.problems.length === 0;
  }

  /** The formula with the names of entries instead of indexes. What is not a number is reported and left out. */
  resolve(expr: Expr): Expr {
    switch (expr.kind) {
      case 'name':
        return this.name(expr);
      case 'index':
        return this.entry(expr);
      case 'unary':
        return { ...expr, operand: this.resolve(expr.operand) };
      case 'binary':
        return { ...expr, left: this.resolve(expr.left), right: this.resolve(expr.right) };
      case 'list':
        return { ...expr, items: expr.items.map((each) => this.resolve(each)) };
      case 'call':
        if (isAboutRows(expr.callee.name)) return this.aboutRows(expr);
        if (specialForms.has(expr.callee.name)) return this.missing(aboutRows(expr.callee.name), expr);
        return { ...expr, arguments: expr.arguments.map((each) => ({ ...each, value: this.resolve(each.value) })) };
      default:
        return expr;
    }
  }

  /** A summary of rows is a number of its own. In a model with errors it cannot be made. */
  private aboutRows(expr: CallExpr): Expr {
    if (!this.isComplete) return silent(expr);
    const found = this.rows.summarise(expr);
    if (!found) return silent(expr);
    const name = this.scope.nameOf(this.scope.summary(found.index, found.entries));
    return { kind: 'name', name, from: expr.from, to: expr.to };
  }

  private name(expr: NameExpr): Expr {
    const { context, scope } = this;
    const { name } = expr;
    if (context.dataColumn(name)) return this.column(expr);
    if (context.latentDeclarations.has(name)) return this.missing(ofLatent(name), expr);
    if (this.derived.has(name) || scope.has(name)) return expr;
    if (context.definitions.has(name)) return this.definition(expr);
    if (!context.parameter(name)) return this.isKnown(name) ? expr : this.unknown(expr);
    const labels = context.entries.of(name).flatMap(({ label }) => (label === undefined ? [] : [label]));
    if (labels.length === 0) return this.unused(name, expr);
    return this.missing(`\`${name}\` has several entries. ${ONE} Write one of them, ${entryText(name, labels)}.`, expr);
  }

  /** A definition made only of parameters. */
  private definition(expr: NameExpr): Expr {
    if (!this.isComplete) return silent(expr);
    if (this.scope.addDefinition(expr.name)) return expr;
    return this.missing(`\`${expr.name}\` has a value for each row. ${ONE} Write its formula here with numbers in place of columns.`, expr);
  }

  /** `pi`, functions and distributions: the model language says what is wrong with them, if anything. */
  private isKnown(name: string): boolean {
    return name === 'pi' || this.scope.isFunction(name);
  }

  private column(expr: NameExpr): Expr {
    const { name } = expr;
    const entry = this.context.entries.list.find(({ label }) => label === name)?.name;
    const way = entry === undefined ? 'Write a number in its place.' : `Write a number in its place, or \`${entry}\`, the parameter.`;
    return this.missing(`\`${name}\` is a column, with a value for each row. ${ONE} ${way}`, expr, entry);
  }

  private entry(expr: IndexExpr): Expr {
    const { base, indices } = expr;
    const [label] = indices;
    if (this.context.latentDeclarations.has(base.name)) return this.missing(ofLatent(base.name), expr);
    if (!this.context.parameter(base.name)) return this.unknown(base);
    if (label === undefined || label.kind === 'missing') return silent(expr);
    if (label.kind !== 'string') return this.missing(`Write the label of an entry between the brackets, such as \`b[area]\`.`, expr);
    const own = this.context.entries.of(base.name);
    const found = own.find((each) => each.label === label.value);
    if (found) return { kind: 'name', name: found.name, from: expr.from, to: expr.to };
    if (own.length === 0) return this.unused(`${base.name}[${label.value}]`, expr);
    if (!this.isComplete) return silent(expr);
    const labels = own.flatMap((each) => each.label ?? []);
    if (labels.length === 0)
      return this.missing(`\`${base.name}\` is a single number: it has no entries. Write it without brackets.`, expr);
    const close = nearest(label.value, labels);
    const guess = close === undefined ? '' : ` Did you mean \`${base.name}[${close}]\`?`;
    const what = `\`${base.name}\` has no entry \`${label.value}\`; it has ${entryText(base.name, labels)}.${guess}`;
    this.context.report('unknown-name', what, label, replacements(close, label));
    return silent(expr);
  }

  /** Declared, but not part of the model: a fixed one is still a number. */
  private unused(name: string, expr: Expr): Expr {
    if (!this.isComplete) return silent(expr);
    this.scope.addUnused(name, this.context.parameter(name)?.fixed?.value);
    return { kind: 'name', name, from: expr.from, to: expr.to };
  }

  private unknown({ name, from, to }: NameExpr): Expr {
    const close = nearest(name, [...this.context.names(), ...this.scope.names(), ...this.derived, 'pi']);
    const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
    const message = `\`${name}\` is not a parameter or a derived quantity.${guess}`;
    this.context.report('unknown-name', message, { from, to }, replacements(close, { from, to }));
    return { kind: 'missing', from, to };
  }

  private missing(message: string, expr: Expr, instead?: string): Expr {
    this.context.report('type', message, expr, instead === undefined ? undefined : replacements(instead, { from: expr.from, to: expr.to }));
    return silent(expr);
  }
}

const ONE = 'A derived quantity is one number.';

/** Nothing more is reported about what is written here. */
const silent = ({ from, to }: Expr): Expr => ({ kind: 'missing', from, to });

const ofLatent = (name: string): string =>
  `\`${name}\` is a latent value, which is integrated out. A derived quantity is a function of parameters.`;

function aboutRows(name: string): string {
  if (name === 'softmax') return '`softmax` gives several numbers. Write one of them: exp(a) / (exp(a) + exp(b)).';
  return `\`${name}\` depends on the rows of the data. ${ONE} Write it with parameters and numbers alone.`;
}

function entryText(name: string, labels: readonly string[]): string {
  return (
    labels
      .slice(0, 6)
      .map((label) => `\`${name}[${label}]\``)
      .join(', ') + (labels.length > 6 ? ', …' : '')
  );
}
