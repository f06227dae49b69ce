import { isDerived } from '../../engine/recursion/below.js';
import type { Dataset } from '../../engine/model/dataset.js';
import type { Model } from '../../engine/model/model.js';
import type { Problem } from '../../engine/problem.js';
import { align } from '../../language/data/align.js';
import { classOutcome, splitRows } from '../../language/data/split.js';
import { columnReader } from '../../language/features/symbols.js';
import type { FitJob } from './answer.js';

/** A job without the rows that are held out, and these. */
export interface HeldOut {
  readonly job: FitJob;
  readonly validation?: { readonly data: Dataset; readonly key: string };
  readonly problems: readonly Problem[];
}

/** Rows without which neither side says anything. */
const LEAST = 2;

/** The last split: an edit of a prior divides no rows again. */
export class Splitter {
  private last: { readonly key: string; readonly held: HeldOut } | undefined;

  /** Takes the rows of `validate: { fraction: … }` away from those of the fit. */
  split(job: FitJob): HeldOut {
    const { fraction, seed = 1 } = job.spec.validate ?? {};
    if (!fraction) return { job, ...(job.validation ? { validation: job.validation } : {}), problems: [] };
    const outcome = classOutcome(job.spec, job.data);
    const reads = columnReader(job.spec);
    const names = job.data.columns.map(({ name }) => name).filter((name) => reads(name) || name === job.data.weights);
    const key = JSON.stringify([job.dataKey, fraction.value, seed, outcome?.name, names]);
    const held = job.dataKey !== undefined && this.last?.key === key ? this.last.held : divided(job, outcome, new Set(names), key);
    this.last = { key, held };
    const { key: span } = job.spec.validate ?? { key: fraction };
    const problems = held.problems.map((problem) => (problem.severity === 'error' ? { ...problem, span: fraction } : { ...problem, span }));
    return { ...held, job: { ...held.job, spec: job.spec, ...(job.plain ? { plain: job.plain } : {}) }, problems };
  }
}

function divided(job: FitJob, outcome: ReturnType<typeof classOutcome>, names: ReadonlySet<string>, key: string): HeldOut {
  const { fraction, seed = 1, key: span } = job.spec.validate ?? { key: job.spec.modelSpan };
  const { training, validation } = splitRows(job.data, outcome, fraction?.value ?? 0, seed);
  const few = Math.min(training.rows, validation.rows) < LEAST ? [tooFew(job, validation.rows)] : [];
  const { dataset, problems } = align(training, validation, names, span);
  const own = { spec: job.spec, data: training, ...(job.dataKey === undefined ? {} : { dataKey: key }) };
  return { job: own, validation: { data: dataset, key }, problems: [...few, ...problems] };
}

function tooFew({ spec, data }: FitJob, held: number): Problem {
  const share = `\`fraction: ${String(spec.validate?.fraction?.value ?? 0)}\``;
  const sides = `${String(held)} of ${String(data.rows)} rows out and leaves ${String(data.rows - held)} for the fit`;
  const message = `${share} holds ${sides}; both take ${String(LEAST)} rows or more.`;
  return { severity: 'error', code: 'type', message, span: spec.validate?.key ?? spec.modelSpan };
}

/** Rows that look at others cannot be taken from among them. */
export function notDivisible({ spec }: FitJob, { columns, variables }: Model): Problem[] {
  const { fraction, source } = spec.validate ?? {};
  const looksBack = columns.some(({ kind }) => kind === 'lag') || variables.some((each) => isDerived(each) && each.kind === 'previous');
  const hasMean = variables.some((each) => isDerived(each) && each.kind === 'mean');
  const place = fraction ?? source;
  if (!place || !(hasMean || (looksBack && fraction))) return [];
  const span = { from: place.from, to: place.to };
  const why = looksBack
    ? 'The model looks back at rows above (`lag`): rows drawn at random would leave gaps in their order. Put the last rows into a file of their own: `validate: { source: later.csv }`.'
    : 'The model takes a mean over all rows of something with parameters in it, which has no value for rows that are held out.';
  return [{ severity: 'error', code: looksBack ? 'type' : 'not-supported', message: why, span }];
}
