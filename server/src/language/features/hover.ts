import { distributions, latentDistributions, vectorPriors } from '../../engine/distributions/index.js';
import { wrappers } from '../../engine/distributions/wrappers/index.js';
import { derivedForms, formUsage, functions, specialForms } from '../../engine/elaborate/functions/functions.js';
import type { Span } from '../../report/problem.js';
import type { Occurrence } from '../resolve/scope.js';
import { code, plain } from '../wording/markdown.js';
import { columnHover } from './columnHover.js';
import { derivedHover } from './derivedHover.js';
import { distributionHover, wrapperHover } from './distributionHover.js';
import { type FeatureInput, scopeOfInput } from './input.js';
import { keyHover } from './keyHover.js';
import { latentHover, latentStatement } from './latentHover.js';
import { layerHover, networkHover } from './networkHover.js';
import { parameterHover } from './parameterHover.js';
import { predictHover } from './predictHover.js';
import { validateHover } from './validateHover.js';

/** What to show about the name at an offset, in Markdown. */
export interface Hover extends Span {
  readonly markdown: string;
}

export function hoverAt(input: FeatureInput, offset: number): Hover | undefined {
  const use = scopeOfInput(input).at(offset);
  const markdown = use && markdownOf(input, use);
  if (markdown !== undefined) return { from: use?.from ?? offset, to: use?.to ?? offset, markdown };
  const about = keyHover(input.spec, offset);
  if (!about) return undefined;
  const { from, to, path } = about;
  const further = hoversOfKeys[path.join()];
  return { from, to, markdown: further ? `${about.markdown}\n\n${further(input)}` : about.markdown };
}

/** What an answer says about a key. */
const hoversOfKeys: Readonly<Record<string, (input: FeatureInput) => string>> = { validate: validateHover, predict: predictHover };

function markdownOf(input: FeatureInput, { name, kind, owner = '' }: Occurrence): string | undefined {
  const { spec, data, text } = input;
  switch (kind) {
    case 'layer':
      return layerHover(name);
    case 'network':
      return networkHover(input, name);
    case 'parameter':
      return parameterHover(input, name);
    case 'entry':
      return spec.parameters.some((each) => each.name === owner) ? parameterHover(input, owner) : undefined;
    case 'latent': {
      const latent = latentStatement(spec, name);
      return latent && latentHover(input, name, latent);
    }
    case 'column': {
      const column = data?.columns.find((each) => each.name === name);
      return column && columnHover(input, column);
    }
    case 'derived': {
      const derived = spec.derived?.find(({ key }) => key.value === name);
      return derived && derivedHover(input, derived);
    }
    case 'definition': {
      const definition = spec.statements.find((statement) => statement.kind === 'definition' && statement.name.name === name);
      return definition && `**${plain(name)}** — a definition: ${code(text.slice(definition.from, definition.to))}`;
    }
    default:
      return builtInHover(name, kind);
  }
}

function builtInHover(name: string, kind: Occurrence['kind']): string | undefined {
  if (kind === 'constant') return `**${name}** — the constant π ≈ 3.14159`;
  if (!['distribution', 'wrapper', 'function'].includes(kind)) return undefined;
  const distribution = [distributions, vectorPriors, latentDistributions].flatMap((records) => records.get(name) ?? [])[0];
  if (distribution) return distributionHover(distribution);
  const wrapper = wrappers.get(name);
  if (wrapper) return wrapperHover(wrapper);
  const form = specialForms.get(name) ?? derivedForms.get(name);
  if (form) return `**${formUsage(form)}** — ${form.text}.`;
  const record = functions.get(name);
  return record && `**${name}** — ${record.text}`;
}
