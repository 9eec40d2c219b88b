import { kappaOf, type DecomposeOptions, type KappaRule } from "../core/and-or.ts";
import type { Question, SolvedLayer } from "./exploration.ts";

/** The options by which κ of these scores is so many nats; by the rule `debiased` what stands for it before there is an answer. */
export function withKappa(scores: Float64Array, kappa: number, rule: KappaRule): DecomposeOptions {
  const range = kappaOf(scores, { kappaFraction: 1, kappaOf: "range" });
  return { kappaFraction: range === 0 ? 0 : kappa / range, kappaOf: rule === "debiased" ? rule : "range" };
}

/** κ of a solved layer in nats, as `withKappa` takes it; `scores` are its v at every mask. */
export function kappaAsked(
  { interactions, probeNoise }: SolvedLayer,
  scores: Float64Array,
  question: Pick<Question, "kappaFraction" | "kappaOf">,
): number {
  return question.kappaOf === "debiased" ? kappaOf(scores, { ...question, probeNoise }) : interactions.exactness.kappa;
}
