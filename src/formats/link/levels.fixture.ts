import { sparse } from "../../core/all-masks.ts";
import type { Effects } from "../../core/interactions.ts";
import { orderOf } from "../../core/masks.ts";
import { mulberry32 } from "../../core/random.ts";

/** Levels by mask. */
export const levelsOf = (and: readonly number[], or: readonly number[]): Effects =>
  sparse({ and: Float64Array.from(and), or: Float64Array.from(or) });

/** Levels of `count` layers, drawn: about a share `density` of the masks has some; the largest of a layer that has any is 200. */
export function drawnLevels(n: number, count: number, density: number, seed: number): Effects[] {
  const random = mulberry32(seed);
  const draw = (least: number) =>
    Float64Array.from({ length: 2 ** n }, (_, mask) =>
      orderOf(mask) < least || random() > density ? 0 : Math.round(400 * random() - 200),
    );
  return Array.from({ length: count }, (): Effects => {
    const levels = { and: draw(1), or: draw(2) };
    if (levels.and.some((level) => level !== 0) || levels.or.some((level) => level !== 0)) levels.and[1] = -200;
    return sparse(levels);
  });
}
