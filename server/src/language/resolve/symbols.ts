import { matchesGlob } from '../../engine/expr/glob.js';
import type { ModelSpec, NetworkSpec } from '../../engine/model/specification.js';
import { namesOf, namesOfStatement, type NameUse } from './names.js';

/** A name that may be that of a column, or a pattern of several. */
type ColumnUse = Omit<NameUse, 'role'> & { readonly role: 'name' | 'pattern' };

/** Every name and pattern in statements, priors, and keys of parameters and networks. */
export function namesIn(spec: ModelSpec): ColumnUse[] {
  const { parameters, networks = [], statements } = spec;
  return [
    ...[...parameters, ...networks].map(({ key, name }): ColumnUse => ({ name, role: 'name', from: key.from, to: key.to })),
    ...[
      ...parameters.flatMap(({ prior }) => (prior ? namesOf(prior) : [])),
      ...networks.flatMap(priorNames),
      ...statements.flatMap(namesOfStatement),
    ].flatMap(toColumnUse),
  ];
}

/** Layers and their arguments are no columns. */
const priorNames = ({ weights, biases }: NetworkSpec): NameUse[] => [weights, biases].flatMap((prior) => (prior ? namesOf(prior) : []));

function toColumnUse(each: NameUse): ColumnUse[] {
  if (each.role === 'pattern') return [{ ...each, role: 'pattern' }];
  return ['argument', 'level', 'entry'].includes(each.role) ? [] : [{ ...each, role: 'name' }];
}

const named = (uses: readonly ColumnUse[], wanted: ColumnUse['role']): string[] => [
  ...new Set(uses.flatMap(({ name, role }) => (role === wanted ? [name] : []))),
];

/** Whether the model reads a column of that name: it names it, or a pattern such as `columns("pixel*")` matches it. */
export function columnReader(spec: ModelSpec): (column: string) => boolean {
  const used = namesIn(spec);
  const names = new Set(named(used, 'name'));
  const patterns = named(used, 'pattern');
  return (column) => names.has(column) || patterns.some((pattern) => matchesGlob(pattern, column));
}

/** Every name and pattern that may refer to columns. */
export function columnsNamed(spec: ModelSpec): { readonly names: readonly string[]; readonly patterns: readonly string[] } {
  const derived = (spec.derived ?? []).flatMap(({ key, value }) => [
    { name: key.value, role: 'name' as const, from: key.from, to: key.to },
    ...namesOf(value).flatMap(toColumnUse),
  ]);
  const used = [...namesIn(spec), ...derived];
  return { names: named(used, 'name'), patterns: named(used, 'pattern') };
}
