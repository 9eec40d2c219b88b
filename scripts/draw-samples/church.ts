import { fractal, mix, noise, rgb, scale, type Vec3 } from "./noise.ts";
import { daySky, floor, lawnColor, tree } from "./outdoors.ts";
import type { Part, Scene, Surface } from "./render.ts";
import { at, box, cylinder, rod, slab, turn, union, type Solid } from "./solids.ts";

type Corner = readonly [number, number];

/** White painted boards, each with a thin shadow under its edge and a little weather. */
const boards = ([x, y, z]: Vec3): Surface => {
  const within = y / 0.24 - Math.floor(y / 0.24);
  const shade = within < 0.16 ? 0.68 : 0.95;
  return { color: scale(rgb("#f3f0e8"), shade * (0.9 + 0.12 * fractal(x * 1.3, y * 0.7, z * 1.3, 3))) };
};

const slates = ([x, y, z]: Vec3): Surface => {
  const row = Math.floor(y / 0.28),
    place = (x + z) * 2.2 + row * 0.5;
  return {
    color: scale(rgb("#4b4d55"), 0.65 + 0.5 * noise(Math.floor(place), row, 0) + 0.15 * noise(x * 9, y * 9, z * 9)),
  };
};

const trim: Surface = { color: rgb("#f6f4ee") };
const glass: Surface = { color: rgb("#1c2530"), gloss: 0.08, rough: 0.03 };

/** A pyramid with eight sides: foot radius r at y = 0, tip at y = height. */
function spire(r: number, height: number): Solid {
  const slope = Math.atan2(r, height),
    c = Math.cos(slope),
    s = Math.sin(slope);
  return {
    distance: (x, y, z) => {
      const ax = Math.abs(x),
        az = Math.abs(z);
      const out = Math.max(ax, az, (ax + az) * Math.SQRT1_2);
      return Math.max((out - r) * c + y * s, -y);
    },
    centre: [0, height / 2, 0],
    radius: height / 2 + r,
  };
}

/** A window or door outline with a round head, its foot at y = 0. */
function arched(halfWidth: number, height: number): readonly Corner[] {
  const head = Array.from({ length: 9 }, (_, i): Corner => [
    halfWidth * Math.cos((i / 8) * Math.PI),
    height - halfWidth + halfWidth * Math.sin((i / 8) * Math.PI),
  ]);
  return [[-halfWidth, 0], [halfWidth, 0], ...head];
}

/** A framed arched window whose foot stands at (x, y, z), looking along +z, or +x when `toSide`. */
function window(x: number, y: number, z: number, halfWidth: number, height: number, toSide: boolean): readonly Part[] {
  const place = (s: Solid): Solid => at(x, y, z, toSide ? turn("y", 90, s) : s);
  const bars = union(
    at(0, height / 2, 0, box(0.03, height / 2, 0.09)),
    ...[0.25, 0.5, 0.72].map((k) => at(0, height * k, 0, box(halfWidth, 0.03, 0.09))),
  );
  return [
    { solid: place(at(0, -0.1, 0, slab(arched(halfWidth + 0.13, height + 0.24), 0.05))), surface: trim },
    { solid: place(slab(arched(halfWidth, height), 0.07)), surface: glass },
    { solid: place(bars), surface: trim },
  ];
}

const gable: readonly Corner[] = [
  [-3.2, 0],
  [3.2, 0],
  [3.2, 4.3],
  [0, 7.2],
  [-3.2, 4.3],
];
const roof: readonly Corner[] = [
  [-3.7, 3.75],
  [0, 7.1],
  [3.7, 3.75],
  [3.7, 4.05],
  [0, 7.45],
  [-3.7, 4.05],
];

