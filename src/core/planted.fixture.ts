/** Games whose effects are known. */
import { allMasks } from "./all-masks.ts";
import { effectsOf } from "./effects.fixture.ts";
import { rebuild } from "./faithfulness.ts";
import type { Effects, Kind } from "./interactions.ts";
import { orderOf } from "./masks.ts";
import { mulberry32, normals } from "./random.ts";

/** Effects of orders 1 to 4, of those of more than one patch half OR, and v with noise of this share of its range. */
export function planted(n: number, count: number, noise: number, seed: number): { effects: Effects; v: Float64Array } {
  const random = mulberry32(seed);
  const concepts = new Map<string, readonly [Kind, number, number]>();
  while (concepts.size < count) {
    const order = 1 + Math.floor(4 * random());
    let mask = 0;
    while (orderOf(mask) < order) mask |= 1 << Math.floor(n * random());
    const kind: Kind = order > 1 && random() < 0.5 ? "or" : "and";
    concepts.set(`${kind}${mask}`, [kind, mask, (random() < 0.5 ? -1 : 1) * (0.5 + 1.5 * random())]);
  }
  const effects = effectsOf(n, [...concepts.values()]);
  const exact = rebuild({ ...effects, constant: 1 }, allMasks(n));
  const range = Math.max(...exact) - Math.min(...exact);
  const drawn = normals(seed, exact.length);
  return { effects, v: exact.map((value, mask) => value + noise * range * drawn[mask]!) };
}
