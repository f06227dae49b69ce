// @ts-check
// The import directions of ARCHITECTURE.md, as rules that fail.

const ours = '^(server|client|media|scripts|test|bench)/';
/** Product code of a folder; tests may reach further. @param {string} folder */
const code = (folder) => ({ path: `^${folder}/`, pathNot: '[.]test[.]ts$' });

/** @param {string} folder @param {string[]} allowed @param {string} [comment] */
const only = (folder, allowed, comment) => ({
  name: `${folder.replace('server/src/', '')}-imports-only`,
  comment: comment ?? `${folder} may import only ${allowed.join(', ')} of ours`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: ours, pathNot: allowed.map((path) => `^${path}/`) },
});

const server = 'server/src';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', comment: 'An import circle has no order to read it in', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    only(`${server}/engine`, [`${server}/engine`], 'The engine is pure numerics and imports nothing of ours'),
    only(`${server}/report`, [`${server}/report`], 'What a fit says is known by all and knows nothing'),
    only(`${server}/language`, [`${server}/language`, `${server}/engine`, `${server}/report`]),
    only(`${server}/protocol`, [`${server}/protocol`]),
    only(`${server}/workspace`, [
      `${server}/workspace`,
      `${server}/language`,
      `${server}/engine`,
      `${server}/protocol`,
      `${server}/report`,
    ]),
    only(`${server}/lsp`, [server]),
    only(`${server}/cli`, [server]),
    only('client', ['client', `${server}/protocol`]),
    only('media', ['media', `${server}/protocol`, `${server}/report`]),
    {
      name: 'roots-are-not-imported',
      comment: 'main.ts, worker.ts, lsp/ and cli/ are composition roots: nothing else builds on them',
      severity: 'error',
      from: { path: `^${server}/`, pathNot: `^${server}/(lsp|cli)/|^${server}/(main|worker)[.]ts$` },
      to: { path: `^${server}/(lsp|cli)/|^${server}/(main|worker)[.]ts$` },
    },
    {
      name: 'lsp-and-cli-apart',
      severity: 'error',
      from: { path: `^${server}/(lsp|cli)/` },
      to: { path: `^${server}/(lsp|cli)/`, pathNot: `^${server}/$1/` },
    },
    {
      name: 'vscode-in-client-only',
      severity: 'error',
      from: { pathNot: '^client/|^test/host/suite/' },
      to: { path: '^vscode$|^node_modules/@types/vscode/' },
    },
    {
      name: 'lsp-types-in-lsp-only',
      comment: 'Analysis returns plain data with offsets; lsp/ converts',
      severity: 'error',
      from: { path: `^${server}/`, pathNot: `^${server}/lsp/|^${server}/main[.]ts$` },
      to: { path: '^node_modules/vscode-(languageserver|jsonrpc)' },
    },
    {
      name: 'no-node-in-engine-and-language',
      comment: 'A web build must stay possible',
      severity: 'error',
      from: { ...code(`${server}/(engine|language|protocol|report)`) },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-node-in-media', severity: 'error', from: { ...code('media') }, to: { dependencyTypes: ['core'] } },
    {
      name: 'panel-takes-only-types-of-protocol',
      severity: 'error',
      from: { path: '^media/', pathNot: '[.]test[.]ts$' },
      to: { path: `^${server}/protocol/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^(server|client|media)/', pathNot: '[.]test[.]ts$' },
      to: { path: '[.]test[.]ts$|^(test|scripts|bench)/' },
    },
    {
      name: 'product-does-not-import-dev-tools',
      severity: 'error',
      from: { path: '^(server|client|media)/', pathNot: '[.]test[.]ts$' },
      to: { path: '^node_modules/(mocha|fast-check|playwright-core|esbuild|typescript|eslint|tsx|c8|@vscode/vsce|@vscode/test-electron)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|^[.]cache/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
};
