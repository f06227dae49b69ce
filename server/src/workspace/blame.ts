import type { Statement } from '../engine/expr/ast.js';
import { printExpr } from '../engine/expr/print.js';
import type { ModelSpec } from '../engine/model/specification.js';
import { withoutSpans } from '../language/resolve/spans.js';
import type { Problem } from '../report/problem.js';

/** Puts a crash at the statement that it is most likely about, and names it. */
export function blame(problem: Problem, before: ModelSpec | undefined, spec: ModelSpec): Problem {
  const suspect = suspectOf(before, spec);
  if (!suspect) return problem;
  const { statement, why } = suspect;
  const { from, to } = statement;
  return { ...problem, message: `${problem.message} It is most likely about \`${textOf(statement)}\`, ${why}.`, span: { from, to } };
}

/** The only statement, or the only one that is new since the last answer. */
function suspectOf(before: ModelSpec | undefined, { statements }: ModelSpec): { statement: Statement; why: string } | undefined {
  const [only] = statements;
  if (only && statements.length === 1) return { statement: only, why: 'the only statement of the model' };
  if (!before) return undefined;
  const known = new Set(before.statements.map(withoutSpans));
  const [changed, ...others] = statements.filter((each) => !known.has(withoutSpans(each)));
  return changed && others.length === 0 ? { statement: changed, why: 'the statement that has changed since the last answer' } : undefined;
}

function textOf(statement: Statement): string {
  switch (statement.kind) {
    case 'likelihood':
      return `${statement.targets.map(printExpr).join(', ')} ~ ${printExpr(statement.distribution)}`;
    case 'definition':
      return `${statement.name.name} = ${printExpr(statement.value)}`;
    case 'target':
      return `target += ${printExpr(statement.value)}`;
  }
}
