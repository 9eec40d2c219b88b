import { fractal, hash, mix, noise, rgb, scale, smoothstep, type Vec3 } from "./noise.ts";
import { blurredTrees, daySky } from "./outdoors.ts";
import type { Part, Scene, Surface } from "./render.ts";
import { at, box, cylinder, raised, rod, slab, tube, turn, union, type Solid } from "./solids.ts";

/** Degrees around y by which the saw is turned. */
const PLACED = -17;

type Corner = readonly [number, number];

const orange: Surface = { color: rgb("#dd4a12"), gloss: 0.05, rough: 0.12 };
const black: Surface = { color: rgb("#1c1c1e"), gloss: 0.04, rough: 0.25 };
const grey: Surface = { color: rgb("#c9c9c6"), gloss: 0.05, rough: 0.2 };
const steel: Surface = { color: [0.6, 0.61, 0.62], metal: true, rough: 0.22 };

/** The bar's outline, widened by `more`: straight sides and a round nose. */
function barOutline(more: number): readonly Corner[] {
  const h = 0.22 + more,
    nose = Array.from({ length: 9 }, (_, i): Corner => {
      const angle = ((-90 + (180 * i) / 8) * Math.PI) / 180;
      return [2.95 + h * 0.9 * Math.cos(angle), h * Math.sin(angle)];
    });
  return [[0.6, h], [0.6, -h], [2, -h - 0.025], ...nose, [2, h + 0.025]];
}

/** Guide bar and the chain that runs around it, a cutter every quarter of a hand. */
function barAndChain(): readonly Part[] {
  const links = raised(slab(barOutline(0.03), 0.025), 0.035, (x, y) =>
    (x > 2.95 ? Math.sin(Math.atan2(y, x - 2.95) * 6) : Math.sin(x * 26)) > 0.1 ? 0.03 : 0,
  );
  return [
    { solid: links, surface: { color: rgb("#54534f"), gloss: 0.2, rough: 0.3 } },
    { solid: slab(barOutline(-0.02), 0.065), surface: ([x, y]) => barSteel(x, y) },
  ];
}

function barSteel(x: number, y: number): Surface {
  const stripe = x > 1.3 && x < 2.3 && Math.abs(y) < 0.085 && Math.sin(x * 30) > -0.6;
  return stripe
    ? { color: rgb("#24262a"), gloss: 0.05 }
    : { ...steel, color: scale([0.72, 0.73, 0.74], 0.85 + 0.25 * noise(x * 4, y * 22, 0)) };
}

/** Engine housing with cover, cooling slits, handles, guard and caps. */
function machine(): readonly Part[] {
  const housing: readonly Corner[] = [
    [-1.05, -0.36],
    [0.8, -0.36],
    [0.9, 0.05],
    [0.8, 0.38],
    [0.45, 0.52],
    [-0.6, 0.6],
    [-1, 0.42],
  ];
  const slits = Array.from({ length: 6 }, (_, i) =>
    at(-0.62 + 0.11 * i, 0.02, 0.425, turn("z", -14, box(0.025, 0.2, 0.02))),
  );
  return [
    { solid: slab(housing, 0.36, 0.08), surface: orange },
    { solid: at(-0.08, 0.56, 0, box(0.58, 0.14, 0.3, 0.1)), surface: grey },
    {
      solid: slab(
        [
          [0.25, -0.3],
          [0.98, -0.26],
          [0.98, 0.22],
          [0.6, 0.36],
          [0.25, 0.3],
        ],
        0.44,
        0.05,
      ),
      surface: orange,
    },
    { solid: at(0.72, 0, 0.45, turn("x", 90, cylinder(0.07, 0.03))), surface: steel },
    { solid: at(0.48, 0, 0.45, turn("x", 90, cylinder(0.07, 0.03))), surface: steel },
    { solid: at(-0.36, 0.02, 0.38, turn("x", 90, cylinder(0.33, 0.05, 0.03))), surface: black },
    { solid: union(...slits), surface: { color: rgb("#7e7f80") } },
    { solid: at(-0.8, -0.18, 0.38, turn("x", 90, cylinder(0.11, 0.05, 0.02))), surface: black },
    {
      solid: tube(
        [
          [0.35, -0.3, 0.48],
          [0.3, 0.2, 0.56],
          [0.22, 0.8, 0.5],
          [0.16, 1.04, 0.3],
          [0.16, 1.08, 0],
          [0.16, 1.04, -0.35],
          [0.3, 0.5, -0.5],
          [0.35, -0.2, -0.45],
        ],
        0.062,
      ),
      surface: black,
    },
    {
      solid: tube(
        [
          [-0.85, 0.45, 0],
          [-1.25, 0.48, 0],
          [-1.7, 0.36, 0],
          [-1.88, 0.1, 0],
          [-1.8, -0.25, 0],
          [-1.4, -0.36, 0],
          [-0.9, -0.33, 0],
        ],
        0.1,
      ),
      surface: black,
    },
    { solid: at(-1.4, -0.38, 0, box(0.5, 0.04, 0.26, 0.03)), surface: black },
    { solid: rod([-1.35, 0.36, 0], [-1.4, 0.22, 0], 0.05), surface: black },
    { solid: at(0.66, 0.8, 0, turn("z", 14, box(0.04, 0.32, 0.4, 0.03))), surface: black },
    { solid: at(0.95, -0.22, 0.12, turn("z", 0, box(0.07, 0.12, 0.2, 0.02))), surface: black },
  ];
}

