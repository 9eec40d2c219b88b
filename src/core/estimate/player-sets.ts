/** Small sets of players as one number each, for maps of many of them: players ascend, and each is a digit. */

/** Digits 1 … 256 stand for players; 0 ends a set. */
const BASE = 257;

/** Six digits of this base are an integer that a number holds exactly. */
export const MOST_IN_SET = 6;

/** A set of at most MOST_IN_SET of 256 players. */
export type PlayerSet = number;

/** No player. */
export const NO_SET: PlayerSet = 0;

/** The set of players that ascend. */
export function setOf(players: readonly number[]): PlayerSet {
  let set = NO_SET;
  for (const player of players) set = withLast(set, player);
  return set;
}

/** The set with a player behind all of its own. */
export function withLast(set: PlayerSet, player: number): PlayerSet {
  return set * BASE + player + 1;
}

/** Its players, ascending. */
export function playersIn(set: PlayerSet): number[] {
  const players: number[] = [];
  for (let left = set; left > 0; left = Math.floor(left / BASE)) players.push((left % BASE) - 1);
  return players.reverse();
}

/** How many players it has. */
export function sizeOf(set: PlayerSet): number {
  let size = 0;
  for (let left = set; left > 0; left = Math.floor(left / BASE)) size++;
  return size;
}

/** All subsets of players that ascend, ∅ first, of at most `most`. */
export function subsetsOf(players: readonly number[], most: number): number[][] {
  const subsets: number[][] = [[]];
  for (const player of players) {
    for (const subset of subsets.slice()) if (subset.length < most) subsets.push([...subset, player]);
  }
  return subsets;
}
