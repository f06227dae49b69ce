import { isCallable } from '../../engine/elaborate/scope/names.js';
import { matchesGlob } from '../../engine/expr/glob.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { Span } from '../../report/problem.js';
import { inner } from '../resolve/names.js';
import { isOwn, type Occurrence, type Scope } from '../resolve/scope.js';
import { type FeatureInput, scopeOfInput } from './input.js';
import { namesInLabels } from './labels.js';

/** Why something cannot be done, in words for the user. */
export interface Refusal {
  readonly refusal: string;
}

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** The name at an offset if it can be renamed; undefined where there is no name. */
export function renameableAt(input: FeatureInput, offset: number): Occurrence | Refusal | undefined {
  const name = scopeOfInput(input).at(offset);
  const refusal = name && whyNot(input.spec, name);
  return refusal === undefined ? name : { refusal };
}

/** What gives the name at an offset another one. */
export function renameAt(input: FeatureInput, offset: number, wanted: string): readonly Edit[] | Refusal | undefined {
  const name = renameableAt(input, offset);
  if (!name || 'refusal' in name) return name;
  const scope = scopeOfInput(input);
  const to = name.kind === 'column' ? wanted.trim().replace(/^`(.*)`$/, '$1') : wanted.trim();
  if (to === name.name) return [];
  const refusal = whyNotCalled(input, scope, name, to);
  if (refusal !== undefined) return { refusal };
  const places = scope.same(name);
  const first = isIdentifier(to) ? undefined : places.find((each) => !isInYaml(input.spec, each) && beginsPlainValue(input.text, each));
  if (first)
    return { refusal: `\`${to}\` needs backticks, and YAML allows none right after a key: put the model into a \`|\` block first.` };
  return [...places.map((place) => edit(input.spec, place, to)), ...ofLabels(input, scope, name, to)].sort(
    (a, b) => a.span.from - b.span.from,
  );
}

/** Why a name cannot be changed here. */
function whyNot({ data, validate }: ModelSpec, { name, kind }: Occurrence): string | undefined {
  switch (kind) {
    case 'parameter':
    case 'definition':
    case 'latent':
    case 'network':
    case 'derived':
      return undefined;
    case 'column':
      if (data?.kind !== 'inline') return `\`${name}\` is a column of the data: its name stands in ${sourceText(data)}. Change it there.`;
      return validate?.source && `\`${name}\` is also a column of \`${validate.source.value}\`: change its name there and here by hand.`;
    case 'entry':
      return `\`${name}\` is called after a level or a term of the model: rename that instead.`;
    case 'level':
      return `\`${name}\` is a value in the data.`;
    case 'file':
      return `\`${name}\` is a file: rename it on disk.`;
    case 'pattern':
      return `\`${name}\` stands for several columns.`;
    case 'unknown':
      return `\`${name}\` is declared nowhere: declare it under \`parameters\` first.`;
    default:
      return `\`${name}\` belongs to the language.`;
  }
}

const sourceText = (data: ModelSpec['data']): string =>
  data?.kind === 'path' ? `\`${data.source.value}\`` : data?.kind === 'query' ? 'the query or its files' : 'files of its own';

const isIdentifier = (name: string): boolean => /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name);

/** Words with a meaning of their own in expressions or in YAML. */
const reserved = /^(?:and|or|not|target|pi|true|false|null)$/i;
/** Keys of `data` that say something else there. */
const keysOfData = ['source', 'query', 'images', 'weights'];

function whyNotCalled({ data }: FeatureInput, scope: Scope, { name, kind }: Occurrence, to: string): string | undefined {
  if (to === '') return 'A name has at least one letter.';
  if (reserved.test(to)) return `\`${to}\` has a meaning of its own in estimation files.`;
  if (kind !== 'column' && !isIdentifier(to))
    return `\`${to}\` is not a name: a name begins with a letter or \`_\` and goes on with letters, digits, \`_\` and \`.\`.`;
  if (kind === 'column' && /[`"'\\#:,{}[\]\p{Cc}]/u.test(to))
    return `\`${to.replaceAll('`', "'")}\` cannot be the name of a column in this file: leave out quotes, brackets, commas, colons and \`#\`.`;
  if (kind === 'column' && keysOfData.includes(to)) return `\`${to}\` is a key of \`data\` with a meaning of its own.`;
  if (kind === 'column') {
    const pattern = scope.occurrences.find(
      (each) => each.kind === 'pattern' && matchesGlob(each.name, name) !== matchesGlob(each.name, to),
    );
    if (pattern)
      return `\`columns("${pattern.name}")\` would no longer stand for the same columns: choose a name that keeps to the pattern, or change it first.`;
  }
  if (isCallable(to)) return `\`${to}\` is a function or distribution of the language.`;
  return (
    clash(scope, to) ??
    (data?.unread?.includes(to) || data?.columns.some(({ name }) => name === to) ? taken(to, 'a column of the data') : undefined)
  );
}

const kinds: Partial<Record<Occurrence['kind'], string>> = {
  column: 'a column',
  parameter: 'a parameter',
  definition: 'a definition',
  latent: 'a name of latent values',
  network: 'a network',
  derived: 'a derived quantity',
  unknown: 'a name that the model uses',
};

function clash({ occurrences }: Scope, to: string): string | undefined {
  const other = occurrences.find(({ name, kind }) => name === to && kinds[kind] !== undefined);
  return other && taken(to, kinds[other.kind] ?? '');
}

const taken = (name: string, what: string): string => `\`${name}\` is already ${what} in this file: choose another name.`;

/** Whether a place is a key or a value of YAML rather than part of an expression. */
function isInYaml({ data }: ModelSpec, { from, kind, isDeclaration }: Occurrence): boolean {
  if (kind !== 'column') return true;
  return isDeclaration || (data?.weights !== undefined && inner(data.weights).from === from);
}

/** Whether only a key stands before it on its line: backticks cannot begin a plain value. */
const beginsPlainValue = (text: string, { from, isQuoted }: Occurrence): boolean =>
  !isQuoted && /:[ \t]+$/.test(text.slice(text.lastIndexOf('\n', from - 1) + 1, from));

function edit(spec: ModelSpec, place: Occurrence, to: string): Edit {
  const { from, isQuoted } = place;
  const isBare = isOwn(place) || isQuoted || isIdentifier(to);
  return { span: { from, to: place.to }, text: isBare ? to : isInYaml(spec, place) ? `"${to}"` : `\`${to}\`` };
}

/** Entries of vectors are called after the terms of formulas. */
function ofLabels({ spec, data, text }: FeatureInput, { occurrences }: Scope, { name, kind }: Occurrence, to: string): Edit[] {
  if (!['column', 'definition', 'parameter'].includes(kind)) return [];
  const levels = data?.columns.find((column) => column.name === name)?.levels ?? [];
  const entries = occurrences.filter((each) => each.kind === 'entry');
  return namesInLabels(spec, text, entries, name, levels).map((span) => ({ span, text: to }));
}
