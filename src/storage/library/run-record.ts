/** How far a run is. */
export interface RunProgress {
  readonly id: string;
  /** Which question it answers: see `questionKey`. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  /** When it was begun, taken up or got on last. */
  readonly changedMs: number;
  /** Masks whose logits are kept, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Chunks kept; the number of the next one. */
  readonly chunks: number;
  /** Size of the chunks. */
  readonly bytes: number;
}

/** What it takes to start a run again. */
export interface RunOrigin {
  /** The caller's own: anything that the structured clone algorithm takes, checked by the caller when it comes back. */
  readonly recipe: unknown;
  /** A small PNG file, or null. */
  readonly thumbnail: Uint8Array | null;
}

/** A run that has not come to its end. */
export interface RunRecord extends RunProgress, RunOrigin {}

/** What the caller says of a run that begins. */
export type NewRun = Pick<RunRecord, "key" | "total" | "recipe" | "thumbnail">;
