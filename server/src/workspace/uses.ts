import { readsFile as readsTable } from './data/tables.js';
import type { Snapshot } from './snapshot.js';
import { tableOf } from './validationLoader.js';

type Reader = Pick<Snapshot, 'path' | 'spec' | 'data'>;

/** Whether an estimation file reads a data file. */
export const readsFile = (reader: Reader, path: string): boolean => fitsFile(reader, path) || validatesWith(reader, path);

/** What the rows of a data file are for, if anything: a query says what it reads once it has run. */
export function useOf(reader: Reader, path: string): 'fit' | 'validation' | undefined {
  const { spec, data } = reader;
  const isKnown = spec.data?.kind !== 'images' && (spec.data?.kind !== 'query' || data?.sources !== undefined);
  if (isKnown && fitsFile(reader, path)) return 'fit';
  return validatesWith(reader, path) ? 'validation' : undefined;
}

function fitsFile({ path: own, spec, data }: Reader, path: string): boolean {
  return spec.data !== undefined && spec.data.kind !== 'inline' && readsTable(own, spec.data, data?.sources, path);
}

function validatesWith({ path: own, spec }: Reader, path: string): boolean {
  const source = spec.validate?.source;
  return source !== undefined && readsTable(own, tableOf(spec, source), undefined, path);
}
