import type { ParameterSpec } from '../../engine/model/specification.js';
import type { FeatureInput, Shown } from './input.js';
import { withError } from './numbers.js';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** Entries of a vector that fit on a line. */
const MOST = 3;

/** The estimates beside each declaration: `MLE 0.700 ± 0.145 · MAP 0.550 ± 0.079`. */
export function inlayHints(input: FeatureInput): InlayHint[] {
  const { answer, spec, text, stale } = input;
  if (!answer) return [];
  return spec.parameters.flatMap((parameter) => {
    const label = labelOf(answer, parameter);
    if (label === undefined) return [];
    const tooltip = stale ? 'stale: the file or its data have changed since this fit' : 'estimate ± standard error';
    return [{ offset: placeOf(text, parameter), label: stale ? `stale · ${label}` : label, tooltip }];
  });
}

/** After the value where it ends on the key's line, else after the key's colon. */
function placeOf(text: string, { key, to }: ParameterSpec): number {
  const colon = text.indexOf(':', key.to) + 1;
  const value = text.slice(colon, Math.max(to, colon)).trimEnd();
  return value.includes('\n') ? colon : colon + value.length;
}

function labelOf(answer: Shown, { name, entry, fixed }: ParameterSpec): string | undefined {
  if (fixed) return undefined;
  const own = answer.facts.filter(
    (facts) => facts.owner === name && (entry === undefined || facts.name.replaceAll(' ', '') === `${name}[${entry}]`),
  );
  const isScalar = own.length === 1;
  const shown = own.slice(0, MOST).map(({ name: full }) => ({ full, short: isScalar ? '' : `${full.slice(name.length + 1, -1)} ` }));
  const part = (target: 'mle' | 'map', title: string): string[] => {
    const values = shown.flatMap(({ full, short }) => {
      const value = answer[target]?.parameters[full];
      return value ? [`${short}${withError(value.estimate, value.se)}`] : [];
    });
    return values.length === 0 ? [] : [`${title} ${values.join(', ')}${own.length > MOST ? ', …' : ''}`];
  };
  const parts = [...part('mle', 'MLE'), ...part('map', 'MAP')];
  return parts.length === 0 ? undefined : parts.join(' · ');
}

/** One line for the status bar: the first parameters' estimates. */
export function statusLine(input: FeatureInput): string {
  const hint = inlayHints({ ...input, stale: false })[0];
  return hint?.label ?? 'no estimate';
}
