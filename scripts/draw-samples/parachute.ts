import { hash, rgb, scale, type Vec3 } from "./noise.ts";
import { daySky } from "./outdoors.ts";
import type { Part, Scene } from "./render.ts";
import { at, ball, rod, union, type Solid } from "./solids.ts";

/** The canopy is an arc of this radius around the harness, in cells of fabric from wing tip to wing tip. */
const ARC = 3.1;
const HALF_SPAN = 0.78;
const HALF_CHORD = 0.85;
const CELLS = 11;
const HARNESS: Vec3 = [0, -2.2, 0];
/** The point the jumper hangs from, and their size against the figure below. */
const HANG: Vec3 = [0, -1.88, 0];
const PERSON = 0.8;

const cloth = ["#d8261c", "#f2f0ea", "#1d4fa8", "#f4bf1a"].map(rgb);
const cellColor = (cell: number): Vec3 => cloth[[0, 0, 3, 3, 1, 2, 1, 3, 3, 0, 0][cell] ?? 1]!;

const cellAt = (x: number, y: number): number =>
  ((Math.atan2(x, y - HARNESS[1]) + HALF_SPAN) / (2 * HALF_SPAN)) * CELLS;

/** A ram-air wing: cells bulge between their seams, the nose (z > 0) is thick, the tail thin. */
function canopy(): Solid {
  const distance = (x: number, y: number, z: number): number => {
    const fromHarness = Math.sqrt(x * x + (y - HARNESS[1]) ** 2);
    const along = Math.abs(Math.atan2(x, y - HARNESS[1])) - HALF_SPAN;
    const seam = Math.abs(Math.sin(cellAt(x, y) * Math.PI));
    const nose = Math.min(1, Math.max(0, (z + HALF_CHORD) / (2 * HALF_CHORD)));
    const thick = (0.05 + 0.16 * Math.sqrt(nose)) * (0.72 + 0.28 * Math.sqrt(seam));
    const qs = along * fromHarness,
      qr = Math.abs(fromHarness - ARC - 0.1 * nose) - thick,
      qz = Math.abs(z) - HALF_CHORD + 0.05;
    const outside = Math.sqrt(Math.max(qs, 0) ** 2 + Math.max(qr, 0) ** 2 + Math.max(qz, 0) ** 2);
    return (outside + Math.min(Math.max(qs, qr, qz), 0) - 0.03) * 0.6;
  };
  return { distance, centre: [0, 0.4, 0], radius: 2.9 };
}

/** Suspension lines from every second seam to the two risers above the shoulders. */
function lines(): Solid {
  const ends: Solid[] = [];
  for (let i = 0; i <= CELLS; i++) {
    const angle = ((i / CELLS) * 2 - 1) * HALF_SPAN * 0.97;
    const foot: Vec3 = [HARNESS[0] + (angle < 0 ? -0.14 : 0.14), HARNESS[1] + 0.32, 0];
    for (const z of [0.7, 0.15, -0.5]) {
      ends.push(rod([Math.sin(angle) * (ARC - 0.12), HARNESS[1] + Math.cos(angle) * (ARC - 0.12), z], foot, 0.008));
    }
  }
  return union(...ends);
}

function jumper(): readonly Part[] {
  const [x, y, z] = HARNESS;
  const side = (k: 1 | -1): Solid =>
    union(
      rod([x + k * 0.11, y - 0.42, z], [x + k * 0.15, y - 0.72, z + 0.22], 0.085, 0.07),
      rod([x + k * 0.15, y - 0.72, z + 0.22], [x + k * 0.16, y - 1.08, z + 0.1], 0.068, 0.05),
    );
  const arm = (k: 1 | -1): Solid =>
    union(
      rod([x + k * 0.17, y - 0.02, z], [x + k * 0.27, y + 0.14, z + 0.14], 0.058, 0.05),
      rod([x + k * 0.27, y + 0.14, z + 0.14], [x + k * 0.17, y + 0.36, z + 0.06], 0.05, 0.04),
    );
  const suit = rgb("#23395f"),
    dark = rgb("#1b1b1f");
  return [
    { solid: rod([x, y, z], [x, y - 0.4, z], 0.16, 0.14), surface: { color: rgb("#a8261e") } },
    { solid: at(x, y - 0.16, z - 0.17, rod([0, 0.12, 0], [0, -0.14, 0], 0.12)), surface: { color: dark } },
    { solid: union(side(1), side(-1)), surface: { color: suit } },
    { solid: union(arm(1), arm(-1)), surface: { color: rgb("#a8261e") } },
    { solid: at(x, y + 0.22, z + 0.02, ball(0.125)), surface: { color: rgb("#e8e6df"), gloss: 0.05, rough: 0.1 } },
    {
      solid: union(
        ...([1, -1] as const).map((k) =>
          rod([x + k * 0.16, y - 1.1, z + 0.08], [x + k * 0.17, y - 1.13, z + 0.24], 0.055),
        ),
      ),
      surface: { color: dark },
    },
  ];
}

/** The jumper at the size that a wing of eight metres would carry, hung from the risers. */
function hung(part: Part): Part {
  const { distance, centre, radius } = part.solid;
  const toModel = (v: number, k: 0 | 1 | 2): number => HANG[k]! + (v - HANG[k]!) / PERSON;
  return {
    ...part,
    solid: {
      distance: (x, y, z) => PERSON * distance(toModel(x, 0), toModel(y, 1), toModel(z, 2)),
      centre: [
        HANG[0] + (centre[0] - HANG[0]) * PERSON,
        HANG[1] + (centre[1] - HANG[1]) * PERSON,
        HANG[2] + (centre[2] - HANG[2]) * PERSON,
      ],
      radius: radius * PERSON,
    },
  };
}

/** A square parachute under a summer sky, seen from the ground in front of it. */
export const parachute: Scene = {
  camera: { eye: [2.9, -5.2, 10.4], target: [0.05, -0.98, 0], fieldOfView: 27 },
  parts: [
    {
      solid: canopy(),
      surface: ([x, y, z]) => {
        const cell = cellAt(x, y);
        const color = cellColor(Math.floor(cell));
        const seam = Math.abs(cell - Math.round(cell)) < 0.03 || Math.abs(z - 0.1) < 0.012 ? 0.7 : 1;
        const grain = 0.94 + 0.06 * hash(Math.floor(x * 60), Math.floor(y * 60), Math.floor(z * 60));
        // Thin nylon lets the sun through, so the underside glows in its own colour.
        return { color: scale(color, 0.75 * seam * grain), glow: scale(color, 0.16 * seam), gloss: 0.03, rough: 0.4 };
      },
    },
    { solid: lines(), surface: { color: rgb("#cfd2d4") } },
    ...jumper().map(hung),
  ],
  sky: daySky(rgb("#3b78c4"), rgb("#a9cdec"), 0.42, 5),
  sun: { from: [0.6, 1, 0.7], color: scale(rgb("#fff3df"), 2.2), spread: 0.02 },
  exposure: 0.72,
};
