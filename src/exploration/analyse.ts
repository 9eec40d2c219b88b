import { evaluateMasks } from "./evaluate-masks.ts";
import type { AnalyseRequest, Engine, Watch } from "./events.ts";
import { explain } from "./explain.ts";
import type { Exploration } from "./exploration.ts";

export { evaluateMasks } from "./evaluate-masks.ts";
export { explain } from "./explain.ts";

/**
 * Explores one image from pixels to tracks: runs the network on every mask, then decomposes every layer.
 * Rejects with the signal's reason when cancelled, else with InferenceError; RangeError on an unfit request.
 */
export async function analyse(
  request: AnalyseRequest,
  { evaluator, solver }: Engine,
  watch: Watch = {},
): Promise<Exploration> {
  const evaluation = await evaluateMasks(request, evaluator, watch);
  const { target, kappaFraction, kappaOf, tauFraction } = request;
  return explain(evaluation, { target, kappaFraction, kappaOf, tauFraction }, solver, watch);
}
