import type { Fix, Span } from '../../report/problem.js';

export type CompletionKind =
  | 'column'
  | 'parameter'
  | 'definition'
  | 'distribution'
  | 'function'
  | 'network'
  | 'layer'
  | 'argument'
  | 'level'
  | 'key'
  | 'value'
  | 'file'
  | 'prior';

/** One thing that can stand at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Beside the label: a type, a range, a signature. */
  readonly detail?: string;
  /** In Markdown, shown when the item is looked at. */
  readonly documentation?: string;
  /** What is written over `span`; with `${1:…}` and `$0` where `isSnippet`. */
  readonly insert: string;
  /** What an editor compares with the word that is typed, where that is not the label. */
  readonly filter?: string;
  readonly isSnippet?: true;
  readonly span: Span;
  /** Orders the items: smaller first. */
  readonly rank: number;
  /** Edits elsewhere, such as the declaration of a parameter. */
  readonly others?: Fix['edits'];
  /** What the editor shows next, once it is inserted: more completions, or the signature of the call that it begins. */
  readonly then?: 'suggest' | 'signature';
  /** Characters that take the item as it is and are typed after it. */
  readonly commits?: readonly string[];
}

/** A text in a snippet: its special characters stand for themselves. */
export const plainSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
