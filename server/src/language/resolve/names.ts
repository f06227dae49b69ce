import type { Expr, Statement } from '../../engine/expr/ast.js';
import type { Located } from '../../engine/model/dataSpec.js';
import type { Span } from '../../report/problem.js';

/** A name where it stands, quotes and backticks included, and what its place makes of it. */
export interface NameUse extends Span {
  readonly name: string;
  readonly role: 'value' | 'callee' | 'argument' | 'pattern' | 'level' | 'entry' | 'definition' | 'target';
  /** What is called with an argument, whose entry it is, or the column that is compared with a level. */
  readonly owner?: string;
}

/** Every name of an expression, in no particular order. */
export function namesOf(expr: Expr): NameUse[] {
  const found: NameUse[] = [];
  collect(expr, found);
  return found;
}

/** Every name of a statement; the base of an index before `~` is its target. */
export function namesOfStatement(statement: Statement): NameUse[] {
  switch (statement.kind) {
    case 'likelihood':
      return [...statement.targets.flatMap(namesOfTarget), ...namesOf(statement.distribution)];
    case 'definition':
      return [use(statement.name, 'definition'), ...namesOf(statement.value)];
    case 'target':
      return namesOf(statement.value);
  }
}

function namesOfTarget(target: Expr): NameUse[] {
  const names = namesOf(target);
  return target.kind === 'index'
    ? names.map((each) => (each.from >= target.base.from && each.to <= target.base.to ? { ...each, role: 'target' as const } : each))
    : names;
}

function collect(expr: Expr, found: NameUse[]): void {
  switch (expr.kind) {
    case 'name':
      found.push(use(expr, 'value'));
      return;
    case 'call':
      return collectCall(expr, found);
    case 'index':
      found.push(use(expr.base, 'value'));
      for (const index of expr.indices) collectText(index, 'entry', expr.base.name, found);
      return;
    case 'unary':
      return collect(expr.operand, found);
    case 'binary':
      collectText(expr.left, 'level', nameOf(expr.right), found);
      return collectText(expr.right, 'level', nameOf(expr.left), found);
    case 'list':
      for (const item of expr.items) collect(item, found);
      return;
    case 'string':
      return collectText(expr, 'level', undefined, found);
    case 'number':
    case 'missing':
      return;
  }
}

function collectCall({ callee, arguments: args }: Extract<Expr, { kind: 'call' }>, found: NameUse[]): void {
  found.push(use(callee, 'callee'));
  for (const { name, value } of args) {
    if (name) found.push({ ...use(name, 'argument'), owner: callee.name });
    if (callee.name === 'columns') collectText(value, 'pattern', undefined, found);
    else collect(value, found);
  }
}

/** A text has the role of its place; anything else is an expression like any other. */
function collectText(expr: Expr, role: NameUse['role'], owner: string | undefined, found: NameUse[]): void {
  if (expr.kind !== 'string') return collect(expr, found);
  found.push({ name: expr.value, role, from: expr.from, to: expr.to, ...(owner === undefined ? {} : { owner }) });
}

const nameOf = (expr: Expr): string | undefined => (expr.kind === 'name' ? expr.name : undefined);

const use = (node: Span & { readonly name: string }, role: NameUse['role']): NameUse => ({
  name: node.name,
  role,
  from: node.from,
  to: node.to,
});

/** The place of a text without the quotes or backticks that are part of its span. */
export function inner({ from, to, value }: Located<string>): Span {
  return to - from === value.length + 2 ? { from: from + 1, to: to - 1 } : { from, to };
}

/** The place of a text in quotes within an expression; in quoted YAML, its first quote is two characters, and its span ends within the last. */
export const innerText = (text: Located<string>): Span =>
  text.to - text.from === text.value.length + 3 ? { from: text.from + 2, to: text.to - 1 } : inner(text);
