/** How many images go into one run of a network. */
export interface Batching {
  /** Rows of every run; null: as many as wanted. */
  readonly rows: number | null;
  /** Different images in a run, at most; null: as many as rows. What is left of the rows repeats the last one. */
  readonly images: number | null;
}

/** Why a network does not take as many images at once as wanted: its graph is made for a number of them, or an image's numbers depend on those beside it. */
export type BatchLimit = "fixed" | "dependent";

/** Any number of images at once. */
export const ANY_BATCH: Batching = { rows: null, images: null };

/** What opening a network told of it. */
export interface OpeningFacts {
  readonly batching: Batching;
  /** Null where any number of images goes in at once. */
  readonly limit: BatchLimit | null;
  /** Of one image, ms, as opening it measured; null where nothing had to be tried. */
  readonly imageMs: number | null;
}

/** Of a network that is seen to take any batch. */
export const PLAIN_FACTS: OpeningFacts = { batching: ANY_BATCH, limit: null, imageMs: null };
