import type { Expr, Statement } from '../../engine/expr/ast.js';
import { matchesGlob } from '../../engine/expr/glob.js';
import type { ModelSpec, NetworkSpec } from '../../engine/model/specification.js';
import type { Span } from '../../report/problem.js';

/** A name in the file: a value (column, parameter or definition), something that is called, a layer of a network, or the pattern of `columns("pixel*")`. */
export interface NameUse extends Span {
  readonly name: string;
  readonly role: 'value' | 'callee' | 'argument' | 'key' | 'pattern' | 'layer';
}

/** Every name in statements, priors, layers, and keys of parameters and networks. */
export function namesIn(spec: ModelSpec): NameUse[] {
  const keys = spec.parameters.map(({ key, name }): NameUse => ({ name, role: 'key', from: key.from, to: key.to }));
  const priors = spec.parameters.flatMap(({ prior }) => (prior ? namesOf(prior) : []));
  return [...keys, ...priors, ...(spec.networks ?? []).flatMap(networkNames), ...spec.statements.flatMap(statementNames)];
}

function networkNames({ name, key, layers, weights, biases }: NetworkSpec): NameUse[] {
  const own = layers.flatMap((layer) => (layer.kind === 'call' ? [layer.callee] : layer.kind === 'name' ? [layer] : []));
  const priors = [weights, biases].flatMap((prior) => (prior ? namesOf(prior) : []));
  return [
    { name, role: 'key', from: key.from, to: key.to },
    ...own.map((layer): NameUse => ({ name: layer.name, role: 'layer', from: layer.from, to: layer.to })),
    ...priors,
  ];
}

/** Whether the model reads a column of that name: it names it, or a pattern such as `columns("pixel*")` matches it. */
export function columnReader(spec: ModelSpec): (column: string) => boolean {
  const used = namesIn(spec);
  const names = new Set(used.flatMap(({ name, role }) => (role === 'pattern' || role === 'layer' ? [] : [name])));
  const patterns = used.flatMap(({ name, role }) => (role === 'pattern' ? [name] : []));
  return (column) => names.has(column) || patterns.some((pattern) => matchesGlob(pattern, column));
}

/** Every name and pattern that may be one of columns. */
export function columnsNamed(spec: ModelSpec): { readonly names: readonly string[]; readonly patterns: readonly string[] } {
  const used = [...namesIn(spec), ...derivedNames(spec)];
  const of = (isMeant: (role: NameUse['role']) => boolean): string[] => [
    ...new Set(used.flatMap(({ name, role }) => (isMeant(role) ? [name] : []))),
  ];
  return { names: of((role) => role !== 'pattern' && role !== 'layer'), patterns: of((role) => role === 'pattern') };
}

/** The name at an offset, its end included. */
export function nameAt(spec: ModelSpec, offset: number): NameUse | undefined {
  return [...namesIn(spec), ...derivedNames(spec)].find(({ from, to }) => from <= offset && offset <= to);
}

/** Names of derived quantities and in their formulas, which read no column. */
function derivedNames({ derived = [] }: ModelSpec): NameUse[] {
  return derived.flatMap(({ key, value }) => [{ name: key.value, role: 'key' as const, from: key.from, to: key.to }, ...namesOf(value)]);
}

function statementNames(statement: Statement): NameUse[] {
  switch (statement.kind) {
    case 'likelihood':
      return [...statement.targets.flatMap(namesOf), ...namesOf(statement.distribution)];
    case 'definition':
      return [{ name: statement.name.name, role: 'value', from: statement.name.from, to: statement.name.to }, ...namesOf(statement.value)];
    case 'target':
      return namesOf(statement.value);
  }
}

function namesOf(expr: Expr): NameUse[] {
  switch (expr.kind) {
    case 'name':
      return [{ name: expr.name, role: 'value', from: expr.from, to: expr.to }];
    case 'call':
      return [
        { name: expr.callee.name, role: 'callee', from: expr.callee.from, to: expr.callee.to },
        ...expr.arguments.flatMap(({ value }) => (expr.callee.name === 'columns' ? patternsOf(value) : namesOf(value))),
      ];
    case 'index':
      return [{ name: expr.base.name, role: 'value', from: expr.base.from, to: expr.base.to }, ...expr.indices.flatMap(namesOf)];
    case 'unary':
      return namesOf(expr.operand);
    case 'binary':
      return [...namesOf(expr.left), ...namesOf(expr.right)];
    case 'list':
      return expr.items.flatMap(namesOf);
    default:
      return [];
  }
}

const patternsOf = (expr: Expr): NameUse[] =>
  expr.kind === 'string' ? [{ name: expr.value, role: 'pattern', from: expr.from, to: expr.to }] : namesOf(expr);
