import assert from 'node:assert/strict';
import { Folder, reportsOf, run } from './testing.js';

const text = `data:
  x: [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]
  k: [a, a, a, b, b, b, a, a, b]
model: k ~ Bernoulli(logit = f(x))
networks:
  f:
    layers: dense(2) -> tanh -> dense(1)
    weights: Normal(0, 1)
`;

describe('the command line, on a network', () => {
  let folder: Folder;
  before(async () => {
    folder = await Folder.make();
  });
  after(() => folder.remove());

  it('prints a line for it, without its weights', async () => {
    const { out } = await run('fit', ...(await folder.write({ 'net.fit.yaml': text })));
    assert.match(out, /^ {2}f {2}4 weights, 3 biases; .*MAP loss [\d.]+ per row, norm [\d.]+, \d of 8 starts$/m);
    assert.doesNotMatch(out, /f\[\d/);
  });

  it('gives its size, norm, loss and starts in the JSON', async () => {
    const [report] = reportsOf(await run('fit', '--json', ...(await folder.write({ 'net.fit.yaml': text }))));
    const { f } = report?.map?.networks ?? assert.fail();
    assert.deepEqual([f?.weights, f?.biases, f?.starts, report?.map?.parameters], [4, 3, 8, {}]);
    assert.equal(f?.loss, -(report?.map?.logLikelihood ?? NaN) / 9);
    // Σ −w²/2 − log(2π)/2 over the four weights, biases being flat.
    const prior = -((f.norm ?? NaN) ** 2) / 2 - 2 * Math.log(2 * Math.PI);
    assert.ok(Math.abs(prior - (report?.map?.logPrior ?? NaN)) < 1e-9);
  });

  it('says nothing of networks where there are none', async () => {
    const coin = 'data: { k: [a, b, b] }\nmodel: k ~ Bernoulli(p)\nparameters: { p: }\n';
    const [report] = reportsOf(await run('fit', '--json', ...(await folder.write({ 'coin.fit.yaml': coin }))));
    assert.ok(report?.mle && !('networks' in report.mle));
  });
});
