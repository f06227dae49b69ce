import { commaStyle, numberOf, pointStyle } from './numbers.js';
import type { Mark, NumberStyle } from '../../engine/model/dataSpec.js';
import { at } from '../../engine/numeric/at.js';

/** What is known about a file beyond one column. */
export interface MarkContext {
  /** Given by `decimal` and `thousands` under `data`. */
  readonly given?: NumberStyle;
  /** Decimal marks that other columns use beyond doubt. */
  readonly marks: ReadonlySet<Mark>;
  /** Fields are separated by semicolons, as where the comma is the decimal mark. */
  readonly semicolons: boolean;
}

/** How the numbers of a column are read. */
export interface Marks {
  readonly style: NumberStyle;
  /** A text that can be read in two ways, where nothing else shows which is right. */
  readonly doubtful?: string;
  /** Other columns of the file, which are written this way, have decided. */
  readonly byOthers?: boolean;
}

/** `1.502` or `1,502`: a fraction or thousands. */
const eitherForm = /^[-+\u2212]?[1-9]\d{0,2}[.,]\d{3}$/;
const hasMark = /[.,]/;

/** The decimal mark of a column from all of its texts, each with its count. */
export function marksOf(texts: readonly string[], counts: readonly number[], context: MarkContext): Marks {
  if (context.given) return { style: context.given };
  const marked = texts.filter((text) => hasMark.test(text));
  if (marked.length === 0) return { style: pointStyle };
  const fits = (style: NumberStyle): number =>
    texts.reduce((sum, text, i) => sum + (Number.isNaN(numberOf(text, style)) ? 0 : at(counts, i)), 0);
  const [point, comma] = [fits(pointStyle), fits(commaStyle)];
  if (point !== comma) return { style: point > comma ? pointStyle : commaStyle };
  const either = marked.filter((text) => eitherForm.test(text.trim()));
  return either.length > 0 ? doubtful(either, texts, context) : { style: only(context.marks) === ',' ? commaStyle : pointStyle };
}

/** The decimal mark that a column uses beyond doubt. */
export function certainMark(texts: readonly string[]): Mark | undefined {
  const [point, comma] = [pointStyle, commaStyle].map((style) => texts.every((text) => !Number.isNaN(numberOf(text, style))));
  return point === comma ? undefined : point ? '.' : ',';
}

const only = (marks: ReadonlySet<Mark>): Mark | undefined => (marks.size === 1 ? [...marks][0] : undefined);

/** Every number fits both ways: the rest of the file decides, then the size of the numbers beside them, then the separator. */
function doubtful(either: readonly string[], texts: readonly string[], { marks, semicolons }: MarkContext): Marks {
  const [example = ''] = either;
  const mark: Mark = example.includes('.') ? '.' : ',';
  const other: Mark = mark === '.' ? ',' : '.';
  const plain = texts.filter((text) => !hasMark.test(text)).map((text) => Math.abs(numberOf(text)));
  const jumps = areThousands(either, mark, plain);
  const decimal = only(marks) ?? (jumps ? other : mark === ',' && !semicolons ? '.' : mark);
  const style = decimal === '.' ? pointStyle : commaStyle;
  const isMixed = either.some((text) => text.includes(other));
  const isUsual =
    only(marks) === undefined ? isUsualFor(mark, semicolons, plain.length > 0) && !jumps : isUsualBeside(decimal, mark, jumps);
  return isUsual && !isMixed ? { style } : { style, doubtful: example, byOthers: only(marks) !== undefined };
}

/** Nobody doubts `1,502` between semicolons, or `1.502` elsewhere where all numbers of the column are written this way. */
const isUsualFor = (mark: Mark, semicolons: boolean, besidePlain: boolean): boolean =>
  mark === ',' ? semicolons : !semicolons && !besidePlain;

/** Beside a certain decimal mark: that mark, or a comma for thousands; `1.502` is never silently taken for thousands. */
const isUsualBeside = (decimal: Mark, mark: Mark, jumps: boolean): boolean => (decimal === mark ? !jumps : mark === ',');

/** As fractions they would be far smaller than the whole numbers beside them: 955, 980, 1.502. */
function areThousands(either: readonly string[], mark: Mark, plain: readonly number[]): boolean {
  const largestPlain = largest(plain);
  return largestPlain >= 100 && largest(either.map((text) => Math.abs(numberOf(text, { decimal: mark })))) * 10 < largestPlain;
}

const largest = (numbers: readonly number[]): number => numbers.reduce((a, b) => (b > a ? b : a), 0);
