import type { Units } from "../../session/shape.ts";

/** What stands where there is no number. */
export const NO_NUMBER = "–";

/** A number with its sign written, a true minus, and `digits` decimals; zero after rounding has no sign. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}

/** Decimals of a score or of a sum of effects: units of a layer's scale are larger than nats, so that more of them count. */
export function sumDigits(units: Units): number {
  return units === "nats" ? 1 : 2;
}

/** A small ratio such as the solver's gap, as one digit and a power of ten; "0" below 1e-9, which is rounding. */
export function smallRatio(value: number): string {
  if (Math.abs(value) < 1e-9) return "0";
  return value.toExponential(0).replace("e+0", "");
}

/** A share of 1 as percent with `digits` decimals, without its sign: 0.583 gives "58". */
export function percent(share: number, digits = 0): string {
  return (100 * share).toFixed(digits);
}

/** R² with two decimals, cut and not rounded, so that it never says more than there is; a true minus. */
export function r2Text(r2: number): string {
  // What is .29 by its decimals may lie a rounding below.
  return (Math.floor(100 * r2 + 1e-9) / 100).toFixed(2).replace("-", "−");
}

/** A standard error, small ones with a third decimal. */
export function errorText(error: number): string {
  return error.toFixed(error < 0.1 ? 3 : 2);
}
