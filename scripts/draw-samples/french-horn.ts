import { fractal, noise, rgb, scale, smoothstep, type Vec3 } from "./noise.ts";
import type { Part, Scene, Surface } from "./render.ts";
import { at, cylinder, ring, rod, tube, turn, turned, union, type Solid } from "./solids.ts";

const brass: Surface = { color: [0.86, 0.62, 0.24], metal: true, rough: 0.09 };
const nickel: Surface = { color: [0.6, 0.55, 0.45], metal: true, rough: 0.1 };

/** A circle of tubing in the plane of the instrument, drawn from one angle to another in degrees. */
function arc(x: number, y: number, z: number, r: number, from: number, to: number, thick: number): Solid {
  const steps = Math.max(6, Math.round(Math.abs(to - from) / 18));
  return tube(
    Array.from({ length: steps + 1 }, (_, i): Vec3 => {
      const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
      return [x + r * Math.cos(angle), y + r * Math.sin(angle), z];
    }),
    thick,
    3,
  );
}

/** The bell: narrow at y = 0, opening ever faster to the rim at y = -1.9. */
function bell(): Solid {
  return turned(
    (y) => {
      const t = -y / 1.9;
      return 0.13 + 0.2 * t + 0.72 * t ** 4.2;
    },
    -1.9,
    0,
    0.018,
  );
}

/** A tuning slide: two straight legs and their bow, pointing along the angle (degrees). */
function slide(x: number, y: number, z: number, length: number, gap: number, angle: number): Solid {
  return at(
    x,
    y,
    z,
    turn(
      "z",
      angle,
      tube(
        [
          [-gap, 0, 0],
          [-gap, length, 0],
          [-gap * 0.7, length + gap * 0.8, 0],
          [0, length + gap, 0],
          [gap * 0.7, length + gap * 0.8, 0],
          [gap, length, 0],
          [gap, 0, 0],
        ],
        0.055,
        4,
      ),
    ),
  );
}

function valves(): readonly Part[] {
  return [-0.34, 0, 0.34].flatMap((shift): Part[] => {
    const x = -0.05 + shift * 0.8,
      y = -0.02 + shift * 0.55;
    const standing = (s: Solid): Solid => at(x, y, 0.12, turn("x", 90, s));
    return [
      { solid: standing(cylinder(0.17, 0.16, 0.02)), surface: brass },
      { solid: at(0, 0, 0.18, standing(cylinder(0.185, 0.035, 0.02))), surface: nickel },
      { solid: at(0, 0, 0.23, standing(cylinder(0.05, 0.04, 0.01))), surface: nickel },
      {
        solid: union(
          rod([x, y, 0.34], [x - 0.5, y + 0.62, 0.3], 0.025),
          rod([x - 0.5, y + 0.62, 0.32], [x - 0.62, y + 0.7, 0.36], 0.06),
        ),
        surface: nickel,
      },
    ];
  });
}

const light = (x: number, y: number, z: number): Vec3 => {
  const window = smoothstep(0.5, 0.58, z * 0.75 - x * 0.6 + y * 0.2) * 2.6;
  const ceiling = smoothstep(0.25, 0.6, y) * 0.7;
  const room = 0.1 + 0.12 * fractal(x * 2.5, y * 2.5, z * 2.5, 3);
  return [room + ceiling + window, room * 0.95 + ceiling + window * 0.98, room * 0.9 + ceiling + window * 0.94];
};

/** A table of dark boards on the plane z = -0.45, seen from above. */
function table(): Part {
  const board = (x: number, y: number): Vec3 => {
    const row = Math.floor(y / 0.85 + 0.3),
      joint = y / 0.85 + 0.3 - row < 0.02;
    const grain = fractal(x * 0.9 + row * 7, y * 11, row, 5);
    return scale(rgb("#6b4630"), joint ? 0.15 : (0.45 + 0.9 * grain) * (0.8 + 0.4 * noise(row, 3, 0)));
  };
  return {
    solid: { distance: (_x, _y, z) => z + 0.45, centre: [0, 0, 0], radius: 1e6 },
    surface: ([x, y]) => ({ color: board(x, y), gloss: 0.035, rough: 0.35 }),
  };
}

/** A double horn lying on a wooden table in window light, seen from above. */
export const frenchHorn: Scene = {
  camera: { eye: [0.55, -1.5, 7.6], target: [0.5, -0.02, 0], fieldOfView: 37 },
  parts: [
    table(),
    { solid: at(0.62, 0.98, 0.03, turn("z", 47, bell())), surface: brass },
    { solid: at(0.62, 0.98, 0.03, turn("z", 47, at(0, -1.9, 0, ring(1.05, 0.03)))), surface: brass },
    { solid: arc(-0.28, 0.02, 0, 1.32, 46, 405, 0.1), surface: brass },
    { solid: arc(-0.28, 0.02, 0.02, 1.14, 20, 330, 0.06), surface: brass },
    { solid: arc(-0.28, 0.02, 0.1, 0.97, 60, 380, 0.056), surface: brass },
    { solid: arc(-0.22, 0.1, 0.2, 0.76, 120, 400, 0.052), surface: brass },
    {
      solid: tube(
        [
          [-1.45, 1.75, 0.15],
          [-1.2, 1.35, 0.2],
          [-0.75, 1.08, 0.22],
          [0.1, 0.86, 0.24],
          [0.62, 0.5, 0.24],
          [0.8, 0, 0.2],
        ],
        0.05,
      ),
      surface: brass,
    },
    { solid: rod([-1.45, 1.75, 0.15], [-1.62, 2.04, 0.13], 0.045, 0.095), surface: nickel },
    {
      solid: union(
        slide(-0.75, -0.1, 0.1, 0.5, 0.11, 120),
        slide(-0.5, -0.35, 0.12, 0.55, 0.11, 165),
        slide(-0.05, -0.4, 0.14, 0.5, 0.11, 190),
        slide(-0.6, 0.15, 0.16, 0.35, 0.1, 85),
        slide(-0.2, -0.1, 0.2, 0.35, 0.09, 150),
      ),
      surface: brass,
    },
    {
      solid: union(
        rod([-0.9, -0.75, 0], [-0.55, -0.2, 0.1], 0.035),
        rod([0.3, 0.75, 0.05], [0.15, 0.4, 0.12], 0.035),
        rod([-1.3, 0.5, 0], [-0.9, 0.4, 0.1], 0.035),
      ),
      surface: nickel,
    },
    ...valves(),
  ],
  sky: light,
  sun: { from: [-0.8, 0.55, 1.1], color: [1.6, 1.52, 1.38], spread: 0.12 },
  exposure: 0.78,
};
