import { mulberry32 } from "../core/random.ts";
import { featureCount, type Tap } from "../models/spec/taps.ts";

/** Bytes of a layer's features that are held in memory, where each product holds them once more. */
const LAYER_BYTES = 128 * 2 ** 20;

/** As many rows are enough for probes of one layer, and more of them take longer. */
const WANTED_ROWS = 16_000;

const LEAST_VERSIONS = 2;
const MOST_VERSIONS = 16;

/** Held out: a tenth, or so many where that is a quarter at most. */
const HELD_OUT = { share: 0.1, photographs: 100, most: 0.25 };

/** How many versions of how many photographs. */
export interface Amount {
  readonly versions: number;
  readonly photographs: number;
}

/** As many versions of each photograph as are worth it and fit into memory; of fewer photographs where two versions of each do not. */
export function amountFor(taps: readonly Tap[], photographs: number): Amount {
  const widest = Math.max(...taps.map(featureCount));
  const rows = Math.floor(LAYER_BYTES / (4 * widest));
  const versions = Math.min(MOST_VERSIONS, Math.floor(Math.min(rows, WANTED_ROWS) / photographs));
  if (versions >= LEAST_VERSIONS) return { versions, photographs };
  return { versions: LEAST_VERSIONS, photographs: Math.min(photographs, Math.floor(rows / LEAST_VERSIONS)) };
}

/** Photographs, by their places, for fitting and for measuring; those that are left over are in neither. */
export interface Split {
  readonly training: readonly number[];
  readonly heldOut: readonly number[];
}

/**
 * Draws `count` of the photographs and holds a part of them out, as many of each class as of any: `classes` [photographs]. Those to fit on are in their order,
 * those held out in that of the draw. The same for the same seed.
 */
export function splitPhotographs(classes: readonly number[], count: number, seed: number): Split {
  const random = mulberry32(seed);
  const drawn = classes.map((of, place) => ({ of, place, at: random() })).sort((a, b) => a.at - b.at);
  const held = Math.round(Math.max(HELD_OUT.share * count, Math.min(HELD_OUT.photographs, HELD_OUT.most * count)));
  const byTurns = inTurns(drawn).slice(0, count);
  return {
    training: byTurns
      .slice(held)
      .map(({ place }) => place)
      .sort((a, b) => a - b),
    heldOut: byTurns.slice(0, held).map(({ place }) => place),
  };
}

/** The first of every class, then the second of every class that has one, … */
function inTurns<T extends { readonly of: number }>(photographs: readonly T[]): T[] {
  const seen = new Map<number, number>();
  return photographs
    .map((photograph) => {
      const turn = seen.get(photograph.of) ?? 0;
      seen.set(photograph.of, turn + 1);
      return { photograph, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ photograph }) => photograph);
}
