import { normalCdf } from '../../numeric/quantiles.js';
import { exp } from '../../wasm/math/exp.js';
import { Phi as doublePhi } from '../../wasm/math/normal.js';
import { expOfNegative, Phi as singlePhi } from '../../wasm/math/single.js';
import type { Activation } from './activation.js';

const AT_0 = 1 / Math.sqrt(2 * Math.PI);
const density = (x: number): number => AT_0 * Math.exp(-0.5 * x * x);

/** x Φ(x) with the exact normal distribution function (Hendrycks & Gimpel 2016), as torch has it by default. */
export const gelu: Activation = {
  name: 'gelu',
  text: 'x Φ(x), Φ being the standard Normal distribution function',
  rectifies: true,
  value: (x) => x * normalCdf(x),
  // The value holds Φ(x), which takes far longer to work out than a quotient.
  slope: (x, y) => (x === 0 ? 0.5 : y / x) + x * density(x),
  bend: (x) => density(x) * (2 - x * x),
  code: {
    double: {
      value: (v, x, _b, _c, shared) => v.mul(x, shared.call(doublePhi, x)),
      slope: (v, x, y, _c, shared) => {
        const share = v.choose(v.binary(v.lanes.eq, x, v.num(0)), v.num(0.5), v.div(y, x));
        const bell = v.mul(v.num(AT_0), shared.call(exp, v.mul(v.num(-0.5), v.mul(x, x))));
        return v.add(share, v.mul(x, bell));
      },
    },
    single: {
      value: (v, x) => v.mul(x, singlePhi(v, x)),
      slope: (v, x) => {
        const bell = v.mul(v.num(AT_0), expOfNegative(v, v.mul(v.num(-0.5), v.mul(x, x))));
        return v.add(singlePhi(v, x), v.mul(x, bell));
      },
    },
  },
};
