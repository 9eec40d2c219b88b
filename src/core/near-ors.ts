/** ORs of many patches that say nearly the same: of such an OR any patch is enough, whichever of them are named. */
import type { Kind } from "./interactions.ts";
import { NOBODY, onlyPlayer, orderOf, patchesOf, union, without, type Mask } from "./masks.ts";

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

/** Whether a concept is an OR of `LARGE_OR` patches or more. */
export function isLargeOr({ kind, mask }: Pick<Signed, "kind" | "mask">): boolean {
  return kind === "or" && orderOf(mask) >= LARGE_OR;
}

/**
 * Concepts in groups, in the order given: each large OR that belongs to none yet leads one, of itself and of the later large ORs of its sign that are
 * nearly the same as it; every other concept is alone. So no two of a group are further apart than two patches exchanged. Costs O(concepts · players²).
 *
 * @param concepts the strongest first, which lead.
 */
export function nearOrGroups<T extends Signed>(concepts: readonly T[]): T[][] {
  /** Places of large ORs that belong to no group yet, by their patches. */
  const free = new Map<Mask, number[]>();
  concepts.forEach((concept, place) => {
    if (isLargeOr(concept)) free.set(concept.mask, [...(free.get(concept.mask) ?? []), place]);
  });
  const everyone = [...free.keys()].reduce(union, NOBODY);
  const taken = new Set<number>();
  return concepts.flatMap((leader, first) => {
    if (taken.has(first)) return [];
    if (!isLargeOr(leader)) return [[leader]];
    const near = [...aroundOf(leader.mask, everyone)].flatMap((mask) => free.get(mask) ?? []);
    const group = near.filter(
      (place) => !taken.has(place) && Math.sign(concepts[place]!.sign) === Math.sign(leader.sign),
    );
    for (const place of group) taken.add(place);
    return [group.sort((a, b) => a - b).map((place) => concepts[place]!)];
  });
}

/** All sets among `everyone` that are nearly the same as one: neither has more than one patch that the other lacks. */
function aroundOf(mask: Mask, everyone: Mask): ReadonlySet<Mask> {
  const nobodyOr = (players: Mask): Mask[] => [NOBODY, ...patchesOf(players).map(onlyPlayer)];
  const added = nobodyOr(without(everyone, mask));
  return new Set(nobodyOr(mask).flatMap((left) => added.map((more) => union(without(mask, left), more))));
}
