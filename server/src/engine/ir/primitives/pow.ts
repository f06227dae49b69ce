import { argument, type Primitive } from '../primitive.js';
import { div } from './div.js';
import { mul } from './mul.js';
import { sqrt } from './sqrt.js';
import { sub } from './sub.js';
import { powLogs } from './powLog.js';

/** a^b. A negative base needs a whole exponent. */
export const pow: Primitive = {
  name: 'pow',
  arity: 2,
  evaluate: (a, b) => (b === 2 ? a * a : Math.pow(a, b)),
  partial: (graph, args, index) => {
    const [a, b] = [argument(args, 0), argument(args, 1)];
    if (index === 0) return graph.apply(mul, b, graph.apply(pow, a, graph.apply(sub, b, graph.constant(1))));
    return graph.apply(powLogs[0] as Primitive, a, b);
  },
  simplify: (graph, args) => {
    const [a, b] = [argument(args, 0), argument(args, 1)];
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
