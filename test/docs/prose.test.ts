import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/processes.js';

const LONGEST = 160;
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.git', '.cache', '.vscode-test']);

/** Markdown sources below a folder. */
async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : await sourcesIn(name);
      return entry.name.endsWith('.md') ? [name] : [];
    }),
  );
  return found.flat().sort();
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** Lines of prose: neither code nor a table, whose rows cannot be broken. */
function proseOf(text: string): Line[] {
  let isCode = false;
  return text.split(/\r?\n/).flatMap((line, i) => {
    const isFence = line.trimStart().startsWith('```');
    if (isFence) isCode = !isCode;
    return isFence || isCode || line.startsWith('|') || line.startsWith('<!--') ? [] : [{ number: i + 1, text: line }];
  });
}

/** A link or an image by itself cannot be broken. */
const isLink = (line: string): boolean => /^!?\[[^\]]*\]\([^)]*\)$/.test(line.trim());

/** Abbreviations, and initials, whose full stop does not end a sentence. */
const ABBREVIATIONS = /\b(?:al|app|ch|cf|vs|e\.g|i\.e|no|pp?|Stat|[A-Z])\. /g;

/** A full stop before a capital letter, outside code and links; a bold title or a list marker is not a sentence. */
function holdsTwo(line: string): boolean {
  const plain = line
    .replace(/(`+).+?\1/g, 'code')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/^\s*(?:[-*]|\d+\.) /, '')
    .replace(/^\*\*[^*]+\*\* /, '')
    .replace(ABBREVIATIONS, ' ');
  return /[.!?][)*_”"]* [A-Z]/.test(plain);
}

/** Every line that breaks a rule, as `README.md:12: …`. */
async function breaches(isBroken: (line: string) => boolean): Promise<string[]> {
  const sources = await sourcesIn(root);
  assert.ok(sources.length > 0, 'no Markdown source was found');
  const found = await Promise.all(
    sources.map(async (name) =>
      proseOf(await readFile(name, 'utf8'))
        .filter(({ text }) => isBroken(text))
        .map(({ number, text }) => `${path.relative(root, name)}:${String(number)}: ${text.slice(0, 60)}…`),
    ),
  );
  return found.flat();
}

describe('the sources of the documentation', () => {
  it(`have no line of more than ${String(LONGEST)} characters`, async () => {
    assert.deepEqual(await breaches((line) => line.length > LONGEST && !isLink(line)), []);
  });

  it('have one sentence per line', async () => {
    assert.deepEqual(await breaches(holdsTwo), []);
  });

  it('are searched by a rule that finds two sentences, and no others', () => {
    const two = [
      'It fits. It converged.',
      '- Is it? Yes.',
      'See [a](b.md). Then go on.',
      '**Title.** One. Two.',
      'In `x`. Then (as said). So it is.',
    ];
    const one = [
      '**Title.** One.',
      'After Gelman et al. (2013).',
      'Use `a. B` here.',
      '1. First of all',
      'Written by K. B. Gorman (2014).',
      'See ch. 3.',
    ];
    assert.deepEqual(
      two.filter((line) => !holdsTwo(line)),
      [],
    );
    assert.deepEqual(one.filter(holdsTwo), []);
  });
});
