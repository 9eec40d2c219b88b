import { fractal, mix, noise, rgb, scale, type Vec3 } from "./noise.ts";
import { daySky, floor, hedge, lawnColor, pavement, tree } from "./outdoors.ts";
import type { Part, Scene, Surface } from "./render.ts";
import { at, box, common, cut, cylinder, rod, slab, turn, union, type Solid } from "./solids.ts";

const rubber: Surface = { color: rgb("#1d1d1f"), gloss: 0.02, rough: 0.5 };
const dark: Surface = { color: rgb("#232427"), gloss: 0.03, rough: 0.4 };
const glass: Surface = { color: rgb("#1a222a"), gloss: 0.12, rough: 0.03 };
const cabPaint: Surface = { color: rgb("#e6e6e2"), gloss: 0.05, rough: 0.06 };

/** Body paint: green with a white band, dust and streaks toward the bottom. */
const bodyPaint = ([x, y, z]: Vec3): Surface => {
  const band = y > 2.05 && y < 2.4 && x > -2.5 && x < 1.5;
  const streak = fractal(x * 6, y * 0.7, z * 6, 3);
  const paint = scale(band ? rgb("#d8d9d2") : rgb("#2c7a45"), 0.85 + 0.25 * streak);
  return { color: mix(paint, rgb("#5a5040"), 0.3 * Math.max(0, 2 - y) * streak), gloss: 0.04, rough: 0.2 };
};

function wheel(x: number, z: number): readonly Part[] {
  const lying = (s: Solid): Solid => at(x, 0.52, z, turn("x", 90, s));
  return [
    { solid: lying(cylinder(0.52, 0.17, 0.06)), surface: rubber },
    {
      solid: at(0, 0, Math.sign(z) * 0.14, lying(cylinder(0.3, 0.05, 0.02))),
      surface: { color: rgb("#b9bbbd"), gloss: 0.05, rough: 0.2 },
    },
    { solid: at(0, 0, Math.sign(z) * 0.2, lying(cylinder(0.12, 0.06, 0.02))), surface: dark },
  ];
}

function body(): readonly Part[] {
  const ribs = [-2.3, -1.6, -0.9, -0.2, 0.5, 1.2].flatMap((x) => [
    at(x, 2.45, 1.24, box(0.05, 1.2, 0.05)),
    at(x, 3.72, 0, box(0.05, 0.04, 1.2)),
  ]);
  const hopper = slab(
    [
      [-2.6, 0.95],
      [-2.6, 3.72],
      [-3.35, 3.6],
      [-4.15, 2.6],
      [-4.4, 1.75],
      [-4.3, 0.85],
    ],
    1.24,
    0.05,
  );
  const mouth = at(-4.1, 1.85, 0, box(0.75, 0.62, 1.02));
  return [
    { solid: at(-0.45, 2.35, 0, box(2.15, 1.35, 1.22, 0.12)), surface: bodyPaint },
    { solid: union(...ribs), surface: bodyPaint },
    { solid: cut(hopper, mouth), surface: bodyPaint },
    { solid: at(-3.3, 1.85, 0, box(0.1, 0.7, 1)), surface: dark },
    {
      solid: union(rod([-2.7, 3.3, 1.3], [-3.9, 1.6, 1.3], 0.06), rod([-2.7, 3.3, 1.3], [-3.3, 2.45, 1.3], 0.1)),
      surface: { color: rgb("#c8c9cb"), metal: true, rough: 0.2 },
    },
    { solid: at(-2.62, 2.33, 0, box(0.05, 1.42, 1.27)), surface: { color: rgb("#1f5a33") } },
    { solid: at(-4.3, 0.62, 0, box(0.2, 0.06, 1.2)), surface: { color: rgb("#c9a11c") } },
    {
      solid: union(at(-4.25, 1.15, 1.14, box(0.06, 0.12, 0.1)), at(-4.1, 2.75, 1.14, box(0.05, 0.08, 0.1))),
      surface: { color: rgb("#b01a10"), glow: rgb("#4a0804") },
    },
    { solid: at(0, 0.8, 0, box(4, 0.16, 0.5)), surface: dark },
    {
      solid: at(0.75, 0.72, 0.95, turn("z", 90, cylinder(0.27, 0.55, 0.05))),
      surface: { color: rgb("#a7a9ab"), metal: true, rough: 0.2 },
    },
    { solid: at(-0.55, 0.78, 1.05, box(0.5, 0.2, 0.16, 0.03)), surface: dark },
  ];
}

