/** From here on the asymptotic series (DLMF 10.40.1) reach 1e-16 before they diverge. */
const LARGE = 20;

/** What von Mises densities need of the modified Bessel functions I₀ and I₁, for k ≥ 0, each with a relative error below 1e-14. */
export interface BesselI0 {
  /** log I₀(k) − k. */
  readonly logScaled: number;
  /** I₁(k)/I₀(k) − 1, the derivative of `logScaled`. */
  readonly gap: number;
  /** The derivative of `gap`. */
  readonly slope: number;
}

export function besselI0(k: number): BesselI0 {
  if (!(k >= 0)) return { logScaled: NaN, gap: NaN, slope: NaN };
  return k < LARGE ? byPowers(k) : byAsymptotics(k);
}

/** I₀ = Σ q^n / n!², I₁ = k/2 Σ q^n / (n! (n + 1)!), q = k²/4. The slope of their ratio A is 1 − A/k − A². */
function byPowers(k: number): BesselI0 {
  const q = (k * k) / 4;
  let term = 1;
  let [rest, one] = [0, 1];
  for (let n = 1; term > 1e-18 * (1 + rest); n++) {
    term *= q / (n * n);
    rest += term;
    one += term / (n + 1);
  }
  const zero = 1 + rest;
  const perK = (0.5 * one) / zero;
  const ratio = k * perK;
  return { logScaled: Math.log1p(rest) - k, gap: ratio - 1, slope: 1 - perK - ratio * ratio };
}

/** I₀ ~ e^k/√(2πk) Σ u[n] and I₁ ~ the same with v[n]; the ratio's gap is Σ (v − u)/Σ u, whose leading terms cancel in symbols. */
function byAsymptotics(k: number): BesselI0 {
  let [u, v] = [1, 1];
  let [sum, sumSlope, difference, differenceSlope] = [1, 0, 0, 0];
  for (let n = 1; n < 40 && u > 1e-17; n++) {
    u *= (2 * n - 1) ** 2 / (8 * n * k);
    v *= ((2 * n - 1) ** 2 - 4) / (8 * n * k);
    sum += u;
    sumSlope -= (n * u) / k;
    difference += v - u;
    differenceSlope -= (n * (v - u)) / k;
  }
  const gap = difference / sum;
  const slope = (differenceSlope - gap * sumSlope) / sum;
  return { logScaled: Math.log(sum) - 0.5 * Math.log(2 * Math.PI * k), gap, slope };
}
