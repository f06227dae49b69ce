import type { FitReport } from '../report/fitReport.js';
import type {
  ClassesView,
  DataFitView,
  FiltersView,
  LatentView,
  LearningCurve,
  LossesView,
  ParameterView,
  WashoutView,
} from '../report/views.js';

/** What the panel draws for one file: plain, serialisable data; the panel computes no statistics. */
export interface PanelView {
  readonly uri: string;
  readonly title: string;
  /** Version of the document that was fitted. */
  readonly version: number;
  /** The inputs have changed since these numbers were computed. */
  readonly stale: boolean;
  /** The file no longer exists: these are the numbers of its last text. */
  readonly isGone?: true;
  /** A fit of the current inputs is under way: estimates, curves or findings are still to come. */
  readonly underWay: boolean;
  readonly report: FitReport;
  readonly parameters: readonly ParameterView[];
  readonly latents: readonly LatentView[];
  readonly washouts: readonly WashoutView[];
  /** Where the model has one numeric predictor: the data with the fitted mean. */
  readonly dataFit?: DataFitView;
  /** Where the model has networks: the searches of their weights, including one that is under way. */
  readonly learning: readonly LearningCurve[];
  readonly classes?: ClassesView;
  /** Where there are priors: what either estimate loses by the data and by each of them. */
  readonly losses?: LossesView;
  readonly filters: readonly FiltersView[];
}
