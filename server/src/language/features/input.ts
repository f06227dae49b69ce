import type { LatentModes } from '../../engine/inference/latentModes.js';
import type { Dataset } from '../../engine/model/dataset.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { PriorReach } from './priorReach.js';
import type { ParameterFacts } from './facts.js';
import type { NetworkFacts } from './networkFacts.js';

type Numbers = readonly [number | null, number | null] | null;

/** An estimate of one parameter as features show it. */
export interface MleValues {
  readonly estimate: number | null;
  readonly se: number | null;
  readonly robustSe?: number | null;
  readonly interval: {
    readonly wald: Numbers;
    readonly waldUnconstrained?: Numbers;
    readonly profile: Numbers;
    readonly ends?: readonly [string, string];
  };
}

export interface MapValues {
  readonly estimate: number | null;
  readonly se: number | null;
  readonly pull: number | null;
  readonly interval: {
    readonly wald: Numbers;
    readonly waldUnconstrained?: Numbers;
    readonly posterior?: Numbers;
    readonly method?: 'quadrature' | 'laplace' | null;
  };
}

/** A network of an estimate as features show it. */
export interface NetworkValues {
  readonly weights: number;
  readonly biases: number;
  readonly norm: number | null;
  readonly loss: number | null;
  readonly starts: number;
  readonly agreeing: number;
}

type Networks = Readonly<Record<string, NetworkValues>>;

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

/** How a maximum was found, and the evidence that it is one. */
export interface CertificateValues {
  readonly method: string;
  readonly gradientNorm: number | null;
  readonly smallestEigenvalue: number | null;
  readonly starts: number;
  readonly agreeing: number;
}

/** How well some rows are predicted. */
export interface Scores {
  readonly rows: number;
  readonly mle: ScoreValues | null;
  readonly map: ScoreValues | null;
}

interface ScoreValues {
  readonly logLikelihood: number | null;
  readonly accuracy?: number;
  readonly rmse?: number;
  readonly averagedLogLikelihood?: number;
  /** The score of the point at which a search for an infinite estimate ended. */
  readonly unbounded?: true;
}

/** The last answer of a fit. */
export interface Shown {
  /** Rows that the model uses, and how many of them these first estimates come from, where it is not all. */
  readonly used: number;
  readonly dataHash?: string;
  readonly fitSeconds: number;
  readonly sampled?: number;
  /** Intervals are still to come. */
  readonly preliminary?: boolean;
  readonly warm?: true;
  readonly mle: {
    readonly status: string;
    readonly logLikelihood: number | null;
    readonly iterations: number;
    readonly certificate: CertificateValues;
    readonly parameters: Readonly<Record<string, MleValues>>;
    readonly derived?: Readonly<Record<string, MleValues>>;
    readonly networks?: Networks;
  } | null;
  readonly map: {
    readonly status: string;
    readonly iterations: number;
    readonly certificate: CertificateValues;
    readonly parameters: Readonly<Record<string, MapValues>>;
    readonly derived?: Readonly<Record<string, MapValues>>;
    readonly networks?: Networks;
  } | null;
  readonly latent: readonly LatentModes[];
  readonly training?: Scores;
  readonly validation?: Scores;
  readonly facts: readonly ParameterFacts[];
  readonly networkFacts?: readonly NetworkFacts[];
  readonly views: readonly Curves[];
  readonly reach: readonly PriorReach[];
}

/** What features work on: one file, its data and its last answer. */
export interface FeatureInput {
  readonly text: string;
  readonly spec: ModelSpec;
  readonly data?: Dataset;
  readonly answer?: Shown;
  /** The answer belongs to an older text or older data. */
  readonly stale: boolean;
}

/** Why the estimates are not those of the current file: undefined where they are. */
export function caveat({
  answer,
  stale,
}: Pick<FeatureInput, 'answer' | 'stale'>): { readonly mark: string; readonly text: string } | undefined {
  if (stale) return { mark: 'stale · ', text: 'stale: the file or its data have changed since this fit' };
  if (answer?.warm === true)
    return { mark: '≈ ', text: 'preliminary: the last MAP, updated for these priors; the full search is under way' };
  if (answer?.sampled === undefined) return undefined;
  const [some, all] = [answer.sampled, answer.used].map((rows) => rows.toLocaleString('en'));
  return { mark: '≈ ', text: `preliminary: from ${String(some)} of ${String(all)} rows; the fit of all rows is under way` };
}
