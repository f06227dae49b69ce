import type { Problem } from '../../engine/problem.js';
import type { MapReport, MleReport } from '../../protocol/report.js';
import type { DataFitView, ParameterView } from '../../protocol/view.js';
import type { ParameterFacts } from '../../language/features/facts.js';
import type { Dataset } from '../../engine/model/dataset.js';
import type { ModelSpec } from '../../engine/model/specification.js';

/** What a worker is asked to fit. */
export interface FitJob {
  readonly spec: ModelSpec;
  readonly data: Dataset;
}

/** What a fit found, with spans in the text that the specification was read from. */
export interface FitAnswer {
  readonly rows: number;
  readonly used: number;
  readonly problems: readonly Problem[];
  readonly mle: MleReport | null;
  readonly map: MapReport | null;
  readonly compileSeconds: number;
  readonly fitSeconds: number;
  readonly facts: readonly ParameterFacts[];
  readonly views: readonly ParameterView[];
  readonly dataFit?: DataFitView;
  /** Intervals and curves are still to come. */
  readonly preliminary: boolean;
  /** The fit was cancelled: nothing here is an answer. */
  readonly cancelled: boolean;
}