function building(): readonly Part[] {
  const sides = [-1.9, -4.4, -6.9, -9.4].flatMap((z) => window(3.22, 1.2, z, 0.42, 2.3, true));
  return [
    { solid: at(0, 0, -5.6, slab(gable, 5.5)), surface: boards },
    { solid: at(0, 0, -5.6, slab(roof, 5.8)), surface: slates },
    { solid: at(0, 0.2, -5.6, box(3.3, 0.3, 5.6)), surface: { color: rgb("#8b8579") } },
    { solid: at(0, 4.4, 0.4, box(1.45, 4.4, 1.45)), surface: boards },
    { solid: at(0, 8.85, 0.4, box(1.62, 0.13, 1.62)), surface: trim },
    { solid: at(0, 10.1, 0.4, box(1.12, 1.2, 1.12)), surface: boards },
    { solid: at(0, 11.35, 0.4, box(1.32, 0.12, 1.32)), surface: trim },
    { solid: at(0, 11.45, 0.4, spire(1.15, 5.6)), surface: slates },
    {
      solid: union(rod([0, 17, 0.4], [0, 18.1, 0.4], 0.05), rod([-0.32, 17.7, 0.4], [0.32, 17.7, 0.4], 0.05)),
      surface: { color: rgb("#caa24a"), metal: true, rough: 0.3 },
    },
    ...(
      [
        [-1.47, 0.4],
        [1.47, 0.4],
        [-1.47, 1.87],
        [1.47, 1.87],
      ] as const
    ).map(([x, z]): Part => ({ solid: at(x, 4.4, z, box(0.12, 4.4, 0.12)), surface: trim })),
    ...window(0, 9.35, 1.53, 0.42, 1.6, false),
    ...window(1.13, 9.35, 0.4, 0.42, 1.6, true),
    ...window(0, 4.6, 1.86, 0.42, 2, false),
    ...window(1.46, 4.6, 0.4, 0.36, 1.8, true),
    ...window(-2.3, 1.2, -0.08, 0.4, 2.2, false),
    ...window(2.3, 1.2, -0.08, 0.4, 2.2, false),
    { solid: at(0, 0.3, 1.86, slab(arched(0.98, 3.1), 0.05)), surface: trim },
    {
      solid: at(0, 0.3, 1.88, slab(arched(0.8, 2.85), 0.06)),
      surface: ([x]) => ({ color: scale(rgb("#6e2417"), Math.abs(x) < 0.03 ? 0.2 : 0.8 + 0.2 * Math.cos(x * 18)) }),
    },
    ...sides,
    ...[0, 1, 2].map((i): Part => ({
      solid: at(0, 0.06 + 0.1 * i, 2.9 - 0.3 * i, box(1.5, 0.07, 0.9)),
      surface: { color: rgb("#a09a8e") },
    })),
    { solid: at(0, 1.9, 1.98, turn("x", 90, cylinder(0.05, 0.04))), surface: { color: rgb("#caa24a"), metal: true } },
  ];
}

const ground = (x: number, z: number): Vec3 => {
  const middle = 0.05 * (z - 3) ** 2 * 0.35,
    edge = Math.abs(x - middle) - 0.95 + 0.2 * (noise(x * 2, 0, z * 2) - 0.5);
  const path = scale(rgb("#b3a48c"), 0.7 + 0.4 * noise(x * 9, 0, z * 9));
  return z > 2 ? mix(path, lawnColor(x, z), Math.min(1, Math.max(0, edge * 5 + 0.5))) : lawnColor(x, z);
};

/** A white wooden village church in early autumn, a path leading to its door. */
export const church: Scene = {
  camera: { eye: [11.5, 1.9, 24], target: [0.4, 8.1, -1], fieldOfView: 41 },
  parts: [
    ...building(),
    floor(0, ground),
    ...tree(-9.5, 0, -7, 10.5, rgb("#47692a"), 1),
    ...tree(-15, 0, -14, 12, rgb("#5c7a30"), 2),
    ...tree(10, 0, -17, 9.5, rgb("#a5702a"), 3),
    ...tree(16, 0, -22, 12, rgb("#55752c"), 4),
    ...tree(4, 0, -27, 12, rgb("#3f5f26"), 5),
    ...tree(-7, 0, -26, 11, rgb("#7c7a30"), 6),
    ...tree(-24, 0, -24, 12, rgb("#3f5f26"), 7),
    ...tree(24, 0, -30, 13, rgb("#8a6a2c"), 8),
  ],
  sky: daySky(rgb("#2f6cbd"), rgb("#b9d7ee"), 0.38, 11),
  sun: { from: [0.95, 0.75, 0.22], color: scale(rgb("#fff0d8"), 2), spread: 0.015 },
  exposure: 0.6,
};
