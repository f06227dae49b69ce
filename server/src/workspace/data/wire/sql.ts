/** A text as SQL writes it. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as SQL writes it. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A path for DuckDB, to which paths are patterns: `[`, `*` and `?` are made to stand for themselves. */
export const sqlPath = (path: string): string => sqlText(path.replace(/[[*?]/g, '[$&]'));
