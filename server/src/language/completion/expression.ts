import { writtenName } from '../../engine/expr/print.js';
import { distributions, latentDistributions, vectorPriors } from '../../engine/distributions/index.js';
import { type Distribution } from '../../engine/distributions/distribution.js';
import { wrappers } from '../../engine/distributions/wrappers/index.js';
import { derivedForms, functions, type SpecialForm, specialForms } from '../../engine/elaborate/functions/functions.js';
import { declarationEdit } from '../../engine/elaborate/scope/names.js';
import type { Column } from '../../engine/model/dataset.js';
import { layerKinds } from '../../engine/network/layers/index.js';
import { shortNumber } from '../../report/numbers.js';
import type { Span } from '../../report/problem.js';
import { summaryOf } from '../data/summary.js';
import { distributionHover, wrapperHover } from '../features/distributionHover.js';
import type { FeatureInput } from '../features/input.js';
import type { Call } from '../resolve/openCalls.js';
import type { ExpressionPlace } from '../resolve/place.js';
import { type Completion, plainSnippet } from './completion.js';
import { completeHeld, completeLevels } from './levels.js';
import { looksOf, misfit, suitable } from './suitable.js';

/** What can stand at a place of an expression. */
export function completeExpression(input: FeatureInput, place: ExpressionPlace): Completion[] {
  const call = place.calls.at(-1);
  const [root, , third] = place.path;
  if (root === 'networks' && third === 'layers') return layers(place);
  if (call?.bracket === '[' && call.name !== '') return entries(input, call, place);
  if (isStatementStart(place)) return statements(input, place);
  if (isDistributionPlace(place)) return distributionsAt(input, place);
  const levels = completeLevels(input, place);
  if (levels) return levels;
  return [
    ...completeHeld(input.data?.columns ?? [], place),
    ...argumentNames(place),
    ...names(input, place),
    ...callables(place),
    ...undeclared(input, place),
  ];
}

/** What stands before the word of a place. */
const restOf = ({ before, word }: ExpressionPlace): string => before.slice(0, before.length - (word.to - word.from)).trimEnd();

export const isStatementStart = (place: ExpressionPlace): boolean =>
  place.path[0] === 'model' && place.calls.length === 0 && restOf(place) === '';

/** A statement begins with its outcome, or with `target`. */
function statements({ data, text }: FeatureInput, { word }: ExpressionPlace): Completion[] {
  const isLast = /^[ \t]*(?:\r?\n|$)/.test(text.slice(word.to));
  const outcomes = (data?.columns ?? []).filter((column) => looksOf(column) !== undefined);
  return [
    ...outcomes.map((column, i): Completion => ({
      label: column.name,
      kind: 'column',
      detail: columnText(column),
      documentation: 'The outcome: the column that the statement is about.',
      insert: isLast ? `${writtenName(column.name)} ~ ` : writtenName(column.name),
      span: word,
      rank: i / 1000,
      ...(isLast ? { then: 'suggest' as const } : {}),
    })),
    { label: 'target +=', kind: 'function', detail: 'adds a term to the log-likelihood', insert: 'target += ', span: word, rank: 10 },
  ];
}

/** Right of `~`, and where a prior stands, a distribution is next. */
export function isDistributionPlace(place: ExpressionPlace): boolean {
  const { path, calls } = place;
  const [root] = path;
  const rest = restOf(place);
  const outer = calls.at(-1);
  const isWrapped = outer !== undefined && wrappers.has(outer.name) && outer.index === 0;
  if (root === 'model') return (calls.length === 0 && rest.endsWith('~')) || isWrapped;
  const isPrior = root === 'parameters' || (root === 'networks' && path.length === 3);
  return (isPrior && calls.length === 0 && rest === '') || isWrapped;
}

