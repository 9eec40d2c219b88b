import type { MaskProgress } from "./events.ts";

/** The rate looks back over this many ms: long enough to be steady, short enough to follow a machine that slows down. */
const WINDOW_MS = 4000;

/** Tells how fast masks come in and how long the rest will take. */
export interface RunRate {
  /** Notes that `done` masks are in at `nowMs`. */
  progress(done: number, nowMs: number): MaskProgress;
}

/** Starts counting at `startMs` towards `total` masks. */
export function createRunRate(total: number, startMs: number): RunRate {
  const marks = [{ done: 0, ms: startMs }];
  return {
    progress: (done, nowMs) => {
      marks.push({ done, ms: nowMs });
      while (marks.length > 2 && nowMs - marks[1]!.ms > WINDOW_MS) marks.shift();
      const from = marks[0]!;
      // Two batches may come in within the clock's resolution.
      const masksPerSecond = ((done - from.done) * 1000) / Math.max(1, nowMs - from.ms);
      return { done, total, masksPerSecond, secondsLeft: masksPerSecond > 0 ? (total - done) / masksPerSecond : null };
    },
  };
}
