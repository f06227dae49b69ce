import { hasRelativeScores } from '../../engine/distributions/distribution.js';
import { ownEntries } from '../../engine/model/bound.js';
import { at } from '../../engine/numeric/at.js';
import type { Fix } from '../../report/problem.js';
import { type Fitted, isBare, list, nameOf } from './check.js';
import type { Direction } from './flatDirections.js';

interface Reason {
  readonly message: string;
  readonly fixes: readonly Fix[];
}

/** Classes that all have scores of their own: a constant added to all of them cancels in the softmax, so one has to be the reference. */
export function classShift(fitted: Fitted, directions: readonly Direction[]): Reason | undefined {
  const { likelihoods, entries } = fitted.bound.model;
  const levels = likelihoods.find(({ distribution }) => hasRelativeScores(distribution))?.outcome.levels;
  const owners = new Set(directions.flat().map(({ entry }) => entries[entry]?.owner));
  const [owner] = owners;
  const isShift = directions.every((each) => each.length === levels?.length && each.every(({ weight }) => weight === each[0]?.weight));
  const [reference] = levels ?? [];
  if (owners.size !== 1 || owner === undefined || !isShift || !levels || reference === undefined) return undefined;
  const message =
    `Probabilities stay the same when a number is added to the scores of all classes: only differences between classes in the entries of ${owner} are determined, ` +
    `so no single one has a maximum likelihood estimate. Make one class the reference, with entries of 0: \`${owner}: { reference: ${reference} }\`.`;
  return { message, fixes: referenceFixes(fitted, owner, reference) };
}

function referenceFixes({ spec }: Fitted, owner: string, reference: string): Fix[] {
  return spec.parameters
    .filter((parameter) => parameter.name === owner && parameter.entry === undefined && isBare(parameter))
    .map(({ key, to }) => {
      const edits = [{ span: { from: key.to, to: Math.max(to, key.to) }, text: `: { reference: ${quote(reference)} }` }];
      return { title: `Make ${reference} the reference class of ${owner}`, edits };
    });
}

/** As a YAML scalar. */
const quote = (text: string): string =>
  /^[A-Za-z_][\w-]*$/.test(text) && !/^(true|false|null|yes|no)$/i.test(text) ? text : JSON.stringify(text);

/** An intercept beside one entry for each level of a column: what one gains, the others lose. */
export function levelShift(fitted: Fitted, directions: readonly Direction[]): Reason | undefined {
  const [direction, ...others] = directions;
  if (!direction || others.length > 0) return undefined;
  const { variables } = fitted.bound.model;
  const moving = new Set(direction.map(({ entry }) => entry));
  const factor = variables.find(
    (source) => source.kind === 'gather' && ownEntries(source).length > 0 && ownEntries(source).every((entry) => moving.has(entry)),
  );
  const outside = direction.filter(({ entry }) => !ownEntries(factor).includes(entry));
  const [intercept] = outside;
  if (!factor || !intercept || outside.length !== 1) return undefined;
  const owner = fitted.bound.model.entries[at(ownEntries(factor), 0)]?.owner ?? '';
  const name = nameOf(fitted, intercept.entry);
  const isEven = direction.every(({ entry, weight }) => entry === intercept.entry || weight === -intercept.weight);
  if (!isEven) return undefined;
  const out = name.endsWith('[Intercept]') ? 'remove the intercept (`0 + …` in the formula)' : `leave ${name} out`;
  const message =
    `${owner} has an entry for every level, and ${name} is added to all of them: only ${list(
      ownEntries(factor).map((entry) => `\`${name} + ${nameOf(fitted, entry)}\``),
      3,
    )} ` +
    `are determined, so no single one has a maximum likelihood estimate. Either ${out}, fix one level at 0 (\`${nameOf(fitted, at(ownEntries(factor), 0))}: 0\`), or give \`${owner}\` a prior.`;
  return { message, fixes: [] };
}
