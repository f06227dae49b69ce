import type { DefinitionStatement } from '../../engine/expr/ast.js';
import { writtenName } from '../../engine/expr/print.js';
import { expressionsIn } from '../resolve/statements.js';
import { callText, suggested } from '../../engine/distributions/suggested.js';
import { type Action, contains, freshName, lineAt, type Offer, wholeLine } from './action.js';

/** Gives a selected part of an expression a name of its own. */
export const extractDefinition: Offer = (input) => {
  const { text, spec, selection } = input;
  if (selection.to <= selection.from) return [];
  const statement = spec.statements.find((each) => contains(each, selection));
  const line = statement && lineAt(text, statement.from);
  // A statement behind `model:` on its line has no line above it in the block.
  if (!statement || text.slice(line?.from, statement.from).trim() !== '') return [];
  const chosen = expressionsIn(statement).find(({ from, to }) => from === selection.from && to === selection.to);
  if (!chosen || chosen.kind === 'name' || chosen.kind === 'number') return [];
  const name = freshName(input, 'part');
  const own = text.slice(chosen.from, chosen.to);
  return [
    {
      title: 'Extract to a definition',
      kind: 'refactor.extract',
      edits: [
        { span: { from: statement.from, to: statement.from }, text: `${name} = ${own}\n${line?.indent ?? ''}` },
        { span: { from: chosen.from, to: chosen.to }, text: name },
      ],
    },
  ];
};

/** Writes the value of a definition wherever its name stands, and takes the definition away. */
export const inlineDefinition: Offer = (input) => {
  const { text, spec, scope, selection } = input;
  const at = scope.at(selection.from);
  const definition = spec.statements.find(
    (each): each is DefinitionStatement => each.kind === 'definition' && each.name.name === at?.name && at.kind === 'definition',
  );
  if (!definition || !at) return [];
  const uses = scope.same(at).filter(({ isDeclaration }) => !isDeclaration);
  const line = lineAt(text, definition.from);
  const isAlone = text.slice(line.from, definition.from).trim() === '' && lineAt(text, definition.to).from === line.from;
  if (uses.length === 0 || !isAlone) return [];
  const value = text.slice(definition.value.from, definition.value.to);
  const isAtom = ['name', 'number', 'call', 'index'].includes(definition.value.kind);
  return [
    {
      title: `Inline \`${definition.name.name}\` (${String(uses.length)} ${uses.length === 1 ? 'use' : 'uses'})`,
      kind: 'refactor.inline',
      edits: [
        { span: wholeLine(text, line), text: '' },
        ...uses.map(({ from, to }) => ({ span: { from, to }, text: isAtom ? value : `(${value})` })),
      ],
    },
  ];
};

/** Puts a column on a scale of its own before it enters a formula: mean 0, and standard deviation 1. */
export const standardisePredictor: Offer = (input) => {
  const { text, spec, data, selection, scope } = input;
  const at = scope.at(selection.from);
  const column = at?.kind === 'column' ? data?.columns.find(({ name, kind }) => name === at.name && kind === 'numeric') : undefined;
  const statement = at && spec.statements.find((each) => contains(each, at));
  const formula =
    statement && expressionsIn(statement).find((each) => each.kind === 'call' && each.callee.name === 'linear' && contains(each, at));
  if (!at || !column || !statement || !formula) return [];
  const line = lineAt(text, statement.from);
  if (text.slice(line.from, statement.from).trim() !== '') return [];
  const written = writtenName(at.name);
  const place = at.isQuoted ? { from: at.from - 1, to: at.to + 1 } : { from: at.from, to: at.to };
  const action = (title: string, wanted: string, value: string): Action => {
    const name = freshName(input, wanted.replace(/[^\p{L}\p{N}_.]/gu, '_'));
    return {
      title,
      kind: 'refactor.rewrite',
      edits: [
        { span: { from: statement.from, to: statement.from }, text: `${name} = ${value}\n${line.indent}` },
        { span: place, text: name },
      ],
    };
  };
  return [
    action(`Standardise \`${at.name}\``, `${at.name}_z`, `(${written} - mean(${written})) / sd(${written})`),
    action(`Centre \`${at.name}\``, `${at.name}_c`, `${written} - mean(${written})`),
  ];
};

/** Makes the entries of a vector latent values with a common distribution: a hierarchy. */
export const toHierarchy: Offer = (input) => {
  const { text, spec, selection, scope } = input;
  const at = scope.at(selection.from);
  const own = at?.kind === 'parameter' ? spec.parameters.filter(({ name }) => name === at.name) : [];
  const [parameter] = own;
  const uses = at
    ? spec.statements.flatMap(expressionsIn).flatMap((each) => (each.kind === 'index' && each.base.name === at.name ? [each] : []))
    : [];
  const [use] = uses;
  const [index] = use?.indices ?? [];
  const first = spec.statements[0];
  if (!parameter || own.length > 1 || !use || index?.kind !== 'name' || use.indices.length > 1 || !first) return [];
  const line = lineAt(text, first.from);
  if (text.slice(line.from, first.from).trim() !== '' || lineAt(text, parameter.from).from !== lineAt(text, parameter.to).from) return [];
  const [centre, width] = [freshName(input, `${parameter.name}_mean`), freshName(input, `${parameter.name}_sd`)];
  const declared = lineAt(text, parameter.from);
  const statement = `${text.slice(use.from, use.to)} ~ ${callText(suggested.wide, centre, width)}`;
  return [
    {
      title: `Turn \`${parameter.name}\` into latent values of each \`${index.name}\` (partial pooling)`,
      kind: 'refactor.rewrite',
      edits: [
        { span: { from: first.from, to: first.from }, text: `${statement}\n${line.indent}` },
        { span: { from: declared.from, to: declared.to }, text: `${declared.indent}${centre}:\n${declared.indent}${width}:` },
      ],
    },
  ];
};
