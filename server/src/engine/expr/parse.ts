import type { Problem } from '../../report/problem.js';
import type { Expr, Statement } from './ast.js';
import { singleLine, splitStatements } from './lines.js';
import { reportStrays } from './missing.js';
import { Reporter, type Locate } from './reporter.js';
import { StatementReader } from './statement.js';
import { LineTree } from './tree.js';

const identity: Locate = (offset) => offset;

/**
 * Reads the statements of a model, one a line. Never throws: an unreadable statement is left out, an unreadable operand becomes
 * a `missing` node, and each has its problem. `locate` says where an offset of `text` lies in the estimation file (the offset
 * of the end of the text is asked for too); every span is of the file.
 */
export function parseModel(text: string, locate: Locate = identity): { statements: Statement[]; problems: Problem[] } {
  const reporter = new Reporter(text, locate);
  const statements: Statement[] = [];
  for (const line of splitStatements(reporter)) {
    const tree = new LineTree(line, reporter);
    const statement = new StatementReader(tree).read();
    if (statement) statements.push(statement);
    reportStrays(tree);
  }
  return { statements, problems: inOrder(reporter.problems) };
}

/** Reads one expression, such as the prior `Normal(0, tau)`. Never throws. */
export function parseExpression(text: string, locate: Locate = identity): { expr: Expr; problems: Problem[] } {
  const reporter = new Reporter(text, locate);
  const line = singleLine(reporter);
  if (!line) return { expr: { kind: 'missing', ...reporter.span(0, text.length) }, problems: reporter.problems };
  const tree = new LineTree(line, reporter);
  const expr = new StatementReader(tree).expression();
  reportStrays(tree);
  return { expr, problems: inOrder(reporter.problems) };
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.span.from - b.span.from);
}
