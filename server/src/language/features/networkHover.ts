import { layerKinds } from '../../engine/network/layers/index.js';
import { caveat, type FeatureInput } from './input.js';
import type { NetworkReport } from '../../report/estimates.js';
import { codeCell, plain } from '../wording/markdown.js';
import type { NetworkFacts } from '../../report/facts.js';
import { lossText, shortNumber } from '../../report/numbers.js';

/** Layers with their shapes, losses, and what the prior on the weights means. */
export function networkHover(input: FeatureInput, name: string): string {
  const { answer } = input;
  const facts = answer?.networkFacts?.find((each) => each.name === name);
  if (!answer || !facts) return `**${plain(name)}** — a network; no estimate yet`;
  const doubt = caveat(input);
  return [
    `**${plain(name)}** — a network of ${facts.parameters.toLocaleString('en')} weights and biases`,
    ...(doubt ? [`*${doubt.text}*`] : []),
    layerTable(facts),
    lossTable(answer.mle?.networks?.[name], answer.map?.networks?.[name]),
    ...facts.worth,
  ].join('\n\n');
}

function layerTable({ input, layers }: NetworkFacts): string {
  const rows = layers.map(
    ({ text, output, parameters }) => `| ${codeCell(text)} | ${output} | ${parameters > 0 ? parameters.toLocaleString('en') : ''} |`,
  );
  return ['| layer | output | parameters |', '| --- | --- | --- |', `| input | ${input} | |`, ...rows].join('\n');
}

function lossTable(mle: NetworkReport | undefined, map: NetworkReport | undefined): string {
  const cells = (text: (values: NetworkReport) => string): string => `${mle ? text(mle) : 'none'} | ${map ? text(map) : 'none'}`;
  return [
    '| | MLE | MAP |',
    '| --- | --- | --- |',
    `| **loss a row** (−log L / n) | ${cells(({ loss }) => lossText(loss))} |`,
    `| norm of the weights | ${cells(({ norm }) => shortNumber(norm ?? NaN))} |`,
    `| starts that agree | ${cells(({ starts, agreeing }) => `${String(agreeing)} of ${String(starts)}`)} |`,
  ].join('\n');
}

/** What a layer does and how it is written. */
export function layerHover(name: string): string | undefined {
  const kind = layerKinds.get(name);
  return kind && `**${kind.usage}** — a layer: ${kind.text}`;
}
