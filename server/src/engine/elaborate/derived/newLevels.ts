import type { CallExpr } from '../../expr/ast.js';
import { gradientOf } from '../../autodiff/differentiate.js';
import type { NodeId } from '../../ir/graph.js';
import { rewrite } from '../../ir/substitute.js';
import type { Context } from '../scope/context.js';
import type { Latent } from '../../model/model.js';

/** The node for levels that the data do not have: latent values whose level is not given stand at their mean. Undefined after a problem was reported. */
export function withNewLevels(context: Context, root: NodeId, span: CallExpr): NodeId | undefined {
  const { graph, variables } = context;
  let strange: Latent | undefined;
  const result = rewrite(graph, root, (id) => {
    const node = graph.node(id);
    const source = node.kind === 'variable' ? variables[node.index] : undefined;
    if (source?.kind !== 'latent' || graph.constantValue(source.codes) !== undefined) return undefined;
    const latent = context.latents[source.latent];
    if (latent && !isCentred(context, latent, id)) strange = latent;
    return context.o.num(0);
  });
  if (!strange) return result;
  const message =
    `For a new level of \`${strange.column}\` the latent value stands at its mean, which \`${strange.text}\` does not give in closed form. ` +
    `Name a level: at(…, ${strange.column} = "${strange.levels[0] ?? ''}").`;
  return context.report('not-supported', message, span);
}

/** Whether a latent value has its mean where its variable is 0: it is a location and a multiple of the variable. */
function isCentred({ graph }: Context, { values }: Latent, variable: NodeId): boolean {
  return values.every((value) => {
    const [slope] = gradientOf(graph, value, [variable]);
    return slope === undefined || !graph.reachable([slope]).includes(variable);
  });
}
