import { estimatorOf } from "./estimator.ts";
import { evaluateMasks } from "./evaluate-masks.ts";
import type { AnalyseRequest, Engine, Watch } from "./events.ts";
import { explain } from "./explain.ts";
import type { Exploration } from "./exploration.ts";

/**
 * Explores one image from pixels to interactions in one go: runs the network on every mask, then has every layer explained.
 * Rejects with the signal's reason when cancelled, else with InferenceError; RangeError on an unfit request.
 */
export async function analyse(
  request: AnalyseRequest,
  { evaluator, solver }: Engine,
  watch: Watch = {},
): Promise<Exploration> {
  const evaluation = await evaluateMasks(request, evaluator, watch);
  const { target, rather, kappaFraction, kappaOf, tauFraction } = request;
  const question = { target, rather, kappaFraction, kappaOf, tauFraction };
  return explain(evaluation, question, estimatorOf(evaluation, solver), watch);
}
