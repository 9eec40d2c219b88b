/** Scores by how many patches are shown, or hidden, from none to all; null where none of that number is known. */
export const LINES = ["shown", "insertion", "hidden", "deletion"] as const;
export type Line = (typeof LINES)[number];
export type Scores = Readonly<Record<Line, readonly (number | null)[]>>;

/** The ends of the scores with 0 among them, and a little room. */
export function endsOf(scores: Scores): readonly [low: number, high: number] {
  const known = LINES.flatMap((line) => scores[line]).filter((score) => score !== null);
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  const pad = 0.04 * (most - least || 1);
  return [least - pad, most + pad];
}

/** How few patches, shown alone, reach a share of the way from nothing shown to the whole image; null where none but all do, or all together add nothing. */
export function fewest(shown: readonly (number | null)[], share: number): number | null {
  const [nothing, all] = [shown[0] ?? null, shown.at(-1) ?? null];
  if (nothing === null || all === null || all <= nothing) return null;
  const count = shown.findIndex((score) => score !== null && score >= nothing + share * (all - nothing));
  return count < 0 || count === shown.length - 1 ? null : count;
}
