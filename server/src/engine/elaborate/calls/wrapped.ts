import type { Argument, CallExpr, Expr } from '../../expr/ast.js';
import { nearest } from '../../expr/nearest.js';
import { type OwnArgument, type Wrapper, wrapperUsage } from '../../distributions/wrappers/wrapper.js';
import type { MatchedCall, Report } from './call.js';

/** `Truncated(Normal(mu, sigma), lower = 0)` → the distribution it makes and what stands for each of its arguments. */
export function matchWrapper(
  call: CallExpr,
  wrapper: Wrapper,
  report: Report,
  matchInner: (expr: Expr) => MatchedCall | undefined,
): MatchedCall | undefined {
  const placed = place(call, wrapper, report);
  const inner = placed?.distributions.map(matchInner);
  if (!placed || !inner?.every((each) => each !== undefined)) return undefined;
  const own = [...wrapper.before, ...wrapper.after].filter(({ name }) => placed.own.has(name)).map(({ name }) => name);
  const family = wrapper.make(inner, own);
  if (typeof family === 'string') return report('type', family, call);
  const values = [...own.flatMap((name) => placed.own.get(name) ?? []), ...inner.flatMap((each) => each.values)];
  return { ...family, values };
}

interface Placed {
  readonly own: ReadonlyMap<string, Expr>;
  readonly distributions: readonly Expr[];
}

/** Named arguments first; the others go to what is left, in the order of a call. */
function place(call: CallExpr, wrapper: Wrapper, report: Report): Placed | undefined {
  const own = new Map<string, Expr>();
  for (const { name, value } of call.arguments) {
    if (!name) continue;
    if (!isOwn(wrapper, name.name)) return unknownArgument(wrapper, name, report);
    if (own.has(name.name)) return report('type', `The argument \`${name.name}\` is given twice.`, name);
    own.set(name.name, value);
  }
  const positional = call.arguments.filter(({ name }) => !name);
  const [before, after] = [wrapper.before, wrapper.after].map((each) => each.filter(({ name }) => !own.has(name)));
  const first = fill(own, before ?? [], positional);
  const rest = positional.slice(first);
  const distributions = rest.slice(0, wrapper.several ? rest.length : 1).map(({ value }) => value);
  const used = first + distributions.length + fill(own, after ?? [], rest.slice(distributions.length));
  const extra = positional[used];
  if (extra) return report('type', `${wrapper.name} has too many arguments. ${wrapperUsage(wrapper)}`, extra);
  return complete(call, wrapper, { own, distributions }, report);
}

const isOwn = ({ before, after }: Wrapper, wanted: string): boolean => [...before, ...after].some(({ name }) => name === wanted);

/** Gives positional arguments their names; how many it took. */
function fill(own: Map<string, Expr>, free: readonly OwnArgument[], positional: readonly Argument[]): number {
  const taken = positional.slice(0, free.length);
  taken.forEach(({ value }, i) => own.set(free[i]?.name ?? '', value));
  return taken.length;
}

function complete(call: CallExpr, wrapper: Wrapper, placed: Placed, report: Report): Placed | undefined {
  const needed = wrapper.several ? 2 : 1;
  const missing = [...wrapper.before, ...wrapper.after].filter(({ name, optional }) => optional !== true && !placed.own.has(name));
  const absent = missing.map(({ name }) => `\`${name}\``);
  if (placed.distributions.length < needed) absent.push(needed === 1 ? 'a distribution' : 'two distributions or more');
  return absent.length === 0 ? placed : report('type', `${wrapper.name} needs ${absent.join(' and ')}. ${wrapperUsage(wrapper)}`, call);
}

function unknownArgument(wrapper: Wrapper, name: NonNullable<Argument['name']>, report: Report): undefined {
  const known = [...wrapper.before, ...wrapper.after].map((each) => each.name);
  const close = nearest(name.name, known);
  const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
  return report('unknown-name', `${wrapper.name} has no argument \`${name.name}\`.${guess} ${wrapperUsage(wrapper)}`, name);
}
