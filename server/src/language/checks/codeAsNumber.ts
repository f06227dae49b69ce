import type { Problem } from '../../report/problem.js';
import type { SlowCheck } from './slow.js';
import { termPlace } from './predictorTerms.js';

/** Names of codes: numbers that say which, not how much. */
const CODE = /(^|[_.\s])(id|zip|zipcode|zip_code|postcode|postal_code|plz|code|fips|isbn|icd)$/i;
const LEAST_VALUES = 3;

/** A column of whole numbers with the name of a code stands in a formula as a number, so that it gets one slope. */
export const codeAsNumber: SlowCheck = ({ bound, spec }) => {
  const { variables, graph, columns } = bound.model;
  const nodes = new Set(variables.flatMap((source) => (source.kind === 'linear' ? source.design : [])));
  return [...nodes].flatMap((id): Problem[] => {
    const node = graph.node(id);
    const slot = node.kind === 'column' ? columns[node.slot] : undefined;
    const values = node.kind === 'column' ? bound.columns[node.slot] : undefined;
    if (slot?.kind !== 'data' || !values || !CODE.test(slot.name) || !isCode(values)) return [];
    const message =
      `\`${slot.name}\` looks like a code, and stands in the formula as a number: one slope for all of it. If its values are names, say so under \`data\`: ` +
      `\`types: { ${slot.name}: category }\`.`;
    return [
      { severity: 'information', code: 'type', message, span: termPlace(spec, slot.name).span ?? spec.modelSpan, related: [slot.name] },
    ];
  });
};

const isCode = (values: Float64Array): boolean => values.every(Number.isInteger) && new Set(values.subarray(0, 1000)).size >= LEAST_VALUES;
