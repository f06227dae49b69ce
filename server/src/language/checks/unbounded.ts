import type { Estimate } from '../../engine/inference/estimate.js';
import { entriesBelow } from '../../engine/model/bound.js';
import type { Limit } from '../../engine/distributions/traits.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem } from '../../report/problem.js';
import { shortNumber } from '../../report/numbers.js';
import { arrows } from './arrows.js';
import { apart, type Check, type Fitted, list, nameOf, onDeclarations, targetName } from './check.js';
import { runningNetworks } from './endlessNetwork.js';
import { isSeparated } from './separation.js';

/**
 * The density has no maximum: it grows without limit as a parameter goes to the edge of its range (Day, Biometrika 56, 1969), or rises to a limit that it
 * reaches only at infinity.
 */
export const unbounded: Check = (fitted) => [fitted.mle, ...(fitted.map ? [fitted.map] : [])].flatMap((each) => find(fitted, each));

function find(fitted: Fitted, estimate: Estimate): Problem[] {
  const { status, running, target } = estimate;
  const isTold = target === 'mle' && (isSeparated(fitted) || runningNetworks(estimate).length > 0);
  if (status !== 'unbounded' && (status !== 'infinite' || isTold)) return [];
  const density = target === 'mle' ? 'likelihood' : 'posterior density';
  const reason = status === 'unbounded' ? withoutLimit(fitted, estimate, density) : towardsLimit(fitted, estimate, density);
  return onDeclarations(fitted, running, {
    severity: 'error',
    // A density that rises to a limit far out cannot be scaled to a probability.
    code: target === 'map' && status === 'infinite' ? 'improper-posterior' : 'unbounded',
    message: `There is no ${targetName(estimate)}: ${reason}`,
  });
}

const wayOut = ({ target }: Estimate): string =>
  target === 'mle' ? 'A bound or a prior keeps it away from there.' : 'A prior with less weight there, or a bound, keeps it away.';

function withoutLimit(fitted: Fitted, estimate: Estimate, density: string): string {
  const { running } = estimate;
  const { beside, weights } = apart(fitted, running);
  const places = beside.map((entry) => `${nameOf(fitted, entry)} → ${edgeOf(estimate, entry)}`);
  const exact = exactText(fitted, estimate);
  const keep = exact === '' ? wayOut(estimate) : 'Leave terms out, or give the coefficients a prior.';
  return `the ${density} grows without limit as ${list([...places, ...weights])}${exact}. ${keep}`;
}

/** Why a spread runs to 0, where there are as many coefficients as rows. */
function exactText({ bound }: Fitted, { target, objective, running }: Estimate): string {
  if (target !== 'mle' || objective.dimension <= bound.used) return '';
  const [coefficients, rows] = [objective.dimension - running.length, bound.used].map((count) => count.toLocaleString('en'));
  return `: the model fits every row exactly, with ${String(coefficients)} coefficients for ${String(rows)} rows`;
}

/** Where an entry runs to: to the bound that it is close to, or to a place of the data. */
function edgeOf({ objective, natural }: Estimate, entry: EntryIndex): string {
  const x = at(natural, entry);
  const { lower, upper } = objective.supportOf(entry);
  const near = [lower, upper].find((bound) => Number.isFinite(bound) && Math.abs(x - bound) <= NEAR * (1 + Math.abs(bound)));
  if (near !== undefined) return String(near);
  if (Math.abs(x) > FAR) return x > 0 ? '∞' : '−∞';
  return shortNumber(Number(x.toPrecision(6)));
}

const NEAR = 1e-6;
const FAR = 1e12;

/** At most this many of the other parameters are shown with their values at the limit. */
const SHOWN = 6;

function towardsLimit(fitted: Fitted, estimate: Estimate, density: string): string {
  const { objective, running, natural, logLikelihood, logPrior } = estimate;
  const limit = limitOf(fitted, running);
  const staying = objective.free.filter((entry) => !running.includes(entry) && fitted.bound.model.entries[entry]?.network !== true);
  const others = staying.map((entry) => `${nameOf(fitted, entry)} = ${shortNumber(Number(at(natural, entry).toPrecision(5)))}`);
  const height = shortNumber(Number((logLikelihood + logPrior).toPrecision(6)));
  const there = others.length > 0 ? ` At that limit ${list(others, SHOWN)}, and the log-${at(density.split(' '), 0)} is ${height}.` : '';
  const what = limit ? `, where this becomes ${limit.is}` : '';
  const instead = limit?.write === undefined ? '' : ` Write \`${limit.write}\` instead, or`;
  const keep =
    instead === '' ? wayOut(estimate) : `${instead.trimStart()} give ${list(running.map((entry) => nameOf(fitted, entry)))} a prior.`;
  return `the ${density} keeps rising towards a limit as ${list(arrows(fitted, estimate))}${what}.${there} ${keep}`;
}

/** The limit of a distribution whose arguments the running entries are in. */
function limitOf({ bound: { model } }: Fitted, running: readonly EntryIndex[]): Limit | undefined {
  for (const { parameterisation, args } of model.likelihoods) {
    const isRunning = (name: string): boolean => {
      const index = parameterisation.arguments.findIndex((argument) => argument.name === name);
      return entriesBelow(model, args[index] ?? []).some((entry) => running.includes(entry));
    };
    const found = parameterisation.limits?.find((limit) => limit.arguments.every(isRunning));
    if (found) return found;
  }
  return undefined;
}
