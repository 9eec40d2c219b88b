import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { Run } from "../../session/shape.ts";

/** Masks take more of a run than solving does on most grids; an even bar would crawl and then jump. */
const MASK_SHARE = 0.7;

/** The run as a share of its work, 0 to 1: masks first, then solving. */
export function progressOf(run: Run): number {
  switch (run.phase) {
    case "running":
      return (MASK_SHARE * run.done) / run.total;
    case "solving":
      return MASK_SHARE + (1 - MASK_SHARE) * run.fraction;
    default:
      return 0;
  }
}

/** The largest certified gap over layers, a share of the objective. */
export function largestGap(layers: readonly SolvedLayer[]): number {
  return layers.reduce((largest, { interactions }) => Math.max(largest, interactions.exactness.gap), 0);
}

/** The layer with the largest rebuilding error, and that error beside its κ, nats. */
export function worstRebuilt(
  layers: readonly SolvedLayer[],
): { readonly layer: SolvedLayer; readonly error: number; readonly kappa: number } | null {
  const errorOf = ({ interactions }: SolvedLayer): number => interactions.exactness.rebuildMaxAbs;
  const worst = layers.reduce<SolvedLayer | null>(
    (most, layer) => (most === null || errorOf(layer) > errorOf(most) ? layer : most),
    null,
  );
  return worst === null ? null : { layer: worst, error: errorOf(worst), kappa: worst.interactions.exactness.kappa };
}