function distributionsAt(input: FeatureInput, place: ExpressionPlace): Completion[] {
  const isPrior = place.path[0] !== 'model';
  const column = isPrior ? undefined : outcomeOf(input, place);
  const looks = column && looksOf(column);
  const own = suitable(looks).map((record, i) => distributionItem(record, place.word, (looks ? misfit(record, looks) : 0) + i / 1000));
  const others = isPrior
    ? [...distributions.values()].filter(({ isPenalty, isImproper }) => isPenalty === true || isImproper === true)
    : [];
  const joint = isPrior ? [...vectorPriors.values()] : [...latentDistributions.values()];
  return [
    ...own,
    ...[...others, ...joint].map((record, i) => distributionItem(record, place.word, 200 + i)),
    ...[...wrappers.values()].map((record, i): Completion => ({
      label: record.name,
      kind: 'distribution',
      detail: record.title,
      documentation: wrapperHover(record),
      insert: `${record.name}($0)`,
      isSnippet: true,
      span: place.word,
      rank: 150 + i,
      then: 'suggest',
    })),
  ];
}

function distributionItem(record: Distribution, span: Span, rank: number): Completion {
  const { name, title, parameterisations } = record;
  const written = (parameterisations[0]?.arguments ?? []).filter(({ derived }) => derived !== true).map((argument) => argument.name);
  return {
    label: name,
    kind: 'distribution',
    detail: `(${written.join(', ')}) ${title}`,
    documentation: distributionHover(record),
    insert: `${name}(${written.map((argument, i) => `\${${String(i + 1)}:${plainSnippet(argument)}}`).join(', ')})`,
    isSnippet: true,
    span,
    rank,
    then: 'signature',
  };
}

