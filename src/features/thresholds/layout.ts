import { KINDS, type Effects } from "../../core/interactions.ts";
import type { KappaCounts } from "../../exploration/salient-by-kappa.ts";
import type { LargestEffects, ModelManifest } from "../../models/spec/model.ts";
import { DEFAULT_SETTINGS } from "../../session/initial.ts";
import type { Settings } from "../../session/shape.ts";
import { sortedShares } from "../sparsity/layout.ts";

/** τ as shares of a layer's largest effect. */
export const TAUS = Array.from({ length: 20 }, (_, i) => (i + 1) / 100);

/** By τ how many effects are salient; linear in the effects. */
export function countsByTau(effects: Effects): number[] {
  const shares = sortedShares(effects);
  return TAUS.map((tau) => shares.filter((share) => share > tau).length);
}

/** What is asked of a picture, as far as its effects hang on it; `target` and τ aside, which effects over images are of every image's own. */
type Asked = Pick<
  Settings,
  "rows" | "cols" | "picked" | "cut" | "baseline" | "probes" | "rather" | "kappaFraction" | "kappaOf"
>;

/**
 * What a manifest tells of effects over many images, where a picture of so many columns is asked as those were: elsewhere its effects are no part of them.
 * Of an output alone they are of other columns.
 */
export function knownFor(
  manifest: Pick<ModelManifest, "largestEffects" | "players"> | null,
  columns: number,
  asked: Asked,
): LargestEffects | undefined {
  const { baseline, probes, rather, kappaFraction, kappaOf } = DEFAULT_SETTINGS;
  const { largestEffects, players } = manifest ?? {};
  const { rows, cols } = players ?? DEFAULT_SETTINGS;
  return largestEffects?.effects.length === columns &&
    asked.rows === rows &&
    asked.cols === cols &&
    asked.cut === undefined &&
    (asked.picked === null) === (players === undefined) &&
    asked.baseline === baseline &&
    asked.probes === probes &&
    asked.rather === rather &&
    asked.kappaFraction === kappaFraction &&
    asked.kappaOf === kappaOf
    ? largestEffects
    : undefined;
}

/** A layer's τ as the paper's appendix M.4 has it, nats: a share of the largest effect over many images. Null where those were explained with other numbers of patches. */
export function tauOverImages(
  known: LargestEffects | undefined,
  layer: number,
  n: number,
  tauFraction: number,
): number | null {
  const largest = known?.players === n ? known.effects[layer] : undefined;
  return largest === undefined ? null : tauFraction * largest;
}

/** How many effects are above so many nats. */
export const countAbove = (effects: Effects, tau: number): number =>
  KINDS.reduce(
    (sum, kind) => sum + effects[kind].effects.reduce((count, e) => count + (Math.abs(e) > tau ? 1 : 0), 0),
    0,
  );

/** One rule's counts at a layer, by ascending κ. */
export function countsOfRule(
  found: KappaCounts,
  rule: string,
  layer: number,
): { readonly kappa: number; readonly salient: number }[] {
  return found
    .filter(({ kappaOf }) => kappaOf === rule)
    .map(({ kappaFraction: kappa, salient }) => ({ kappa, salient: salient[layer] ?? 0 }))
    .sort((a, b) => a.kappa - b.kappa);
}
