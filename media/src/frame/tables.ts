import { csvOf } from './plotSpec.js';

export type TableFormat = 'Markdown' | 'LaTeX' | 'CSV';

/** The text of each cell of a table, row by row. */
export function cellsOf(table: HTMLTableElement): string[][] {
  return [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
}

/** A table, whose first row has the names of its columns, as text. */
export function tableText(rows: readonly (readonly string[])[], format: TableFormat): string {
  if (format === 'CSV') return csvOf(rows.map((row) => row.map(plain)));
  const [head = [], ...body] = rows;
  if (format === 'Markdown') {
    const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    return [line(head), `|${head.map((_, i) => (i === 0 ? ' :-- ' : ' --: ')).join('|')}|`, ...body.map(line), ''].join('\n');
  }
  const line = (cells: readonly string[]): string => `  ${cells.map(inLatex).join(' & ')} \\\\`;
  const columns = head.map((_, i) => (i === 0 ? 'l' : 'r')).join('');
  return [`\\begin{tabular}{${columns}}`, '  \\hline', line(head), '  \\hline', ...body.map(line), '  \\hline', '\\end{tabular}', ''].join(
    '\n',
  );
}

/** Other programs read a hyphen where people read a minus, and nothing where we write a dash. */
const plain = (cell: string): string => (cell === '—' ? '' : cell.replaceAll('−', '-'));

const marks: Readonly<Record<string, string>> = {
  '−': '$-$',
  '±': '$\\pm$',
  '∞': '$\\infty$',
  '—': '---',
  '×': '$\\times$',
  '·': '$\\cdot$',
  σ: '$\\sigma$',
  λ: '$\\lambda$',
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const inLatex = (cell: string): string => cell.replaceAll(/[−±∞—×·σλ\\~^]|[&%$#_{}]/g, (character) => marks[character] ?? `\\${character}`);
