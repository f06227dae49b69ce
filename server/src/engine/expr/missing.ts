import type { SyntaxNode } from '@lezer/common';
import { Arguments, Group, Indices, List, OpenParen } from './parser.generated.terms.js';
import { quote, type LineTree, type Token } from './tree.js';

const superscripts: Readonly<Record<string, string>> = { '²': '^2', '³': '^3', '½': '(1/2)', '∞': '', '…': '' };

/** `a + , b`: an operand is missing at a node of no width. */
export function reportMissingOperand(tree: LineTree, node: SyntaxNode): void {
  const at = tree.from(node);
  if (tree.reporter.isFull || tree.hasStrayAt(at)) return;
  const before = tree.tokenBefore(at);
  const after = tree.tokenAfter(at);
  if (before) tree.reporter.report(before.from, before.to, afterToken(before, after));
  else if (after) tree.reporter.report(after.from, after.to, beforeToken(after));
  else tree.reporter.report(at, at, 'An expression is missing here.');
}

function afterToken(before: Token, after: Token | undefined): string {
  if (before.text === '~') return 'A distribution is missing after `~`: write, for example, `y ~ Normal(mu, sigma)`.';
  if (before.text === ',' && after && ')]'.includes(after.text)) return `An argument is missing after \`,\`: add one or remove the comma.`;
  if (after?.text === ',' && (before.text === ',' || before.text === '(' || before.text === '[')) {
    return `An argument is missing between ${quote(before.text)} and \`,\`: add one or remove the comma.`;
  }
  return `An expression is missing after ${quote(before.text)}.`;
}

function beforeToken(after: Token): string {
  if (after.text === '~') return 'The outcome is missing before `~`: write, for example, `y ~ Normal(mu, sigma)`.';
  if (after.text === '=') return 'A name is missing before `=`: a definition is written `name = expression`.';
  return `An expression is missing before ${quote(after.text)}.`;
}

/** `f(mu sigma)`, `2 x`: two expressions with nothing between them. */
export function reportGap(tree: LineTree, node: SyntaxNode): void {
  const at = tree.from(node);
  if (tree.reporter.isFull || tree.hasStrayAt(at)) return;
  const before = tree.tokenBefore(at);
  const after = tree.tokenAfter(at);
  if (!before || !after) return;
  if (/^[\d.]/.test(before.text) && !/^["'\d.]/.test(after.text)) reportMissingProduct(tree, before, after);
  else if (isArgumentList(node.parent)) reportMissingComma(tree, before, after);
  else
    tree.reporter.report(
      before.to,
      after.to,
      `An operator is missing between ${quote(before.text)} and ${quote(after.text)}, or ${quote(after.text)} belongs on a line of its own.${oneName(before, after)}`,
    );
}

/** Two words may be the name of one column. */
function oneName(before: Token, after: Token): string {
  const isWord = ({ text }: Token): boolean => /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(text);
  return isWord(before) && isWord(after)
    ? ` If they are the name of one column, write it in backticks: ${quote(`${before.text} ${after.text}`)}.`
    : '';
}

function isArgumentList(node: SyntaxNode | null): boolean {
  return node !== null && [Arguments, Indices, List, Group].includes(node.type.id);
}

function reportMissingProduct(tree: LineTree, before: Token, after: Token): void {
  const fix = tree.reporter.replace('Insert `*`', before.to, after.from, ' * ');
  tree.reporter.report(before.from, after.to, `\`*\` is missing: write ${quote(`${before.text} * ${after.text}`)}.`, fix);
}

function reportMissingComma(tree: LineTree, before: Token, after: Token): void {
  const message = `A comma or an operator is missing between ${quote(before.text)} and ${quote(after.text)}.${oneName(before, after)}`;
  tree.reporter.report(before.to, after.to, message, tree.reporter.replace('Insert a comma', before.to, before.to, ','));
}

/** `f(a`: a bracket that is never closed. */
export function reportUnclosed(tree: LineTree, node: SyntaxNode, opener: SyntaxNode): void {
  const closer = opener.type.id === OpenParen ? ')' : ']';
  const last = tree.tokenBefore(tree.from(node));
  if (tree.reporter.isFull || !last) return;
  const callee = tree.tokenBefore(tree.from(opener));
  const where = callee && /^[\p{L}_`]/u.test(callee.text) && callee.to === tree.from(opener) ? ` after ${quote(callee.text)}` : '';
  const message = `\`${closer}\` is missing: the \`${tree.textOf(opener)}\`${where} is not closed.`;
  tree.reporter.report(last.from, last.to, message, tree.reporter.replace(`Insert \`${closer}\``, last.to, last.to, closer));
}

/** Characters that mean nothing in the language. */
export function reportStrays(tree: LineTree): void {
  for (const stray of tree.strays) reportStray(tree, stray);
  for (const error of tree.errors) {
    const found = error.text === '' ? tree.tokenAfter(error.from) : error;
    if (found) tree.reporter.report(found.from, found.to, `${quote(found.text)} is not expected here.`);
  }
}

function reportStray(tree: LineTree, stray: Token): void {
  const instead = superscripts[stray.text];
  if (instead) {
    const fix = tree.reporter.replace(`Write \`${instead}\``, stray.from, stray.to, instead);
    tree.reporter.report(stray.from, stray.to, `${quote(stray.text)} is written \`${instead}\` here.`, fix);
  } else {
    const fix = tree.reporter.replace(`Remove ${quote(stray.text)}`, stray.from, stray.to, '');
    tree.reporter.report(stray.from, stray.to, strayMessage(stray.text), fix);
  }
}

function strayMessage(text: string): string {
  if (/^[{}]/.test(text)) return `${quote(text)} means nothing here: write \`(…)\` to group and \`[…]\` for a list or an index.`;
  if (/^[$@]/.test(text)) return `${quote(text)} means nothing here: a column or parameter is written by its bare name.`;
  return `${quote(text)} means nothing in a model: remove it.`;
}
