import type { ModelSpec } from '../../engine/model/specification.js';
import type { ConfigEntry, ConfigMap } from '../syntax/config.js';
import type { SourceLines } from '../syntax/source.js';

type Insertion = ModelSpec['parameterInsertion'];

/** Where whole lines can be inserted that declare a parameter: at the start of a line, or after a last line that does not end; in braces after the first. */
export function parameterInsertion(entry: ConfigEntry | undefined, root: ConfigMap, source: SourceLines): Insertion {
  if (!entry) return { ...lineAfter(root.entries.at(-1)?.to, source), indent: '  ', needsKey: true };
  const { key, value } = entry;
  const line = source.at(key.from);
  if (value.kind === 'map' && value.flow) return { offset: value.from + 1, indent: ' ', needsKey: false, inBraces: true };
  if (value.kind !== 'map') return { ...lineAfter(key.to, source), indent: `${' '.repeat(line.indent)}  `, needsKey: false };
  const first = source.at(value.from);
  const last = Math.max(...value.entries.map((parameter) => parameter.to));
  return { ...lineAfter(last, source), indent: ' '.repeat(first.indent), needsKey: false };
}

/** The line after an offset, or the end of the text. */
function lineAfter(offset: number | undefined, source: SourceLines): Pick<Insertion, 'offset' | 'needsBreak'> {
  const next = offset === undefined ? undefined : source.lines[source.at(offset).index + 1]?.from;
  if (next !== undefined) return { offset: next };
  const { text } = source;
  return text === '' || text.endsWith('\n') ? { offset: text.length } : { offset: text.length, needsBreak: true };
}
