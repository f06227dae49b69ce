import type { Column } from '../../engine/model/dataset.js';
import type { Span } from '../../report/problem.js';
import { columnReader } from '../resolve/symbols.js';
import { type FeatureInput, scopeOfInput } from '../features/input.js';

/** A model that reads a dataset, as features of the dataset see it. */
export interface Reader {
  /** How people call it: its title, or the name of its file. */
  readonly title: string;
  readonly input: FeatureInput;
  /** The dataset in the editor is the one that the model's columns and its answer come from. */
  readonly isCurrent: boolean;
}

/** The columns of the data that the model reads, in the order of the data. */
export function columnsRead({ spec, data }: FeatureInput): readonly Column[] {
  const reads = columnReader(spec);
  return (data?.columns ?? []).filter(({ name }) => reads(name) || name === data?.weights);
}

/** Where the model names a column. */
export function usesOf(input: FeatureInput, column: string): readonly Span[] {
  const { occurrences } = scopeOfInput(input);
  // Without data no column is known.
  return occurrences.filter(({ kind, name }) => name === column && (kind === 'column' || (!input.data && kind === 'unknown')));
}