/** The stump's cut face: height, and radius of the trunk. */
const CUT = -0.42;
const TRUNK = 2.75;

/** A fresh stump: rings on the cut face, furrowed bark around it. */
function stump(): Part {
  const solid = at(
    0.5,
    CUT - 1.5,
    -0.3,
    raised(
      cylinder(TRUNK, 1.5, 0.03),
      0.1,
      (x, y, z) => 0.1 * smoothstep(1.5, 1.3, y) * fractal(Math.atan2(x, z) * 9, y * 0.9, 0, 3),
    ),
  );
  const wood = (x: number, z: number): Vec3 => {
    const r = Math.hypot(x - 0.9, z + 0.7) + 0.16 * fractal(x, z, 1, 3);
    const ring = 0.5 + 0.5 * Math.sin(r * 26 + 3 * noise(r * 3, 0, 0)),
      crack = Math.abs(Math.sin(Math.atan2(z + 0.7, x - 0.9) * 2.5 + 0.3)) < 0.012 + 0.008 * r;
    const sawn = 0.9 + 0.12 * noise(x * 22 + z * 3, z * 2, 5);
    return scale(
      mix(rgb("#d8b584"), rgb("#b98e59"), 0.75 * ring),
      (crack ? 0.4 : 1) * sawn * (0.8 + 0.25 * fractal(x * 1.3, z * 1.3, 2, 3)),
    );
  };
  return {
    solid,
    surface: ([x, y, z], n) => ({
      color:
        n[1] > 0.7
          ? wood(x, z)
          : scale(rgb("#6d5641"), 0.3 + 1.1 * fractal(Math.atan2(x - 0.5, z + 0.3) * 22, y * 2.5, 0, 4)),
    }),
  };
}

/** Sawdust and chips scattered over the cut face. */
function chips(): Part {
  const pieces = Array.from({ length: 90 }, (_, i): Solid => {
    const angle = 2 * Math.PI * hash(i, 1, 0),
      r = (TRUNK - 0.2) * Math.sqrt(hash(i, 2, 0));
    return at(
      0.5 + r * Math.cos(angle),
      CUT + 0.02,
      -0.3 + r * Math.sin(angle),
      turn(
        "y",
        360 * hash(i, 3, 0),
        turn("x", 40 * (hash(i, 4, 0) - 0.3), box(0.03 + 0.05 * hash(i, 5, 0), 0.01, 0.025)),
      ),
    );
  });
  return {
    solid: union(...pieces),
    surface: ([x, , z]) => ({ color: scale(rgb("#e6cc98"), 0.75 + 0.4 * noise(x * 5, 0, z * 5)) }),
  };
}

/** The saw stands with its bar turned a little toward the camera; its surfaces are painted before it is turned. */
function placed({ solid, surface }: Part): Part {
  const c = Math.cos((PLACED * Math.PI) / 180),
    s = Math.sin((PLACED * Math.PI) / 180);
  return {
    solid: turn("y", PLACED, solid),
    surface: typeof surface === "function" ? ([x, y, z], n) => surface([c * x - s * z, y, c * z + s * x], n) : surface,
  };
}

/** A chain saw standing on a fresh stump at the edge of a wood. */
export const chainSaw: Scene = {
  camera: { eye: [1.5, 2.1, 6.8], target: [0.95, 0.1, 0.3], fieldOfView: 37, aperture: 0.06, focus: 6.5 },
  parts: [...[...machine(), ...barAndChain()].map((part) => placed(part)), stump(), chips()],
  sky: daySky(rgb("#8fb3da"), rgb("#dde8ee"), 0.3, 4),
  backdrop: (x, y, z) =>
    mix(blurredTrees(rgb("#2c3f1d"), rgb("#90a566"), 6)(x, y, z), scale(rgb("#7c8c4a"), 0.9), y < -0.2 ? 0.6 : 0),
  sun: { from: [-0.5, 1.1, 0.9], color: scale(rgb("#fff2de"), 2), spread: 0.03 },
  exposure: 0.75,
};
