import { usage } from '../../engine/model/arguments.js';
import type { Distribution } from '../../engine/distributions/distribution.js';

/** Formula, arguments and equivalents of a distribution, all from its record. */
export function distributionHover(record: Distribution): string {
  const { name, title, formula, loss, penalty, names, source, parameterisations } = record;
  const args = [...new Map(parameterisations.flatMap((each) => each.arguments).map((argument) => [argument.name, argument])).values()];
  const elsewhere = [
    ['R', names.r],
    ['Stan', names.stan],
    ['PyMC', names.pymc],
    ['scipy', names.scipy],
  ].flatMap(([system, its]) => (its === undefined ? [] : [`${system ?? ''}: \`${its}\``]));
  return [
    `**${name}** — ${title}`,
    `\`${formula}\``,
    usage(record),
    ...args.map(({ name: argument, domain, text }) => `- \`${argument}\`: ${text} (${domain.text})`),
    `**As a likelihood:** ${loss}.${penalty === undefined ? '' : `\n\n**As a prior:** ${penalty}.`}`,
    elsewhere.join(' · '),
    `*${source}*`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .replaceAll('\n\n- ', '\n- ');
}
