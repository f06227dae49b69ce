import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
const text = (name: string): Promise<string> => readFile(new URL(name, root), 'utf8');
const strings = async (name: string): Promise<Record<string, string>> => JSON.parse(await text(name)) as Record<string, string>;
const placeholders = (message: string): string[] => (message.match(/\{\d\}|\]\(command:[^)]*\)|`[^`]*`|[*]{2}[^*]*[*]{2}/g) ?? []).sort();

/** Every text that the client shows, as it stands in the sources. */
async function shown(): Promise<string[]> {
  const files = await readdir(new URL('client/src/', root), { recursive: true });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const texts = await Promise.all(sources.map((file) => text(`client/src/${file.replaceAll('\\', '/')}`)));
  return texts.flatMap((source) => [...source.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, literal = '']) => literal));
}

describe('the texts of the extension', () => {
  it('of the manifest are all there, in English and in German', async () => {
    const [english, german, manifest] = await Promise.all([
      strings('package.nls.json'),
      strings('package.nls.de.json'),
      text('package.json'),
    ]);
    const used = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key);
    assert.ok(used.length > 50);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(english).sort());
    assert.deepEqual(Object.keys(german), Object.keys(english));
    const untranslated = Object.keys(english).filter((key) => german[key] === english[key]);
    assert.deepEqual(untranslated, []);
  });

  it('of the manifest keep links, commands and code in German', async () => {
    const [english, german] = await Promise.all([strings('package.nls.json'), strings('package.nls.de.json')]);
    for (const [key, message] of Object.entries(english)) assert.deepEqual(placeholders(german[key] ?? ''), placeholders(message), key);
  });

  it('of the manifest stand nowhere but in these files', async () => {
    const manifest = JSON.parse(await text('package.json')) as { readonly contributes: object };
    const loose: string[] = [];
    JSON.stringify(manifest.contributes, (key, value: unknown) => {
      const isText = ['title', 'description', 'markdownDescription', 'name', 'contents', 'altText'].includes(key);
      if (isText && typeof value === 'string' && !/^%.*%$/.test(value) && value !== 'Livelihood') loose.push(value);
      return value;
    });
    assert.deepEqual(loose, []);
  });

  it('of the client have a German translation with the same places for values, and none is left over', async () => {
    const [english, german, literals] = await Promise.all([strings('l10n/bundle.l10n.json'), strings('l10n/bundle.l10n.de.json'), shown()]);
    const wanted = [...new Set(literals)].sort();
    assert.ok(wanted.length > 50);
    assert.deepEqual(Object.keys(german).sort(), wanted);
    assert.deepEqual(Object.keys(english).sort(), wanted);
    for (const key of wanted) assert.deepEqual(placeholders(german[key] ?? ''), placeholders(key), key);
  });

  it('come with the package', async () => {
    const packed = (await text('.vscodeignore')).split('\n');
    for (const name of ['!package.nls.json', '!package.nls.de.json', '!l10n/**', '!media/walkthrough/**', '!media/templates/**'])
      assert.ok(packed.includes(name), name);
  });
});

describe('the pictures of the walkthrough', () => {
  it('are there, with colours of the theme alone', async () => {
    const manifest = await text('package.json');
    const pictures = [...manifest.matchAll(/media\/walkthrough\/[\w-]+\.svg/g)].map(([name]) => name);
    assert.equal(pictures.length, 5);
    for (const picture of pictures) {
      const svg = await text(picture);
      assert.match(svg, /var\(--vscode-/);
      assert.doesNotMatch(svg, /(?:fill|stroke)="#/, picture);
      // The page that shows them allows no styles of ours.
      assert.doesNotMatch(svg, /<style|style=|class=/, picture);
    }
  });
});
