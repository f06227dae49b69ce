import { at } from '../../numeric/at.js';
import { type GraphBuilder, type NodeId, type Primitive } from './primitive.js';
import { div } from './div.js';
import { mul } from './mul.js';
import { sqrt } from './sqrt.js';
import { sub } from './sub.js';
import { add } from './add.js';
import { xlogy } from './xlogy.js';

/** a^b. A negative base needs a whole exponent. */
export const pow: Primitive = {
  name: 'pow',
  arity: 2,
  evaluate: (a, b) => (b === 2 ? a * a : Math.pow(a, b)),
  partial: (graph, args, index) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    if (index === 0) return graph.apply(mul, b, graph.apply(pow, a, graph.apply(sub, b, graph.constant(1))));
    return graph.apply(powLogs[0] as Primitive, a, b);
  },
  simplify: (graph, args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    switch (graph.constantValue(b)) {
      case 0:
        return graph.constant(1);
      case 1:
        return a;
      case 2:
        return graph.apply(mul, a, a);
      case 0.5:
        return graph.apply(sqrt, a);
      case -1:
        return graph.apply(div, graph.constant(1), a);
      default:
        return undefined;
    }
  },
  outside: 'a negative number to a fractional power, or 0 to a negative one',
};

/** a^b (log a)^k, and 0 where a = 0 and b > 0: the derivatives of a^b by b, with their limits at a base of 0. */
function powLog(k: 1 | 2 | 3): Primitive {
  const self: Primitive = {
    name: `powLog${String(k)}`,
    arity: 2,
    evaluate: (a, b) => (a === 0 && b > 0 ? 0 : Math.pow(a, b) * Math.log(a) ** k),
    partial: (graph, args, index, node) => {
      const [a, b] = [at(args, 0), at(args, 1)];
      if (index === 1) return byExponent(graph, a, b, k, node);
      const less = graph.apply(sub, b, graph.constant(1));
      const lower =
        k === 1 ? graph.apply(pow, a, less) : graph.apply(mul, graph.constant(k), graph.apply(powLogs[k - 2] as Primitive, a, less));
      return graph.apply(add, graph.apply(mul, b, graph.apply(self, a, less)), lower);
    },
    outside: 'the logarithm of a negative number, or of 0 to a power that is not positive',
  };
  return self;
}

function byExponent(graph: GraphBuilder, a: NodeId, b: NodeId, k: number, node: NodeId): NodeId {
  const next = powLogs[k];
  return next ? graph.apply(next, a, b) : graph.apply(xlogy, node, a);
}

export const powLogs: readonly Primitive[] = [powLog(1), powLog(2), powLog(3)];
