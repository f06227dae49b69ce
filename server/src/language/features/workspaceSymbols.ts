import { isOwn, type Occurrence } from '../resolve/scope.js';
import { type FeatureInput, scopeOfInput } from './input.js';

/** The names that a file introduces and that match what is looked for, each once. */
export function workspaceSymbols(input: FeatureInput, query: string): Occurrence[] {
  const seen = new Set<string>();
  return scopeOfInput(input).occurrences.filter((each) => {
    const { name, kind, isDeclaration } = each;
    const isNew = isDeclaration && (isOwn(each) || kind === 'column') && matches(name, query) && !seen.has(`${kind} ${name}`);
    if (isNew) seen.add(`${kind} ${name}`);
    return isNew;
  });
}

/** Whether the letters of the query occur in the name in their order, as editors match. */
function matches(name: string, query: string): boolean {
  let at = 0;
  const lower = name.toLowerCase();
  for (const letter of query.toLowerCase()) {
    const found = lower.indexOf(letter, at);
    if (found < 0) return false;
    at = found + letter.length;
  }
  return true;
}
