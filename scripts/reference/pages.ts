import path from 'node:path';
import prettier from 'prettier';
import { distributions, latentDistributions, vectorPriors } from '../../server/src/engine/distributions/index.js';
import { wrappers } from '../../server/src/engine/distributions/wrappers/index.js';
import { root } from '../processes.js';
import { distributionPage, priorsOnly, wrapperPage } from './distributionPage.js';
import type { Example } from './examples/example.js';
import { examples } from './examples/index.js';
import { functionsPage } from './functionsPage.js';
import { estimationSchema, schemaFile } from './schema.js';
import { notice, page, prose, sentence, table } from './markdown.js';

/** The folder that holds generated pages and nothing else. */
export const referenceFolder = path.join(root, 'docs/reference');

/** Every page of the reference as it should be, by its path in that folder. */
export async function referencePages(): Promise<Map<string, string>> {
  const families = [...distributions.values(), ...vectorPriors.values(), ...latentDistributions.values()];
  const texts = [
    ['distributions.md', indexPage()],
    ['functions.md', functionsPage()],
    ...families.map((record) => [pathOf(record.name), distributionPage(record, exampleOf(record.name))] as const),
    ...[...wrappers.values()].map((record) => [pathOf(record.name), wrapperPage(record, exampleOf(record.name))] as const),
  ] as const;
  const pages = await Promise.all(texts.map(async ([name, text]) => [name, await formatted(name, text)] as const));
  return new Map([...pages, [schemaFile, await estimationSchema()]]);
}

const pathOf = (name: string): string => `distributions/${name}.md`;

function exampleOf(name: string): Example {
  const found = examples.get(name);
  if (!found) throw new Error(`${name} has no example in scripts/reference/examples.`);
  return found;
}

interface Named {
  readonly name: string;
  readonly title: string;
}

function indexPage(): string {
  const models = [...distributions.values()].filter(({ name }) => !priorsOnly.has(name));
  const continuous = models.filter(({ kind }) => kind === 'continuous');
  const discrete = models.filter(({ kind }) => kind !== 'continuous');
  const priors = [...distributions.values(), ...vectorPriors.values()].filter(({ name }) => priorsOnly.has(name));
  return page(
    notice,
    '# Distributions',
    prose(
      'Each can follow `~` in `model` and, where its values are numbers, be a prior under `parameters`. Log-densities include all their constants.',
    ),
    '## Continuous',
    list(continuous),
    '## Discrete',
    list(discrete),
    '## Wrappers of other distributions',
    list([...wrappers.values()]),
    '## For correlated latent values',
    list([...latentDistributions.values()]),
    '## Priors and penalties',
    list(priors),
    '[The language](../language.md) · [Functions](functions.md)',
  );
}

const list = (records: readonly Named[]): string =>
  table(
    ['name', 'what it is'],
    [...records]
      .sort((a, b) => a.name.localeCompare(b.name, 'en'))
      .map(({ name, title }) => [`[${name}](${pathOf(name)})`, sentence(title).replace(/\.$/, '')]),
  );

/** As `npm run format` leaves it, so that a page is never rewritten back and forth. */
async function formatted(name: string, text: string): Promise<string> {
  const options = await prettier.resolveConfig(path.join(referenceFolder, name));
  return prettier.format(text, { ...options, parser: 'markdown' });
}
