import assert from 'node:assert/strict';
import { after, copyOf, errors, fitAfter, hoverText, lensTitles, livelihood, replace, show } from './support.js';

const coin = 'suspicious-coin.fit.yaml';

describe('a file that is broken while it is edited', () => {
  it('keeps its last estimates, marked stale, and says what is wrong', async () => {
    const { didChangeStatus } = await livelihood();
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    await after(
      didChangeStatus,
      (status) => status.uri === uri.toString() && status.state === 'stale' && errors(uri).length > 0,
      () => replace(uri, 'Beta(16, 16)', 'Beta(16, '),
    );
    assert.match((await lensTitles(uri)).join('\n'), /stale/i);
    const hover = await hoverText(uri, 'theta:');
    assert.match(hover, /0\.700/);
    assert.match(hover, /stale/i);
  });

  it('has current estimates again when it is mended', async () => {
    const uri = await copyOf(coin);
    await fitAfter(uri, () => show(uri));
    await replace(uri, 'Beta(16, 16)', 'Beta(16, ');
    await fitAfter(uri, () => replace(uri, 'Beta(16, ', 'Beta(16, 16)'));
    assert.deepEqual(errors(uri), []);
    assert.doesNotMatch(await hoverText(uri, 'theta:'), /stale/i);
  });
});
