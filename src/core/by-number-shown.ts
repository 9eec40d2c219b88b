/** How v rises with the number of patches that are shown: whether showing more helps on average (Ren et al. 2024, the condition of monotonicity). */
import { orderOf, type Masks } from "./masks.ts";

/** v over all masks that are known with so many patches shown, nats. */
export interface ScoresShown {
  readonly shown: number;
  readonly masks: number;
  readonly mean: number;
  /** Standard deviation over those masks, which are all there are where v is known everywhere: by their number. */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** From none to all that are known, numbers without a mask left out. `v[masks]`, nats. Linear. */
export function byNumberShown(masks: Masks, v: ArrayLike<number>): ScoresShown[] {
  const groups = new Map<number, number[]>();
  masks.forEach((mask, i) => {
    const shown = orderOf(mask);
    const group = groups.get(shown) ?? [];
    groups.set(shown, group);
    group.push(v[i]!);
  });
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([shown, values]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return {
        shown,
        masks: values.length,
        mean,
        deviation: Math.sqrt(squares / values.length),
        least: values.reduce((least, value) => Math.min(least, value), Infinity),
        most: values.reduce((most, value) => Math.max(most, value), -Infinity),
      };
    });
}

/** From which numbers shown to the next the mean falls. */
export const fallsOf = (scores: readonly Pick<ScoresShown, "shown" | "mean">[]): number[] =>
  scores.slice(0, -1).flatMap(({ shown, mean }, i) => (scores[i + 1]!.mean < mean ? [shown] : []));
