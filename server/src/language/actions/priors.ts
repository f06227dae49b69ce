import { distributions } from '../../engine/distributions/index.js';
import type { Distribution } from '../../engine/distributions/distribution.js';
import { callText, suggested } from '../../engine/distributions/suggested.js';
import type { Expr } from '../../engine/expr/ast.js';
import type { ParameterSpec } from '../../engine/model/specification.js';
import { isBare } from '../checks/check.js';
import { suggestedPriors } from '../completion/priors.js';
import { type Action, lineAt, type Offer, touches } from './action.js';

/** The declarations that are selected. */
const chosenBy: (input: Parameters<Offer>[0]) => readonly ParameterSpec[] = ({ spec, selection }) =>
  spec.parameters.filter((parameter) => touches(parameter, selection) || touches(parameter.key, selection));

/** Gives a parameter without a prior one that suits it. */
export const addPrior: Offer = (input) =>
  chosenBy(input)
    .filter(isBare)
    .flatMap((parameter) =>
      suggestedPriors(input, parameter.name)
        .slice(0, 2)
        .map(([prior, reason]): Action => ({
          title: `Add the prior \`${prior}\` (${reason})`,
          kind: 'refactor.rewrite',
          edits: [valueEdit(input.text, parameter, prior)],
        })),
    );

/** Takes a prior away: what is left is the likelihood. */
export const removePrior: Offer = (input) =>
  chosenBy(input).flatMap((parameter) =>
    parameter.prior && isAlone(input.text, parameter)
      ? [{ title: `Remove the prior of \`${parameter.name}\``, kind: 'refactor.rewrite', edits: [valueEdit(input.text, parameter, '')] }]
      : [],
  );

/** The same prior half or twice as wide, and the same prior under another name. */
export const changePrior: Offer = (input) =>
  chosenBy(input).flatMap(({ prior, name }) => {
    const known = prior && constantPrior(prior);
    if (!prior || !known) return [];
    const span = { from: prior.from, to: prior.to };
    const rewrite = (title: string, text: string): Action => ({ title, kind: 'refactor.rewrite', edits: [{ span, text }] });
    const scaled = ([0.5, 2] as const).flatMap((factor) => {
      const args = known.record.rescaled?.(known.constants, factor);
      const text = args?.every(Number.isFinite) && !losesMode(known, args) ? callText(known.record, ...args.map(rounded)) : undefined;
      return text === undefined
        ? []
        : [rewrite(`Make the prior of \`${name}\` ${factor < 1 ? 'half' : 'twice'} as wide: \`${text}\``, text)];
    });
    return [...scaled, ...otherNames(known).map(([title, text]) => rewrite(`${title}: \`${text}\``, text))];
  });

/** Wider than it can be with a mode inside: all the density is at the bounds then. */
const losesMode = ({ record, constants }: ConstantPrior, args: readonly number[]): boolean =>
  record.logConcave?.(constants) === true && !record.logConcave(args);

interface ConstantPrior {
  readonly record: Distribution;
  readonly constants: readonly number[];
}

/** A prior whose arguments are numbers in their usual order. */
function constantPrior(prior: Expr): ConstantPrior | undefined {
  const record = prior.kind === 'call' ? distributions.get(prior.callee.name) : undefined;
  const [first] = record?.parameterisations ?? [];
  if (prior.kind !== 'call' || !record || !first) return undefined;
  const values = prior.arguments.map(({ name, value }) => (name ? undefined : numberOf(value)));
  const args = values.filter((value) => value !== undefined);
  const isWhole = args.length === values.length && args.length === first.arguments.length;
  return isWhole ? { record, constants: first.canonical(args) } : undefined;
}

function numberOf(expr: Expr): number | undefined {
  if (expr.kind === 'number') return expr.value;
  const inner = expr.kind === 'unary' && expr.operator === '-' ? numberOf(expr.operand) : undefined;
  return inner === undefined ? undefined : -inner;
}

/** λ θ² is a Normal prior of variance 1/(2λ), and λ |θ| a Laplace prior of scale 1/λ. */
function otherNames({ record, constants }: ConstantPrior): readonly (readonly [string, string])[] {
  const { penalties } = suggested;
  const gaussian = record.gaussian?.(constants);
  if (gaussian) {
    const { mean, sd } = gaussian;
    const asDensity = callText(suggested.wide, rounded(mean), rounded(sd));
    const asPenalty = mean === 0 ? callText(penalties.quadratic, rounded(1 / (2 * sd * sd))) : undefined;
    const sharper = callText(penalties.kinkedDensity, rounded(mean), rounded(sd / Math.SQRT2));
    return [
      record === suggested.wide ? undefined : (['Write it as a density', asDensity] as const),
      record === penalties.quadratic || asPenalty === undefined
        ? undefined
        : (['Write it as a penalty, λ = 1/(2 sd²)', asPenalty] as const),
      ['Use a lasso of the same standard deviation', sharper] as const,
    ].filter((each) => each !== undefined);
  }
  const kink = record.kink?.(constants);
  if (!kink || kink.above !== kink.below) return [];
  const sd = Math.SQRT2 / kink.above;
  return [
    record === penalties.kinkedDensity
      ? kink.at === 0
        ? (['Write it as a penalty, λ = 1/scale', callText(penalties.absolute, rounded(kink.above))] as const)
        : undefined
      : (['Write it as a density', callText(penalties.kinkedDensity, rounded(kink.at), rounded(1 / kink.above))] as const),
    ['Use a ridge of the same standard deviation', callText(suggested.wide, rounded(kink.at), rounded(sd))] as const,
  ].filter((each) => each !== undefined);
}

const rounded = (value: number): number => Number(value.toPrecision(6));

/** Whether the prior is all that stands after the key. */
export function isAlone(text: string, { key, prior, to }: ParameterSpec): boolean {
  return prior !== undefined && /^\s*:\s*["']?$/.test(text.slice(key.to + quoteAfter(text, key.to), prior.from)) && to - prior.to <= 1;
}

const quoteAfter = (text: string, at: number): number => (/["']/.test(text.charAt(at)) ? 1 : 0);

/** Writes a value after a key in place of what is there. */
export function valueEdit(text: string, { key, to }: ParameterSpec, value: string): Action['edits'][number] {
  const colon = text.indexOf(':', key.to);
  const end = Math.max(to, colon + 1);
  const isFlow = !/^\s*$/.test(text.slice(lineAt(text, key.from).from, key.from).replace(/["']$/, ''));
  const written = value !== '' && (isFlow && /[,{}[\]]/.test(value) ? `"${value}"` : value);
  return { span: { from: colon + 1, to: end }, text: written === false ? (isFlow ? ' null' : '') : ` ${written}` };
}
