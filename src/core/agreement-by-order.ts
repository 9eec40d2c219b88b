/** How far two networks have the same concepts of one image, by order (paper, Eq. 9), beside what random sets of the same sizes would have in common. */
import { chanceOverlap, choose, type ChanceOverlap } from "./chance-overlap.ts";
import { checkEffects, eachMask, KINDS, type Effects, type Kind } from "./interactions.ts";
import { orderOf, type Mask } from "./masks.ts";
import { isSalient, tauOf } from "./salience.ts";

/** Salient concepts of one order, or of all, both kinds together, signs ignored. */
export interface Agreement {
  /** How many each network has, and how many both have. */
  readonly a: number;
  readonly b: number;
  readonly both: number;
  /** Intersection over union, 0..1; null where neither has any. */
  readonly iou: number | null;
  /** The same of sets of as many concepts of each kind and order, drawn at random; null where both are empty. */
  readonly chance: ChanceOverlap | null;
}

/** A concept that both have, with its effect in each, nats. */
export interface CommonConcept {
  readonly kind: Kind;
  readonly mask: Mask;
  readonly effects: readonly [a: number, b: number];
}

/** What two networks' effects have in common. */
export interface NetworksAgreement {
  /** `[n]`, index order − 1. */
  readonly orders: readonly Agreement[];
  readonly all: Agreement;
  /** Orders up to half the players together, and those above. */
  readonly low: Agreement;
  readonly high: Agreement;
  /** By kind, then by mask. */
  readonly common: readonly CommonConcept[];
}

/**
 * Of two networks' effects on the same image and patches, each with its own τ.
 *
 * @throws RangeError on bad effects, networks of unequal n, or a fraction outside 0 … 1. Costs O(effects), and O(smaller set) an order for what chance gives.
 */
export function agreementByOrder(a: Effects, b: Effects, tauFraction: number): NetworksAgreement {
  const n = checkEffects(a);
  if (checkEffects(b) !== n) throw new RangeError(`both must have the same number of players, got ${a.n} and ${b.n}`);
  const [tauA, tauB] = [tauOf(a, tauFraction), tauOf(b, tauFraction)];
  const counts = Array.from({ length: n }, () => KINDS.map(() => ({ a: 0, b: 0, both: 0 })));
  const common: CommonConcept[] = [];
  KINDS.forEach((kind, k) =>
    eachMask([a[kind], b[kind]], (mask, [effectA, effectB]) => {
      const [inA, inB] = [isSalient(effectA!, tauA), isSalient(effectB!, tauB)];
      if (!inA && !inB) return;
      const of = counts[orderOf(mask) - 1]![k]!;
      if (inA) of.a++;
      if (inB) of.b++;
      if (!inA || !inB) return;
      of.both++;
      common.push({ kind, mask, effects: [effectA!, effectB!] });
    }),
  );
  const together = (
    groups: readonly { readonly a: number; readonly b: number; readonly both: number; readonly possible: number }[],
  ): Agreement => {
    const sum = (of: "a" | "b" | "both"): number => groups.reduce((total, group) => total + group[of], 0);
    const [inA, inB, both] = [sum("a"), sum("b"), sum("both")];
    const either = inA + inB - both;
    return { a: inA, b: inB, both, iou: either === 0 ? null : both / either, chance: chanceOverlap(groups) };
  };
  const groups = counts.map((kinds, m) => kinds.map((of) => ({ ...of, possible: choose(n, m + 1) })));
  const half = Math.floor(n / 2);
  return {
    orders: groups.map(together),
    all: together(groups.flat()),
    low: together(groups.slice(0, half).flat()),
    high: together(groups.slice(half).flat()),
    common,
  };
}
