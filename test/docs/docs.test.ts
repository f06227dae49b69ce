import assert from 'node:assert/strict';
import { cp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/processes.js';
import { referenceFolder, referencePages } from '../../scripts/reference/pages.js';
import { Folder, reportsOf, run } from '../../server/src/cli/testing.js';
import { distributions, latentDistributions, vectorPriors } from '../../server/src/engine/distributions/index.js';
import { wrappers } from '../../server/src/engine/distributions/wrappers/index.js';
import { functions, specialForms } from '../../server/src/engine/elaborate/functions/functions.js';
import { problemCodes } from '../../server/src/report/problem.js';
import type { FitReport } from '../../server/src/report/fitReport.js';
import { type Example, readPage } from './examples.js';

/** Markdown files, and schemas, below a folder, by their path in it. */
async function pagesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /\.(md|json)$/.test(name))
    .map((name) => name.replaceAll(path.sep, '/'))
    .sort();
}

const reference = (await pagesIn(referenceFolder)).map((name) => `docs/reference/${name}`);
const documents = ['README.md', 'docs/language.md', 'docs/after-the-estimate.md', ...reference];
const texts = new Map(await Promise.all(documents.map(async (name) => [name, await readFile(path.join(root, name), 'utf8')] as const)));

/** The reports of all examples of a page, in one run of the command. */
async function reportsFor(examples: readonly Example[], files: Readonly<Record<string, string>>): Promise<FitReport[]> {
  const folder = await Folder.make();
  try {
    await folder.write(files);
    await cp(path.join(root, 'examples/data/digits/training'), path.join(folder.path, 'digits'), { recursive: true });
    const named = examples.map(({ line, text }) => [`line-${String(line)}.fit.yaml`, text] as const);
    return reportsOf(await run('fit', ...(await folder.write(Object.fromEntries(named))), '--json'));
  } finally {
    await folder.remove();
  }
}

function codesOf({ diagnostics }: FitReport, severity: string): string[] {
  return [...new Set(diagnostics.filter((each) => each.severity === severity).map(({ code }) => code))].sort();
}

/** Every error and warning is one that the page announces; without an error there are estimates, unless the page should show that there are none. */
function assertShows(report: FitReport | undefined, { errors, warnings }: Example): void {
  assert.ok(report, 'the example was not fitted');
  const said = report.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n');
  assert.deepEqual(codesOf(report, 'error'), [...errors].sort(), said);
  assert.deepEqual(codesOf(report, 'warning'), [...warnings].sort(), said);
  if (errors.length > 0 || warnings.includes('unidentified') || warnings.includes('constant-column')) return;
  assert.equal(report.status, 'ok', said);
  const estimates = [...estimatesOf(report.mle), ...estimatesOf(report.map)];
  assert.ok(estimates.length > 0 && estimates.every((value) => value !== null), `${said}\nthere are parameters without an estimate`);
}

/** For a network, the loss. */
const estimatesOf = (part: FitReport['mle'] | FitReport['map']): (number | null)[] => [
  ...Object.values<{ readonly estimate: number | null }>(part?.parameters ?? {}).map(({ estimate }) => estimate),
  ...Object.values(part?.networks ?? {}).map(({ loss }) => loss),
];

describe('the documentation', () => {
  it('has a line forevery code of a finding', () => {
    const language = texts.get('docs/language.md') ?? '';
    const missing = problemCodes.filter((code) => !language.includes(`\n| \`${code}\``));
    assert.deepEqual(missing, []);
  });

  it('has the reference pages that the records give', async () => {
    const expected = await referencePages();
    const refresh = 'Run `npm run docs` to write the reference pages anew.';
    assert.deepEqual(reference, [...expected.keys()].map((name) => `docs/reference/${name}`).sort(), refresh);
    for (const [name, text] of expected) assert.equal(texts.get(`docs/reference/${name}`), text, `docs/reference/${name}: ${refresh}`);
  });

  it('has a page forevery distribution, listed in the index', () => {
    const index = texts.get('docs/reference/distributions.md') ?? '';
    for (const name of [...distributions.keys(), ...vectorPriors.keys(), ...latentDistributions.keys(), ...wrappers.keys()]) {
      assert.ok(texts.has(`docs/reference/distributions/${name}.md`), `there is no page of ${name}`);
      assert.ok(index.includes(`(distributions/${name}.md)`), `${name} is not in the index`);
    }
  });

  it('has an entry forevery function', () => {
    const page = texts.get('docs/reference/functions.md') ?? '';
    for (const name of [...functions.keys(), ...specialForms.keys()]) {
      assert.match(page, new RegExp(`^### ${name}$|\`${name}[(\`]`, 'm'), `${name} is not on the page of functions`);
    }
  });

  it('links to files that exist', async () => {
    for (const [name, text] of texts) {
      const links = [...text.matchAll(/\]\((?<target>[^)#:]+)(?:#[^)]*)?\)/g)].map(({ groups }) => groups?.['target'] ?? '');
      for (const link of links) {
        const target = path.join(root, path.dirname(name), link);
        await assert.doesNotReject(readFile(target), `${name} links to ${link}, which is not there`);
      }
    }
  });
});

for (const [name, text] of texts) {
  const { examples, files } = readPage(text);
  if (examples.length === 0) continue;
  describe(`the examples of ${name}`, () => {
    let reports: FitReport[] = [];
    before(async () => {
      reports = await reportsFor(examples, files);
    });
    examples.forEach((example, i) => {
      const shows = [...example.errors, ...example.warnings].join(', ');
      it(`line ${String(example.line)} ${shows === '' ? 'gives estimates' : `shows ${shows}`}`, () => assertShows(reports[i], example));
    });
  });
}
