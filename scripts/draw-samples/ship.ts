import { fractal, mix, rgb, scale, type Vec3 } from "./noise.ts";
import { daySky, floor } from "./outdoors.ts";
import type { Part, Scene, Surface } from "./render.ts";
import { at, box, cylinder, rod, slab, union } from "./solids.ts";

const white: Surface = { color: rgb("#eef0f0"), gloss: 0.04, rough: 0.2 };
const containerColours = ["#a3301f", "#1f4f8f", "#2f7a4a", "#c98a1c", "#6d7076"].map(rgb);

/** Dark blue above a red keel line. */
const hullPaint = ([x, y, z]: Vec3): Surface => {
  const streak = fractal(x * 2, y * 0.6, z * 2, 3);
  return { color: scale(y < 0.28 ? rgb("#8d2419") : rgb("#1c2f4f"), 0.85 + 0.3 * streak), gloss: 0.03, rough: 0.3 };
};

function containers(): readonly Part[] {
  const parts: Part[] = [];
  for (let i = 0; i < 6; i++)
    for (let level = 0; level < 2 + (i % 3 === 1 ? 1 : 0); level++)
      parts.push({
        solid: at(-0.9 + i * 1.02, 1.52 + 0.56 * level, 0, box(0.49, 0.27, 0.85, 0.02)),
        surface: { color: containerColours[(i * 2 + level * 3) % 5]!, gloss: 0.02, rough: 0.4 },
      });
  return parts;
}

/** The sea: small waves as shades of blue and grey. */
const sea = (x: number, z: number): Vec3 => {
  const wave = fractal(x * 0.8, 0, z * 2.6, 4);
  return mix(rgb("#123c5c"), rgb("#4f86a5"), wave * wave * 1.3);
};

/** A cargo ship on open water. */
export const ship: Scene = {
  camera: { eye: [4.6, 3.1, 13.5], target: [0.3, 1.15, 0], fieldOfView: 41 },
  parts: [
    {
      solid: slab(
        [
          [-4.6, 0],
          [-4.9, 1.25],
          [4.9, 1.25],
          [5.7, 1.65],
          [4.6, 0],
        ],
        1,
        0.08,
      ),
      surface: hullPaint,
    },
    { solid: at(-3.2, 2.1, 0, box(0.85, 0.9, 0.85, 0.03)), surface: white },
    { solid: at(-3.1, 3.15, 0, box(0.7, 0.2, 0.95, 0.03)), surface: white },
    {
      solid: union(
        at(-3.1, 3.17, 0, box(0.72, 0.08, 0.97)),
        ...[1.7, 2.2, 2.7].map((y) => at(-3.2, y, 0, box(0.87, 0.06, 0.7))),
      ),
      surface: { color: rgb("#1b2630"), gloss: 0.1, rough: 0.05 },
    },
    { solid: at(-4.2, 2.4, 0, cylinder(0.3, 0.9, 0.05)), surface: { color: rgb("#b3261c") } },
    { solid: union(rod([4.6, 1.4, 0], [4.6, 3, 0], 0.05), rod([-3.1, 3.3, 0], [-3.1, 4.2, 0], 0.05)), surface: white },
    ...containers(),
    floor(0.06, sea, { gloss: 0.08, rough: 0.25 }),
  ],
  sky: daySky(rgb("#6fa0d2"), rgb("#dfe9f0"), 0.3, 7),
  sun: { from: [0.5, 1, 0.7], color: scale(rgb("#fff3df"), 2), spread: 0.02 },
  exposure: 0.75,
};
