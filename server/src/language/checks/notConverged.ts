import { suggested } from '../../engine/distributions/suggested.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { naturalDirection } from '../../engine/inference/standardErrors.js';
import { firstNonFinite } from '../../engine/bind/nonFinite.js';
import { rowName } from '../../engine/model/bound.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem } from '../../report/problem.js';
import { atDomainEdge } from './domainEdge.js';
import { type Check, type Fitted, list, nameOf, targetName } from './check.js';

/** The search ended without a maximum: why, and the most useful next step. */
export const notConverged: Check = (fitted) => {
  const estimates = [fitted.mle, ...(fitted.map ? [fitted.map] : [])];
  const broken = estimates.find(({ status }) => status === 'non-finite');
  if (broken) return [nonFinite(fitted, broken)];
  return estimates.flatMap((each) => find(fitted, each));
};

function find(fitted: Fitted, estimate: Estimate): Problem[] {
  const { spec } = fitted;
  const { status, solution } = estimate;
  if (status === 'time-limit') {
    const message = `The search for the ${targetName(estimate)} was stopped after ${String(spec.settings.maxSeconds)} seconds. \`settings: { max-seconds: … }\` gives it more time.`;
    return [{ severity: 'warning', code: 'time-limit', message, span: spec.modelSpan }];
  }
  if (status !== 'max-iterations') return [];
  const atEdge = atDomainEdge(fitted, estimate);
  if (atEdge) return [atEdge];
  const steps = `The search for the ${targetName(estimate)} stopped after ${String(solution.iterations)} steps`;
  if (isExact(fitted, estimate)) {
    const message = `${steps}: the model fits the data up to rounding error, so no further digits of the estimates can be determined.`;
    return [{ severity: 'information', code: 'not-converged', message, span: spec.modelSpan }];
  }
  const moving = fitted.bound.model.networks.length > 0 ? [] : restless(fitted, estimate);
  const where = moving.length > 0 ? ` ${list(moving, 4)} ${moving.length === 1 ? 'was' : 'were'} still changing.` : '';
  const message = `${steps} without reaching a maximum.${where} ${wandering(fitted, estimate) ?? nextStep(fitted, moving)}`;
  return [{ severity: 'warning', code: 'not-converged', message, span: spec.modelSpan, related: moving }];
}

/** Steps of more than this share of an estimate's size are not rounding. */
const RESTLESS = 1e-3;

/** Parameters that the last step still moved. */
function restless(fitted: Fitted, { objective, point, natural, solution }: Estimate): string[] {
  const before = objective.natural(point.map((w, i) => w - at(solution.lastStep, i)));
  const moved = objective.free.filter((entry) => {
    const now = at(natural, entry);
    return Math.abs(now - at(before, entry)) > RESTLESS * (1 + Math.abs(now));
  });
  return moved.map((entry) => nameOf(fitted, entry));
}

/** A search that wanders where the density is flat: the model has more parameters than the data determine. */
function wandering(fitted: Fitted, { information, objective, point, target }: Estimate): string | undefined {
  if (information.flat.length === 0 || fitted.bound.model.networks.length > 0) return undefined;
  const jacobian = objective.jacobian(point);
  const directions = information.flat.map((flat) => naturalDirection(jacobian, flat));
  const loose = objective.free.filter((_, a) => directions.some((direction) => Math.abs(at(direction, a)) > RESTLESS));
  const source = target === 'mle' ? 'The data' : 'Data and priors together';
  return `${source} do not determine ${list(loose.map((entry) => nameOf(fitted, entry)))} separately, so the search wanders: give one of them a prior or a fixed value, or leave a term out.`;
}

/** What helps most often: starting values where there are none, otherwise fewer parameters. */
function nextStep({ spec, bound }: Fitted, moving: readonly string[]): string {
  if (bound.model.networks.length > 0)
    return `The loss was still falling. A prior on the weights, or a narrower one, such as \`weights: ${suggested.prior}\`, or fewer units make the maximum easier to reach.`;
  const bare = spec.parameters.filter(
    ({ start, fixed, name }) => !start && !fixed && (moving.length === 0 || moving.some((each) => each.startsWith(name))),
  );
  const [first] = bare;
  return first
    ? `Start the search near the answer, as in \`${first.name}: { start: … }\`; a bound or a prior keeps it from running away.`
    : 'The values given with `start:` may be far from the answer; otherwise fix a parameter or leave a term out.';
}

/** Residuals below this share of the outcomes are rounding of what the model computes. */
const ROUNDING = 1e-12;

/** Whether every outcome of a Normal likelihood is fitted up to rounding error. */
function isExact({ bound }: Fitted, { objective, point }: Estimate): boolean {
  const [likelihood, ...others] = bound.model.likelihoods;
  const gaussian = likelihood?.distribution.gaussian;
  if (!likelihood || !gaussian || others.length > 0) return false;
  const outcomes = objective.rowValues(likelihood.outcome.node, point);
  const given = likelihood.args.flat().map((node) => objective.rowValues(node, point));
  const meanAt = (row: number): number => gaussian(likelihood.parameterisation.canonical(given.map((column) => at(column, row)))).mean;
  const size = outcomes.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  return outcomes.every((y, row) => Math.abs(y - meanAt(row)) <= ROUNDING * size);
}

/** Names the first row and sub-expression without a finite value at the starting values. */
function nonFinite({ bound, spec }: Fitted, { objective, point }: Estimate): Problem {
  const { model, columns, used } = bound;
  for (const { root, span } of [...model.likelihoods, ...model.targets]) {
    const row = objective.rowValues(root, point).findIndex((value) => !Number.isFinite(value));
    if (row < 0) continue;
    const variables = model.variables.map((_, index) => at(objective.rowValues(model.graph.variable(index), point), row));
    const problem = firstNonFinite({ graph: model.graph, root, columns, variables }, row, `In ${rowName(bound, row)}`, span);
    return {
      ...problem,
      message: `${problem.message} No starting values were found at which every row is finite; give some with \`start:\`, or add bounds.`,
    };
  }
  const message = `The density of all ${String(used)} rows together is not finite at the starting values. Give starting values with \`start:\` under the parameters.`;
  return { severity: 'error', code: 'non-finite', message, span: spec.modelSpan };
}
