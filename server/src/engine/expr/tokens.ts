import { ExternalTokenizer, type InputStream, type Stack } from '@lezer/lr';
import { CloseBracket, CloseParen, Gap, Missing, NoClose, OpenBracket, OpenParen } from './parser.generated.terms.js';

const blanks = ' \t\r\n\u00a0\ufeff';
const strayCharacters = '$@\\;?{}';
/** More of them are not looked past, or text consisting of nothing else would take quadratic time. */
const mostStrays = 20;
const continuingCharacters = ',~=<>:*/^×·÷%≤≥≠&|)]';
const lineFeed = 10;

/** The next characters that are not space, comment or stray: enough of them to distinguish a word operator from a name. */
function lookAhead(input: InputStream): string {
  let text = '';
  let strays = 0;
  for (let offset = 0; text.length < 4 && strays < mostStrays; offset++) {
    const code = input.peek(offset);
    if (code < 0) break;
    const character = String.fromCharCode(code);
    if (text === '' && character === '#') offset = endOfLine(input, offset);
    else if (text === '' && strayCharacters.includes(character)) strays++;
    else if (text !== '' || !blanks.includes(character)) text += character;
  }
  return text;
}

function endOfLine(input: InputStream, from: number): number {
  let offset = from;
  while (input.peek(offset + 1) >= 0 && input.peek(offset + 1) !== lineFeed) offset++;
  return offset;
}

function startsExpression(next: string): boolean {
  const first = next.charAt(0);
  if (first === '' || continuingCharacters.includes(first) || next.startsWith('!=') || next.startsWith('+=')) return false;
  return !/^(?:and|or)(?![\w.])/.test(next);
}

/** `-`, `+` and `−` continue the expression where one has just ended; every other start of an expression begins a new one. */
function startsNewOperand(next: string, stack: Stack): boolean {
  const first = next.charAt(0);
  if (!startsExpression(next) || '+-−'.includes(first)) return false;
  if (first === '(') return !stack.canShift(OpenParen);
  if (first === '[') return !stack.canShift(OpenBracket);
  return true;
}

/** Where an expression may start: has the bracket just opened been left empty? */
function isEmptyBracket(next: string, stack: Stack): boolean {
  if (next.startsWith(')')) return stack.canShift(CloseParen);
  if (next.startsWith(']')) return stack.canShift(CloseBracket);
  return next === '' && stack.canShift(NoClose);
}

function staysOpen(next: string, stack: Stack): boolean {
  if (next.startsWith(')')) return !stack.canShift(CloseParen);
  if (next.startsWith(']')) return !stack.canShift(CloseBracket);
  return next === '';
}

function missingToken(next: string, stack: Stack): number | undefined {
  if (stack.canShift(Missing) && !isEmptyBracket(next, stack)) return startsExpression(next) ? undefined : Missing;
  if (stack.canShift(Gap) && startsNewOperand(next, stack)) return Gap;
  return stack.canShift(NoClose) && staysOpen(next, stack) ? NoClose : undefined;
}

/**
 * Gives the parser a token of no width where something is missing: an operand (`a + , b`), what separates two operands
 * (`f(a b)`) or a closing bracket. The tree then shows where, and the statement continues.
 */
export const recovery = new ExternalTokenizer(
  (input, stack) => {
    const token = missingToken(lookAhead(input), stack);
    if (token !== undefined) input.acceptToken(token);
  },
  { contextual: true },
);
