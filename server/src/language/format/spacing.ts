/** One token of the model language, as far as spaces are concerned. */
interface Token {
  readonly text: string;
  readonly kind: 'operand' | 'operator' | 'tight' | 'open' | 'close' | 'comma';
}

const pattern =
  /(?<blank>[ \t]+)|(?<tight>\*\*|\^|:(?!=))|(?<operand>`[^`\n]*`|"[^"\n]*"|'[^'\n]*'|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|[\p{L}_][\p{L}\p{N}_.]*)|(?<operator>%\*%|%\/%|%%|===|->|<-|:=|\+=|<=|>=|==|!=|<>|=<|=>|&&|\|\||[-+*/~=<>&|−×·÷≤≥≠])|(?<open>[([])|(?<close>[)\]])|(?<comma>,)/uy;

/** The tokens of a piece without comments; undefined where there is a character that has no place in it. */
function tokensOf(code: string): Token[] | undefined {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let at = 0; at < code.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(code);
    if (!match) return undefined;
    const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => (text as string | undefined) !== undefined) ?? ['blank'];
    if (kind !== 'blank') tokens.push({ text: match[0], kind: wordKind(match[0]) ?? (kind as Token['kind']) });
  }
  return tokens;
}

const wordKind = (text: string): Token['kind'] | undefined => (['and', 'or', 'not'].includes(text) ? 'operator' : undefined);

/** A piece of the model language in the usual spacing: the same tokens. What cannot be read stays as it is. */
export function space(code: string): string {
  const tokens = tokensOf(code);
  if (!tokens || tokens.length === 0) return code.trim();
  let text = '';
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1];
    text += before && isApart(before, token, isSign(tokens, i - 1)) ? ` ${token.text}` : token.text;
  }
  return text;
}

/** `-` and `+` before an operand that nothing stands before. */
function isSign(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  if (!token || !['-', '+', '−', '!'].includes(token.text)) return false;
  const before = tokens[i - 1];
  return !before || before.kind === 'operator' || before.kind === 'tight' || before.kind === 'open' || before.kind === 'comma';
}

function isApart(before: Token, after: Token, beforeIsSign: boolean): boolean {
  if (before.kind === 'open' || after.kind === 'close' || after.kind === 'comma') return false;
  if (before.kind === 'tight' || after.kind === 'tight' || beforeIsSign) return false;
  if (before.kind === 'comma' || before.kind === 'operator' || after.kind === 'operator') return true;
  // A call, or an index. Two operands beside each other are a mistake, which stays visible.
  return after.kind !== 'open';
}

/** A line cut before its comment: a `#` outside quotes with a space before it, or at the beginning. */
export function splitComment(line: string): { readonly code: string; readonly comment: string } {
  const match = /^((?:[^"'`#]|"[^"]*"?|'[^']*'?|`[^`]*`?|(?<=\S)#)*?)((?:^|\s+)#.*)?$/.exec(line);
  const [, code = line, comment = ''] = match ?? [];
  return { code: code.trimEnd(), comment: comment.trim() };
}
