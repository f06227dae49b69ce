/** What an error of DuckDB says of a file that a query reads, in the user's words; undefined where it is about the query itself. */
export function fileErrorText(message: string): string | undefined {
  const [, line, quoted] = /^\s*file ?= ?(.+)$|[Ff]ile ["']([^"'\n]+)["']/m.exec(message) ?? [];
  const file = (line ?? quoted)?.trim().split(/[/\\]/).at(-1);
  const name = file === undefined ? 'a file' : `\`${file}\``;
  return csvText(message, name) ?? otherText(message, name);
}

function csvText(message: string, name: string): string | undefined {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const where = line === undefined ? name : `line ${line} of ${name}`;
  if (/not utf-?(?:8|16) encoded|Invalid unicode/i.test(message))
    return `${where} is not written in UTF-8. \`read_csv('…', encoding = 'latin-1')\` reads such a file, and \`source\` in the place of \`query\` finds the encoding.`;
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (expected !== undefined && found !== undefined) return `${where} has ${found} fields, where ${expected} are expected.`;
  if (/unterminated quote/.test(message)) return `${where} has a double quote that is not closed.`;
  const [, text, type] = /Could not convert string "(.*?)" to '?(\w+)/s.exec(message) ?? [];
  if (line !== undefined && text !== undefined)
    return `${where} holds \`${text.slice(0, 40)}\`, which is no ${type === 'DATE' || type === 'TIMESTAMP' ? 'date' : 'number'} as above. \`read_csv('…', all_varchar = true)\` reads all fields as texts.`;
  if (line !== undefined || /sniffing file|state machine|CSV Parser|CSV File/i.test(message))
    return `${where} cannot be read as a text table. \`source\` in the place of \`query\` finds out how it is written; \`read_csv('…', delim = ';')\` says it.`;
  return undefined;
}

function otherText(message: string, name: string): string | undefined {
  if (/magic bytes|Footer length|too small to be a Parquet|Parquet magic/i.test(message)) return `${name} is not a whole Parquet file.`;
  if (/Malformed JSON|JSON transform error/i.test(message)) return `${name} is not sound JSON.`;
  return undefined;
}
