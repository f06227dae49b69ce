import { nearest } from '../../engine/expr/nearest.js';
import type { Located } from '../../engine/model/dataSpec.js';
import type { Fix, Problem, ProblemCode, Span } from '../../report/problem.js';
import type { ConfigEntry, ConfigMap, ConfigNode, ConfigScalar } from '../syntax/config.js';

/** Collects the problems of a file's shape. */
export class ShapeReporter {
  readonly problems: Problem[] = [];

  report(code: ProblemCode, span: Span, message: string, ...fixes: readonly Fix[]): void {
    const problem: Problem = { severity: 'error', code, message, span: { from: span.from, to: span.to } };
    this.problems.push(fixes.length > 0 ? { ...problem, fixes } : problem);
  }

  type(span: Span, message: string): void {
    this.report('type', span, message);
  }

  notSupported(span: Span, what: string): void {
    this.report('not-supported', span, `${what} is not supported yet.`);
  }

  /** The entries of a mapping by key; an unknown key is reported with the nearest known one. */
  entries(map: ConfigMap, known: readonly string[], where: string): Map<string, ConfigEntry> {
    const found = new Map<string, ConfigEntry>();
    for (const entry of map.entries) {
      if (known.includes(entry.key.text)) found.set(entry.key.text, entry);
      else this.unknownKey(entry.key, known, where);
    }
    return found;
  }

  private unknownKey(key: ConfigScalar, known: readonly string[], where: string): void {
    const near = nearest(key.text, known);
    const what = `\`${shorten(key.text)}\` is not a key of ${where}`;
    if (near === undefined) this.report('unknown-key', key, `${what}; the keys are ${known.map((name) => `\`${name}\``).join(', ')}.`);
    else this.report('unknown-key', key, `${what}. Did you mean \`${near}\`?`, rename(key, near));
  }
}

function rename(key: ConfigScalar, name: string): Fix {
  return { title: `Rename to \`${name}\``, edits: [{ span: { from: key.from, to: key.to }, text: name }], preferred: true };
}

const longest = 40;

/** The user's text as a message quotes it. */
export function shorten(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  return oneLine.length > longest ? `${oneLine.slice(0, longest - 1)}…` : oneLine;
}

/** Nothing was written, or `null`, as JSON has to say it. */
export function isEmpty(node: ConfigNode): boolean {
  return node.kind === 'scalar' && node.value === null && !node.quoted;
}

/** What a value is, in the user's words. */
export function describe(node: ConfigNode): string {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'list') return 'a list';
  if (isEmpty(node)) return 'nothing';
  if (typeof node.value === 'number') return 'a number';
  return typeof node.value === 'boolean' ? 'true or false' : 'text';
}

export function locate<T>(value: T, { from, to }: Span): Located<T> {
  return { value, from, to };
}
