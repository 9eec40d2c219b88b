/** Which patches lie together: most of what a network makes of small patches it makes of those that touch. */
import { NO_PLAYER, playerOfPixel, type Players } from "../patches.ts";

/** Per player those that it touches, corners included, ascending, itself not among them. */
export type Touching = readonly (readonly number[])[];

/**
 * Which players touch. Costs O(pixels + n²).
 *
 * @throws RangeError as `playerOfPixel` does.
 */
export function touching(players: Players): Touching {
  const { n, width } = players;
  const owner = playerOfPixel(players);
  const touch = new Uint8Array(n * n);
  const meet = (one: number, other: number | undefined): void => {
    if (other === undefined || other === one || other === NO_PLAYER) return;
    touch[n * one + other] = touch[n * other + one] = 1;
  };
  owner.forEach((player, pixel) => {
    if (player === NO_PLAYER) return;
    // Those to the right and below; the ones before have met this pixel already.
    const [isFirst, isLast] = [pixel % width === 0, (pixel + 1) % width === 0];
    meet(player, owner[pixel + width]);
    if (!isFirst) meet(player, owner[pixel + width - 1]);
    if (isLast) return;
    meet(player, owner[pixel + 1]);
    meet(player, owner[pixel + width + 1]);
  });
  return Array.from({ length: n }, (_, player) =>
    Array.from({ length: n }, (_, other) => other).filter((other) => touch[n * player + other] === 1),
  );
}

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
