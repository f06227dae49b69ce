import { isDerived } from '../../engine/kernel/below.js';
import { type Cancellation, neverCancelled } from '../../engine/kernel/kernel.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import type { Model } from '../../engine/model/model.js';
import type { Problem } from '../../report/problem.js';
import { align } from '../../language/data/align.js';
import { classOutcome, splitRows } from '../../language/data/split.js';
import { columnReader } from '../../language/resolve/symbols.js';
import type { FitJob } from './job.js';

/** A job without the rows that are held out, and these. */
export interface HeldOut {
  readonly job: FitJob;
  readonly validation?: { readonly data: Dataset; readonly key: string } | undefined;
  readonly problems: readonly Problem[];
}

/** Rows without which neither side says anything. */
const LEAST = 2;

/** The last split: an edit of a prior divides no rows again. */
export class Splitter {
  private last: { readonly key: string; readonly divided: Divided } | undefined;

  /** Takes the rows of `validate: { fraction: … }` away from those of the fit; undefined where it is cancelled. */
  split(job: FitJob, cancellation: Cancellation = neverCancelled): HeldOut | undefined {
    const { fraction, seed, key: span = job.spec.modelSpan } = job.spec.validate ?? {};
    if (!fraction) {
      this.last = undefined;
      return { job, ...(job.validation ? { validation: job.validation } : {}), problems: [] };
    }
    const outcome = classOutcome(job.spec, job.data);
    const reads = columnReader(job.spec);
    const names = job.data.columns.map(({ name }) => name).filter((name) => reads(name) || name === job.data.weights);
    const key = JSON.stringify([job.dataKey, fraction.value, seed, outcome?.name, names]);
    const known = job.dataKey !== undefined && this.last?.key === key ? this.last.divided : undefined;
    const divided = known ?? divide(job, outcome, new Set(names), cancellation);
    if (!divided) return undefined;
    this.last = { key, divided };
    const { training, validation } = divided;
    const few = Math.min(training.rows, divided.held) < LEAST ? [tooFew(job, divided.held)] : [];
    const own = { ...job, data: training, ...(job.dataKey === undefined ? {} : { dataKey: key }) };
    return { job: own, validation: { data: validation, key }, problems: [...few, ...divided.problems.map((each) => ({ ...each, span }))] };
  }
}

interface Divided {
  readonly training: Dataset;
  readonly validation: Dataset;
  /** Rows drawn, also those that are of no use. */
  readonly held: number;
  readonly problems: readonly Problem[];
}

function divide(
  { spec, data }: FitJob,
  outcome: Column | undefined,
  names: ReadonlySet<string>,
  cancellation: Cancellation,
): Divided | undefined {
  const { fraction, seed = 1, key: span = spec.modelSpan } = spec.validate ?? {};
  const split = splitRows(data, outcome, fraction?.value ?? 0, seed, cancellation);
  if (!split) return undefined;
  const { dataset, problems } = align(split.training, split.validation, names, span);
  return { training: split.training, validation: dataset, held: split.validation.rows, problems };
}

function tooFew({ spec, data }: FitJob, held: number): Problem {
  const share = `\`fraction: ${String(spec.validate?.fraction?.value ?? 0)}\``;
  const sides = `${String(held)} of ${String(data.rows)} rows out and leaves ${String(data.rows - held)} for the fit`;
  const message = `${share} holds ${sides}; both take ${String(LEAST)} rows or more.`;
  const { from, to } = spec.validate?.fraction ?? spec.modelSpan;
  return { severity: 'error', code: 'type', message, span: { from, to } };
}

/** Rows that look at others cannot be taken from among them. */
export function notDivisible({ spec }: FitJob, { columns, variables, latents }: Model): Problem[] {
  const { fraction, source } = spec.validate ?? {};
  const looksBack = columns.some(({ kind }) => kind === 'lag') || variables.some((each) => isDerived(each) && each.kind === 'previous');
  const hasMean = variables.some((each) => isDerived(each) && each.kind === 'mean');
  const place = fraction ?? source;
  if (place && latents.length > 0) {
    const message =
      'Held-out rows of a model with latent values are not supported yet: their likelihood depends on the levels that they share.';
    return [{ severity: 'error', code: 'not-supported', message, span: { from: place.from, to: place.to } }];
  }
  if (!place || !(hasMean || (looksBack && fraction))) return [];
  const span = { from: place.from, to: place.to };
  const why = looksBack
    ? 'The model looks back at rows above (`lag`): rows drawn at random would leave gaps in their order. Put the last rows into a file of their own: `validate: { source: later.csv }`.'
    : 'The model takes a mean over all rows of something with parameters in it, which has no value for rows that are held out.';
  return [{ severity: 'error', code: looksBack ? 'type' : 'not-supported', message: why, span }];
}
