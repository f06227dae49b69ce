import { entriesBelow } from '../../engine/model/bound.js';
import { variablesAmong } from '../../engine/kernel/below.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import type { Problem } from '../../report/problem.js';
import { type Check, type Fitted, list, nameOf } from './check.js';

/** Latent values with one row each, beside a Normal scatter of the rows that has to be estimated: only the sum of both variances is determined. */
export const oneRowALevel: Check = (fitted) => {
  const { bound } = fitted;
  return bound.model.latents.flatMap((latent, index): Problem[] => {
    const levels = bound.latents[index]?.levels.length ?? 0;
    const scatter = levels === bound.used ? freeScatter(fitted, index) : [];
    const free = freeAmong(fitted, entriesBelow(bound.model, latent.args));
    if (scatter.length === 0 || free.length === 0) return [];
    const names = latent.names.map((name) => `${name}[${latent.column}]`);
    const message =
      `Each level of ${latent.column} has a single row, so the data cannot distinguish ${list(names)} from the scatter of the rows: ` +
      `only their total variance is determined. Leave this line out, or give ${list(scatter.map((entry) => nameOf(fitted, entry)))} a known value.`;
    return [{ severity: 'warning', code: 'unidentified', message, span: latent.span, related: [...names] }];
  });
};

const freeAmong = ({ bound }: Fitted, entries: readonly EntryIndex[]): EntryIndex[] =>
  entries.filter(
    (entry) => entry >= 0 && bound.model.entries[entry]?.fixed === undefined && bound.model.entries[entry]?.prior === undefined,
  );

/** Free entries of the standard deviation of the Normal outcome that reads the latent values. Several outcomes that read them determine them by what they share. */
function freeScatter(fitted: Fitted, latent: number): EntryIndex[] {
  const { graph, likelihoods, variables } = fitted.bound.model;
  const [reader, ...others] = likelihoods.filter(({ root }) =>
    variablesAmong(graph, graph.reachable([root])).some((index) => {
      const source = variables[index];
      return source?.kind === 'latent' && source.latent === latent;
    }),
  );
  const isAlone = reader?.distribution.gaussian !== undefined && others.length === 0;
  return isAlone ? freeAmong(fitted, entriesBelow(fitted.bound.model, reader.args[1] ?? [])) : [];
}
