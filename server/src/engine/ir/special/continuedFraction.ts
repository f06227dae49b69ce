import { type Jet, quotient } from './jet.js';

/** Terms after which a fraction is given up: near the middle of a distribution it takes about the root of its largest argument. */
const MOST = 100_000;
/** Derivatives need some terms more than the value. */
const MARGIN = 1.5;
const TINY = 1e-300;
/** A coefficient that is 0 ends the value but not its derivatives: terms are counted as if it were a little off. */
const NUDGE = 0.01;

/** One step a/(b + …) of a fraction. */
export interface Step {
  readonly a: Jet;
  readonly b: Jet;
}

/**
 * b₀ + a₁/(b₁ + a₂/(b₂ + …)) with derivatives: the number of terms comes from the forward evaluation of the value alone (Lentz's method, Thompson &
 * Barnett 1986), the result from the backward one, in which nothing cancels. NaN where the fraction does not settle.
 */
export function continuedFraction(b0: Jet, step: (n: number) => Step): Jet {
  const last = Math.ceil(termsFor(b0.value, step) * MARGIN) + 8;
  if (!Number.isFinite(last)) return { value: NaN, slope: NaN, bend: NaN };
  let { a, b: tail } = step(last);
  for (let n = last - 1; n >= 0; n--) {
    const share = quotient(a, tail);
    const next = n > 0 ? step(n) : undefined;
    const b = next?.b ?? b0;
    tail = { value: b.value + share.value, slope: b.slope + share.slope, bend: b.bend + share.bend };
    a = next?.a ?? a;
  }
  return tail;
}

/** How many terms the value takes to settle; Infinity where it does not. */
function termsFor(b0: number, step: (n: number) => Step): number {
  let c = b0 || TINY;
  let d = 0;
  for (let n = 1; n < MOST; n++) {
    const { a, b } = step(n);
    const top = a.value || NUDGE * a.slope;
    d = 1 / (b.value + top * d || TINY);
    c = b.value + top / c || TINY;
    if (Math.abs(c * d - 1) < 4e-16) return n;
  }
  return Infinity;
}
