import type { PictureTrack } from "./tracks.ts";

/**
 * What a row's life tells, finer than its fate. Of kept concepts: sign-flipped: with another sign at the output than where it was born; returned: it was
 * gone in between; persistent: there from the first half of the layers on; late: born in the second half. Others have their fate.
 */
export const COURSES = ["persistent", "late", "returned", "sign-flipped", "lost", "transient"] as const;

/** One of `COURSES`. */
export type Course = (typeof COURSES)[number];

/** The course of a row of the main picture. */
export function courseOf({
  fate,
  born,
  lives,
  effects,
}: Pick<PictureTrack, "fate" | "born" | "lives" | "effects">): Course {
  if (fate !== "kept") return fate;
  if (Math.sign(effects[born]!) !== Math.sign(effects.at(-1)!)) return "sign-flipped";
  if (lives.length > 1) return "returned";
  return born < (effects.length - 1) / 2 ? "persistent" : "late";
}
