import type { Expr, Statement } from '../../engine/expr/ast.js';
import { isDistribution } from '../../engine/elaborate/scope/names.js';
import { wrappers } from '../../engine/distributions/wrappers/index.js';
import type { Located } from '../../engine/model/dataSpec.js';
import type { ModelSpec, NetworkSpec, ParameterSpec } from '../../engine/model/specification.js';
import type { Schema } from '../../engine/model/dataset.js';
import type { Span } from '../../report/problem.js';

/** What a name of an estimation file stands for. */
export type NameKind =
  | 'column'
  | 'parameter'
  | 'definition'
  | 'latent'
  | 'network'
  | 'derived'
  | 'distribution'
  | 'wrapper'
  | 'function'
  | 'layer'
  /** Of a distribution or a layer, as in `sd = 2`. */
  | 'argument'
  /** A level or a term between the brackets of an entry, as in `b[north]`. */
  | 'entry'
  /** A pattern of `columns("pixel*")`. */
  | 'pattern'
  /** A path under `data` or `validate`. */
  | 'file'
  /** Declared nowhere that is known. */
  | 'unknown';

/** A name where it stands in the text, without quotes. */
export interface Occurrence extends Span {
  readonly name: string;
  readonly kind: NameKind;
  /** The place that introduces the name. */
  readonly isDeclaration: boolean;
  /** What the name belongs to: the distribution of an argument, the vector of an entry. */
  readonly owner?: string;
}

/** All names of a file with what they stand for. */
export interface Scope {
  /** In the order of the text. */
  readonly occurrences: readonly Occurrence[];
  /** The innermost name at an offset, its end included. */
  at(offset: number): Occurrence | undefined;
  /** Every place of the same name with the same meaning, that one included. */
  same(occurrence: Occurrence): readonly Occurrence[];
}

/** Resolves the names of a specification; columns are known from the schema of its data. Works on what could be read of a broken file. */
export function scopeOf(spec: ModelSpec, schema?: Schema): Scope {
  const walker = new Walker(spec, schema);
  const occurrences = walker.walk().sort((a, b) => a.from - b.from || b.to - a.to);
  return {
    occurrences,
    at: (offset) => occurrences.findLast(({ from, to }) => from <= offset && offset <= to),
    same: ({ name, kind, owner }) => occurrences.filter((each) => each.name === name && each.kind === kind && each.owner === owner),
  };
}

/** Whether one name can be given another by changing its occurrences: it is the file's own. */
export const isOwn = ({ kind }: Occurrence): boolean => ['parameter', 'definition', 'latent', 'network', 'derived'].includes(kind);

class Walker {
  private readonly found: Occurrence[] = [];
  private readonly kinds = new Map<string, NameKind>();

  constructor(
    private readonly spec: ModelSpec,
    schema: Schema | undefined,
  ) {
    const { parameters, statements, networks = [], derived = [], data } = spec;
    for (const { key } of derived) this.kinds.set(key.value, 'derived');
    for (const { name } of schema?.columns ?? []) this.kinds.set(name, 'column');
    if (data?.kind === 'inline') for (const { name } of data.columns) this.kinds.set(name.value, 'column');
    for (const { name } of parameters) this.kinds.set(name, 'parameter');
    for (const { name } of networks) this.kinds.set(name, 'network');
    for (const statement of statements) this.declare(statement);
  }

  walk(): Occurrence[] {
    const { spec } = this;
    this.data();
    for (const statement of spec.statements) this.statement(statement);
    for (const parameter of spec.parameters) this.parameter(parameter);
    for (const network of spec.networks ?? []) this.network(network);
    for (const { key, value } of spec.derived ?? []) {
      this.add(key.value, 'derived', inner(key), true);
      this.expr(value, true);
    }
    if (spec.validate?.source) this.add(spec.validate.source.value, 'file', spec.validate.source, false);
    return this.found;
  }

  private declare(statement: Statement): void {
    if (statement.kind === 'definition') this.kinds.set(statement.name.name, 'definition');
    if (statement.kind !== 'likelihood') return;
    for (const target of statement.targets)
      if (target.kind === 'index' && this.kinds.get(target.base.name) !== 'column') this.kinds.set(target.base.name, 'latent');
  }

