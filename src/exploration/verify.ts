/** "Run again to verify": a picture from elsewhere against the same question computed here. */
import { eachMask, KINDS, type Kind } from "../core/interactions.ts";
import type { Mask } from "../core/masks.ts";
import { sameGrid } from "../core/patches.ts";
import { sameSample, sampleOf } from "./exploration.ts";
import type { Snapshot } from "./snapshot.ts";
import { checkLayer, differsInSalience, SCORE_TOLERANCE, type LayerCheck } from "./verify-layer.ts";
import { statedOtherwise, type Stated } from "./verify-stated.ts";

/** How a picture from elsewhere compares with the same question computed here. */
export interface Verification {
  /** The scores are within SCORE_TOLERANCE, the effects explain them as they must, and nothing else is stated otherwise. */
  readonly agrees: boolean;
  /** Largest |v here − v there| / max(1, |v|) over what was compared. */
  readonly scoreDifference: number;
  /** Whether v was compared at every mask, or only with everything and with nothing shown. */
  readonly compared: "all" | "ends";
  /** The layer whose effects are furthest from explaining v, against what they are allowed … */
  readonly rebuilt: LayerCheck["rebuilt"] & { readonly layer: number };
  /** … and that whose objective is furthest from the optimum, likewise. */
  readonly objective: LayerCheck["objective"] & { readonly layer: number };
  /** What the picture states beside its effects that is otherwise here. */
  readonly stated: readonly Stated[];
  /**
   * Concepts that are salient in one of the two only, at some layer, and not merely close to τ. That alone is no disagreement: the smallest
   * objective may have several answers.
   */
  readonly differing: readonly { readonly kind: Kind; readonly mask: Mask }[];
}

/** Whether two pictures ask the same of the same pixels and the same network; which class was the network's first is an answer. */
export function sameQuestion(a: Snapshot, b: Snapshot): boolean {
  return (
    a.model.sha256 === b.model.sha256 &&
    a.image.sha256 === b.image.sha256 &&
    sameGrid(a.players, b.players) &&
    sameSample(sampleOf(a.layers), sampleOf(b.layers)) &&
    a.baseline === b.baseline &&
    a.probes === b.probes &&
    a.target.rather?.index === b.target.rather?.index &&
    a.tauFraction === b.tauFraction &&
    a.kappaFraction === b.kappaFraction &&
    a.kappaOf === b.kappaOf
  );
}

/**
 * Compares a picture from elsewhere with one computed here, of which v is known. RangeError unless they ask the same. Costs
 * O(layers · n · 2^n) where v is known at every mask: seconds at n = 16 with many layers, so it is for a worker.
 */
export function verify(there: Snapshot, here: Snapshot): Verification {
  const { values } = here;
  if (!sameQuestion(there, here) || values === null)
    throw new RangeError("the two snapshots answer different questions, or v is not known here");
  const { masks } = values;
  const checks = there.layers
    .slice(0, here.layers.length)
    .map((layer, l) => checkLayer(layer, there.effectError, here.layers[l]!, { masks, v: values.layers[l]! }));
  const ends = there.layers.map(({ vEmpty, vFull }) => Float64Array.of(vEmpty, vFull));
  const endsHere = here.layers.map(({ vEmpty, vFull }) => Float64Array.of(vEmpty, vFull));
  const scoreDifference = Math.max(
    largestDifference(ends, endsHere),
    there.values === null ? 0 : largestDifference(there.values.layers, values.layers),
  );
  const stated = statedOtherwise(
    there,
    here,
    checks.map((check) => check.rebuilt.least),
  );
  const differing = KINDS.flatMap((kind) => differingMasks(kind, there, here).map((mask) => ({ kind, mask })));
  const [rebuilt, objective] = [
    furthest(checks.map((check) => check.rebuilt)),
    furthest(checks.map((check) => check.objective)),
  ];
  const agrees =
    scoreDifference <= SCORE_TOLERANCE && rebuilt.excess <= 1 && objective.excess <= 1 && stated.length === 0;
  return {
    agrees,
    scoreDifference,
    compared: there.values === null ? "ends" : "all",
    rebuilt,
    objective,
    stated,
    differing,
  };
}

function furthest<T extends { readonly excess: number }>(checks: readonly T[]): T & { readonly layer: number } {
  const layer = checks.reduce((worst, { excess }, l) => (excess > checks[worst]!.excess ? l : worst), 0);
  return { ...checks[layer]!, layer };
}

function largestDifference(there: readonly Float64Array[], here: readonly Float64Array[]): number {
  let largest = 0;
  for (let l = 0; l < Math.min(there.length, here.length); l++) {
    const [one, other] = [there[l]!, here[l]!];
    for (let i = 0; i < one.length; i++)
      largest = Math.max(largest, Math.abs(one[i]! - other[i]!) / Math.max(1, Math.abs(other[i]!)));
  }
  return largest;
}

function differingMasks(kind: Kind, there: Snapshot, here: Snapshot): Mask[] {
  const masks = new Set<Mask>();
  there.layers.slice(0, here.layers.length).forEach((layer, l) => {
    const other = here.layers[l]!;
    eachMask([layer.interactions[kind], other.interactions[kind]], (mask, [came, found]) => {
      if (differsInSalience(came!, layer.tau, found!, other.tau)) masks.add(mask);
    });
  });
  return [...masks];
}