function cab(): readonly Part[] {
  const side: readonly (readonly [number, number])[] = [
    [1.95, 0.75],
    [1.95, 3.15],
    [3.55, 3.15],
    [3.95, 1.95],
    [4, 0.75],
  ];
  const shell = slab(side, 1.18, 0.1);
  const arch = at(3, 0.5, 0, turn("x", 90, cylinder(0.68, 2)));
  const pane = slab(
    [
      [2.2, 2.02],
      [2.2, 2.92],
      [3.4, 2.92],
      [3.72, 2.02],
    ],
    1.2,
  );
  const screen = common(
    slab(
      [
        [3.4, 3.02],
        [3.66, 3],
        [4.06, 2.02],
        [3.8, 1.98],
      ],
      1.06,
    ),
    at(3.7, 2.5, 0, box(0.6, 0.6, 1.06)),
  );
  return [
    { solid: cut(shell, arch), surface: cabPaint },
    { solid: pane, surface: glass },
    { solid: screen, surface: glass },
    { solid: at(4.03, 1.35, 0, box(0.04, 0.28, 0.75)), surface: dark },
    { solid: at(4.08, 0.72, 0, box(0.12, 0.15, 1.2, 0.04)), surface: { color: rgb("#55585b") } },
    ...([1, -1] as const).map((k): Part => ({
      solid: at(4.05, 1.05, k * 0.92, box(0.04, 0.11, 0.17)),
      surface: { color: rgb("#f2f0e2"), gloss: 0.1, rough: 0.02, glow: rgb("#55523e") },
    })),
    { solid: at(4.05, 1.05, 1.13, box(0.04, 0.09, 0.05)), surface: { color: rgb("#e07a12"), glow: rgb("#5a2c04") } },
    {
      solid: union(
        at(2.08, 2, 1.19, box(0.012, 1, 0.012)),
        at(3.62, 1.35, 1.19, box(0.012, 0.35, 0.012)),
        at(2.25, 1.75, 1.2, box(0.1, 0.025, 0.03)),
      ),
      surface: dark,
    },
    {
      solid: union(at(3.75, 2.4, 1.5, box(0.05, 0.26, 0.09, 0.03)), rod([3.6, 2.9, 1.15], [3.75, 2.75, 1.5], 0.025)),
      surface: dark,
    },
    {
      solid: at(2.7, 3.24, 0, box(0.12, 0.1, 0.5, 0.05)),
      surface: { color: rgb("#e88a10"), glow: rgb("#7a3c04"), gloss: 0.05 },
    },
    {
      solid: rod([1.83, 1, 0.95], [1.83, 3.7, 0.95], 0.075),
      surface: { color: [0.8, 0.8, 0.82], metal: true, rough: 0.2 },
    },
    { solid: at(3, 0.5, 0, turn("x", 90, cylinder(0.66, 1))), surface: dark },
  ];
}

const street = pavement(rgb("#6f6f72"));
const ground = (x: number, z: number): Vec3 => {
  if (z < -3.6) return lawnColor(x, z);
  if (z < -2.2)
    return scale(
      rgb("#aaa69d"),
      (Math.abs(x / 1.5 - Math.round(x / 1.5)) < 0.015 ? 0.6 : 0.9) + 0.1 * noise(x * 9, 0, z * 9),
    );
  return z < -2 ? scale(rgb("#c6c3ba"), 0.9) : street(x, z);
};

/** A rear-loading refuse truck in a quiet street. */
export const garbageTruck: Scene = {
  camera: { eye: [8.6, 2.4, 10.6], target: [0.3, 2.05, 0], fieldOfView: 37.5 },
  parts: [
    ...body(),
    ...cab(),
    ...[3, -1.15, -2.3].flatMap((x) => [...wheel(x, 1.02), ...wheel(x, -1.02)]),
    floor(0, ground),
    hedge(-26, 9, 0, -7.5, 1.5, rgb("#4b6c2c")),
    ...tree(-9, 0, -10, 7.5, rgb("#507530"), 1),
    ...tree(-1, 0, -13, 9, rgb("#5f8034"), 2),
    ...tree(-17, 0, -13, 10, rgb("#456a2a"), 3),
    ...tree(4.5, 0, -15, 8, rgb("#6d8a3c"), 4),
    ...tree(-25, 0, -19, 11, rgb("#55752c"), 5),
    ...tree(-8, 0, -22, 11, rgb("#3f5f26"), 6),
  ],
  sky: daySky(rgb("#5b8fcd"), rgb("#d9e6ef"), 0.4, 8),
  sun: { from: [0.75, 1.1, 0.6], color: scale(rgb("#fff2df"), 2), spread: 0.02 },
  exposure: 0.7,
};
