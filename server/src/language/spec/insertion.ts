import type { ModelSpec } from '../../engine/model/specification.js';
import type { ConfigEntry, ConfigMap } from '../syntax/config.js';
import type { SourceLines } from '../syntax/source.js';

type Insertion = ModelSpec['parameterInsertion'];

/** Where whole lines can be inserted that declare a parameter: always at the start of a line, for the last one may not end; in braces after the first. */
export function parameterInsertion(entry: ConfigEntry | undefined, root: ConfigMap, source: SourceLines): Insertion {
  if (!entry) return keyInsertion(root, source);
  const { key, value } = entry;
  const line = source.at(key.from);
  if (value.kind === 'map' && value.flow) return { offset: value.from + 1, indent: ' ', needsKey: false, inBraces: true };
  if (value.kind !== 'map') return { offset: lineAfter(key.to, source) ?? key.to, indent: `${' '.repeat(line.indent)}  `, needsKey: false };
  const first = source.at(value.from);
  const last = Math.max(...value.entries.map((parameter) => parameter.to));
  return { offset: lineAfter(last, source) ?? first.from, indent: ' '.repeat(first.indent), needsKey: false };
}

/** After the last key, or before it where its line is the unended last one. */
function keyInsertion(root: ConfigMap, source: SourceLines): Insertion {
  const last = root.entries.at(-1);
  const offset = last ? (lineAfter(last.to, source) ?? source.at(last.from).from) : source.text.length;
  return { offset, indent: '  ', needsKey: true };
}

function lineAfter(offset: number, source: SourceLines): number | undefined {
  return source.lines[source.at(offset).index + 1]?.from;
}
