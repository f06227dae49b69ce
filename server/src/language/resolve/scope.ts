import { isDistribution } from '../../engine/elaborate/scope/names.js';
import { wrappers } from '../../engine/distributions/wrappers/index.js';
import type { Expr, LikelihoodStatement } from '../../engine/expr/ast.js';
import type { Located } from '../../engine/model/dataSpec.js';
import type { Schema } from '../../engine/model/dataset.js';
import type { ExpectSpec, ModelSpec, NetworkSpec, ParameterSpec } from '../../engine/model/specification.js';
import type { Span } from '../../report/problem.js';
import { inner, innerText, namesOf, namesOfStatement, type NameUse } from './names.js';

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
  /** `pi`. */
  | 'constant'
  /** Of a distribution or a layer, as in `sd = 2`. */
  | 'argument'
  /** A level or a term between the brackets of an entry, as in `b[north]`. */
  | 'entry'
  /** Text that a column is compared with, as in `region == "north"`. */
  | 'level'
  /** A pattern of `columns("pixel*")`. */
  | 'pattern'
  /** A path under `data` or `validate`. */
  | 'file'
  /** Declared nowhere that is known. */
  | 'unknown';

/** A name where it stands in the text, without quotes or backticks. */
export interface Occurrence extends Span {
  readonly name: string;
  readonly kind: NameKind;
  /** The place that introduces the name. */
  readonly isDeclaration: boolean;
  /** What the name belongs to: the distribution of an argument, the vector of an entry. */
  readonly owner?: string;
  /** Quotes or backticks stand around it. */
  readonly isQuoted?: true;
}

/** All names of a file with what they stand for. */
export interface Scope {
  /** In the order of the text, none within another. */
  readonly occurrences: readonly Occurrence[];
  /** The name at an offset, its end and its quotes included. */
  at(offset: number): Occurrence | undefined;
  /** Every place of the same name with the same meaning, that one included. */
  same(occurrence: Occurrence): readonly Occurrence[];
  /** What a name stands for in `model`. */
  kindOf(name: string): NameKind;
}

/** Resolves the names of a specification; columns are known from the schema of its data. Works on what could be read of a broken file. */
export function scopeOf(spec: ModelSpec, schema?: Schema): Scope {
  const resolver = new Resolver(spec, schema);
  const occurrences = apart(resolver.resolve());
  return {
    occurrences,
    at: (offset) =>
      occurrences.findLast(({ from, to }) => from <= offset && offset <= to) ??
      occurrences.findLast(({ from, to, isQuoted }) => isQuoted && from - 1 <= offset && offset <= to + 1),
    same: ({ name, kind, owner }) => occurrences.filter((each) => each.name === name && each.kind === kind && each.owner === owner),
    kindOf: (name) => resolver.kindOf(name),
  };
}

/** Whether one name can be given another by changing its occurrences: it is the file's own. */
export const isOwn = ({ kind }: Occurrence): boolean => ['parameter', 'definition', 'latent', 'network', 'derived'].includes(kind);

/** In the order of the text; of two that overlap, which happens in broken text alone, the first. */
function apart(found: readonly Occurrence[]): Occurrence[] {
  let end = 0;
  return [...found]
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .filter(({ from, to }) => {
      const isFree = from >= end && to > from;
      if (isFree) end = to;
      return isFree;
    });
}

class Resolver {
  private readonly found: Occurrence[] = [];
  private readonly kinds = new Map<string, NameKind>();

  /** A name with several meanings, which is an error, has the one that the model takes: set last. */
  constructor(
    private readonly spec: ModelSpec,
    schema: Schema | undefined,
  ) {
    const { parameters, statements, networks = [], derived = [], data } = spec;
    const columns = [...(schema?.columns ?? []).map(({ name }) => name), ...(schema?.unread ?? [])];
    if (data?.kind === 'inline') columns.push(...data.columns.map(({ name }) => name.value));
    this.set(
      'derived',
      derived.map(({ key }) => key.value),
    );
    this.set(
      'network',
      networks.map(({ name }) => name),
    );
    const isColumn = new Set(columns);
    this.set(
      'latent',
      statements.flatMap((each) => (each.kind === 'likelihood' ? latentNames(each, isColumn) : [])),
    );
    this.set(
      'parameter',
      parameters.map(({ name }) => name).filter((name) => this.kinds.get(name) !== 'latent'),
    );
    this.set(
      'definition',
      statements.flatMap((each) => (each.kind === 'definition' ? [each.name.name] : [])),
    );
    this.set('column', columns);
  }

  resolve(): Occurrence[] {
    const { statements, parameters, networks = [], derived = [], validate } = this.spec;
    this.data();
    for (const statement of statements) this.uses(namesOfStatement(statement));
    for (const parameter of parameters) this.parameter(parameter);
    for (const network of networks) this.network(network);
    for (const { key, value } of derived) {
      this.addText(key, 'derived', true);
      this.uses(namesOf(value), true);
    }
    for (const each of this.spec.expect ?? []) if (each.kind === 'range') this.expectation(each);
    if (validate?.source) this.addText(validate.source, 'file');
    return this.found;
  }

