import { inked } from "./lettering.ts";
import { fractal, mix, noise, rgb, scale, type Vec3 } from "./noise.ts";
import { blurredTrees, daySky, floor, hedge, pavement } from "./outdoors.ts";
import type { Part, Scene, Surface } from "./render.ts";
import { at, ball, box, cylinder, rod, slab, tube, turn, union, type Solid } from "./solids.ts";

const chrome: Surface = { color: [0.82, 0.83, 0.85], metal: true, rough: 0.12 };
const rubber: Surface = { color: rgb("#17171a"), gloss: 0.04, rough: 0.3 };
const cream = rgb("#efe9da");

/** The dial face, x and y from its middle: three windows with counters on white enamel, the word on top. */
function face(x: number, y: number, paint: Vec3): Surface {
  const enamel = { gloss: 0.05, rough: 0.08 };
  const ink = rgb("#1c1d22");
  if (Math.abs(y - 0.42) < 0.1) return { color: inked("GASOLINE", 0.1, x, y - 0.42) ? cream : paint, ...enamel };
  for (const [row, text] of [
    [0.17, "12.50"],
    [-0.1, "10.4"],
    [-0.36, "1.20"],
  ] as const) {
    if (Math.abs(x) < 0.35 && Math.abs(y - row) < 0.095) {
      if (Math.abs(x) > 0.32 || Math.abs(y - row) > 0.075) return { color: rgb("#8d8f94"), ...enamel };
      return { color: inked(text, 0.11, x - 0.02, y - row) ? cream : ink, ...enamel };
    }
  }
  return { color: cream, ...enamel };
}

/** Paint with a plate that names the grade, sun-bleached and a little dirty toward the ground. */
function panel(x: number, y: number, z: number, paint: Vec3): Surface {
  const plate = Math.abs(x) < 0.4 && Math.abs(y - 1.35) < 0.2;
  const rim = plate && (Math.abs(x) > 0.375 || Math.abs(y - 1.35) > 0.175);
  const dirt = 0.35 * Math.max(0, 0.75 - y) * fractal(x * 5, y * 5, z * 5, 3);
  const bare: Vec3 = rim
    ? rgb("#1d2a55")
    : plate && !inked("REGULAR", 0.115, x, y - 1.35)
      ? cream
      : plate
        ? rgb("#1d2a55")
        : paint;
  return {
    color: mix(scale(bare, 0.9 + 0.15 * noise(x * 3, y * 3, z * 3)), rgb("#4a4036"), dirt),
    gloss: 0.05,
    rough: 0.1,
  };
}

