import { kappaOf, type DecomposeOptions } from "../core/and-or.ts";

/** The options by which κ of these scores is so many nats. */
export function withKappa(scores: Float64Array, kappa: number): DecomposeOptions {
  const range = kappaOf(scores, { kappaFraction: 1, kappaOf: "range" });
  return { kappaFraction: range === 0 ? 0 : kappa / range, kappaOf: "range" };
}
