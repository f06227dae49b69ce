import { distributions, latentDistributions, vectorPriors } from '../../engine/distributions/index.js';
import { wrappers } from '../../engine/distributions/wrappers/index.js';
import { functions } from '../../engine/elaborate/functions/functions.js';
import type { Span } from '../../report/problem.js';
import { columnHover } from './columnHover.js';
import { derivedHover } from './derivedHover.js';
import { distributionHover, wrapperHover } from './distributionHover.js';
import type { FeatureInput } from './input.js';
import { latentHover, latentStatement } from './latentHover.js';
import { code, plain } from '../wording/markdown.js';
import { parameterHover } from './parameterHover.js';
import { layerHover, networkHover } from './networkHover.js';
import { nameAt, type NameUse } from '../resolve/symbols.js';
import { validateHover } from './validateHover.js';

/** What to show about the name at an offset, in Markdown. */
export interface Hover extends Span {
  readonly markdown: string;
}

export function hoverAt(input: FeatureInput, offset: number): Hover | undefined {
  const { key } = input.spec.validate ?? {};
  if (key && key.from <= offset && offset <= key.to) return { from: key.from, to: key.to, markdown: validateHover(input) };
  const use = nameAt(input.spec, offset);
  if (!use) return undefined;
  const markdown = markdownOf(input, use);
  return markdown === undefined ? undefined : { from: use.from, to: use.to, markdown };
}

function markdownOf(input: FeatureInput, { name, role }: NameUse): string | undefined {
  if (role === 'layer') return layerHover(name);
  if (input.spec.networks?.some((network) => network.name === name)) return networkHover(input, name);
  return role === 'callee' ? calleeHover(name) : valueHover(input, name);
}

function calleeHover(name: string): string | undefined {
  const distribution = [distributions, vectorPriors, latentDistributions].flatMap((records) => records.get(name) ?? [])[0];
  if (distribution) return distributionHover(distribution);
  const wrapper = wrappers.get(name);
  if (wrapper) return wrapperHover(wrapper);
  const special = SPECIAL[name];
  if (special !== undefined) return special;
  const record = functions.get(name);
  return record && `**${name}** — ${record.text}`;
}

const SPECIAL: Readonly<Record<string, string>> = {
  linear:
    '**linear(b, formula)** — a linear predictor by an R formula: `b` has one coefficient a term, with R’s labels and treatment contrasts.',
  dot: '**dot(b, [x, z])** — the inner product Σ b[x] · x, without an intercept.',
  softmax: '**softmax(v)** — e^v[k] / Σ e^v: scores as probabilities.',
  mean: '**mean(x)** — the mean over the used rows.',
  sd: '**sd(x)** — the standard deviation over the used rows, with divisor n − 1.',
};

function valueHover(input: FeatureInput, name: string): string | undefined {
  if (input.spec.parameters.some((parameter) => parameter.name === name)) return parameterHover(input, name);
  const latent = latentStatement(input.spec, name);
  if (latent) return latentHover(input, name, latent);
  const column = input.data?.columns.find((each) => each.name === name);
  if (column) return columnHover(input, column);
  if (distributions.has(name)) return calleeHover(name);
  const derived = input.spec.derived?.find(({ key }) => key.value === name);
  if (derived) return derivedHover(input, derived);
  const definition = input.spec.statements.find((statement) => statement.kind === 'definition' && statement.name.name === name);
  return definition && `**${plain(name)}** — a definition: ${code(input.text.slice(definition.from, definition.to))}`;
}
