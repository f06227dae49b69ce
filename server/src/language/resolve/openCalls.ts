/** A call or a bracket that is open: `Normal(mu, sd = `, `b[`. */
export interface Call {
  readonly bracket: '(' | '[';
  /** What is called or indexed; empty where brackets only group, or make a list. */
  readonly name: string;
  /** Which argument is being written, from 0. */
  readonly index: number;
  /** The names of arguments written so far by name. */
  readonly named: readonly string[];
  /** The name of the argument that is being written, where it has one. */
  readonly argument?: string;
  /** Where the name stands in the text. */
  readonly at: number;
}

interface Frame {
  bracket: '(' | '[';
  name: string;
  index: number;
  named: string[];
  argument?: string | undefined;
  at: number;
}

/** The calls and brackets that a piece of the model language leaves open, the outermost first. */
export function openCalls(text: string): readonly Call[] {
  const frames: Frame[] = [];
  for (const { 0: mark, index } of text.matchAll(/#[^\n]*|`[^`\n]*`|"[^"\n]*"?|[()[\],]|[\p{L}_][\p{L}\p{N}_.]*\s*=(?!=)/gu)) {
    const frame = frames.at(-1);
    if (mark === '(' || mark === '[') frames.push(open(text, mark, index));
    else if (mark === ')' || mark === ']') frames.pop();
    else if (mark === ',' && frame) Object.assign(frame, { index: frame.index + 1, argument: undefined });
    else if (mark.endsWith('=') && frame?.bracket === '(') {
      frame.argument = mark.slice(0, -1).trim();
      frame.named.push(frame.argument);
    }
  }
  return frames.map(({ argument, ...frame }) => ({ ...frame, ...(argument === undefined ? {} : { argument }) }));
}

function open(text: string, bracket: '(' | '[', at: number): Frame {
  const name = /(?:[\p{L}_][\p{L}\p{N}_.]*|`[^`\n]*`)$/u.exec(text.slice(0, at))?.[0] ?? '';
  return { bracket, name: name.replaceAll('`', ''), index: 0, named: [], at: at - name.length };
}
