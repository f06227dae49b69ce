/** Abscissa and weight in t; distances from the finite end are exact, so that singular ends do no harm. */
type Rule = (t: number) => { readonly x: number; readonly weight: number };

/**
 * Integral of f from a to b (either may be infinite) by double exponential quadrature (Takahasi & Mori 1974): every integrand that is smooth
 * inside decays fast in t, whatever it does at its ends. `scale` is the typical width of an infinite range.
 */
export function integrate(f: (x: number) => number, a: number, b: number, scale = 1): number {
  const rule = ruleFor(a, b, scale);
  const step = 1 / 64;
  let sum = 0;
  for (let k = -64 * 6; k <= 64 * 6; k++) {
    const { x, weight } = rule(k * step);
    if (!(weight > 0) || !(x > a) || !(x < b)) continue;
    const value = weight * f(x);
    if (Number.isFinite(value)) sum += value;
  }
  return step * sum;
}

function ruleFor(a: number, b: number, scale: number): Rule {
  if (Number.isFinite(a) && Number.isFinite(b)) return between(a, b);
  const [from, sign] = Number.isFinite(a) ? [a, 1] : [b, -1];
  return (t) => {
    const distance = scale * Math.exp((Math.PI / 2) * Math.sinh(t));
    return { x: from + sign * distance, weight: distance * (Math.PI / 2) * Math.cosh(t) };
  };
}

function between(a: number, b: number): Rule {
  return (t) => {
    const u = Math.PI * Math.sinh(t);
    const [low, high] = [1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(u))];
    const x = u < 0 ? a + (b - a) * low : b - (b - a) * high;
    return { x, weight: (b - a) * low * high * Math.PI * Math.cosh(t) };
  };
}
