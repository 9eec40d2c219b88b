import { mix, rgb, scale, smoothstep, type Vec3 } from "./noise.ts";
import { daySky } from "./outdoors.ts";
import type { Part, Scene, Surface } from "./render.ts";
import { at, ball, cylinder, rod, slab, turn, union, type Solid } from "./solids.ts";

const metal: Surface = { color: rgb("#b8bcc2"), gloss: 0.06, rough: 0.15 };
const engine: Surface = { color: rgb("#dfe2e6"), gloss: 0.05, rough: 0.1 };

/** White above, a blue line of windows, grey below. */
const paint = ([x, y]: Vec3): Surface => {
  const row = Math.abs(y - 0.12) < 0.07 && x > -3.4 && x < 3.4 && Math.abs(x * 3 - Math.round(x * 3)) < 0.28;
  const belly = smoothstep(-0.25, -0.3, y);
  const color = row ? rgb("#20304a") : mix(rgb("#f1f2f3"), rgb("#9aa3ad"), belly);
  return { color, gloss: 0.05, rough: 0.08 };
};

/** Nose at +x: a tube that narrows and rises towards the tail. */
function fuselage(): Solid {
  return union(
    rod([3.6, 0, 0], [-2.6, 0, 0], 0.55),
    rod([3.6, 0, 0], [4.35, -0.1, 0], 0.55, 0.28),
    rod([-2.6, 0, 0], [-5, 0.32, 0], 0.55, 0.14),
  );
}

/** A swept wing or tail plane lying flat, its root at x = 0, on the side of `k`. */
function plane(span: number, root: number, tip: number, sweep: number, k: 1 | -1): Solid {
  const outline = [
    [0, 0],
    [-root, 0],
    [-sweep - tip, span],
    [-sweep, span],
  ] as const;
  return turn("x", k * 90, slab(outline, 0.07, 0.05));
}

function nacelle(z: number): readonly Part[] {
  const lying = turn("z", 90, cylinder(0.3, 0.5, 0.1));
  return [
    { solid: at(1.1, -0.72, z, lying), surface: engine },
    { solid: at(1.62, -0.72, z, ball(0.2)), surface: { color: rgb("#22252a") } },
    { solid: rod([0.9, -0.5, z], [0.6, -0.2, z], 0.08), surface: metal },
  ];
}

const fin: Solid = slab(
  [
    [-3.7, 0.3],
    [-5, 0.3],
    [-5.5, 2],
    [-4.8, 2],
  ],
  0.07,
  0.05,
);

/** An airliner in a clear sky, seen from above and in front. */
export const airplane: Scene = {
  camera: { eye: [7.5, 4.6, 12], target: [-0.3, 0.1, 0.6], fieldOfView: 40 },
  parts: [
    { solid: fuselage(), surface: paint },
    ...([1, -1] as const).flatMap((k): Part[] => [
      { solid: at(1.4, -0.28, k * 0.3, turn("x", -6 * k, plane(5.2, 1.9, 0.6, 2.6, k))), surface: metal },
      { solid: at(-3.9, 0.3, k * 0.15, plane(1.9, 0.9, 0.4, 0.9, k)), surface: metal },
      ...nacelle(k * 1.8),
    ]),
    { solid: fin, surface: { color: rgb("#1d4c9b"), gloss: 0.05, rough: 0.1 } },
  ],
  sky: daySky(rgb("#3f7fcb"), rgb("#7fb2e0"), 0.25, 3),
  sun: { from: [0.5, 1, 0.6], color: scale(rgb("#fff4e2"), 2.2), spread: 0.02 },
  exposure: 0.8,
};
