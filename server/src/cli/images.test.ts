import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import type { FitReport } from '../report/fitReport.js';
import { Folder, reportsOf, run } from './testing.js';

/** A grey image of one shade with one white point. */
function image(shade: number, height = 4, width = 4): Uint8Array {
  const data = new Uint8Array(height * width).fill(shade);
  data[shade % data.length] = 255;
  return encode({ width, height, data, channels: 1, depth: 8 });
}

const model = `model: label ~ Categorical(logits = f(image))
networks:
  f:
    layers: flatten -> dense(2)
    weights: Normal(0, 1)
`;
const data = 'data: { images: pets }\n';
const pets = {
  'pets/cat/1.png': image(10),
  'pets/cat/2.png': image(20),
  'pets/cat/3.png': image(160),
  'pets/dog/1.png': image(200),
  'pets/dog/2.png': image(180),
  'pets/dog/3.png': image(30),
};

describe('a folder of images', () => {
  let folder: Folder;
  beforeEach(async () => {
    folder = await Folder.make();
  });
  afterEach(() => folder.remove());

  async function fit(text: string, files: Readonly<Record<string, string | Uint8Array>> = pets): Promise<FitReport> {
    await folder.write(files);
    const [report] = reportsOf(await run('fit', '--json', ...(await folder.write({ 'pets.fit.yaml': text }))));
    return report ?? assert.fail('no report');
  }

  /** The messages of all problems. */
  async function problems(text: string, files?: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
    const { diagnostics } = await fit(text, files);
    return diagnostics.map(({ code, message, range: { start } }) => `${String(start.line)}:${String(start.character)} ${code} ${message}`);
  }

  /** There is one problem, at this place and with these words. */
  async function refuses(text: string, wanted: RegExp, files?: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    const found = await problems(text, files);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', wanted);
  }

  it('is fitted as a column of images and one of labels', async () => {
    const report = await fit(data + model);
    assert.deepEqual(
      [report.status, report.data, report.diagnostics.map(({ code }) => code)],
      ['ok', { rows: 6, used: 6 }, ['separation']],
    );
    assert.deepEqual([report.map?.networks?.f?.weights, report.map?.networks?.f?.biases], [32, 2]);
  });

  it('gives what columns of its points give', async () => {
    const text = data + model.replace('Categorical(logits = f(image))', 'Bernoulli(logit = f(image))').replace('dense(2)', 'dense(1)');
    const shades = [10, 20, 160, 200, 180, 30];
    const points = shades.map((shade) => Array.from({ length: 16 }, (_, i) => (i === shade % 16 ? 1 : shade / 255)));
    const columns = Array.from({ length: 16 }, (_, i) => `p${String(i)}`);
    const rows = points.map((values, row) => [row < 3 ? 'cat' : 'dog', ...values].join(','));
    const table = [['label', ...columns].join(','), ...rows].join('\n');
    const own = await fit(text);
    const plain = await fit(
      text.replace('{ images: pets }', 'points.csv').replace('f(image)', 'f(columns("p*"))').replace('flatten -> ', ''),
      { 'points.csv': table },
    );
    const [a, b] = [own, plain].map(({ map }) => map?.logPosterior ?? NaN) as [number, number];
    assert.ok(Math.abs(a - b) < 1e-8, `${String(a)} ${String(b)}`);
    assert.deepEqual(own.map?.certificate.data === undefined, false);
  });

  it('takes hidden files, other files and capitals as a user means them', async () => {
    const files = {
      ...pets,
      'pets/.DS_Store': 'x',
      'pets/cat/.4.png': 'x',
      'pets/cat/notes.txt': 'x',
      'pets/dog/4.PNG': image(99),
      'pets/README.md': '',
    };
    assert.equal((await fit(data + model, files)).data.rows, 7);
  });

  it('follows links, and labels may be any words and numbers', async () => {
    const names = ["it's", 'a, b [c]: {d}', 'Ünïcödé 🐈', '007'];
    await folder.write(
      Object.fromEntries(
        names.flatMap((name, i) => [
          [`other/${name}/1.png`, image(40 * i)],
          [`other/${name}/2.png`, image(9 * i)],
        ]),
      ),
    );
    await folder.write(pets);
    await symlink(join(folder.path, 'pets/cat'), join(folder.path, 'other/cat'));
    const report = await fit((data + model).replace('pets', 'other').replace('dense(2)', 'dense(5)'), {});
    assert.deepEqual([report.status, report.data.rows], ['ok', 11]);
    const missing = await problems((data + model).replace('pets', 'other').replace('dense(2)', 'dense(4)'), {});
    assert.match(missing[0] ?? '', /one for each of the 5 classes \(.*Ünïcödé 🐈\)/);
  });

  it('is scored on another folder, and on a share of its own', async () => {
    const files = { ...pets, 'more/cat/1.png': image(15), 'more/dog/1.png': image(210), 'more/dog/2.png': image(190) };
    const other = await fit(`validate: { source: more/ }\n${data}${model}`, files);
    assert.deepEqual([other.training?.rows, other.validation?.rows], [6, 3]);
    assert.ok(typeof other.validation?.map?.logLikelihood === 'number' && typeof other.validation.map.accuracy === 'number');
    const share = await fit(`validate: { fraction: 0.34 }\n${data}${model}`);
    assert.deepEqual([share.training?.rows, share.validation?.rows], [4, 2]);
    assert.ok(typeof share.validation?.map?.accuracy === 'number');
  });

  it('is scored at the point that the search reached where the classes are told apart without fault', async () => {
    const text = `validate: { fraction: 0.34 }\n${data}${model}`;
    const { mle, map, training, validation } = await fit(text);
    assert.ok(mle === null && map);
    assert.deepEqual([training?.mle?.unbounded, training?.mle?.accuracy, training?.map?.unbounded], [true, 1, undefined]);
    assert.ok((training?.mle?.logLikelihood ?? NaN) > (training?.map?.logLikelihood ?? NaN));
    assert.ok(typeof validation?.mle?.logLikelihood === 'number' && validation.mle.unbounded);
    const { out } = await run('fit', ...(await folder.write({ 'pets.fit.yaml': text })));
    assert.match(out, /There is no finite MLE: its scores are those of the point at which the search ended\./);
  });

  it('makes one size of all where that is asked for', async () => {
    const files = { ...pets, 'pets/cat/9.png': image(40, 9, 5) };
    const report = await fit(`data: { images: pets/, size: [3, 2], channels: 3 }\n${model}`, files);
    assert.deepEqual([report.data.rows, report.map?.networks?.f?.weights], [7, 36]);
    await refuses(
      data + model,
      /^0:16 data-malformed The images have different sizes: `cat\/1.png` is 4 × 4 and `cat\/9.png` 9 × 5 .*`size: \[4, 4\]`/,
      files,
    );
  });

  it('that is not there, empty or of another layout is explained', async () => {
    await refuses('data: { images: pest/ }\n' + model, /^0:16 data-missing There is no folder `pest`. Did you mean `pets`\?/);
    await refuses('data: { images: bare }\n' + model, /`bare` holds no PNG or JPEG file in the folders in it/, { 'bare/cat/x.txt': '' });
    await refuses('data: { images: flat }\n' + model, /^0:16 data-malformed `flat` holds images but no folder for each class/, {
      'flat/1.png': image(1),
    });
    await refuses('data: { images: one.csv }\n' + model, /`one.csv` is a file: `images` takes a folder/, { 'one.csv': 'a\n1\n' });
    await refuses('data: { images: single }\n' + model, /^0:16 data-malformed `single` has images of one class only, `cat`/, {
      'single/cat/1.png': image(1),
    });
  });

  it('names an image that does not decode and counts the others', async () => {
    const broken = { ...pets, 'pets/cat/2.png': image(20).slice(0, 50), 'pets/dog/2.png': 'no image', 'pets/dog/3.png': '' };
    await refuses(data + model, /^0:16 data-malformed `cat\/2.png` cannot be read as an image: .* So it is with 2 more\./, broken);
  });

  it('names images of other formats', async () => {
    await refuses(data + model, /data-unreadable `cat\/4.webp` \(and 1 more\) is no PNG or JPEG/, {
      ...pets,
      'pets/cat/4.webp': 'x',
      'pets/dog/4.gif': 'x',
    });
  });

  it('has no labels that cannot be told from nothing', async () => {
    await refuses('data: { images: a }\n' + model, /The folder "NA" has a name that stands for a missing value: rename it/, {
      'a/NA/1.png': image(1),
      'a/b/1.png': image(2),
    });
    await refuses('data: { images: b }\n' + model, /The folder "x\\ny" has a character in its name that cannot be shown/, {
      'b/x\ny/1.png': image(1),
    });
    await refuses('data: { images: c }\n' + model, /The folder " x" has a blank at an end/, { 'c/ x/1.png': image(1) });
  });

  it('explains a wrong size, wrong channels and what does not go together', async () => {
    await refuses(
      `data: { images: pets, size: 32 }\n${model}`,
      /^0:28 type `size` takes height and width .* such as `\[32, 32\]`, not a number/,
    );
    await refuses(`data: { images: pets, size: [0, 3] }\n${model}`, /two whole numbers from 1 to 4096/);
    await refuses(`data: { images: pets, size: [32] }\n${model}`, /two whole numbers from 1 to 4096/);
    await refuses(`data: { images: pets, channels: 4 }\n${model}`, /`channels` is 1 \(grey\) or 3 \(red, green and blue\); 4 is not/);
    await refuses(`data: { images: pets, source: a.csv }\n${model}`, /`images` and `source` both say where the rows come from/);
    // The network is small, but not what goes into it.
    await refuses(
      `data: { images: pets, size: [4000, 4000] }\n${model.replace('flatten', 'avgpool2d(1000) -> flatten')}`,
      /6 images of 4000 × 4000 × 1 are more than 50 million numbers: give a smaller `size`/,
    );
  });

  it('refuses an image where a number is needed', async () => {
    const text = (statement: string): string => `${data}model: ${statement}\nparameters: { a: , b: , s: }\n`;
    const needed = /type `image` is an image, where a number is needed: use it as the input of a network, f\(image\)\./;
    for (const statement of [
      'label ~ Bernoulli(logit = a + image)',
      'image ~ Normal(a, s)',
      'label ~ Bernoulli(logit = linear(b, image))',
      'label ~ Bernoulli(logit = a * mean(image))',
      'image ~ Categorical(logits = [a, b])',
      'label ~ Bernoulli(logit = lag(image))',
    ]) {
      const found = await problems(text(statement));
      assert.ok(
        found.some((each) => needed.test(each)),
        `${statement}: ${found.join('\n')}`,
      );
    }
    const index = await problems(text('label ~ Bernoulli(logit = b[image])'));
    assert.ok(
      index.some((each) => each.includes('`image` is an image, and an index must be a column of categories.')),
      index.join('\n'),
    );
    const weights = await problems(`data: { images: pets, weights: image }\n${model}`);
    assert.match(weights.join('\n'), /Weights are numbers; column `image` holds images\./);
    const where = await problems(`data: { images: pets, where: image > 0 }\n${model}`);
    assert.match(where.join('\n'), needed);
    const both = await problems(data + model.replace('f(image)', 'f(image, 1)'));
    assert.match(both.join('\n'), /An image goes into a network alone: f\(image\)/);
  });

  it('keeps the rows that `where` keeps', async () => {
    const report = await fit(`data: { images: pets, where: label != "bird" }\n${model}`, { ...pets, 'pets/bird/1.png': image(77) });
    assert.deepEqual([report.data.used, report.map?.networks?.f?.weights], [6, 32]);
  });

  it('names images for validation of another size or with another class', async () => {
    const files = { ...pets, 'more/cat/1.png': image(1, 5, 5), 'birds/bird/1.png': image(3), 'birds/cat/1.png': image(5) };
    const sizes = await problems(`validate: { source: more }\n${data}${model}`, files);
    assert.match(sizes.join('\n'), /`more`: its images are 5 × 5 \(height × width\) and those of the data 4 × 4/);
    const classes = await problems(`validate: { source: birds }\n${data}${model}`, {});
    assert.match(classes.join('\n'), /The training data have no level `bird` of `label`.* 1 row is left out of the validation/);
  });

  it('says what layer an image does not fit, and what output the likelihood needs', async () => {
    await refuses(data + model.replace('flatten -> ', ''), /flatten/);
    await refuses(data + model.replace('dense(2)', 'dense(3)'), /End the network with dense\(2\)/);
    await refuses(data + model.replace('flatten', 'conv2d(2, 9) -> flatten'), /4 × 4/);
  });
});
