// @ts-check
// The import directions of rooms.json, as rules that fail; ARCHITECTURE.md shows them as tables.

/** @type {{ room: string, knows: string[] }[]} */
const rooms = require('./rooms.json');

const ours = '^(server|client|media|scripts|test|bench)/';
const server = 'server/src';
/** Not product code. */
const tests = '[.]test[.]ts$|/testing([.]ts$|/)';

/** @param {string} folder @param {string[]} allowed */
const only = (folder, allowed) => ({
  name: `${folder.replace(`${server}/`, '')}-imports-only`,
  comment: `${folder} may import only ${allowed.join(', ')} of ours`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: ours, pathNot: allowed.map((path) => `^${path}/`) },
});

/** The files of a room: those directly in its folder. @param {string} room */
const filesOf = (room) => `^${room === '.' ? server : `${server}/${room}`}/[^/]+$`;

/** What an entry of `knows` stands for. @param {string} entry */
const known = (entry) => (entry.endsWith('/*') ? `^${server}/${entry.slice(0, -1)}` : filesOf(entry));

/** @param {{ room: string, knows: string[] }} room */
const roomRule = ({ room, knows }) => ({
  name: `room-${room}`,
  comment: `${room} may import only itself and ${knows.join(', ') || 'nothing'}: rooms.json`,
  severity: 'error',
  from: { path: filesOf(room), pathNot: tests },
  to: { path: ours, pathNot: [filesOf(room), ...knows.map(known)] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', comment: 'An import circle has no order to read it in', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    ...rooms.map(roomRule),
    // Tests of the lower wings as well.
    only(`${server}/report`, [`${server}/report`]),
    only(`${server}/engine`, [`${server}/engine`, `${server}/report`]),
    only('client', ['client', `${server}/protocol`, `${server}/report`]),
    only('media', ['media', `${server}/protocol`, `${server}/report`]),
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
      name: 'no-node-below-workspace',
      comment: 'A web build must stay possible',
      severity: 'error',
      from: { path: `^${server}/(report|engine|language|fit|protocol)/`, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-node-in-media', severity: 'error', from: { path: '^media/', pathNot: tests }, to: { dependencyTypes: ['core'] } },
    {
      name: 'panel-takes-only-types-of-protocol',
      severity: 'error',
      from: { path: '^media/', pathNot: tests },
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
