/** Random edits as people make them, and some that nobody means to; the same seed gives the same ones. */
export type Random = () => number;

/** Uniform numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const below = (random: Random, count: number): number => Math.floor(random() * count);
const pick = <T>(random: Random, from: readonly T[], otherwise: T): T => from[below(random, from.length)] ?? otherwise;

type Edit = (lines: readonly string[], at: number, random: Random) => readonly string[];

const strangers = [
  '',
  '   ',
  '# a comment',
  'nokey: 1',
  'model2: x',
  'loop: &a [*a]',
  'parameters:',
  'title: storm',
  '\tx: 1',
  '- item',
  '  "open',
  '{',
  '  z ~ Normal(0, 1)',
  '  y ~ Normal(a + , s)',
  '# livelihood-disable-next-line few-rows',
  '# livelihood-disable-next-line no-such-code',
  '# livelihood-disable-line',
  'settings: { interval: 0.9 }',
  'derived: { twice: 2 * theta }',
  'constructor: 1',
];

const numbers = ['0', '1', '-1', '2.5', '100', '1e-3', '1e400', '.inf', 'nan', '-0', '1/3', ''];

const spliced = (lines: readonly string[], at: number, taken: number, ...put: readonly string[]): readonly string[] => [
  ...lines.slice(0, at),
  ...put,
  ...lines.slice(at + taken),
];

const edits: readonly Edit[] = [
  (lines, at, random) => spliced(lines, at, 0, pick(random, strangers, '')),
  (lines, at, random) => spliced(lines, at, 0, pick(random, lines, '')),
  (lines, at) => spliced(lines, at, 1),
  (lines, at) => spliced(lines, at, 0, lines[at] ?? ''),
  (lines, at) => spliced(lines, at, 2, ...lines.slice(at, at + 2).reverse()),
  (lines, at) => spliced(lines, at, 1, toggled(lines[at] ?? '')),
  (lines, at) => spliced(lines, at, 1, `${lines[at] ?? ''}  `),
  (lines, at) => spliced(lines, at, 1, `${lines[at] ?? ''} # noted`),
  (lines, at, random) => spliced(lines, at, 1, withOtherNumber(lines[at] ?? '', random)),
  (lines, at, random) => spliced(lines, at, 1, withOtherNumber(lines[at] ?? '', random)),
  (lines, at, random) => spliced(lines, at, 1, withOtherCharacter(lines[at] ?? '', random)),
];

const toggled = (line: string): string => (line.startsWith('# ') ? line.slice(2) : `# ${line}`);

/** A number of the line is changed a little, or for another one. */
function withOtherNumber(line: string, random: Random): string {
  const found = [...line.matchAll(/(?<![\p{L}\d_.])\d+(?:\.\d+)?/gu)];
  const chosen = found[below(random, found.length)];
  if (!chosen) return line;
  const nearby = String(Math.round(Number(chosen[0]) * (500 + 1000 * random())) / 1000);
  const text = random() < 0.8 ? nearby : pick(random, numbers, '0');
  return line.slice(0, chosen.index) + text + line.slice(chosen.index + chosen[0].length);
}

const marks = ['(', ')', '[', ']', '{', '}', '"', "'", '#', ':', ',', '~', '|', ' ', '-'];

/** A character is taken out, or a bracket, a quote or the like put in. */
function withOtherCharacter(line: string, random: Random): string {
  const at = below(random, line.length + 1);
  return random() < 0.5 ? line.slice(0, at) + line.slice(at + 1) : line.slice(0, at) + pick(random, marks, ' ') + line.slice(at);
}

/** Lines beyond which only cutting edits are made. */
const MOST_LINES = 120;

/** A text being edited, with what an editor can undo. */
export class Draft {
  private readonly past: string[] = [];

  constructor(
    readonly original: string,
    public text = original,
  ) {}

  /** One more random edit; now and then an undo, or all at once back to the original. */
  edit(random: Random): void {
    const chance = random();
    if (chance < 0.25 && this.past.length > 0) this.undo(1 + below(random, 8));
    else if (chance < 0.3) this.change(this.original);
    else this.change(this.edited(random));
  }

  /** Back to the original, and then a few edits. */
  calm(random: Random): void {
    this.change(this.original);
    for (let count = below(random, 4); count > 0; count--) this.change(this.edited(random));
  }

  private undo(steps: number): void {
    for (let i = 0; i < steps; i++) this.text = this.past.pop() ?? this.text;
  }

  private change(text: string): void {
    this.past.push(this.text);
    if (this.past.length > 50) this.past.shift();
    this.text = text;
  }

  private edited(random: Random): string {
    const lines = this.text.split('\n');
    const at = below(random, lines.length);
    if (lines.length > MOST_LINES) return spliced(lines, at, 5).join('\n');
    return pick(random, edits, (same) => same)(lines, at, random).join('\n');
  }
}
