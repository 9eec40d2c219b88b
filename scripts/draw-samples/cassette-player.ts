import { inked } from "./lettering.ts";
import { rgb, type Vec3 } from "./noise.ts";
import { floor } from "./outdoors.ts";
import type { Part, Scene, Surface } from "./render.ts";
import { at, ball, box, cylinder, ring, rod, tube, turn, union, type Solid } from "./solids.ts";
import { studio } from "./studio.ts";

/** Depth of the front panel. */
const FRONT = 0.5;

const silver: Surface = { color: rgb("#8f9398"), gloss: 0.06, rough: 0.25 };
const chrome: Surface = { color: [0.78, 0.79, 0.81], metal: true, rough: 0.15 };
const black: Surface = { color: rgb("#1b1c1f"), gloss: 0.04, rough: 0.2 };

const facing = (x: number, y: number, z: number, s: Solid): Solid => at(x, y, z, turn("x", 90, s));

/** A speaker behind a grille of round holes, in a chrome ring. */
function speaker(x: number, y: number): readonly Part[] {
  const grille = ([px, py]: Vec3): Surface => {
    const a = (px - x) * 15,
      b = (py - y) * 15;
    const hole = (a - Math.round(a)) ** 2 + (b - Math.round(b)) ** 2 < 0.13;
    const r = Math.hypot(px - x, py - y);
    return { color: hole ? rgb("#08080a") : r < 0.2 ? rgb("#4d5056") : rgb("#33353a"), gloss: 0.03, rough: 0.3 };
  };
  return [
    { solid: facing(x, y, FRONT, cylinder(0.62, 0.03, 0.02)), surface: grille },
    { solid: facing(x, y, FRONT + 0.02, ring(0.64, 0.045)), surface: chrome },
    { solid: facing(x, y, FRONT - 0.01, cylinder(0.72, 0.03, 0.02)), surface: black },
    { solid: at(x, y, FRONT - 0.11, ball(0.2)), surface: { color: rgb("#26282c"), gloss: 0.05, rough: 0.2 } },
  ];
}

/** The cassette behind its window: a label on top, two toothed reels and the dark tape between them. */
function cassette(x: number, y: number): Surface {
  const reel = Math.min(Math.hypot(x - 0.2, y + 0.02), Math.hypot(x + 0.2, y + 0.02));
  const glassy = { gloss: 0.06, rough: 0.02 };
  if (reel < 0.045) return { color: rgb("#111114"), ...glassy };
  if (reel < 0.1) return { color: rgb("#e9e7e0"), ...glassy };
  if (Math.abs(x) < 0.34 && Math.abs(y + 0.02) < 0.13)
    return { color: Math.hypot(x + 0.2, y + 0.02) < 0.2 ? rgb("#3a241a") : rgb("#17181b"), ...glassy };
  if (Math.abs(x) < 0.44 && y < 0.24 && y > -0.2) {
    if (y > 0.15) return { color: rgb("#d9492b"), ...glassy };
    return { color: rgb("#e4dfd0"), ...glassy };
  }
  return { color: rgb("#1a1b1e"), ...glassy };
}

/** The tuner: a pale scale with ticks, figures' strokes and a red needle. */
function tuner(x: number, y: number): Surface {
  const tick =
    Math.abs(x * 16 - Math.round(x * 16)) < 0.12 && Math.abs(y) < (Math.round(x * 16) % 4 === 0 ? 0.07 : 0.035);
  const needle = Math.abs(x - 0.17) < 0.012;
  return { color: needle ? rgb("#d12a1c") : tick ? rgb("#e8e6da") : rgb("#15222b"), gloss: 0.06, rough: 0.02 };
}

function front(): readonly Part[] {
  const keys = Array.from({ length: 6 }, (_, i): Part => ({
    solid: at(-0.425 + 0.17 * i, -0.53, FRONT + 0.05, box(0.075, 0.075, 0.09, 0.02)),
    surface: i === 5 ? { color: rgb("#b3261c"), gloss: 0.04 } : { color: rgb("#d6d7d8"), gloss: 0.05, rough: 0.2 },
  }));
  const knobs = [-1.25, -0.95, 0.95, 1.25].map((x): Part => ({
    solid: facing(x, 0.66, FRONT + 0.06, cylinder(0.09, 0.07, 0.02)),
    surface: chrome,
  }));
  const name = ([x, y]: Vec3): Surface => ({
    color: inked("STEREO", 0.075, x, y - 0.43) ? rgb("#e8e6da") : rgb("#26282c"),
    gloss: 0.04,
    rough: 0.2,
  });
  return [
    ...speaker(-1.12, -0.16),
    ...speaker(1.12, -0.16),
    ...keys,
    ...knobs,
    { solid: at(0, 0.43, FRONT, box(0.52, 0.06, 0.025)), surface: name },
    { solid: at(0, -0.02, FRONT + 0.02, box(0.54, 0.36, 0.04, 0.03)), surface: chrome },
    { solid: at(0, -0.02, FRONT + 0.04, box(0.5, 0.32, 0.035, 0.02)), surface: ([x, y]) => cassette(x, y + 0.02) },
    { solid: at(0, 0.66, FRONT, box(0.7, 0.11, 0.03, 0.01)), surface: ([x, y]) => tuner(x, y - 0.66) },
    { solid: at(0, 0.66, FRONT - 0.01, box(0.74, 0.15, 0.03, 0.02)), surface: chrome },
  ];
}

/** A silver portable radio cassette recorder, photographed for a catalogue. */
export const cassettePlayer: Scene = {
  camera: { eye: [1.3, 1.25, 6.8], target: [0, 0.26, 0], fieldOfView: 36 },
  parts: [
    { solid: box(1.95, 0.9, 0.5, 0.12), surface: silver },
    {
      solid: at(0, -0.12, 0.02, box(1.97, 0.62, 0.45, 0.1)),
      surface: { color: rgb("#63666b"), gloss: 0.05, rough: 0.3 },
    },
    ...front(),
    { solid: at(0, 0.93, 0.1, box(0.6, 0.05, 0.2, 0.02)), surface: black },
    {
      solid: tube(
        [
          [-1.8, 0.5, 0],
          [-1.78, 1.2, 0],
          [-1.6, 1.42, 0],
          [-1.2, 1.5, 0],
          [1.2, 1.5, 0],
          [1.6, 1.42, 0],
          [1.78, 1.2, 0],
          [1.8, 0.5, 0],
        ],
        0.085,
      ),
      surface: black,
    },
    {
      solid: union(rod([1.5, 0.9, -0.35], [2.15, 2.1, -0.5], 0.022), at(2.15, 2.1, -0.5, ball(0.04))),
      surface: chrome,
    },
    { solid: union(at(-1.5, -0.93, 0, box(0.2, 0.05, 0.3)), at(1.5, -0.93, 0, box(0.2, 0.05, 0.3))), surface: black },
    floor(-0.97, () => [0.9, 0.9, 0.9]),
  ],
  sky: studio(0.75, 1.7),
  backdrop: () => [1.35, 1.35, 1.35],
  sun: { from: [-0.6, 1.2, 0.9], color: [0.95, 0.93, 0.9], spread: 0.22 },
  exposure: 0.55,
};
