import type { Span } from '../../report/problem.js';

/** A key or a value as it was meant: brackets opened in it are closed in it. Its text holds no blanks at the ends. */
export interface FlowPart extends Span {
  readonly text: string;
  readonly quoted: boolean;
}

export interface FlowEntry {
  readonly key?: FlowPart;
  /** Absent where the value is a collection itself. */
  readonly value?: FlowPart;
  readonly colon: boolean;
}

/** `{…}` or `[…]` as the user meant it, calls kept whole. */
export interface FlowCollection extends Span {
  readonly kind: 'map' | 'list';
  readonly entries: FlowEntry[];
  closed: boolean;
}

const openers = '([{';
const closers = ')]}';

/** Reads a flow collection by the user's brackets rather than YAML's: `Beta(2, 2)` is one value there. */
export class FlowScanner {
  readonly collections: FlowCollection[] = [];
  /** Where a quoted text starts that is never closed. */
  openQuote: number | undefined;
  deepest = 0;
  private at: number;
  private readonly stack: (FlowCollection & { to: number })[] = [];
  private key: FlowPart | undefined;
  private colon = false;
  private filled = false;

  constructor(
    private readonly text: string,
    start: number,
  ) {
    this.at = start;
  }

  /** Scans one collection with all it holds; the result is the offset behind it. */
  scan(): number {
    do this.step();
    while (this.stack.length > 0 && this.at < this.text.length);
    return this.at;
  }

  private step(): void {
    const character = this.text.charAt(this.at);
    if (character === '{' || character === '[') this.open(character);
    else if (character === '}' || character === ']') this.close();
    else if (character === ',') this.endEntry();
    else if (/\s/.test(character)) this.at++;
    else if (character === '#' && /\s/.test(this.text.charAt(this.at - 1))) this.skipComment();
    else if (character === ':') this.passColon();
    else this.part(this.readPart());
  }

  private open(character: string): void {
    const collection = {
      kind: character === '{' ? ('map' as const) : ('list' as const),
      entries: [],
      from: this.at,
      to: this.at,
      closed: false,
    };
    if (this.stack.length > 0) this.addEntry(undefined);
    this.collections.push(collection);
    this.stack.push(collection);
    this.deepest = Math.max(this.deepest, this.stack.length);
    this.reset();
    this.at++;
  }

  private close(): void {
    this.endEntry();
    const collection = this.stack.pop();
    if (collection) {
      collection.to = this.at;
      collection.closed = true;
    }
    this.filled = true;
  }

  private endEntry(): void {
    if (this.key) this.addEntry(undefined);
    this.reset();
    this.at++;
  }

  private passColon(): void {
    this.colon = true;
    this.at++;
  }

  private part(part: FlowPart): void {
    if (this.filled) return;
    const isMap = this.stack.at(-1)?.kind === 'map';
    if (this.colon || !(isMap || this.isKey())) this.addEntry(part);
    else this.key = part;
  }

  /** Does a colon follow? */
  private isKey(): boolean {
    return /^\s*:(?:\s|$)/.test(this.text.slice(this.at, this.at + 20));
  }

  private addEntry(value: FlowPart | undefined): void {
    if (this.filled) return;
    this.stack.at(-1)?.entries.push({ colon: this.colon, ...(this.key ? { key: this.key } : {}), ...(value ? { value } : {}) });
    this.filled = true;
    this.key = undefined;
  }

  private reset(): void {
    this.key = undefined;
    this.colon = false;
    this.filled = false;
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  private readPart(): FlowPart {
    const from = this.at;
    const character = this.text.charAt(from);
    const quoted = character === '"' || character === "'";
    if (quoted) this.skipQuoted(character);
    else this.skipPlain();
    const text = this.text.slice(from, this.at).trimEnd();
    return { from, to: from + text.length, text, quoted };
  }

  private skipQuoted(quote: string): void {
    const pattern = quote === '"' ? /"(?:[^"\\]|\\[\s\S])*"/y : /'(?:[^']|'')*'/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) this.openQuote ??= this.at;
    this.at = found ? pattern.lastIndex : this.text.length;
  }

  private skipPlain(): void {
    const open: string[] = [];
    for (; this.at < this.text.length; this.at++) {
      const character = this.text.charAt(this.at);
      if (open.length === 0 && this.endsPlain(character)) return;
      if (openers.includes(character)) open.push(character);
      else if (closers.includes(character) && (open.length > 0 || character !== ')')) {
        const opener = openers.charAt(closers.indexOf(character));
        if (open.at(-1) !== opener) return;
        open.pop();
      }
    }
  }

  private endsPlain(character: string): boolean {
    if (',}]'.includes(character)) return true;
    if (character === '#') return /\s/.test(this.text.charAt(this.at - 1));
    return character === ':' && /[\s,}\]]|^$/.test(this.text.charAt(this.at + 1));
  }
}
