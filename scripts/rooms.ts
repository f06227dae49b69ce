import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { main, root } from './processes.js';

/** A room is a folder of `server/src`: the files directly in it. `knows` are the rooms that it may import; `a/*` stands for `a` and all below it. */
interface Room {
  readonly room: string;
  readonly holds: string;
  /** An invariant that holds in it, or what is absent on purpose. */
  readonly rule?: string;
  readonly knows: readonly string[];
}

const source = path.join(root, 'server/src');
const map = path.join(root, 'ARCHITECTURE.md');
const marks = ['<!-- rooms: written by `npm run rooms` from rooms.json -->', '<!-- end of rooms -->'] as const;

const rooms = JSON.parse(readFileSync(path.join(root, 'rooms.json'), 'utf8')) as readonly Room[];
const rankOf = new Map(rooms.map(({ room }, rank) => [room, rank]));

const isProduct = (file: string): boolean => file.endsWith('.ts') && !/(^|\/)testing(\/|\.ts$)|\.test\.ts$/.test(file);
const roomOf = (file: string): string => path.posix.dirname(file);

/** The rooms that `knows` stands for. */
const expanded = (entry: string): string[] =>
  entry.endsWith('/*') ? [...rankOf.keys()].filter((room) => `${room}/`.startsWith(entry.slice(0, -1))) : [entry];

/** What each room imports of others, by room. */
function importsByRoom(files: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of files) {
    const room = roomOf(file);
    const known = found.get(room) ?? new Set<string>();
    for (const [, target = ''] of readFileSync(path.join(source, file), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']*)'/g))
      known.add(roomOf(path.posix.normalize(`${room}/${target}`)));
    known.delete(room);
    found.set(room, known);
  }
  return found;
}

/** What the list says that the code does not bear out. That nothing else is imported is for dependency-cruiser. */
function drift(): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/'));
  const imports = importsByRoom(files.filter(isProduct));
  const unlisted = [...imports.keys()].filter((room) => !rankOf.has(room)).map((room) => `${room} is not in rooms.json`);
  return [...unlisted, ...rooms.flatMap((room) => driftOf(room, imports.get(room.room)))];
}

function driftOf({ room, knows }: Room, imports: ReadonlySet<string> | undefined): string[] {
  if (!imports) return [`${room} holds no file`];
  const rank = rankOf.get(room) ?? 0;
  return knows.flatMap((entry) => {
    const all = expanded(entry).filter((each) => each !== room);
    const above = all.filter((each) => (rankOf.get(each) ?? Infinity) > rank);
    if (above.length > 0) return [`${room} stands below ${above.join(', ')} in the list and cannot know it`];
    return all.some((each) => imports.has(each)) ? [] : [`${room} may know ${entry} and does not`];
  });
}

/** A table for each wing, the ground floor first. */
function tables(): string {
  const wings = new Map<string, Room[]>();
  for (const room of rooms) {
    const [wing = ''] = room.room.split('/');
    wings.set(wing, [...(wings.get(wing) ?? []), room]);
  }
  return [...wings].map(([wing, own]) => `### ${title(wing)}\n\n${tableOf(own)}`).join('\n\n');
}

const title = (wing: string): string => (wing === '.' ? '`server/src` itself' : `\`server/src/${wing}\``);

function tableOf(rooms: readonly Room[]): string {
  const cells = rooms.map(({ room, holds, rule = '', knows }) => [code(room), holds, rule, knows.map(code).join(', ')]);
  const rows = [['room', 'holds', 'rule', 'may import'], ['---', '---', '---', '---'], ...cells];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Rooms of the engine go by their names in it. */
const code = (room: string): string => `\`${room === '.' ? 'server/src' : room.replace(/^engine\/(?=[^*])/, '')}\``;

/** The map with its tables as the list has them. */
function drawn(): string {
  const text = readFileSync(map, 'utf8');
  const [from, to] = marks.map((mark) => text.indexOf(mark));
  if (from === undefined || to === undefined || from < 0 || to < from) throw new Error('ARCHITECTURE.md has no place for the rooms');
  return `${text.slice(0, from)}${marks[0]}\n\n${tables()}\n\n${text.slice(to)}`;
}

/** Prettier pads tables: blanks and lines of dashes are no difference. */
const bare = (text: string): string => text.replace(/-{3,}/g, '---').replace(/[ \n]+/g, ' ');

function run(): number {
  const problems = drift();
  const text = drawn();
  if (!process.argv.includes('--check')) writeFileSync(map, text);
  else if (bare(text) !== bare(readFileSync(map, 'utf8')))
    problems.push('ARCHITECTURE.md is not as rooms.json says: npm run rooms writes it');
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

/** Writes the tables of ARCHITECTURE.md; with `--check` only says what is out of date. */
await main(() => Promise.resolve(run()));