/** One pump standing at (x, 0, z), turned by degrees around its axis. */
function pump(x: number, z: number, degrees: number, paint: Vec3): readonly Part[] {
  const c = Math.cos((degrees * Math.PI) / 180),
    s = Math.sin((degrees * Math.PI) / 180);
  const place = (shape: Solid): Solid => at(x, 0, z, turn("y", degrees, shape));
  const local = ([px, py, pz]: Vec3): Vec3 => [c * (px - x) - s * (pz - z), py, c * (pz - z) + s * (px - x)];
  const hook: Vec3 = [0.66, 1.62, 0.1];
  const shoulders = slab(
    [
      [-0.62, 0],
      [0.62, 0],
      [0.62, 0.95],
      [0.52, 1.16],
      [0.3, 1.27],
      [-0.3, 1.27],
      [-0.52, 1.16],
      [-0.62, 0.95],
    ],
    0.4,
    0.06,
  );
  return [
    { solid: place(at(0, 0.12, 0, box(0.72, 0.12, 0.52, 0.03))), surface: { color: rgb("#3a3a3d") } },
    {
      solid: place(at(0, 1.13, 0, box(0.6, 0.92, 0.38, 0.06))),
      surface: (p) => {
        const [a, b, e] = local(p);
        return panel(a, b, e, paint);
      },
    },
    { solid: place(at(0, 2.06, 0, box(0.64, 0.045, 0.42, 0.02))), surface: chrome },
    { solid: place(at(0, 2.1, 0, shoulders)), surface: { color: paint, gloss: 0.05, rough: 0.1 } },
    { solid: place(at(0, 2.66, 0.4, box(0.47, 0.55, 0.025, 0.02))), surface: chrome },
    {
      solid: place(at(0, 2.66, 0.415, box(0.43, 0.51, 0.025))),
      surface: (p) => {
        const [a, b] = local(p);
        return face(a, b - 2.66, paint);
      },
    },
    { solid: place(at(0, 3.43, 0, cylinder(0.2, 0.08))), surface: chrome },
    { solid: place(at(0, 3.78, 0, turn("x", 90, cylinder(0.36, 0.14, 0.1)))), surface: (p) => globe(local(p), paint) },
    { solid: place(at(0.63, 1.72, 0.1, box(0.05, 0.22, 0.12, 0.03))), surface: chrome },
    {
      solid: place(
        union(
          rod([0.74, 1.98, 0.1], [0.76, 1.62, 0.14], 0.05),
          rod([0.74, 1.98, 0.1], [0.68, 2.12, 0.22], 0.035),
          rod([0.8, 1.9, 0.12], [0.84, 1.66, 0.14], 0.02),
        ),
      ),
      surface: chrome,
    },
    {
      solid: place(
        tube(
          [
            [0.76, 1.62, 0.14],
            [0.86, 1.1, 0.25],
            [0.98, 0.5, 0.4],
            [0.9, 0.2, 0.5],
            [0.72, 0.45, 0.5],
            [0.66, 1.1, 0.3],
            [0.63, 1.5, 0],
          ],
          0.048,
        ),
      ),
      surface: rubber,
    },
    { solid: place(at(hook[0], hook[1] - 0.2, hook[2], ball(0.03))), surface: chrome },
  ];
}

/** The lit glass sign on top: a red ring and a word on white. */
function globe([x, y]: Vec3, paint: Vec3): Surface {
  const dy = y - 3.78,
    r = Math.hypot(x, dy);
  const color = r > 0.27 ? paint : inked("GAS", 0.16, x, dy) ? rgb("#1d2a55") : cream;
  return { color, gloss: 0.05, rough: 0.05, glow: scale(color, 0.12) };
}

/** A clapboard station wall with one window. */
function wall(): readonly Part[] {
  const boards = ([, y]: Vec3): Surface => ({
    color: scale(rgb("#d9dcd3"), y / 0.3 - Math.floor(y / 0.3) < 0.15 ? 0.65 : 0.95),
  });
  return [
    { solid: at(-4.2, 2.4, -6.2, box(4, 2.4, 0.2)), surface: boards },
    { solid: at(-4.2, 4.9, -6, box(4.3, 0.16, 0.7)), surface: { color: rgb("#a03328") } },
    { solid: at(-2.3, 2.3, -6, box(0.95, 0.95, 0.06)), surface: { color: rgb("#f4f2ec") } },
    { solid: at(-2.3, 2.3, -5.97, box(0.82, 0.82, 0.06)), surface: { color: rgb("#26323c"), gloss: 0.1, rough: 0.03 } },
  ];
}

/** Two old pumps at a country filling station; the near one sharp. */
export const gasPump: Scene = {
  camera: { eye: [1.5, 1.95, 8.2], target: [0.42, 1.98, 0], fieldOfView: 31, aperture: 0.09, focus: 8 },
  parts: [
    ...pump(0, 0, 6, rgb("#b3170f")),
    ...pump(2.1, -1.9, 6, rgb("#16527e")),
    floor(0, pavement(rgb("#a9a49a"))),
    ...wall(),
    hedge(0.4, 12, 0, -9, 2.4, rgb("#4c6e2c")),
  ],
  sky: daySky(rgb("#4c87cf"), rgb("#d4e6f3"), 0.3, 2),
  backdrop: (x, y, z) =>
    y < 0.14
      ? blurredTrees(rgb("#233c19"), rgb("#7d9a55"), 9)(x, y, z)
      : daySky(rgb("#4c87cf"), rgb("#c4dcf0"), 0.3, 2)(x, y, z),
  sun: { from: [0.75, 1.1, 0.8], color: scale(rgb("#fff1dc"), 2.1), spread: 0.02 },
  exposure: 0.72,
};
