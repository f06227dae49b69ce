import { type Domain } from '../../distributions/distribution.js';
import type { Span } from '../../../report/problem.js';
import { type EntryIndex, nextEntry } from '../../model/entryIndex.js';
import type { Entry, Group } from '../../model/model.js';
import type { ParameterSpec } from '../../model/specification.js';
import { at } from '../../numeric/at.js';

const REAL = { lower: -Infinity, upper: Infinity };

/** The unknowns found so far, in the order of their first use. */
export class EntryRegistry {
  readonly list: Entry[] = [];
  readonly groups: Group[] = [];
  private readonly shapes = new Map<string, 'scalar' | 'vector'>();
  private readonly byName = new Map<string, EntryIndex>();

  constructor(private readonly complain: (message: string, span: Span) => void) {}

  /** The entry of a scalar parameter used at `span`; undefined, with a problem reported, where the name is a vector elsewhere. */
  scalar(parameter: ParameterSpec, span: Span): EntryIndex | undefined {
    return this.claim(parameter.name, 'scalar', span) ? this.entry(parameter, undefined) : undefined;
  }

  /** The entries of a vector under these labels. */
  vector(parameter: ParameterSpec, labels: readonly string[], span: Span): EntryIndex[] | undefined {
    if (!this.claim(parameter.name, 'vector', span)) return undefined;
    return labels.map((label) => this.entry(parameter, label));
  }

  /** All entries of the parameter of that name. */
  of(owner: string): Entry[] {
    return this.list.filter((entry) => entry.owner === owner);
  }

  isVector(owner: string): boolean {
    return this.shapes.get(owner) === 'vector';
  }

  isUsed(owner: string): boolean {
    return this.shapes.has(owner);
  }

  /** An argument of this domain is the bare parameter: its support is cut to the domain. */
  narrow(owner: string, domain: Domain): void {
    for (const entry of this.of(owner)) entry.support = intersect(entry.support, domain);
  }

  setPrior(index: number, prior: number): void {
    const entry = this.list[index];
    if (entry) entry.prior = prior;
  }

  /** These entries constrain each other; those of a simplex are probabilities. */
  constrain(group: Group, span: Span): void {
    const known = this.groups.find(({ entries }) => entries.some((entry) => group.entries.includes(entry)));
    const isSame = known?.kind === group.kind && known.rest === group.rest && known.entries.join() === group.entries.join();
    if (known && !isSame) {
      const name = this.list[at(group.entries, 0)]?.owner ?? '';
      const what = known.kind === 'simplex' ? 'shares that sum to 1' : 'an increasing sequence';
      this.complain(`The entries of ${name} are already ${what}; they cannot be constrained in another way as well.`, span);
    } else if (!known && group.entries.length > 1) this.groups.push(group);
    for (const index of group.kind === 'simplex' ? group.entries : []) {
      const entry = this.list[index];
      if (entry) entry.support = intersect(entry.support, { lower: 0, upper: 1 });
    }
  }

  private claim(name: string, shape: 'scalar' | 'vector', span: Span): boolean {
    const known = this.shapes.get(name) ?? shape;
    this.shapes.set(name, known);
    if (known === shape) return true;
    const [vector, scalar] = ['a vector', 'a single number'];
    this.complain(
      `${name} is used as ${shape === 'scalar' ? `${scalar} here and as ${vector}` : `${vector} here and as ${scalar}`} elsewhere. Use two parameters.`,
      span,
    );
    return false;
  }

  private entry(parameter: ParameterSpec, label: string | undefined): EntryIndex {
    const name = label === undefined ? parameter.name : `${parameter.name}[${label}]`;
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const index = nextEntry(this.list.length);
    const { key } = parameter;
    this.byName.set(name, index);
    this.list.push({
      index,
      name,
      owner: parameter.name,
      span: { from: key.from, to: key.to },
      support: REAL,
      mapSupport: REAL,
      inLikelihood: false,
      ...(label === undefined ? {} : { label: label.replaceAll(' ', '') }),
    });
    return index;
  }
}

export function intersect(a: { lower: number; upper: number }, b: { lower: number; upper: number }): { lower: number; upper: number } {
  return { lower: Math.max(a.lower, b.lower), upper: Math.min(a.upper, b.upper) };
}