  /** Derived quantities are known to each other only. */
  kindOf(name: string, inDerived = false): NameKind {
    const kind = this.kinds.get(name);
    if (kind !== undefined && (kind !== 'derived' || inDerived)) return kind;
    if (name === 'pi') return 'constant';
    return this.builtIn(name) ?? 'unknown';
  }

  private builtIn(name: string): NameKind | undefined {
    if (wrappers.has(name)) return 'wrapper';
    return isDistribution(name) ? 'distribution' : undefined;
  }

  private set(kind: NameKind, names: readonly string[]): void {
    for (const name of names) this.kinds.set(name, kind);
  }

  private data(): void {
    const { data } = this.spec;
    if (!data) return;
    if (data.weights) this.addText(data.weights, 'column');
    if (data.kind === 'inline') {
      for (const { name } of data.columns) this.addText(name, 'column', true);
      return;
    }
    if (data.kind !== 'query') this.addText(data.source, 'file');
    for (const { column } of data.types) this.addText(column, 'column');
    // `where` is about the columns of the table: nothing else can be meant.
    if (data.where) for (const each of namesOf(data.where)) this.use(each, each.role === 'value' ? 'column' : this.kindOfUse(each, false));
  }

  private parameter({ key, name, entry, prior }: ParameterSpec): void {
    const own = inner(key);
    const kind = this.kinds.get(name) === 'latent' ? 'latent' : 'parameter';
    const at = own.from + (key.value.length - key.value.trimStart().length);
    const quoted = own.from > key.from ? { isQuoted: true as const } : {};
    this.add(name, kind, { from: at, to: Math.min(at + name.length, own.to), ...quoted }, kind === 'parameter');
    const [, before = '', blank = '', label = ''] = /^([^[]*\[)(\s*)([^\]]*?)\s*\]/.exec(key.value) ?? [];
    const from = own.from + before.length + blank.length;
    if (entry !== undefined && label !== '') this.add(entry, 'entry', { from, to: from + label.length }, false, name);
    if (prior) this.uses(namesOf(prior));
  }

  /** `map.b[x]`, `derived.odds`: what is not a result of the file's own is none of its names. */
  private expectation({ key }: ExpectSpec): void {
    const [, lead = '', ofDerived, name = '', label] = /^((?:mle\.|map\.)?(derived\.)?)([^[]+?)\s*(?:\[([^\]]*)\])?$/.exec(key.value) ?? [];
    const kind = ofDerived ? 'derived' : 'parameter';
    if (this.kinds.get(name) !== kind) return;
    const from = inner(key).from + lead.length;
    this.add(name, kind, { from, to: from + name.length }, false);
    const at = key.value.indexOf('[') + 1;
    if (label !== undefined && label.trim() !== '')
      this.add(label.replaceAll(' ', ''), 'entry', { from: inner(key).from + at, to: inner(key).from + at + label.length }, false, name);
  }

  private network({ key, name, layers, weights, biases }: NetworkSpec): void {
    this.addText({ ...key, value: name }, 'network', true);
    for (const layer of layers) this.layer(layer);
    for (const prior of [weights, biases]) if (prior) this.uses(namesOf(prior));
  }

  private layer(layer: Expr): void {
    const [callee, ...rest] = namesOf(layer);
    if (callee && (layer.kind === 'name' || layer.kind === 'call')) this.use(callee, 'layer');
    this.uses(rest);
  }

  private uses(names: readonly NameUse[], inDerived = false): void {
    for (const each of names) this.use(each, this.kindOfUse(each, inDerived));
  }

  private use({ name, role, owner, ...span }: NameUse, kind: NameKind): void {
    const isDeclaration = role === 'definition' || (role === 'target' && kind === 'latent');
    this.addText({ value: name, ...span }, kind, isDeclaration, owner);
  }

  private kindOfUse({ name, role }: NameUse, inDerived: boolean): NameKind {
    switch (role) {
      case 'callee':
        return this.kinds.get(name) === 'network' ? 'network' : (this.builtIn(name) ?? 'function');
      case 'value':
      case 'target':
        return this.kindOf(name, inDerived);
      default:
        return role;
    }
  }

  /** A name with quotes or backticks around it, or without. */
  private addText(text: Located<string>, kind: NameKind, isDeclaration = false, owner?: string): void {
    const span = kind === 'level' || kind === 'pattern' ? innerText(text) : inner(text);
    this.add(text.value, kind, { ...span, ...(span.from > text.from ? { isQuoted: true } : {}) }, isDeclaration, owner);
  }

  private add(name: string, kind: NameKind, place: Span & { isQuoted?: true }, isDeclaration: boolean, owner?: string): void {
    const { from, to, isQuoted } = place;
    this.found.push({ name, kind, from, to, isDeclaration, ...(owner === undefined ? {} : { owner }), ...(isQuoted ? { isQuoted } : {}) });
  }
}

/** The names that a statement gives a distribution to, one for each level, as long as none is a column. */
function latentNames({ targets }: LikelihoodStatement, isColumn: ReadonlySet<string>): string[] {
  const names = targets.flatMap((target) => (target.kind === 'index' ? [target.base.name] : []));
  return names.length === targets.length && !names.some((name) => isColumn.has(name)) ? names : [];
}
