import { bindLatent, bindLatents } from './latentLevels.js';
import { type BoundModel, looksAround } from '../model/bound.js';
import { withRows } from './thin.js';

/** With fewer levels of latent values a fit of all of them is quick enough. */
const MANY_LEVELS = 20_000;
/** So many tell what the parameters are like. */
const SAMPLE = 2000;

/**
 * The model over some of the levels of its first latent values, each with all of its rows: a sample of rows would leave levels with one row each. Undefined where all
 * levels are to be looked at.
 */
export function levelSample(bound: BoundModel): BoundModel | undefined {
  const { model } = bound;
  const [latent] = model.latents;
  const levels = bound.latents[0]?.levels.length ?? 0;
  if (!latent || levels < MANY_LEVELS || looksAround(model)) return undefined;
  const node = model.graph.node(latent.codes);
  const codes = node.kind === 'column' ? bound.columns[node.slot] : undefined;
  if (!codes) return undefined;
  const every = Math.floor(levels / SAMPLE);
  const some = withRows(
    bound,
    Int32Array.from(codes.keys()).filter((row) => (codes[row] as number) % every === 0),
  );
  const latents = bindLatents(model, some.columns, some.used);
  const variables = some.variables.map((variable, index) => {
    const source = model.variables[index];
    return source?.kind === 'latent' ? bindLatent(model, source, latents, some.columns, some.used) : variable;
  });
  return { ...some, latents, variables };
}
