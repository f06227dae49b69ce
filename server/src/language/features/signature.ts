import { distributions, latentDistributions, vectorPriors } from '../../engine/distributions/index.js';
import type { Distribution } from '../../engine/distributions/distribution.js';
import { derivedForms, formUsage, functions, specialForms } from '../../engine/elaborate/functions/functions.js';
import { layerKinds } from '../../engine/network/layers/index.js';
import type { Call } from '../resolve/openCalls.js';
import { placeAt } from '../resolve/place.js';

export interface Parameter {
  /** As it stands in the label. */
  readonly label: string;
  readonly text: string;
}

export interface Signature {
  readonly label: string;
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** The parameter that is being written; undefined where there is none. */
  readonly active?: number;
}

/** The ways to write the call around an offset; `active` is the one that fits what is there. */
export function signaturesAt(
  text: string,
  offset: number,
): { readonly signatures: readonly Signature[]; readonly active: number } | undefined {
  const place = placeAt(text, offset);
  const call = place.kind === 'expression' ? place.calls.findLast(({ bracket, name }) => bracket === '(' && name !== '') : undefined;
  if (!call) return undefined;
  const record = [distributions, vectorPriors, latentDistributions].flatMap((records) => records.get(call.name) ?? [])[0];
  if (record) return ofDistribution(record, call);
  const signature = ofFunction(call) ?? ofLayer(call);
  return signature && { signatures: [signature], active: 0 };
}

function ofDistribution({ name, title, formula, parameterisations }: Distribution, call: Call) {
  const signatures = parameterisations.map(({ arguments: records }): Signature => {
    const written = records.filter(({ derived }) => derived !== true);
    const parameters = written.map((record) => ({ label: record.name, text: `${record.text} (${record.domain.text})` }));
    const active = activeOf(call, parameters);
    return {
      label: `${name}(${parameters.map(({ label }) => label).join(', ')})`,
      text: `${title}: \`${formula}\``,
      parameters,
      ...(active === undefined ? {} : { active }),
    };
  });
  const fits = signatures.findIndex(({ parameters }) => call.named.every((each) => parameters.some(({ label }) => label === each)));
  return { signatures, active: Math.max(fits, 0) };
}

/** By its name, or the place among those that are not named. */
function activeOf({ argument, index, named }: Call, parameters: readonly Parameter[]): number | undefined {
  if (argument !== undefined) {
    const found = parameters.findIndex(({ label }) => label === argument);
    return found < 0 ? undefined : found;
  }
  const free = parameters.filter(({ label }) => !named.includes(label));
  const own = free[index - named.length];
  return own && parameters.indexOf(own);
}

function ofFunction({ name, index }: Call): Signature | undefined {
  const form = specialForms.get(name) ?? derivedForms.get(name);
  if (form) {
    const parameters = form.arguments.map((argument) => ({ label: argument.name, text: argument.text }));
    return { label: formUsage(form), text: form.text, parameters, active: Math.min(index, parameters.length - 1) };
  }
  const record = functions.get(name);
  if (!record) return undefined;
  const [least, most] = record.arity;
  const labels = ['x', 'y', 'z', '…'].slice(0, most > 3 ? 4 : Math.max(least, most));
  const parameters = labels.map((label) => ({ label, text: '' }));
  return { label: `${name}(${labels.join(', ')})`, text: record.text, parameters, active: Math.min(index, parameters.length - 1) };
}

function ofLayer({ name, index, argument }: Call): Signature | undefined {
  const kind = layerKinds.get(name);
  if (!kind) return undefined;
  const parameters = kind.arguments.map(({ name: label, least, words, standard }) => {
    const range = words ? words.join(' or ') : `a whole number from ${String(least)} on`;
    return { label, text: standard === undefined ? range : `${range}; ${String(standard)} unless given` };
  });
  const named = parameters.findIndex(({ label }) => label === argument);
  const active = named >= 0 ? named : Math.min(index, parameters.length - 1);
  return {
    label: `${name}(${parameters.map(({ label }) => label).join(', ')})`,
    text: kind.text,
    parameters,
    ...(active < 0 ? {} : { active }),
  };
}
