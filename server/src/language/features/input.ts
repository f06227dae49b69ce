import type { Dataset } from '../../engine/model/dataset.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { ParameterFacts } from './facts.js';

type Numbers = readonly [number | null, number | null] | null;

/** An estimate of one parameter as features show it. */
export interface MleValues {
  readonly estimate: number | null;
  readonly se: number | null;
  readonly interval: { readonly wald: Numbers; readonly profile: Numbers };
}

export interface MapValues {
  readonly estimate: number | null;
  readonly se: number | null;
  readonly pull: number | null;
}

interface Line {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Curves of one parameter, each scaled to a maximum of 1. */
export interface Curves {
  readonly name: string;
  readonly method: 'exact' | 'profile' | 'normal';
  readonly likelihood?: Line;
  readonly priorDensity?: Line;
  readonly posterior?: Line;
  readonly mle: number | null;
  readonly map: number | null;
}

/** The last answer of a fit. */
export interface Shown {
  readonly mle: {
    readonly status: string;
    readonly logLikelihood: number | null;
    readonly parameters: Readonly<Record<string, MleValues>>;
  } | null;
  readonly map: { readonly status: string; readonly parameters: Readonly<Record<string, MapValues>> } | null;
  readonly facts: readonly ParameterFacts[];
  readonly views: readonly Curves[];
}

/** What features look at: one file, its data and its last answer. */
export interface FeatureInput {
  readonly text: string;
  readonly spec: ModelSpec;
  readonly data?: Dataset;
  readonly answer?: Shown;
  /** The answer belongs to an older text or older data. */
  readonly stale: boolean;
}
