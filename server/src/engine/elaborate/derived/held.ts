import type { Argument, CallExpr, Expr } from '../../expr/ast.js';
import { nearest } from '../../expr/nearest.js';
import type { NodeId } from '../../ir/graph.js';
import { rewrite } from '../../ir/substitute.js';
import { noEntry } from '../../model/entryIndex.js';
import type { VariableSource } from '../../model/model.js';
import type { Context } from '../scope/context.js';
import { replacements } from '../scope/names.js';
import { columnsBelow } from './columnsBelow.js';

/** A node for each column that is held. */
export type HeldColumns = ReadonlyMap<string, NodeId>;

/** `at(e, age = 40, sex = "male")`: e in a row with these values; undefined after a problem was reported. */
export function atValues(context: Context, call: CallExpr): NodeId | undefined {
  const [first, ...given] = call.arguments;
  if (!first || first.name || given.length === 0)
    return context.report('type', '`at` takes an expression and values of columns: at(expected(y), x = 3).', call);
  const node = context.lower(first.value);
  if (node === undefined) return undefined;
  const { columns, levels } = columnsBelow(context, [node]);
  const known = new Set([...columns, ...levels]);
  const values = given.map((argument) => valueOf(context, argument, known));
  const held = new Map<string, NodeId>();
  for (const value of values) {
    if (!value) return undefined;
    if (held.has(value.name)) return context.report('type', `\`${value.name}\` is given twice.`, call);
    held.set(value.name, value.node);
  }
  return hold(context, node, held, call);
}

function valueOf(context: Context, { name, value }: Argument, known: ReadonlySet<string>): { name: string; node: NodeId } | undefined {
  if (!name) return context.report('type', '`at` takes each value with the name of its column: at(expected(y), x = 3).', value);
  if (!known.has(name.name)) return notRead(context, name.name, name, known);
  const levels = context.levels(name.name);
  const node = levels && value.kind === 'string' ? levelNode(context, name.name, value, levels) : context.lower(value);
  if (node === undefined) return undefined;
  if (levels && value.kind !== 'string' && context.dataColumn(name.name)?.kind === 'categorical') {
    const number = value.kind === 'number' ? String(value.value) : undefined;
    const guess = number !== undefined && levels.includes(number) ? number : (levels[0] ?? '');
    return context.report('type', `\`${name.name}\` holds text: write one of its levels in quotes, ${name.name} = "${guess}".`, value);
  }
  return { name: name.name, node };
}

function notRead(context: Context, name: string, span: Expr, known: ReadonlySet<string>): undefined {
  const close = nearest(name, [...known]);
  const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
  const all = [...known].map((each) => `\`${each}\``).join(', ');
  const reads = known.size === 0 ? 'it reads no column at all' : `it reads ${all}`;
  const isColumn = context.dataColumn(name) !== undefined || context.schema.unread?.includes(name) === true;
  const what = isColumn ? `The expression does not read the column \`${name}\`` : `\`${name}\` is not a column of the data`;
  const why = isColumn ? `holding it changes nothing; ${reads}` : `the expression can be held at columns that it reads, and ${reads}`;
  return context.report('unknown-name', `${what}: ${why}.${guess}`, span, replacements(close, span));
}

function levelNode(
  context: Context,
  name: string,
  value: Extract<Expr, { kind: 'string' }>,
  levels: readonly string[],
): NodeId | undefined {
  const code = levels.indexOf(value.value);
  if (code >= 0) return context.o.num(code);
  const close = nearest(value.value, levels);
  const guess = close === undefined ? '' : ` Did you mean "${close}"?`;
  const shown = levels.slice(0, 10).join(', ') + (levels.length > 10 ? ', …' : '');
  return context.report('unknown-name', `The data have no level "${value.value}" of \`${name}\`; its levels are ${shown}.${guess}`, value);
}

/** The node in a row where these columns have other values; means over the rows of the data stay as they are. Undefined after a problem was reported. */
export function hold(context: Context, root: NodeId, held: HeldColumns, span: Expr): NodeId | undefined {
  const { graph } = context;
  const lags: NodeId[] = [];
  const known = new Map<NodeId, NodeId>();
  const replace = (id: NodeId): NodeId => {
    const old = known.get(id);
    if (old !== undefined) return old;
    const made = rewrite(graph, id, (inner) => {
      const node = graph.node(inner);
      if (node.kind === 'column') {
        const slot = context.columns[node.slot];
        if (slot?.kind === 'lag' && held.has(slot.name)) lags.push(inner);
        return slot?.kind === 'data' ? held.get(slot.name) : undefined;
      }
      if (node.kind !== 'variable') return undefined;
      const source = context.variables[node.index];
      if (source?.kind === 'previous' && [...columnsBelow(context, [inner]).columns].some((name) => held.has(name))) lags.push(inner);
      const changed = source && changedVariable(context, source, replace);
      return changed ?? undefined;
    });
    known.set(id, made);
    return made;
  };
  const result = replace(root);
  if (lags.length > 0)
    return context.report(
      'not-supported',
      'A column that the model looks back at (`lag`) cannot be held at a value: other rows come in too.',
      span,
    );
  return result;
}

/** The same variable over other nodes; undefined where nothing in it changes. */
function changedVariable(context: Context, source: VariableSource, replace: (id: NodeId) => NodeId): NodeId | undefined {
  switch (source.kind) {
    case 'gather': {
      const codes = replace(source.codes);
      if (codes === source.codes) return undefined;
      const code = context.graph.constantValue(codes);
      const entry = code === undefined ? undefined : source.entries[code];
      if (entry === undefined) return context.variable({ ...source, codes });
      return entry === noEntry ? context.o.num(0) : context.variable({ kind: 'scalar', entry });
    }
    case 'linear': {
      const design = source.design.map(replace);
      return design.every((node, j) => node === source.design[j]) ? undefined : context.variable({ ...source, design });
    }
    case 'network': {
      const inputs = source.inputs.map(replace);
      return inputs.every((node, j) => node === source.inputs[j]) ? undefined : context.variable({ ...source, inputs });
    }
    case 'latent': {
      const codes = replace(source.codes);
      return codes === source.codes ? undefined : context.variable({ ...source, codes });
    }
    default:
      return undefined;
  }
}
