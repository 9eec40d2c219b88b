import { fractal, hash, mix, noise, rgb, scale, smoothstep, type Vec3 } from "./noise.ts";
import { at, ball, box, raised, rod, union, type Solid } from "./solids.ts";
import type { Part, Surface } from "./render.ts";

/** A clear day: pale at the horizon, `zenith` overhead, with `cover` (0 none … 1 much) of soft cloud drawn from `seed`. */
export function daySky(
  zenith: Vec3,
  horizon: Vec3,
  cover: number,
  seed = 0,
): (x: number, y: number, z: number) => Vec3 {
  const white: Vec3 = [1.05, 1.05, 1.06];
  return (x, y, z) => {
    const clear = mix(horizon, zenith, smoothstep(-0.05, 0.7, y));
    if (cover === 0 || y < -0.05) return clear;
    const height = Math.max(y, 0) + 0.35;
    const cloud = fractal((x / height) * 2.2 + seed, (z / height) * 2.2, seed * 3.1, 6);
    const thick = smoothstep(0.72 - 0.32 * cover, 0.95 - 0.32 * cover, cloud);
    return mix(clear, scale(white, 0.78 + 0.3 * thick), thick * 0.92);
  };
}

/** A lens's view of far trees: round soft blots of leaf and light, from `low` (dark) to `high` (bright), chosen by direction. */
export function blurredTrees(low: Vec3, high: Vec3, grain = 5): (x: number, y: number, z: number) => Vec3 {
  return (x, y, z) => {
    const a = Math.atan2(x, -z) * grain,
      b = y * grain;
    const blot = noise(a, b, 3) * 0.65 + noise(a * 2.3, b * 2.3, 9) * 0.35;
    return mix(low, high, smoothstep(0.2, 0.85, blot));
  };
}

/** A floor at height y whose colour depends on x and z. */
export function floor(
  y: number,
  color: (x: number, z: number) => Vec3,
  gloss?: { gloss: number; rough: number },
): Part {
  const solid: Solid = { distance: (_x, py) => py - y, centre: [0, 0, 0], radius: 1e6 };
  return { solid, surface: (p) => ({ color: color(p[0], p[2]), ...gloss }) };
}

/** Mown lawn seen from afar: greens that vary in patches and in specks. */
export function lawnColor(x: number, z: number): Vec3 {
  const patch = fractal(x * 0.35, 0, z * 0.35, 3),
    speck = fractal(x * 9, 4, z * 9, 3);
  return scale(mix(rgb("#3f6a1f"), rgb("#7f9f3f"), patch), 0.45 + 0.9 * speck);
}

/** Asphalt or worn concrete around a grey. */
export function pavement(grey: Vec3): (x: number, z: number) => Vec3 {
  return (x, z) => scale(grey, 0.75 + 0.28 * fractal(x * 0.7, 0, z * 0.7, 4) + 0.22 * noise(x * 30, 1, z * 30));
}

/** A leafy tree `height` tall standing at (x, y, z). */
export function tree(x: number, y: number, z: number, height: number, leaf: Vec3, seed: number): readonly Part[] {
  const crowns = Array.from({ length: 9 }, (_, i) => {
    const angle = i * 2.4,
      out = height * 0.2 * Math.sqrt(hash(i, seed, 1));
    return at(
      x + Math.cos(angle) * out,
      y + height * (0.45 + 0.4 * hash(i, seed, 2)),
      z + Math.sin(angle) * out,
      ball(height * (0.14 + 0.09 * hash(i, seed, 3))),
    );
  });
  const fine = 14 / height,
    most = height * 0.1;
  const crown = raised(union(...crowns), most, (px, py, pz) => most * fractal(px * fine, py * fine, pz * fine, 3));
  const leaves = (p: Vec3): Surface => ({
    color: scale(leaf, 0.35 + 1.1 * fractal(p[0] * fine * 3, p[1] * fine * 3, p[2] * fine * 3, 3)),
  });
  return [
    { solid: crown, surface: leaves },
    {
      solid: rod([x, y, z], [x, y + height * 0.6, z], height * 0.035, height * 0.02),
      surface: { color: rgb("#4a3a2c") },
    },
  ];
}

/** A low clipped hedge from x0 to x1 at depth z. */
export function hedge(x0: number, x1: number, y: number, z: number, height: number, leaf: Vec3): Part {
  const base = at((x0 + x1) / 2, y + height / 2, z, box((x1 - x0) / 2, height / 2, height / 2, height / 6));
  return {
    solid: raised(base, 0.12 * height, (px, py, pz) => 0.12 * height * fractal(px * 7, py * 7, pz * 7, 3)),
    surface: (p) => ({ color: scale(leaf, 0.3 + 1.2 * fractal(p[0] * 12, p[1] * 12, p[2] * 12, 3)) }),
  };
}
