import assert from 'node:assert/strict';
import { panelHtml } from './panelHtml.js';

const page = panelHtml({
  source: 'vscode-resource:',
  nonce: 'abc123',
  script: 'vscode-resource:/dist/panel.js',
  style: 'vscode-resource:/dist/panel.css',
});
const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
const directives = new Map(policy.split('; ').map((directive) => [directive.split(' ')[0] ?? '', directive]));

describe('the page of the panel', () => {
  it('runs no script but the one with its nonce', () => {
    assert.equal(directives.get('script-src'), "script-src 'nonce-abc123'");
    const scripts = [...page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    assert.deepEqual(scripts, ['<script nonce="abc123" src="vscode-resource:/dist/panel.js">']);
  });

  it('reaches nothing that is not named', () => {
    assert.equal(directives.get('default-src'), "default-src 'none'");
    assert.doesNotMatch(policy, /https?:|\*|unsafe-eval/);
  });
});
