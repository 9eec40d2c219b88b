/** Which patches lie together: most of what a network makes of small patches it makes of those that touch. */
import type { Patch, PatchRect } from "../patches.ts";

/** Per player those that it touches, corners included, ascending, itself not among them. */
export type Touching = readonly (readonly number[])[];

/** Which patches touch. Costs the square of the number of their rectangles. */
export function touching(patches: readonly Patch[]): Touching {
  return patches.map((patch, player) =>
    patches.flatMap((near, other) =>
      other !== player && patch.some((one) => near.some((rect) => touch(one, rect))) ? [other] : [],
    ),
  );
}

const touch = ([x, y, width, height]: PatchRect, [left, top, across, down]: PatchRect): boolean =>
  left <= x + width && x <= left + across && top <= y + height && y <= top + down;

/** The largest groups of players that all touch each other, by ascending players; of a grid its blocks of 2 x 2 (Bron and Kerbosch, 1973). */
export function cliquesOf(touches: Touching): number[][] {
  const cliques: number[][] = [];
  const near = touches.map((others) => new Set(others));
  const extend = (clique: readonly number[], may: readonly number[], not: readonly number[]): void => {
    if (may.length === 0 && not.length === 0) {
      cliques.push(clique.toSorted((a, b) => a - b));
      return;
    }
    let [left, seen] = [may, not];
    // Whoever touches most of the others stands in for all of them.
    const pivot = [...may, ...not].reduce((best, player) =>
      count(near[player], may) > count(near[best], may) ? player : best,
    );
    for (const player of may) {
      if (near[pivot].has(player)) continue;
      const isNear = (other: number): boolean => near[player].has(other);
      extend([...clique, player], left.filter(isNear), seen.filter(isNear));
      left = left.filter((other) => other !== player);
      seen = [...seen, player];
    }
  };
  extend(
    [],
    touches.map((_, player) => player),
    [],
  );
  return cliques.sort((a, b) => a[0] - b[0] || a.length - b.length || (a.at(-1) ?? 0) - (b.at(-1) ?? 0));
}

const count = (near: ReadonlySet<number>, players: readonly number[]): number =>
  players.reduce((sum, player) => sum + (near.has(player) ? 1 : 0), 0);
