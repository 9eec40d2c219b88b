/** ORs of many patches that say nearly the same: of such an OR any patch is enough, whichever of them are named. */
import type { Kind } from "./interactions.ts";
import { orderOf, without, type Mask } from "./masks.ts";

/**
 * From so many patches on an OR speaks of "any of many" rather than of these: in the smallest grid of the page, 3x3, five are more than half of all, so that any
 * two such ORs share a patch.
 */
export const LARGE_OR = 5;

/** What is looked at of a concept. */
interface Signed {
  readonly kind: Kind;
  readonly mask: Mask;
  /** Of its effect: above 0 for, below 0 against the class. */
  readonly sign: number;
}

/** Whether two sets of patches are nearly the same: neither has more than one patch that the other lacks. */
export function nearlySame(a: Mask, b: Mask): boolean {
  return orderOf(without(a, b)) <= 1 && orderOf(without(b, a)) <= 1;
}

/** Whether a concept is an OR of `LARGE_OR` patches or more. */
export function isLargeOr({ kind, mask }: Pick<Signed, "kind" | "mask">): boolean {
  return kind === "or" && orderOf(mask) >= LARGE_OR;
}

/**
 * Concepts in groups, in the order given: each large OR that belongs to none yet leads one, of itself and of the later large ORs of its sign that are
 * nearly the same as it; every other concept is alone. So no two of a group are further apart than two patches exchanged. Costs O(concepts²).
 *
 * @param concepts the strongest first, which lead.
 */
export function nearOrGroups<T extends Signed>(concepts: readonly T[]): T[][] {
  const taken = new Set<T>();
  return concepts.flatMap((leader) => {
    if (taken.has(leader)) return [];
    const group = isLargeOr(leader)
      ? concepts.filter(
          (other) =>
            !taken.has(other) &&
            isLargeOr(other) &&
            Math.sign(other.sign) === Math.sign(leader.sign) &&
            nearlySame(leader.mask, other.mask),
        )
      : [leader];
    for (const member of group) taken.add(member);
    return [[leader, ...group.filter((member) => member !== leader)]];
  });
}
