import { hash, mix, noise, rgb, scale, type Vec3 } from "./noise.ts";
import type { Part } from "./render.ts";
import type { Solid } from "./solids.ts";

const CELL = 0.14;
/** The pattern of blades repeats after this many cells (a power of two), too far apart to be noticed. */
const PERIOD = 128;
/** Numbers kept per blade: height, foot x, foot z (within its cell), lean x, lean z. */
const FIELDS = 5;

function blades(tall: number): Float64Array {
  const table = new Float64Array(PERIOD * PERIOD * FIELDS);
  for (let i = 0; i < PERIOD; i++) {
    for (let k = 0; k < PERIOD; k++) {
      const angle = hash(i, k, 4) * 2 * Math.PI,
        bend = CELL * 1.05 * hash(i, k, 5);
      table.set(
        [
          tall * (0.45 + 0.55 * hash(i, k, 1)) * (0.75 + 0.25 * noise(i * 0.15, k * 0.15, 0)),
          (0.15 + 0.7 * hash(i, k, 2)) * CELL,
          (0.15 + 0.7 * hash(i, k, 3)) * CELL,
          Math.cos(angle) * bend,
          Math.sin(angle) * bend,
        ],
        (i * PERIOD + k) * FIELDS,
      );
    }
  }
  return table;
}

/** Blades standing on y = 0, one in each cell of a grid, up to `tall` high, within `reach` of the origin. */
export function grass(tall: number, reach: number): Part {
  const table = blades(tall);
  const distance = (x: number, y: number, z: number): number => {
    const above = y - tall * 1.02;
    if (above > 0.02) return above;
    const cx = Math.floor(x / CELL),
      cz = Math.floor(z / CELL);
    // No blade of a cell two away can be nearer than this, so a longer step could jump over one.
    let best = Math.min(CELL * 0.6, y + 0.01);
    for (let i = cx - 1; i <= cx + 1; i++) {
      for (let k = cz - 1; k <= cz + 1; k++) {
        const f = ((i & (PERIOD - 1)) * PERIOD + (k & (PERIOD - 1))) * FIELDS;
        const height = table[f]!,
          t = y < 0 ? 0 : y < height ? y / height : 1,
          bend = t * t;
        const ex = x - i * CELL - table[f + 1]! - table[f + 3]! * bend,
          ez = z - k * CELL - table[f + 2]! - table[f + 4]! * bend;
        const ey = y > height ? y - height : 0;
        const d = (Math.sqrt(ex * ex + ez * ez + ey * ey) - 0.024 * (1 - t * 0.85)) * 0.75;
        if (d < best) best = d;
      }
    }
    return best;
  };
  const solid: Solid = { distance, centre: [0, 0, 0], radius: reach };
  const color = (p: Vec3): Vec3 => {
    const blade = hash(Math.floor(p[0] / CELL), Math.floor(p[2] / CELL), 7);
    const young = mix(rgb("#4d7d1f"), rgb("#a3bd55"), blade);
    const patch = mix(young, rgb("#b3a566"), 0.5 * Math.max(0, noise(p[0] * 0.5, 0, p[2] * 0.5) - 0.55));
    return scale(patch, 0.25 + 0.75 * Math.min(1, Math.max(0, p[1] / tall)));
  };
  return { solid, surface: (p) => ({ color: color(p), gloss: 0.03, rough: 0.4 }) };
}
