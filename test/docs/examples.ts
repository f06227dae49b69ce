/** The blocks of a page that the tests run: estimation files, and the data files that they name. */
export interface Page {
  readonly examples: readonly Example[];
  /** Data files by name: blocks such as ```csv houses.csv. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Example {
  /** Where the block begins, counted from 1. */
  readonly line: number;
  readonly text: string;
  /** Codes of the errors and warnings that it is there to show: ```yaml error=unidentified. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const block = /^```(?<info>[^\n`]*)\n(?<text>.*?)^```$/gms;

/** Finds the blocks of a Markdown text. Every ```yaml block is a whole estimation file. */
export function readPage(markdown: string): Page {
  const found = [...markdown.matchAll(block)].map(({ index, groups }) => {
    const [language = '', ...words] = (groups?.['info'] ?? '').trim().split(/\s+/);
    return { language, words, text: groups?.['text'] ?? '', line: markdown.slice(0, index).split('\n').length };
  });
  const examples = found.filter(({ language }) => language === 'yaml').map(({ line, text, words }) => ({ line, text, ...expected(words) }));
  const files = found.flatMap(({ language, words: [name], text }) =>
    dataLanguages.has(language) && name !== undefined ? [[name, text]] : [],
  );
  return { examples, files: Object.fromEntries(files) as Record<string, string> };
}

const dataLanguages: ReadonlySet<string> = new Set(['csv', 'json', 'jsonl']);

function expected(words: readonly string[]): Pick<Example, 'errors' | 'warnings'> {
  const codes = (severity: string): string[] =>
    words.flatMap((word) => (word.startsWith(`${severity}=`) ? [word.slice(severity.length + 1)] : []));
  return { errors: codes('error'), warnings: codes('warning') };
}
