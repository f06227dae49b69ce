import type { Expr, Statement } from '../expr/ast.js';
import type { Span } from '../../report/problem.js';
import type { DataSpec, InlineValue, Located } from './dataSpec.js';

/** What an estimation file says, shape-checked but with no name resolved yet. */
export interface ModelSpec {
  readonly title?: Located<string>;
  readonly description?: Located<string>;
  readonly data?: DataSpec;
  /** The statements of `model`; an unreadable statement is left out and reported. */
  readonly statements: readonly Statement[];
  /** Span of the whole `model` value; an empty span at the end of the file where there is none. */
  readonly modelSpan: Span;
  readonly parameters: readonly ParameterSpec[];
  /** Where a new entry of `parameters` can be written, and how: used by quick fixes. */
  readonly parameterInsertion: {
    readonly offset: number;
    readonly indent: string;
    readonly needsKey: boolean;
    readonly inBraces?: true;
    /** The line before does not end. */
    readonly needsBreak?: true;
  };
  /** Functions of parameters that are reported beside them. */
  readonly derived?: readonly DerivedSpec[];
  readonly validate?: ValidateSpec;
  /** What estimates should be. */
  readonly expect?: readonly ExpectSpec[];
  readonly predict?: PredictSpec;
  readonly networks?: readonly NetworkSpec[];
  readonly settings: Settings;
  /** The keys of the file as they are written, known or not. */
  readonly keys?: Keys;
}

/** Keys of a mapping with their places, by their text. */
export type Keys = ReadonlyMap<string, KeySpec>;

/** A key with its value, and the keys in it where that is a mapping. */
export interface KeySpec extends Span {
  readonly key: Span;
  /** Empty where nothing is written. */
  readonly value: Span;
  readonly keys?: Keys;
}

/** One key of `parameters`. `entry` is the text between brackets of a key such as `b[area]`, without spaces. */
export interface ParameterSpec extends Span {
  /** The key as written, with its span. */
  readonly key: Located<string>;
  readonly name: string;
  readonly entry?: string;
  readonly prior?: Expr;
  readonly fixed?: Located<number>;
  readonly lower?: Located<number>;
  readonly upper?: Located<number>;
  readonly start?: Located<number>;
  readonly reference?: Located<string>;
  readonly ordered?: Located<boolean>;
  readonly simplex?: Located<number>;
}

/** One key of `derived`, such as `odds: exp(b[age])`. The index of an entry is text there: its label without spaces. */
export interface DerivedSpec extends Span {
  readonly key: Located<string>;
  readonly value: Expr;
}

/** One key of `expect`: `theta: 0.7 ± 0.001`, or `findings: none`. */
export type ExpectSpec = Span & {
  /** What is expected: `theta`, `map.theta`, `derived.odds`, `logLikelihood`, `validation.mle.accuracy`; or `findings`. */
  readonly key: Located<string>;
  readonly value: Span;
} & (
    | { readonly kind: 'range'; readonly text: string; readonly range: ExpectedRange }
    /** The codes of warnings and errors that are allowed. */
    | { readonly kind: 'findings'; readonly allowed: readonly Located<string>[] }
  );

export interface ExpectedRange {
  readonly lower: number;
  readonly upper: number;
  /** The bounds themselves do not belong to it. */
  readonly open: boolean;
}

/** `validate`: held-out rows, a share of the data or from a source of their own. */
export interface ValidateSpec extends Span {
  readonly key: Span;
  /** In (0, 1). */
  readonly fraction?: Located<number>;
  /** Draws the rows of `fraction`. */
  readonly seed?: number;
  readonly source?: Located<string>;
}

/** `predict`: rows that have no outcome. */
export interface PredictSpec extends Span {
  readonly key: Span;
  /** rows: written in the file; grid: every combination of values; source: read as the data are. */
  readonly kind: 'rows' | 'grid' | 'source';
  readonly columns: readonly PredictColumn[];
  readonly source?: Located<string>;
}

export interface PredictColumn extends Span {
  readonly name: Located<string>;
  readonly values: PredictValues;
}

/** all: every level, or every value that occurs in the data. A range without a step has 25 values. */
export type PredictValues =
  | { readonly kind: 'list'; readonly values: readonly Located<InlineValue>[] }
  | { readonly kind: 'all' }
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly by?: number };

/** One key of `networks`. */
export interface NetworkSpec extends Span {
  readonly key: Located<string>;
  readonly name: string;
  /** The layers in their order, each a name or a call: `relu`, `dense(3)`. */
  readonly layers: readonly Expr[];
  /** The priors on all weights and on all biases. */
  readonly weights?: Expr;
  readonly biases?: Expr;
}

/** `settings`, with the defaults filled in. */
export interface Settings {
  /** Probability content of intervals, in (0, 1). */
  readonly interval: number;
  /** Starts where the problem is not known to be concave. */
  readonly starts: number;
  readonly seed: number;
  readonly maxSeconds: number;
  readonly missing: 'drop' | 'error';
  /** robust: standard errors that hold even where the model does not are given beside those from the information. */
  readonly standardErrors: 'information' | 'robust';
}

export const defaultSettings: Settings = {
  interval: 0.95,
  starts: 8,
  seed: 1,
  maxSeconds: 30,
  missing: 'drop',
  standardErrors: 'information',
};
