import * as Plot from '@observablehq/plot';

/** The marks that plots are made of. */
const makers = {
  areaY: Plot.areaY,
  arrow: Plot.arrow,
  axisX: (_: unknown, options: Plot.AxisXOptions) => Plot.axisX(options),
  axisY: (_: unknown, options: Plot.AxisYOptions) => Plot.axisY(options),
  barX: Plot.barX,
  barY: Plot.barY,
  dot: Plot.dot,
  line: Plot.line,
  link: Plot.link,
  rectY: Plot.rectY,
  ruleX: Plot.ruleX,
  ruleY: Plot.ruleY,
  text: Plot.text,
} as const;

export type Row = Readonly<Record<string, number | string | null>>;

/** One mark: of a named set of data, or of none. */
export interface MarkSpec {
  readonly mark: keyof typeof makers;
  readonly data?: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A plot as plain data: it can be drawn, written as a program, and its numbers as a table. */
export interface PlotSpec {
  readonly data: Readonly<Record<string, readonly Row[] | readonly number[]>>;
  readonly marks: readonly MarkSpec[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Draws a plot. */
export function drawPlot({ data, marks, options }: PlotSpec): ReturnType<typeof Plot.plot> {
  const made = marks.map(({ mark, data: name, options: own }) => {
    const make = makers[mark] as (data: unknown, options: unknown) => Plot.Markish;
    return make(name === undefined ? undefined : data[name], own);
  });
  return Plot.plot({ ...options, marks: made });
}

/** The program that draws it with Observable Plot; `colour` says what a colour of the theme is. */
export function programOf({ data, marks, options }: PlotSpec, colour: (css: string) => string): string {
  const text = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? colour(each) : each));
  const sets = Object.entries(data).map(([name, rows]) => `const ${name} = ${text(rows)};`);
  const lines = marks.map(({ mark, data: name, options: own }) =>
    name === undefined ? `    Plot.${mark}(${text(own)}),` : `    Plot.${mark}(${name}, ${text(own)}),`,
  );
  const rest = Object.entries(options).map(([key, value]) => `  ${key}: ${text(value)},`);
  const chart = ['const chart = Plot.plot({', ...rest, '  marks: [', ...lines, '  ],', '});'];
  return [`import * as Plot from "@observablehq/plot";`, '', ...sets, '', ...chart, '', 'document.body.append(chart);', ''].join('\n');
}

/** The numbers of all its data, one line a point; the first column names the set. */
export function numbersOf({ data }: PlotSpec): string {
  const sets = Object.entries(data).map(([name, rows]) => ({
    name,
    rows: rows.map((row): Row => (typeof row === 'number' ? { value: row } : row)),
  }));
  const columns = [...new Set(sets.flatMap(({ rows }) => rows.flatMap((row) => Object.keys(row))))];
  const lines = sets.flatMap(({ name, rows }) => rows.map((row) => [name, ...columns.map((column) => row[column] ?? null)]));
  return csvOf([['series', ...columns], ...lines]);
}

/** Cells as CSV (RFC 4180). */
export function csvOf(rows: readonly (readonly (number | string | null)[])[]): string {
  const cell = (value: number | string | null): string => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}
