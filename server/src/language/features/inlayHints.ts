import type { DerivedSpec, ParameterSpec } from '../../engine/model/specification.js';
import { caveat, type FeatureInput } from './input.js';
import type { FitAnswer } from '../../report/answer.js';
import { latentStatement } from './latentHover.js';
import { levelSummary, sortedLevels } from '../wording/latentText.js';
import { lossText, withError } from '../../report/numbers.js';
import { defaultStyle, type HintStyle, hintValue } from './hintStyle.js';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
  /** The key or the latent values that it stands beside. */
  readonly of: string;
}

/** Entries of a vector whose estimates fit on a line, where an editor cuts hints at 43 characters. */
const MOST = 2;
/** Entries of a vector that a tooltip lists. */
const MOST_LISTED = 30;

/** The estimates beside each declaration: `MLE 0.700 ± 0.145 · MAP 0.550 ± 0.079`; beside a network its size and losses. */
export function inlayHints(input: FeatureInput, style: HintStyle = defaultStyle): InlayHint[] {
  const { answer, spec, text } = input;
  if (!answer) return [];
  const doubt = caveat(input);
  const hint = (declaration: Declaration, label: string | undefined, tooltip: string): InlayHint[] =>
    label === undefined
      ? []
      : [
          {
            offset: placeOf(text, declaration),
            label: `${doubt?.mark ?? ''}${label}`,
            tooltip: doubt ? doubt.text : tooltip,
            of: declaration.key.value,
          },
        ];
  const latent = answer.latent.flatMap((modes): InlayHint[] => {
    const statement = latentStatement(spec, modes.name);
    const label = `${doubt?.mark ?? ''}${answer.latent.length > 1 ? `${modes.name}: ` : ''}${levelSummary(sortedLevels(modes))}`;
    const tooltip = doubt?.text ?? 'most probable values given the estimates ± standard deviation';
    return statement ? [{ offset: statement.to, label, tooltip, of: `~ ${modes.name}` }] : [];
  });
  return [
    ...spec.parameters.flatMap((parameter) => hint(parameter, labelOf(answer, parameter, style), tooltipOf(answer, parameter))),
    ...(spec.networks ?? []).flatMap((network) =>
      hint(network, networkLabel(answer, network.name), 'loss: mean negative log-likelihood per row'),
    ),
    ...(spec.derived ?? []).flatMap((derived) =>
      hint(derived, derivedLabel(answer, derived, style), 'estimate ± standard error (delta method)'),
    ),
    ...latent,
  ];
}

type Declaration = Pick<ParameterSpec, 'key' | 'to'>;

function derivedLabel({ mle, map }: FitAnswer, { key }: DerivedSpec, style: HintStyle): string | undefined {
  const [ml, mp] = [mle?.derived?.[key.value], map?.derived?.[key.value]];
  const parts = [ml ? `MLE ${hintValue(ml, style)}` : '', mp ? `MAP ${hintValue(mp, style)}` : ''];
  const shown = parts.filter((part) => part !== '');
  return shown.length === 0 ? undefined : shown.join(' · ');
}

/** `27 weights, loss MLE 0.0191, MAP 0.178`. */
function networkLabel({ mle, map, networkFacts }: FitAnswer, name: string): string | undefined {
  const [ml, mp] = [mle?.networks?.[name], map?.networks?.[name]];
  const parameters = networkFacts?.find((facts) => facts.name === name)?.parameters;
  if (parameters === undefined) return undefined;
  const loss = (title: string, value: number | null | undefined): string[] =>
    typeof value === 'number' ? [`${title} ${lossText(value)}`] : [];
  const losses = [...loss('MLE', ml?.loss), ...loss('MAP', mp?.loss)];
  return `${parameters.toLocaleString('en')} weights${losses.length > 0 ? `, loss ${losses.join(', ')}` : ''}`;
}

/** After the value where it ends on the key's line, otherwise after the key's colon. */
function placeOf(text: string, { key, to }: Declaration): number {
  const colon = text.indexOf(':', key.to) + 1;
  const value = text.slice(colon, Math.max(to, colon)).trimEnd();
  return value.includes('\n') ? colon : colon + value.length;
}

function labelOf(answer: FitAnswer, parameter: ParameterSpec, style: HintStyle): string | undefined {
  if (parameter.fixed) return undefined;
  const own = entriesOf(answer, parameter);
  const [only] = own;
  const parts =
    own.length === 1 && only !== undefined
      ? [scalarLabel(answer, 'mle', only, style), scalarLabel(answer, 'map', only, style)]
      : vectorLabels(answer, own, style);
  const shown = parts.filter((part) => part !== undefined);
  return shown.length === 0 ? undefined : shown.join(' · ');
}

const titles = { mle: 'MLE', map: 'MAP' } as const;

function scalarLabel(answer: FitAnswer, target: 'mle' | 'map', name: string, style: HintStyle): string | undefined {
  const value = answer[target]?.parameters[name];
  return value && `${titles[target]} ${hintValue(value, style)}`;
}

/** `MLE Intercept −5781 ± 305, flipper_length 49.7 ± 1.5, …`; beside a MAP the first entry of both. The rest is in the tooltip. */
function vectorLabels(answer: FitAnswer, own: readonly string[], style: HintStyle): (string | undefined)[] {
  const targets = (['mle', 'map'] as const).filter((target) => own.some((name) => answer[target]?.parameters[name]));
  const most = targets.length > 1 ? 1 : MOST;
  return targets.map((target) => {
    const values = own.slice(0, most).flatMap((name) => {
      const value = answer[target]?.parameters[name];
      return value ? [`${name.slice(name.indexOf('[') + 1, -1)} ${hintValue(value, style)}`] : [];
    });
    return values.length === 0 ? undefined : `${titles[target]} ${values.join(', ')}${own.length > most ? ', …' : ''}`;
  });
}

/** Names of the entries that a key refers to. */
function entriesOf(answer: FitAnswer, { name, entry }: ParameterSpec): string[] {
  const own = answer.facts.filter(({ owner }) => owner === name).map((facts) => facts.name);
  return entry === undefined ? own : own.filter((full) => full.replaceAll(' ', '') === `${name}[${entry}]`);
}

/** Every entry with its standard errors, one per line. */
function tooltipOf(answer: FitAnswer, parameter: ParameterSpec): string {
  const lines = entriesOf(answer, parameter)
    .slice(0, MOST_LISTED)
    .map((name) => {
      const [mle, map] = [answer.mle?.parameters[name], answer.map?.parameters[name]];
      const parts = [mle ? `MLE ${withError(mle.estimate, mle.se)}` : '', map ? `MAP ${withError(map.estimate, map.se)}` : ''];
      return `${name}: ${parts.filter((part) => part !== '').join(' · ')}`;
    });
  return ['estimate ± standard error', ...lines].join('\n');
}

/** One line for the status bar: the first parameters' estimates. */
export function statusLine(input: FeatureInput): string {
  const hint = inlayHints({ ...input, stale: false })[0];
  return hint?.label ?? 'no estimate';
}
