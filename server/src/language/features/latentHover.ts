import type { LikelihoodStatement } from '../../engine/expr/ast.js';
import { printExpr } from '../../engine/expr/print.js';
import type { LatentModes } from '../../report/facts.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import { caveat, type FeatureInput } from './input.js';
import { sortedLevels } from '../wording/latentText.js';
import { code, codeCell, plain } from '../wording/markdown.js';
import { withError } from '../../report/numbers.js';

/** Levels at either end that a hover lists. */
const MOST_LISTED = 4;

/** The statement that gives values of that name a distribution. */
export function latentStatement({ statements }: ModelSpec, name: string): LikelihoodStatement | undefined {
  return statements.find(
    (each): each is LikelihoodStatement =>
      each.kind === 'likelihood' && each.targets.some((target) => target.kind === 'index' && target.base.name === name),
  );
}

/** What is known of latent values: how they were integrated out, and the levels at both ends. */
export function latentHover(input: FeatureInput, name: string, statement: LikelihoodStatement): string {
  const written = `${statement.targets.map(printExpr).join(', ')} ~ ${printExpr(statement.distribution)}`;
  const modes = input.answer?.latent.find((each) => each.name === name);
  const doubt = caveat(input);
  return [
    `**${plain(name)}** — latent values: ${code(written)}`,
    ...(modes ? [howIntegrated(modes), ...(doubt ? [`*${doubt.text}*`] : []), table(modes), MEANING] : [WITHOUT]),
  ].join('\n\n');
}

const WITHOUT = 'One for each level; they are integrated out of the likelihood, for the MLE and the MAP alike.';

const MEANING =
  'These are the most probable values given the data and the estimates of the parameters, pulled towards the centre of their distribution: the less data a level has, the more (partial pooling). ' +
  'Their errors take the parameters as known.';

const howIntegrated = ({ levels, column, isExact }: LatentModes): string =>
  `One for each of ${levels.length.toLocaleString('en')} levels of ${code(column)}, integrated out ${
    isExact ? 'exactly: the model is Normal in them' : "by Laplace's approximation"
  }.`;

function table(modes: LatentModes): string {
  const sorted = sortedLevels(modes);
  const isLong = sorted.length > 2 * MOST_LISTED;
  const rows = (some: typeof sorted): string[] =>
    some.map(({ level, estimate, se }) => `| ${codeCell(level)} | ${withError(estimate, se)} |`);
  const shown = isLong
    ? [
        ...rows(sorted.slice(0, MOST_LISTED)),
        `| … ${String(sorted.length - 2 * MOST_LISTED)} more | |`,
        ...rows(sorted.slice(-MOST_LISTED)),
      ]
    : rows(sorted);
  return [`| ${codeCell(modes.column)} | ${codeCell(modes.name)} |`, '| --- | --- |', ...shown].join('\n');
}