/** The column left of `~`. */
function outcomeOf({ data }: FeatureInput, { before }: ExpressionPlace): Column | undefined {
  const name = /^\s*`?([^`~]*?)`?\s*~[^~]*$/.exec(before)?.[1];
  return data?.columns.find((column) => column.name === name);
}

/** Names that have a value: columns, parameters, definitions, latent values, networks. */
function names(input: FeatureInput, { path, word, calls }: ExpressionPlace): Completion[] {
  const { spec, data } = input;
  const isDerived = path[0] === 'derived';
  const item = (name: string, kind: Completion['kind'], rank: number, detail: string, insert = writtenName(name)): Completion => ({
    label: name,
    kind,
    detail,
    insert,
    span: word,
    rank,
  });
  // Under `derived` columns stand inside what goes over rows: `mean(slope(expected(y), x))`.
  const isOutside = path[0] === 'parameters' || (isDerived && !calls.some(({ name }) => specialForms.has(name)));
  const columns = isOutside ? [] : (data?.columns ?? []);
  const isWhere = path[0] === 'data';
  const parameters = isWhere || path[0] === 'parameters' ? [] : [...new Set(spec.parameters.map(({ name }) => name))];
  const definitions = isWhere ? [] : spec.statements.flatMap((each) => (each.kind === 'definition' ? [each.name.name] : []));
  const networks = isWhere || isDerived ? [] : (spec.networks ?? []);
  return [
    ...columns.map((column) => item(column.name, 'column', 10, columnText(column))),
    ...parameters.map((name) => item(name, 'parameter', 11, parameterText(input, name))),
    ...definitions.map((name) => item(name, 'definition', 12, 'a definition')),
    ...networks.map(({ name }) => ({ ...item(name, 'network', 13, 'a network', `${writtenName(name)}($0)`), isSnippet: true as const })),
  ];
}

/** "0.2 to 9.1, mean 3.5", "3 levels: a, b, c"; and how many values are missing. */
export function columnText(column: Column): string {
  const { range, levels, missing } = summaryOf(column);
  const absent = missing > 0 ? `, ${String(missing)} missing` : '';
  if (column.kind === 'image') return 'images';
  if (levels)
    return `${String(levels.length)} levels: ${levels
      .slice(0, 3)
      .map(({ level }) => level)
      .join(', ')}${levels.length > 3 ? ', …' : ''}${absent}`;
  if (column.kind === 'boolean') return `true or false${absent}`;
  return range ? `${shortNumber(range.least)} to ${shortNumber(range.most)}, mean ${shortNumber(range.mean)}${absent}` : 'no values';
}

function parameterText({ answer }: FeatureInput, name: string): string {
  const mle = answer?.mle?.parameters[name];
  return mle && mle.estimate !== null ? `a parameter, MLE ${shortNumber(mle.estimate)}` : 'a parameter';
}

function callables({ path, word }: ExpressionPlace): Completion[] {
  const item = (name: string, detail: string, rank: number): Completion => ({
    label: name,
    kind: 'function',
    detail,
    insert: `${name}($0)`,
    isSnippet: true,
    span: word,
    rank,
    then: 'signature',
  });
  const special = formsIn(path[0]).map(({ name, text }) => item(name, text, 20));
  return [...special, ...[...functions].map(([name, { text }]) => item(name, text, 30))];
}

/** The names of the arguments of the call that have no value yet. */
function argumentNames(place: ExpressionPlace): Completion[] {
  const { calls, word } = place;
  const call = calls.at(-1);
  const record = call && distributions.get(call.name);
  if (!call || !record || call.argument !== undefined) return [];
  if (!/[(,]$/.test(restOf(place))) return [];
  const all = new Map(record.parameterisations.flatMap((each) => each.arguments).map((argument) => [argument.name, argument]));
  return [...all.values()]
    .filter(({ name, derived }) => derived !== true && !call.named.includes(name))
    .map(({ name, text, domain }) => ({
      label: `${name} =`,
      kind: 'argument',
      detail: `${text} (${domain.text})`,
      insert: `${name} = `,
      span: word,
      rank: 15,
      then: 'suggest',
    }));
}

/** A name that nobody knows yet can be made a parameter as it is written. */
function undeclared({ text, spec, data }: FeatureInput, { path, word }: ExpressionPlace): Completion[] {
  const name = text.slice(word.from, word.to);
  const isKnown =
    spec.parameters.some((parameter) => parameter.name === name) ||
    data?.columns.some((column) => column.name === name) === true ||
    spec.statements.some((each) => each.kind === 'definition' && each.name.name === name) ||
    functions.has(name) ||
    specialForms.has(name);
  if (path[0] !== 'model' || isKnown || !/^[\p{Ll}_][\p{L}\p{N}_.]*$/u.test(name)) return [];
  return [
    {
      label: name,
      kind: 'parameter',
      detail: 'a new parameter: declares it under `parameters`',
      insert: name,
      span: word,
      rank: 40,
      // Words that are known, and begin like this one, match better.
      filter: `_${name}`,
      others: [declarationEdit(spec, name)],
    },
  ];
}

/** Between the brackets of `b[`: what tells its entries apart. */
function entries({ answer, data, spec }: FeatureInput, { name }: Call, { path, word }: ExpressionPlace): Completion[] {
  if (path[0] === 'derived' || path[0] === 'parameters') {
    const own = answer?.facts.filter(({ owner }) => owner === name).map((facts) => facts.name.slice(name.length + 1, -1)) ?? [];
    return own.map((label, i) => ({
      label,
      kind: 'level',
      detail: `an entry of ${name}`,
      insert: label,
      span: word,
      rank: i,
      commits: [']'],
    }));
  }
  const grouping = (data?.columns ?? []).filter(({ kind }) => kind === 'categorical' || kind === 'boolean');
  const own = spec.statements.flatMap((each) => (each.kind === 'definition' ? [each.name.name] : []));
  return [
    ...grouping.map((column): Completion => ({
      label: column.name,
      kind: 'column',
      detail: columnText(column),
      insert: writtenName(column.name),
      span: word,
      rank: 1,
      commits: [']'],
    })),
    ...own.map((label): Completion => ({ label, kind: 'definition', insert: label, span: word, rank: 2 })),
  ];
}

function layers({ word }: ExpressionPlace): Completion[] {
  return [...layerKinds.values()].map(({ name, arguments: args, usage, text }, i) => {
    const required = args.filter(({ standard }) => standard === undefined);
    const snippet = required.map((argument, k) => `\${${String(k + 1)}:${plainSnippet(argument.name)}}`).join(', ');
    return {
      label: name,
      kind: 'layer',
      detail: usage,
      documentation: text,
      insert: required.length > 0 ? `${name}(${snippet})` : name,
      isSnippet: true,
      span: word,
      rank: i,
    };
  });
}

/** The forms that an expression under a key may have. */
function formsIn(key: string | undefined): readonly SpecialForm[] {
  if (key === 'model') return [...specialForms.values()];
  return key === 'derived' ? [...[...specialForms.values()].filter(({ name }) => name === 'mean'), ...derivedForms.values()] : [];
}
