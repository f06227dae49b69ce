import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Node,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  YAMLParseError,
} from 'yaml';
import type { Problem, Span } from '../../report/problem.js';
import { quotedText, rawText, type ScalarText } from './scalar.js';
import { SourceLines, syntaxError } from './source.js';
import { findTraps } from './traps.js';
import { YamlErrorReader } from './yaml-errors.js';

/** A file as a tree of YAML values, each with its place. */
export interface ConfigSyntax {
  readonly source: SourceLines;
  /** Absent in an empty file. */
  readonly root?: ConfigNode;
  readonly problems: readonly Problem[];
}

export type ConfigNode = ConfigScalar | ConfigMap | ConfigList;

/** A single value. `text` is what was written, without quotes; `locate` places its characters. */
export interface ConfigScalar extends Span, ScalarText {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly quoted: boolean;
}

export interface ConfigMap extends Span {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly ConfigEntry[];
}

export interface ConfigEntry extends Span {
  readonly key: ConfigScalar;
  /** Null value where nothing is written. */
  readonly value: ConfigNode;
}

export interface ConfigList extends Span {
  readonly kind: 'list';
  readonly items: readonly ConfigNode[];
}

/** Reads the text of an estimation file as YAML. Never throws: what cannot be read has a problem. */
export function parseConfig(text: string): ConfigSyntax {
  const source = new SourceLines(text);
  const plain = withoutComparisons(text);
  const traps = findTraps(plain === text ? source : new SourceLines(plain));
  const deep = traps.tooDeep ?? tooDeepIndent(source);
  if (deep !== undefined)
    return {
      source,
      problems: [
        syntaxError(
          { from: deep, to: deep + 1 },
          'Mappings and lists are nested too deeply here: an estimation file needs only a few levels.',
        ),
      ],
    };
  // The parser compares each key with all before it: keys that are given twice are found below.
  const document = parseDocument(plain, { prettyErrors: false, version: '1.2', logLevel: 'error', uniqueKeys: false });
  const { contents } = document;
  const builder = new TreeBuilder(text);
  const root = contents === null ? undefined : builder.node(contents);
  const errors = [...document.errors, ...builder.twice].sort((a, b) => a.pos[0] - b.pos[0]);
  const problems = [...traps.problems, ...afterTraps(traps.problems, new YamlErrorReader(source, traps).read(errors))];
  problems.push(...(problems.length === 0 ? aliasProblems(contents, text) : []));
  return { source, problems, ...(root ? { root } : {}) };
}

/** `theta: > 0` under `expect`: YAML would read `>` as a folded block. It is another character while YAML reads the text. */
function withoutComparisons(text: string): string {
  if (!/^["']?expect["']?\s*:/m.test(text) && !/[{,]\s*["']?expect["']?\s*:/.test(text)) return text;
  return text.replace(/(:[ \t]+)>(?==?[ \t]*[-+−.\d][\d.eE+−-]*[ \t]*(?:[,}#\r\n]|$))/g, '$1›');
}

/** A trap sets YAML on the wrong track: what it reports from there on would only confuse. */
function afterTraps(traps: readonly Problem[], errors: readonly Problem[]): readonly Problem[] {
  const first = Math.min(...traps.map((trap) => trap.span.from));
  return errors.filter((error) => error.span.to < first);
}

const deepestIndent = 400;

function tooDeepIndent(source: SourceLines): number | undefined {
  const compact = source.lines.find((line) => /^\s*(?:[-?] ){50}/.test(line.text));
  return compact?.from ?? source.lines.find((line) => !line.isBlank && line.indent > deepestIndent && /:(?:\s|$)/.test(line.text))?.from;
}

/** Anchors, references and tags that the line-by-line search did not find. */
function aliasProblems(node: ParsedNode | null, text: string): Problem[] {
  if (!isAlias(node)) return [];
  const [from, to] = node.range;
  return [
    syntaxError({ from, to }, `\`${text.slice(from, to)}\` is a reference to an anchor in YAML: put it in quotes or in a \`|\` block.`),
  ];
}

class TreeBuilder {
  /** Keys that their mapping already has. */
  readonly twice: YAMLParseError[] = [];

  constructor(private readonly text: string) {}

  node(node: Node | null): ConfigNode | undefined {
    if (isScalar(node)) return this.scalar(node);
    if (isMap(node)) return this.map(node);
    if (isSeq(node)) return { kind: 'list', items: node.items.flatMap((item) => this.node(asNode(item)) ?? []), ...spanOf(node) };
    return isAlias(node) ? { kind: 'scalar', value: node.source, quoted: false, ...this.raw(spanOf(node)) } : undefined;
  }

  private map(node: YAMLMap): ConfigMap {
    const entries = node.items.flatMap((pair) => this.entry(pair) ?? []);
    const keys = new Set<ConfigScalar['value']>();
    for (const { key } of entries) {
      if (keys.has(key.value)) this.twice.push(new YAMLParseError([key.from, key.from + 1], 'DUPLICATE_KEY', 'Map keys must be unique'));
      keys.add(key.value);
    }
    return { kind: 'map', flow: node.flow === true, entries, ...spanOf(node) };
  }

  private entry(pair: Pair): ConfigEntry | undefined {
    const key = this.key(asNode(pair.key));
    if (!key) return undefined;
    const value = this.node(asNode(pair.value)) ?? {
      kind: 'scalar',
      value: null,
      quoted: false,
      ...this.raw({ from: key.to, to: key.to }),
    };
    return { key, value, from: key.from, to: Math.max(key.to, value.to) };
  }

  private key(node: Node | null): ConfigScalar | undefined {
    if (node === null) return undefined;
    if (isScalar(node)) return this.scalar(node);
    return { kind: 'scalar', value: null, quoted: false, ...this.raw(spanOf(node)) };
  }

  private scalar(node: Scalar): ConfigScalar {
    const span = spanOf(node);
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    const body = quoted ? { ...quotedText(this.text, span.from, span.to), ...span } : this.raw(this.contentOf(node, span));
    return {
      kind: 'scalar',
      value: plainValue(node.value),
      quoted: quoted || node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED',
      ...body,
    };
  }

  /** The lines of a block scalar, without its header. */
  private contentOf(node: Scalar, span: Span): Span {
    if (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') return span;
    const header = this.text.indexOf('\n', span.from);
    if (header < 0 || header + 1 > span.to) return { from: span.to, to: span.to };
    const from = header + 1;
    return { from, to: from + this.text.slice(from, span.to).trimEnd().length };
  }

  private raw(span: Span): Span & ScalarText {
    return { ...span, ...rawText(this.text, span.from, span.to) };
  }
}

function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

function spanOf(node: Node): Span {
  const [from, to] = node.range ?? [0, 0];
  return { from, to };
}

function plainValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return typeof value === 'bigint' ? Number(value) : null;
}
