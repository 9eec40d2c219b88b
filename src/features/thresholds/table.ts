import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { KappaCount, KappaCounts } from "../../exploration/salient-by-kappa.ts";
import type { LargestEffects } from "../../models/spec/model.ts";
import type { Table } from "../topics/table.ts";
import { countAbove, countsByTau, TAUS, tauOverImages } from "./layout.ts";

/** Names of the columns: by τ, by τ over images, and by κ of a rule. */
export type ThresholdColumn =
  "layer" | `salient_tau_${number}` | "salient_tau_over_images" | `salient_kappa_${KappaCount["kappaOf"]}_${number}`;

/**
 * Of each layer how many effects are salient by each τ.
 *
 * @param over what is known of effects over images, for this very question; @param found by κ, as far as that was asked.
 */
export function thresholdsTable(
  layers: readonly Pick<SolvedLayer, "interactions">[],
  names: readonly string[],
  tauFraction: number,
  over: LargestEffects | undefined,
  found: KappaCounts,
): Table<ThresholdColumn> {
  const overImages = ({ interactions }: Pick<SolvedLayer, "interactions">, l: number): (number | null)[] => {
    if (over === undefined) return [];
    const tau = tauOverImages(over, l, interactions.n, tauFraction);
    return [tau === null ? null : countAbove(interactions, tau)];
  };
  return {
    columns: [
      "layer",
      ...TAUS.map((tau) => `salient_tau_${tau}` as const),
      ...(over === undefined ? [] : (["salient_tau_over_images"] as const)),
      ...found.map(({ kappaFraction, kappaOf }) => `salient_kappa_${kappaOf}_${kappaFraction}` as const),
    ],
    rows: layers.map((layer, l) => [
      names[l]!,
      ...countsByTau(layer.interactions),
      ...overImages(layer, l),
      ...found.map(({ salient }) => salient[l] ?? null),
    ]),
  };
}
