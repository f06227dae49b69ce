import { normalCdf } from '../../distributions/numeric.js';
import { elementwise } from '../elementwise.js';

const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/** x Φ(x) with the exact normal distribution function (Hendrycks & Gimpel 2016), as torch has it by default. */
export const gelu = elementwise({
  name: 'gelu',
  text: 'x Φ(x), Φ being the standard Normal distribution function',
  rectifies: true,
  value: (x) => x * normalCdf(x),
  // The value holds Φ(x), which takes far longer to work out than a quotient.
  slope: (x, y) => (x === 0 ? 0.5 : y / x) + x * density(x),
  bend: (x) => density(x) * (2 - x * x),
});
