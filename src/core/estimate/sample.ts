/** Which masks an estimate looks at: a sample of which every beginning is a fair one. */
import { everybody, maskOf, masksOf, NOBODY, onlyPlayer, without, type Mask, type Masks } from "../masks.ts";
import { mulberry32 } from "../random.ts";

/** Up to so many players every mask is drawn once at most, by shuffling all of them. */
const MOST_SHUFFLED = 16;

/** Of the random masks every so many-th is held out: no fit sees it, and R² is told of it. */
const HELD_OUT_EVERY = 5;

/** Beside the ends, so that some are held out. */
const FEWEST_RANDOM = 10;

/** Effects of an estimated layer, at most. */
export const MOST_EFFECTS = 200;

/** Rows that each of them takes at least. */
const ROWS_PER_EFFECT = 4;

/** How many effects a fit to so many masks may have, at most. */
export const mostEffects = (rows: number): number => Math.min(MOST_EFFECTS, Math.floor(rows / ROWS_PER_EFFECT));

/** The ends of n players: nobody, everybody, each player alone and all but one. */
export function endsOf(n: number): Mask[] {
  const all = everybody(n);
  const singles = Array.from({ length: n }, (_, player) => onlyPlayer(player));
  return [...new Set([all, NOBODY, ...singles, ...singles.map((single) => without(all, single))])];
}

/** The fewest masks of n players that an estimate can be made of; all 2^n where they are fewer. */
export function fewestMasks(n: number): number {
  return Math.min(2 ** n, endsOf(n).length + FEWEST_RANDOM);
}

/**
 * `count` different masks of n players in the order in which they are to be looked at: the ends, all shown and none shown first, then random ones
 * that show each player with probability ½. The same seed gives the same order, and a smaller count its beginning.
 *
 * @throws RangeError when count is no integer from `fewestMasks(n)` to 2^n.
 */
export function sampleMasks(n: number, count: number, seed: number): Masks {
  const fewest = fewestMasks(n);
  if (!Number.isInteger(count) || count < fewest || count > 2 ** n)
    throw new RangeError(`a sample of ${n} players takes ${fewest} to ${2 ** n} masks, got ${count}`);
  const random = mulberry32(seed);
  const ends = endsOf(n);
  const masks = new Set<Mask>(ends);
  if (n <= MOST_SHUFFLED) {
    const order = Uint32Array.from({ length: 2 ** n }, (_, mask) => mask);
    // Fisher and Yates, from the front: a longer sample begins like a shorter one.
    for (let i = 0; masks.size < count; i++) {
      const j = i + Math.floor(random() * (order.length - i));
      [order[i], order[j]] = [order[j], order[i]];
      masks.add(order[i]);
    }
  } else {
    while (masks.size < count) masks.add(drawMask(n, random));
  }
  return masksOf(masks);
}

/** Whether the mask at a place of a sample that begins with so many ends is held out. */
export function isHeldOut(place: number, ends: number): boolean {
  const at = place - ends;
  return at >= 0 && at % HELD_OUT_EVERY === HELD_OUT_EVERY - 1;
}

/** A mask that shows each of n players with probability ½. */
function drawMask(n: number, random: () => number): Mask {
  return maskOf(Array.from({ length: n }, (_, player) => player).filter(() => random() < 0.5));
}
