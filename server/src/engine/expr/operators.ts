import type { BinaryOperator } from './ast.js';

/** A spelling from another language and what to write here. */
interface Foreign {
  readonly operator: BinaryOperator;
  readonly message: string;
  /** The replacement, where it is simply another spelling. */
  readonly instead?: string;
}

const own: ReadonlySet<string> = new Set<BinaryOperator>(['+', '-', '*', '/', '^', ':', '<', '<=', '>', '>=', '==', '!=', 'and', 'or']);

function respell(text: string, operator: BinaryOperator): [string, Foreign] {
  return [text, { operator, message: `\`${text}\` is written \`${operator}\` here.`, instead: operator }];
}

const foreign: ReadonlyMap<string, Foreign> = new Map<string, Foreign>([
  respell('**', '^'),
  respell('×', '*'),
  respell('·', '*'),
  respell('÷', '/'),
  respell('−', '-'),
  respell('≤', '<='),
  respell('≥', '>='),
  respell('≠', '!='),
  respell('<>', '!='),
  respell('=<', '<='),
  respell('=>', '>='),
  respell('===', '=='),
  respell('&', 'and'),
  respell('&&', 'and'),
  respell('|', 'or'),
  respell('||', 'or'),
  ['%', { operator: '/', message: 'There is no remainder operator `%`: write `x - n * floor(x / n)`.' }],
  ['%%', { operator: '/', message: 'There is no remainder operator `%%`: write `x - n * floor(x / n)`.' }],
  ['%/%', { operator: '/', message: 'There is no `%/%`: write `floor(x / n)`.' }],
  ['%*%', { operator: '*', message: 'There is no matrix product `%*%`: write `dot(b, [x1, x2])` or `linear(b, x1 + x2)`.' }],
]);

function isOwn(text: string): text is BinaryOperator {
  return own.has(text);
}

/** The operator that a text stands for; `foreign` where it is spelled as in another language. */
export function binaryOperator(text: string): { readonly operator: BinaryOperator; readonly foreign?: Foreign } {
  if (isOwn(text)) return { operator: text };
  const found = foreign.get(text);
  return found ? { operator: found.operator, foreign: found } : { operator: '+' };
}
