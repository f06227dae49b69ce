/** Up to here the series loses no more than two digits to cancellation. */
const SERIES = 6;

/**
 * Si(x) = ∫₀ˣ sin t / t dt for any real x, odd, within 1e-13: its power series (Abramowitz & Stegun 5.2.14) near 0, and beyond π/2 + Im E₁(ix) by the
 * continued fraction of the exponential integral (5.1.22), whose number of terms falls with x.
 */
export function sineIntegral(x: number): number {
  if (x < 0) return -sineIntegral(-x);
  return x <= SERIES ? series(x) : Math.PI / 2 + imaginaryPart(x);
}

/** Σ (−1)ᵏ x²ᵏ⁺¹ / ((2k + 1) (2k + 1)!). */
function series(x: number): number {
  let [sum, power] = [x, x];
  for (let k = 1; Math.abs(power) > 1e-17; k++) {
    power *= -(x * x) / (2 * k * (2 * k + 1));
    sum += power / (2 * k + 1);
  }
  return sum;
}

/** Im E₁(ix), E₁(z) = e⁻ᶻ / (z + 1 − 1/(z + 3 − 4/(z + 5 − …))), from the last term backwards. */
function imaginaryPart(x: number): number {
  const terms = Math.ceil(120 / x) + 2;
  let [re, im] = [2 * terms + 1, x];
  for (let n = terms; n > 0; n--) {
    const size = re * re + im * im;
    [re, im] = [2 * n - 1 - (n * n * re) / size, x + (n * n * im) / size];
  }
  const size = re * re + im * im;
  return (-Math.sin(x) * re - Math.cos(x) * im) / size;
}
