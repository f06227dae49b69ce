import type { Argument, Expr } from '../../expr/ast.js';
import { nearest } from '../../expr/nearest.js';
import { printExpr } from '../../expr/print.js';
import type { LayerArgument, LayerKind, LayerValue } from '../../network/layers/layer.js';
import { layerExamples, layerKinds } from '../../network/layers/index.js';
import type { LayerCall } from '../../network/network.js';
import type { Report } from './call.js';

/** A layer as written with its arguments; undefined after a problem was reported. */
export function readLayer(expr: Expr, report: Report): LayerCall | undefined {
  if (expr.kind === 'missing') return undefined;
  const callee = expr.kind === 'call' ? expr.callee : expr;
  if (callee.kind !== 'name')
    return report(
      'type',
      `A layer is needed here, such as \`${layerExamples.layer}\` or \`${layerExamples.activation}\`; found \`${printExpr(expr)}\`.`,
      expr,
    );
  const kind = layerKinds.get(callee.name);
  if (!kind) return unknownLayer(callee.name, callee, report);
  const values = readArguments(kind, expr.kind === 'call' ? expr.arguments : [], expr, report);
  return values && { kind, values, text: printExpr(expr) };
}

function unknownLayer(name: string, place: Expr, report: Report): undefined {
  const close = nearest(name, [...layerKinds.keys()]);
  const guess = close === undefined ? ` The layers are ${[...layerKinds.keys()].join(', ')}.` : ` Did you mean \`${close}\`?`;
  return report('unknown-name', `There is no layer \`${name}\`.${guess}`, place);
}

function readArguments(kind: LayerKind, given: readonly Argument[], place: Expr, report: Report): LayerValue[] | undefined {
  const names = kind.arguments.map(({ name }) => name);
  const wrong = given.find(({ name }) => name && !names.includes(name.name))?.name;
  if (wrong) return report('unknown-name', `${kind.name} has no argument \`${wrong.name}\`. Write ${kind.usage}.`, wrong);
  const positional = given.filter(({ name }) => !name);
  const free = names.filter((name) => !given.some((argument) => argument.name?.name === name));
  if (positional.length > free.length) return report('type', `${kind.name} has too many arguments. Write ${kind.usage}.`, place);
  const values = kind.arguments.map((argument) => {
    const own = given.find(({ name }) => name?.name === argument.name) ?? positional[free.indexOf(argument.name)];
    if (own) return readValue(kind, argument, own.value, report);
    return argument.standard ?? report('type', `${kind.name} needs \`${argument.name}\`. Write ${kind.usage}.`, place);
  });
  return values.every((value) => value !== undefined) ? values : undefined;
}

function readValue(
  { name: kind }: LayerKind,
  { name, least, words = [] }: LayerArgument,
  expr: Expr,
  report: Report,
): LayerValue | undefined {
  if (expr.kind === 'missing') return undefined;
  if (expr.kind === 'number' && Number.isInteger(expr.value) && expr.value >= least) return expr.value;
  const word = expr.kind === 'name' ? expr.name : expr.kind === 'string' ? expr.value : '';
  if (words.includes(word)) return word;
  const or = words.length > 0 ? `, or ${words.join(' or ')}` : '';
  return report('type', `\`${name}\` of ${kind} must be a whole number, ${String(least)} or more${or}; found ${printExpr(expr)}.`, expr);
}