  private data(): void {
    const { data } = this.spec;
    if (!data) return;
    if (data.weights) this.add(data.weights.value, 'column', data.weights, false);
    if (data.kind === 'inline') for (const { name } of data.columns) this.add(name.value, 'column', inner(name), true);
    if (data.kind === 'inline') return;
    if (data.kind !== 'query') this.add(data.source.value, 'file', data.source, false);
    for (const { column } of data.types) this.add(column.value, 'column', inner(column), false);
    if (data.where) this.expr(data.where);
  }

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case 'likelihood':
        for (const target of statement.targets) this.target(target);
        return this.expr(statement.distribution);
      case 'definition':
        this.add(statement.name.name, 'definition', statement.name, true);
        return this.expr(statement.value);
      case 'target':
        return this.expr(statement.value);
    }
  }

  private target(target: Expr): void {
    if (target.kind !== 'index' || this.kinds.get(target.base.name) !== 'latent') return this.expr(target);
    this.add(target.base.name, 'latent', target.base, true);
    for (const index of target.indices) this.expr(index);
  }

  private parameter({ key, name, entry, prior }: ParameterSpec): void {
    const own = inner(key);
    const kind = this.kinds.get(name) ?? 'parameter';
    this.add(name, kind, { from: own.from, to: own.from + (entry === undefined ? own.to - own.from : name.length) }, kind === 'parameter');
    const bracket = key.value.indexOf('[');
    if (entry !== undefined && bracket >= 0) {
      const label = key.value.slice(bracket + 1, key.value.lastIndexOf(']'));
      this.add(entry, 'entry', { from: own.from + bracket + 1, to: own.from + bracket + 1 + label.length }, false, name);
    }
    if (prior) this.expr(prior);
  }

  private network({ key, name, layers, weights, biases }: NetworkSpec): void {
    this.add(name, 'network', inner(key), true);
    for (const layer of layers) {
      if (layer.kind === 'name') this.add(layer.name, 'layer', layer, false);
      if (layer.kind === 'call') this.call(layer, 'layer');
    }
    for (const prior of [weights, biases]) if (prior) this.expr(prior);
  }

  /** In `derived` the index of an entry is a label, not an expression. */
  private expr(expr: Expr, labels = false): void {
    switch (expr.kind) {
      case 'name':
        return this.add(expr.name, this.kindOf(expr.name), expr, false);
      case 'call':
        return this.call(expr, this.calleeKind(expr.callee.name), labels);
      case 'index':
        this.add(expr.base.name, this.kindOf(expr.base.name), expr.base, false);
        for (const index of expr.indices)
          if (labels && index.kind === 'name') this.add(index.name, 'entry', index, false, expr.base.name);
          else this.expr(index, labels);
        return;
      case 'unary':
        return this.expr(expr.operand, labels);
      case 'binary':
        this.expr(expr.left, labels);
        return this.expr(expr.right, labels);
      case 'list':
        for (const item of expr.items) this.expr(item, labels);
        return;
      case 'string':
        return this.add(expr.value, 'pattern', inner({ ...expr, value: expr.value }), false);
      case 'number':
      case 'missing':
        return;
    }
  }

  private call({ callee, arguments: args }: Extract<Expr, { kind: 'call' }>, kind: NameKind, labels = false): void {
    this.add(callee.name, kind, callee, false);
    for (const { name, value } of args) {
      if (name) this.add(name.name, 'argument', name, false, callee.name);
      this.expr(value, labels);
    }
  }

  private kindOf(name: string): NameKind {
    return this.kinds.get(name) ?? 'unknown';
  }

  private calleeKind(name: string): NameKind {
    if (this.kinds.get(name) === 'network') return 'network';
    if (wrappers.has(name)) return 'wrapper';
    return isDistribution(name) ? 'distribution' : 'function';
  }

  private add(name: string, kind: NameKind, { from, to }: Span, isDeclaration: boolean, owner?: string): void {
    this.found.push({ name, kind, from, to, isDeclaration, ...(owner === undefined ? {} : { owner }) });
  }
}

/** The place of a text without its quotes: these are part of the span of a quoted scalar. */
function inner({ from, to, value }: Pick<Located<string>, 'from' | 'to' | 'value'>): Span {
  const quotes = to - from - value.length;
  return quotes === 2 ? { from: from + 1, to: to - 1 } : { from, to };
}
