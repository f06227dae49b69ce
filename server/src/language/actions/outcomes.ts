import type { ArgumentRecord, Distribution, Parameterisation } from '../../engine/distributions/distribution.js';
import { distributions } from '../../engine/distributions/index.js';
import { chooseParameterisation } from '../../engine/elaborate/calls/arguments.js';
import { declarationEdit } from '../../engine/elaborate/scope/names.js';
import type { CallExpr, Expr } from '../../engine/expr/ast.js';
import { type ArgumentPlace, looksOf, misfit, needsTrials, predictorPlace, suitable } from '../completion/suitable.js';
import { type Action, type ActionInput, freshName, type Offer, touches } from './action.js';
import { ownLines, remove } from './declarations.js';

/** Distributions that are offered in place of the present one. */
const MOST_OFFERED = 5;
/** From here on the outcome shows values that the distribution does not have. */
const UNLIKELY = 50;

/** A call as it is written: what each argument of the distribution is given. */
interface Written {
  readonly call: CallExpr;
  readonly record: Distribution;
  readonly given: ReadonlyMap<ArgumentRecord, Expr>;
  /** The argument that the predictors say something about. */
  readonly centre: ArgumentRecord;
}

/** The other distributions that suit an outcome, with the predictors where they belong. */
export const changeDistribution: Offer = (input) => {
  const { spec, data, selection } = input;
  const statement = spec.statements.find(
    (each) => each.kind === 'likelihood' && each.distribution.kind === 'call' && touches(each.distribution.callee, selection),
  );
  if (statement?.kind !== 'likelihood' || statement.distribution.kind !== 'call') return [];
  const [target] = statement.targets;
  const column = target?.kind === 'name' ? data?.columns.find(({ name }) => name === target.name) : undefined;
  const looks = column && looksOf(column);
  const written = writtenCall(statement.distribution);
  if (!column || !looks || !written) return [];
  return suitable(looks)
    .filter((record) => record !== written.record && misfit(record, looks) < UNLIKELY)
    .flatMap((record) => {
      const place = counterpart(written, record);
      return place ? [rewrite(input, column.name, written, record, place)] : [];
    })
    .slice(0, MOST_OFFERED);
};

/** Undefined where it is no call of a distribution, is unfinished, or nothing in it is the centre. */
function writtenCall(call: CallExpr): Written | undefined {
  const record = distributions.get(call.callee.name);
  const parameterisation = record && chooseParameterisation(record, call);
  if (!record || !parameterisation) return undefined;
  const given = new Map<ArgumentRecord, Expr>();
  for (const [i, { name, value }] of call.arguments.entries()) {
    const argument = name ? parameterisation.arguments.find((each) => each.name === name.name) : parameterisation.arguments[i];
    if (argument) given.set(argument, value);
  }
  const centre = centreOf(record, parameterisation);
  return centre && given.has(centre) ? { call, record, given, centre } : undefined;
}

/** The argument on the whole line, the mean, or the only one. */
function centreOf(record: Distribution, parameterisation: Parameterisation): ArgumentRecord | undefined {
  const own = parameterisation.arguments.filter(({ data, vector, derived }) => data !== true && !vector && derived !== true);
  const place = predictorPlace(record);
  if (place?.parameterisation === parameterisation) return place.argument;
  return own.find(({ name }) => name === 'mean') ?? (own.length === 1 ? own[0] : undefined);
}

/** The argument of another distribution that takes the same values as the present centre. */
function counterpart({ centre }: Written, record: Distribution): ArgumentPlace | undefined {
  if (hasBounds(centre, -Infinity, Infinity)) return predictorPlace(record);
  if (needsTrials(record)) return undefined;
  const places = record.parameterisations.flatMap((parameterisation) => {
    const argument = centreOf(record, parameterisation);
    return argument && hasBounds(argument, centre.domain.lower, centre.domain.upper) ? [{ parameterisation, argument }] : [];
  });
  return places.find(({ argument }) => argument.name === 'mean') ?? places[0];
}

const hasBounds = ({ domain }: ArgumentRecord, lower: number, upper: number): boolean => domain.lower === lower && domain.upper === upper;

/** The call with another distribution, its new parameters declared and those that nothing needs any more taken away. */
function rewrite(input: ActionInput, outcome: string, written: Written, record: Distribution, place: ArgumentPlace): Action {
  const { text, spec } = input;
  const added: string[] = [];
  const kept = new Set<ArgumentRecord>([written.centre]);
  const textOf = (argument: ArgumentRecord): string => {
    const expr = written.given.get(written.centre);
    if (argument === place.argument) return expr ? text.slice(expr.from, expr.to) : '';
    for (const [own, value] of written.given) {
      if (own.name !== argument.name || own.domain.lower !== argument.domain.lower || own === written.centre) continue;
      kept.add(own);
      return text.slice(value.from, value.to);
    }
    added.push(freshName(input, argument.name));
    return added.at(-1) ?? '';
  };
  const needed = place.parameterisation.arguments.filter(({ derived }) => derived !== true);
  const isPositional = place.parameterisation === record.parameterisations[0];
  const args = needed.map((argument) => (isPositional ? '' : `${argument.name} = `) + textOf(argument));
  const dropped = [...written.given].flatMap(([argument, value]) => (kept.has(argument) ? [] : onlyUse(input, value)));
  return {
    title: titleOf(outcome, written, record, place.argument, added, dropped),
    kind: 'refactor.rewrite',
    edits: [
      { span: { from: written.call.from, to: written.call.to }, text: `${record.name}(${args.join(', ')})` },
      ...dropped.flatMap((name) => remove(ownLines(input, name))),
      ...(added.length > 0 ? [declarationEdit(spec, ...added)] : []),
    ],
  };
}

/** The name of a parameter that stands nowhere else but in its declaration. */
function onlyUse({ scope }: ActionInput, value: Expr): string[] {
  const at = value.kind === 'name' ? scope.at(value.from) : undefined;
  return at?.kind === 'parameter' && scope.same(at).filter(({ isDeclaration }) => !isDeclaration).length === 1 ? [at.name] : [];
}

function titleOf(
  outcome: string,
  { centre }: Written,
  record: Distribution,
  argument: ArgumentRecord,
  added: readonly string[],
  dropped: readonly string[],
): string {
  const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  const changes = [
    argument.text === centre.text ? '' : `the predictors give its ${argument.text.replace(/: .*/, '')}`,
    added.length > 0 ? `adds ${list(added)}` : '',
    dropped.length > 0 ? `drops ${list(dropped)}` : '',
  ].filter((each) => each !== '');
  return `Model \`${outcome}\` as ${record.name}${changes.length > 0 ? `: ${changes.join(', ')}` : ''}`;
}
