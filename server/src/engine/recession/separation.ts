import { thin } from '../bind/thin.js';
import type { NodeId } from '../ir/graph.js';
import { type BoundModel, entriesBelow, looksAround, ownEntries } from '../model/bound.js';
import type { EntryIndex } from '../model/entryIndex.js';
import { at } from '../numeric/at.js';
import { frozenVariables, type Slopes, slopesOf } from './affineSlopes.js';
import { type Inequalities, recession } from './cone.js';
import { type Demand, type Demands, demandsOf } from './demands.js';

/** Entries that go to infinity together, and for how many rows the outcome is then predicted without error. */
export interface Separation {
  readonly towards: readonly { readonly entry: EntryIndex; readonly sign: 1 | -1 }[];
  readonly rows: number;
  readonly of: number;
}

/** More entries than this are left to the search itself. */
const MOST_ENTRIES = 100;
const SMALL = 100;
const SAMPLE_A_TERM = 8;
/** Operations (by row: squared entries, and what a row costs by itself) that are taken at once, and where the search ended as if on its way to infinity. */
const QUICK = 2e6;
const PATIENT = 5e7;
const ROW = 40;

/**
 * A direction in which no row becomes less probable and some become more, however far it is followed: then there is no maximum. `held` entries stay
 * where they are. With latent values that is so whatever these are, as long as they are only added to the predictor, and so for what is left when they are
 * integrated out: separation by the other terms alone. A level of theirs with one outcome only is none, for its value is held by its distribution. A sample of many rows tells most models that have a maximum; `isSuspicious` allows for more time.
 */
export function separationOf(bound: BoundModel, held: (entry: EntryIndex) => boolean, isSuspicious: boolean): Separation | undefined {
  const system = systemOf(bound, held);
  if (!system) return undefined;
  const width = system.entries.length;
  const sample = SMALL + SAMPLE_A_TERM * width;
  if (bound.used > 2 * sample) {
    const few = thin(bound, sample);
    const own = systemOf(few, held);
    const found = own && recession(inequalities(few, own));
    if (found && !found.recession && found.rank === width) return undefined;
  }
  if (bound.used * (width * width + ROW) > (isSuspicious ? PATIENT : QUICK)) return undefined;
  const rows = inequalities(bound, system);
  const found = recession(rows).recession;
  if (!found) return undefined;
  return { towards: towardsOf(system, found.direction), rows: predictedRows(found.strict, rows.owners), of: bound.used };
}

interface System {
  readonly entries: readonly EntryIndex[];
  readonly parts: readonly Demands[];
  /** Variables that the predictors are not affine in. */
  readonly frozen: ReadonlySet<number>;
}

/** The likelihoods that can be led to a limit, and the entries that nothing else depends on. */
function systemOf(bound: BoundModel, held: (entry: EntryIndex) => boolean): System | undefined {
  const { model } = bound;
  if (model.networks.length > 0 || looksAround(model)) return undefined;
  const read = model.likelihoods.map((likelihood) => ({ likelihood, demands: demandsOf(bound, likelihood) }));
  const parts = read.flatMap(({ demands }) => demands ?? []);
  const predictors = parts.flatMap((part) => part.predictors);
  const frozen = frozenVariables(model, predictors);
  const elsewhere = new Set([
    ...[...frozen].flatMap((variable) => ownEntries(model.variables[variable])),
    ...entriesBelow(model, [
      ...read.flatMap(({ likelihood, demands }) => (demands ? demands.others : [likelihood.root])),
      ...[...model.targets, ...model.latents].map(({ root }) => root),
    ]),
  ]);
  const own = entriesBelow(model, predictors);
  const entries = own.filter((entry) => entry >= 0 && !elsewhere.has(entry) && !held(entry) && canLeave(bound, entry));
  return entries.length > 0 && entries.length <= MOST_ENTRIES ? { entries, parts, frozen } : undefined;
}

/** Whether an entry is free to go to infinity on one side at least. */
function canLeave({ model }: BoundModel, entry: EntryIndex): boolean {
  const found = model.entries[entry];
  const isShare = model.groups.some(({ kind, entries }) => kind === 'simplex' && entries.includes(entry));
  return found !== undefined && found.fixed === undefined && !isShare && found.support.upper - found.support.lower === Infinity;
}

/** Rows of the data all of whose inequalities hold strictly. */
function predictedRows(strict: readonly number[], owners: readonly number[]): number {
  const met = new Set(strict);
  const missed = new Set(owners.filter((_, row) => !met.has(row)));
  return new Set(strict.map((row) => owners[row]).filter((owner) => owner !== undefined && !missed.has(owner))).size;
}

/** Inequalities with the row of the data that each comes from. */
interface OwnedInequalities extends Inequalities {
  readonly owners: readonly number[];
}

function inequalities(bound: BoundModel, { entries, parts, frozen }: System): OwnedInequalities {
  const rows: number[] = [];
  const owners: number[] = [];
  const known = new Map<NodeId, Slopes>();
  const slopes = (node: NodeId | undefined): Slopes => {
    const found = (node === undefined ? undefined : known.get(node)) ?? (node === undefined ? new Map() : slopesOf(bound, node, frozen));
    if (node !== undefined) known.set(node, found);
    return found;
  };
  for (const { demands } of parts)
    for (const demand of demands()) addDemand({ rows, owners }, bound, entries, demand, [slopes(demand.node), slopes(demand.less)]);
  const counted = rows.length / entries.length;
  addBounds(rows, bound, entries);
  return { rows: Float64Array.from(rows), width: entries.length, counted, owners };
}

function addDemand(
  { rows, owners }: { readonly rows: number[]; readonly owners: number[] },
  { weights }: BoundModel,
  entries: readonly EntryIndex[],
  { wishes }: Demand,
  [above, below]: readonly [Slopes, Slopes],
): void {
  const columns = entries.map((entry) => [above.get(entry), below.get(entry)] as const);
  wishes.forEach((wish, row) => {
    if (wish === 0 || weights?.[row] === 0) return;
    for (const sign of wish === 'same' ? [1, -1] : [wish]) {
      for (const [plus, minus] of columns) rows.push(sign * ((plus?.[row] ?? 0) - (minus?.[row] ?? 0)));
      owners.push(row);
    }
  });
}

/** An entry with one bound goes away from it; ordered entries keep their order. */
function addBounds(rows: number[], { model }: BoundModel, entries: readonly EntryIndex[]): void {
  const add = (up: number, down?: number): void => {
    rows.push(...entries.map((entry) => (entry === up ? 1 : entry === down ? -1 : 0)));
  };
  for (const entry of entries) {
    const { lower = -Infinity, upper = Infinity } = model.entries[entry]?.support ?? {};
    if (lower > -Infinity) add(entry);
    if (upper < Infinity) add(-1, entry);
  }
  for (const group of model.groups.filter(({ kind }) => kind === 'ordered'))
    group.entries.slice(1).forEach((entry, k) => {
      add(entry, group.entries[k]);
    });
}

function towardsOf({ entries }: System, direction: Float64Array): Separation['towards'] {
  return entries.flatMap((entry, k) => {
    const share = at(direction, k);
    return share === 0 ? [] : [{ entry, sign: share > 0 ? 1 : -1 }];
  });
}
