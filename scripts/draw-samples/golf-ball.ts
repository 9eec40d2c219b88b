import { grass } from "./grass.ts";
import { rgb, scale, type Vec3 } from "./noise.ts";
import { blurredTrees, daySky } from "./outdoors.ts";
import type { Scene } from "./render.ts";
import { at, ball, turn, type Solid } from "./solids.ts";

const DIMPLES = 336;
/** Half width of a dimple, radians. */
const DIMPLE = 0.088;
const DEPTH = 0.022;

/** A ball of radius one with dimples on a Fibonacci spiral. */
function dimpledBall(): Solid {
  const centres = Array.from({ length: DIMPLES }, (_, i): Vec3 => {
    const y = 1 - (2 * (i + 0.5)) / DIMPLES,
      angle = i * 2.399963,
      r = Math.sqrt(1 - y * y);
    return [r * Math.cos(angle), y, r * Math.sin(angle)];
  });
  const smooth = ball(1);
  return {
    ...smooth,
    distance: (x, y, z) => {
      const r = Math.sqrt(x * x + y * y + z * z);
      if (Math.abs(r - 1) > 2 * DEPTH) return r - 1 > 0 ? r - 1 : r - 1 + DEPTH;
      let nearest = -1;
      for (const c of centres) {
        const cosine = (c[0] * x + c[1] * y + c[2] * z) / r;
        if (cosine > nearest) nearest = cosine;
      }
      const u = Math.acos(Math.min(1, nearest)) / DIMPLE;
      const sink = u < 1 ? (1 - u * u) ** 1.5 : 0;
      return (r - 1 + DEPTH * sink) * 0.9;
    },
  };
}

/** A golf ball lying in a lawn in afternoon sun, trees far behind out of focus. */
export const golfBall: Scene = {
  camera: { eye: [0.6, 1.65, 6.6], target: [0.05, 0.92, 0], fieldOfView: 29, aperture: 0.16, focus: 5.75 },
  parts: [
    {
      solid: at(0, 1.02, 0, turn("z", 27, turn("x", 35, dimpledBall()))),
      surface: { color: [0.86, 0.86, 0.85], gloss: 0.045, rough: 0.12 },
    },
    grass(0.62, 16),
  ],
  sky: daySky(rgb("#6f9fd8"), rgb("#e8f0f6"), 0),
  backdrop: (x, y, z) =>
    y < -0.02 ? rgb("#6c9040") : scale(blurredTrees(rgb("#1f3a16"), rgb("#9dbb6a"), 7)(x, y, z), 0.85),
  sun: { from: [-0.75, 1.05, 0.55], color: scale(rgb("#fff2dc"), 2.3), spread: 0.05 },
  exposure: 0.75,
};
