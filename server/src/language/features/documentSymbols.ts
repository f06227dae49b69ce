import type { Statement } from '../../engine/expr/ast.js';
import { printExpr } from '../../engine/expr/print.js';
import type { KeySpec, ModelSpec, ParameterSpec } from '../../engine/model/specification.js';
import type { Span } from '../../report/problem.js';
import { trimmed } from '../resolve/keys.js';
import type { FeatureInput } from './input.js';

export type SymbolKind =
  'text' | 'section' | 'column' | 'likelihood' | 'definition' | 'latent' | 'target' | 'parameter' | 'network' | 'derived' | 'setting';

/** Something in the outline of a file. `from` and `to` are all of it, `name` the words that stand for it. */
export interface SymbolItem extends Span {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  /** Where its name is, within it. */
  readonly selection: Span;
  readonly children: readonly SymbolItem[];
}

/** The outline: the keys of the file with what is in each. */
export function documentSymbols({ spec, text }: FeatureInput): SymbolItem[] {
  return [...(spec.keys ?? [])].flatMap(([name, key]) => {
    const children = childrenOf(name, key, spec, text);
    const kind = name === 'title' || name === 'description' ? 'text' : 'section';
    const detail = children.length === 0 && name !== 'model' ? oneLine(text.slice(key.value.from, key.value.to)) : '';
    return item(name, detail, kind, key, key.key, children).map((each) => tidy(each, text));
  });
}

/** Without the line end that YAML counts among the last value. */
function tidy(each: SymbolItem, text: string): SymbolItem {
  const children = each.children.map((child) => tidy(child, text));
  const ends = [each.selection, ...children].map(({ to }) => to);
  return { ...each, to: Math.max(trimmed(each, text).to, ...ends), children };
}

function childrenOf(name: string, { keys }: KeySpec, spec: ModelSpec, text: string): SymbolItem[] {
  switch (name) {
    case 'data':
      return spec.data?.kind === 'inline'
        ? spec.data.columns.flatMap((each) => item(each.name.value, counted(each.values.length), 'column', each, each.name))
        : settings(keys, text);
    case 'model':
      return spec.statements.flatMap((each) => statement(each, text));
    case 'parameters':
      return spec.parameters.flatMap((each) => item(each.key.value, parameterText(each, text), 'parameter', each, each.key));
    case 'networks':
      return (spec.networks ?? []).flatMap((each) => item(each.name, each.layers.map(printExpr).join(' -> '), 'network', each, each.key));
    case 'derived':
      return (spec.derived ?? []).flatMap((each) => item(each.key.value, textOf(each.value, text), 'derived', each, each.key));
    default:
      return settings(keys, text);
  }
}

const counted = (values: number): string => `${String(values)} ${values === 1 ? 'value' : 'values'}`;

const settings = (keys: KeySpec['keys'], text: string): SymbolItem[] =>
  [...(keys ?? [])].flatMap(([name, key]) => item(name, textOf(key.value, text), 'setting', key, key.key));

function statement(each: Statement, text: string): SymbolItem[] {
  if (each.kind === 'definition') return item(each.name.name, textOf(each.value, text), 'definition', each, each.name);
  if (each.kind === 'target')
    return item('target', textOf(each.value, text), 'target', each, {
      from: each.from,
      to: Math.min(each.from + 'target'.length, each.to),
    });
  const [first] = each.targets;
  const selection = first ? { from: first.from, to: each.targets.at(-1)?.to ?? first.to } : each;
  const kind = each.targets.every((target) => target.kind === 'index') ? 'latent' : 'likelihood';
  return item(textOf(selection, text), textOf(each.distribution, text), kind, each, selection);
}

function parameterText({ prior, fixed }: ParameterSpec, text: string): string {
  if (prior) return textOf(prior, text);
  return fixed ? `fixed at ${String(fixed.value)}` : '';
}

const LONGEST = 80;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

const textOf = ({ from, to }: Span, text: string): string => oneLine(text.slice(from, to));

/** Nothing without a name, and no name outside what it stands for: editors refuse the whole outline then. */
function item(
  name: string,
  detail: string,
  kind: SymbolKind,
  { from, to }: Span,
  selection: Span,
  children: readonly SymbolItem[] = [],
): SymbolItem[] {
  const label = oneLine(name);
  const end = Math.max(to, selection.to, ...children.map((child) => child.to));
  const begin = Math.min(from, selection.from);
  return label === ''
    ? []
    : [{ name: label, detail, kind, from: begin, to: end, selection: { from: selection.from, to: selection.to }, children }];
}
