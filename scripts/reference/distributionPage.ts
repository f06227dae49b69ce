import type { ArgumentRecord, Distribution, Parameterisation } from '../../server/src/engine/distributions/distribution.js';
import { distributions, latentDistributions, vectorPriors } from '../../server/src/engine/distributions/index.js';
import type { Family, Wrapper } from '../../server/src/engine/distributions/wrappers/wrapper.js';
import type { Example } from './examples/example.js';
import { code, example, notice, page, prose, sentence, table } from './markdown.js';

/** Distributions that are never the distribution of an outcome. */
export const priorsOnly: ReadonlySet<string> = new Set(['L1', 'L2', 'Flat', ...vectorPriors.keys()]);

/** What records of distributions and of wrappers have in common. */
type Words = Pick<Distribution, 'name' | 'title' | 'formula' | 'loss' | 'penalty' | 'names' | 'source'>;

/** The page of a distribution, all from its record except the example. */
export function distributionPage(record: Distribution, shown: Example): string {
  const values = `Values: ${valuesOf(record)}.`;
  return around(record, shown, [calls(record), argumentTable(record.parameterisations), values, numbers(record, shown)]);
}

/** The page of a wrapper of distributions. */
export function wrapperPage(record: Wrapper, shown: Example): string {
  const taken = record.several ? 'Two or more distributions follow the weights.' : '`D` is a distribution with its own arguments.';
  return around(record, shown, [record.calls.map((call) => `- ${code(call)}`).join('\n'), ownArguments(record), taken]);
}

function valuesOf({ name, kind, circular, isShare, outcome }: Distribution): string {
  if (latentDistributions.has(name)) return 'a real number for each of the values';
  if (kind === 'categorical') return 'classes; in the data a categorical column';
  if (isShare === true) return `shares that sum to 1, each ${outcome.text}`;
  return circular === true ? 'an angle in radians' : outcome.text;
}

function around(words: Words, shown: Example, middle: readonly string[]): string {
  const { name, title, formula, source } = words;
  return page(
    notice,
    `# ${name}`,
    sentence(title),
    `\`\`\`text\n${formula}\n\`\`\``,
    '## Arguments',
    ...middle,
    '## What it amounts to',
    meaning(words),
    '## Example',
    prose(shown.note),
    example(shown.text, shown.shows),
    '## Elsewhere',
    elsewhere(words),
    `Source: ${source}.`,
    '[All distributions](../distributions.md) · [The language](../../language.md)',
  );
}

const meaning = ({ name, loss, penalty }: Words): string =>
  page(
    priorsOnly.has(name) ? '' : `**${latentDistributions.has(name) ? 'In a model' : 'As a likelihood'}:** ${loss}.`,
    penalty === undefined ? '' : `**As a prior:** ${penalty}.`,
  );

function elsewhere({ names }: Words): string {
  const rows = [
    ['R', names.r],
    ['Stan', names.stan],
    ['PyMC', names.pymc],
    ['scipy', names.scipy],
  ].flatMap(([system = '', its]) => (its === undefined ? [] : [[system, its]]));
  return table(['system', 'name'], rows);
}

const written = ({ arguments: records }: Parameterisation): readonly ArgumentRecord[] => records.filter(({ derived }) => derived !== true);

/** The calls, with the positional one first; in the others the arguments that are not in it are named. */
function calls({ name, parameterisations, isShare }: Distribution): string {
  if (latentDistributions.has(name)) return `- ${code(`(u[g], v[g]) ~ ${name}(sd = [s, t], correlation = rho)`)}`;
  if (isShare === true) return `- ${code(`${name}(a)`)}: the same for all shares\n- ${code(`${name}(a, b, …)`)}: one for each of them`;
  const [first, ...others] = parameterisations;
  if (!first || written(first).length === 0) return `- ${code(name)}`;
  const places = written(first).map((argument) => argument.name);
  const alternative = (each: Parameterisation): string =>
    written(each)
      .map((argument) => (places.includes(argument.name) ? argument.name : `${argument.name} = …`))
      .join(', ');
  return [`- ${code(`${name}(${places.join(', ')})`)}`, ...others.map((each) => `- ${code(`${name}(${alternative(each)})`)}`)].join('\n');
}

function argumentTable(parameterisations: readonly Parameterisation[]): string {
  const records = new Map(parameterisations.flatMap(written).map((record) => [record.name, record]));
  if (records.size === 0) return 'It has no arguments.';
  return table(
    ['argument', 'meaning', 'takes'],
    [...records.values()].map((record) => [code(record.name), record.text, takes(record)]),
  );
}

function takes({ domain, vector, data }: ArgumentRecord): string {
  const what = vector ? `${domain.text} for each of the ${vector.each}: a list or a vector parameter` : domain.text;
  return data === true ? `${what}, made of numbers and columns only` : what;
}

/** A wrapper makes the records of its own arguments together with a distribution: Normal is used where D is not known. */
function ownArguments(record: Wrapper): string {
  const own = [...record.before, ...record.after];
  const made = record.make(
    record.several ? [anyFamily(), anyFamily()] : [anyFamily()],
    own.map(({ name }) => name),
  );
  if (typeof made === 'string') throw new Error(`${record.name} cannot be made of Normal: ${made}`);
  const rows = own.map(({ name, optional }) => {
    const found = made.parameterisation.arguments.find((argument) => argument.name === name);
    if (!found) throw new Error(`${record.name} has no record of its argument ${name}`);
    return [code(name), found.text, `${takes(found)}${optional === true ? '; may be left out' : ''}`];
  });
  return table(['argument', 'meaning', 'takes'], rows);
}

function anyFamily(): Family {
  const distribution = distributions.get('Normal');
  const parameterisation = distribution?.parameterisations[0];
  if (!distribution || !parameterisation) throw new Error('Normal has no record');
  return { distribution, parameterisation };
}

/** Mean, median and the middle 95 % for the arguments of the example: what a prior with them means. */
function numbers(record: Distribution, { at }: Example): string {
  if (!at) return '';
  const call = `${record.name}(${at.join(', ')})`;
  const mean = record.mean(at);
  const [low, median, high] = [0.025, 0.5, 0.975].map((p) => record.quantile?.(p, at) ?? NaN);
  const parts = [
    ...(Number.isFinite(mean) ? [`mean ${rounded(mean)}`] : []),
    ...(Number.isFinite(median) ? [`median ${rounded(median)}`, `95 % between ${rounded(low)} and ${rounded(high)}`] : []),
  ];
  return parts.length === 0 ? '' : `For example ${code(call)}: ${parts.join(', ')}.`;
}

/** Four digits, with the sign of texts; what is left of a rounding error is 0. */
function rounded(value = NaN): string {
  const digits = Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(4));
  return String(digits).replace('-', '−');
}
