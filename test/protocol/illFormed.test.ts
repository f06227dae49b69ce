import assert from 'node:assert/strict';
import { type ProtocolConnection, ResponseError } from 'vscode-languageserver/node';
import { Client, estimateOf } from './client.js';

const coin = 'data: { flip: [H, T, H, H, H, T, H, H, T, H] }\nmodel: flip ~ Bernoulli(theta)\nparameters:\n  theta: Beta(16, 16)\n';
const invalidParams = -32602;

/** Requests that say too little or something else, by method. */
const requests: readonly (readonly [string, unknown])[] = [
  ['initialize', null],
  ['initialize', {}],
  ['initialize', { capabilities: null }],
  ['initialize', { capabilities: 7 }],
  ['textDocument/hover', undefined],
  ['textDocument/hover', null],
  ['textDocument/hover', {}],
  ['textDocument/hover', []],
  ['textDocument/hover', { textDocument: null, position: { line: 0, character: 0 } }],
  ['textDocument/hover', { textDocument: { uri: 7 }, position: { line: 0, character: 0 } }],
  ['textDocument/hover', { textDocument: { uri: 'file:///a.fit.yaml' } }],
  ['textDocument/hover', { textDocument: { uri: 'file:///a.fit.yaml' }, position: { line: -1, character: 'x' } }],
  ['textDocument/inlayHint', null],
  ['textDocument/codeLens', {}],
  ['textDocument/codeAction', { textDocument: { uri: 'file:///a.fit.yaml' }, range: { start: null } }],
  ['livelihood/view', undefined],
  ['livelihood/view', { uri: null }],
  ['livelihood/refit', []],
];

const notifications: readonly (readonly [string, unknown])[] = [
  ['textDocument/didOpen', null],
  ['textDocument/didOpen', { textDocument: { uri: 'file:///a.fit.yaml' } }],
  ['textDocument/didChange', {}],
  ['textDocument/didChange', { textDocument: { uri: 'file:///a.fit.yaml', version: 2 }, contentChanges: [null] }],
  ['textDocument/didClose', { textDocument: {} }],
  ['workspace/didChangeWatchedFiles', { changes: [null] }],
  ['workspace/didChangeWatchedFiles', { changes: [{ uri: 'file://elsewhere/%zz.csv', type: 2 }] }],
];

async function errorOf(connection: ProtocolConnection, method: string, params: unknown): Promise<ResponseError<unknown>> {
  try {
    // Without params the message has none.
    await (params === undefined ? connection.sendRequest(method) : connection.sendRequest(method, params));
  } catch (error) {
    if (error instanceof ResponseError) return error;
    throw error;
  }
  return assert.fail(`${method} ${JSON.stringify(params)} was answered`);
}

describe('ill-formed messages', () => {
  let client: Client;

  before(async () => {
    client = await Client.start();
  });

  after(() => client.stop());

  for (const [method, params] of requests) {
    it(`${method} with ${params === undefined ? 'nothing' : JSON.stringify(params)} is answered with what is wrong with it`, async () => {
      const { code, message } = await errorOf(client.connection, method, params);
      assert.equal(code, invalidParams, message);
      assert.match(message, /params.* is not an? /);
    });
  }

  it('that ask for no answer are passed over, and the server goes on', async () => {
    for (const [method, params] of notifications) await client.connection.sendNotification(method, params);
    const textDocument = { uri: 'file://elsewhere/%zz.fit.yaml', languageId: 'estimation', version: 1, text: coin };
    await client.connection.sendNotification('textDocument/didOpen', { textDocument });
    await client.open('coin.fit.yaml', coin);
    assert.ok(Math.abs(estimateOf(await client.fit('coin.fit.yaml', 1), 'theta') - 0.7) < 1e-8);
    assert.doesNotMatch(client.output, /Cannot read properties|is not iterable|-32603/);
  });
});
