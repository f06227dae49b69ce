import { usage } from '../../engine/elaborate/calls/arguments.js';
import type { Distribution } from '../../engine/distributions/distribution.js';
import { type Wrapper, wrapperUsage } from '../../engine/distributions/wrappers/wrapper.js';

/** Formula, arguments and equivalents of a distribution, all from its record. */
export function distributionHover(record: Distribution): string {
  const { parameterisations } = record;
  const args = [...new Map(parameterisations.flatMap((each) => each.arguments).map((argument) => [argument.name, argument])).values()];
  const list = args
    .filter(({ derived }) => !derived)
    .map(({ name: argument, domain, text }) => `- \`${argument}\`: ${text} (${domain.text})`);
  return page(record, usage(record), list);
}

/** The same for a distribution made of others. */
export const wrapperHover = (record: Wrapper): string => page(record, wrapperUsage(record), []);

type Words = Pick<Distribution, 'name' | 'title' | 'formula' | 'loss' | 'penalty' | 'names' | 'source'>;

function page({ name, title, formula, loss, penalty, names, source }: Words, use: string, args: readonly string[]): string {
  const elsewhere = [
    ['R', names.r],
    ['Stan', names.stan],
    ['PyMC', names.pymc],
    ['scipy', names.scipy],
  ].flatMap(([system, its]) => (its === undefined ? [] : [`${system ?? ''}: \`${its}\``]));
  return [
    `**${name}** — ${title}`,
    `\`${formula}\``,
    use,
    ...args,
    `**As a likelihood:** ${loss}.${penalty === undefined ? '' : `\n\n**As a prior:** ${penalty}.`}`,
    elsewhere.join(' · '),
    `*${source}*`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .replaceAll('\n\n- ', '\n- ');
}
