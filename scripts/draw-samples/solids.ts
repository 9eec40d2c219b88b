import type { Vec3 } from "./noise.ts";

/** Signed distance from a point to a surface: negative inside. */
export type Distance = (x: number, y: number, z: number) => number;

/** A shape: its distance function and a sphere that contains it. */
export interface Solid {
  readonly distance: Distance;
  readonly centre: Vec3;
  readonly radius: number;
}

/** Length of (a, b); many times faster than Math.hypot, which guards against overflow. */
const length = (a: number, b: number): number => Math.sqrt(a * a + b * b);

const solid = (distance: Distance, radius: number, centre: Vec3 = [0, 0, 0]): Solid => ({ distance, centre, radius });

/** A ball of radius r at the origin. */
export const ball = (r: number): Solid => solid((x, y, z) => Math.sqrt(x * x + y * y + z * z) - r, r);

/** A box of half sizes hx, hy, hz at the origin, edges rounded by `round`. */
export function box(hx: number, hy: number, hz: number, round = 0): Solid {
  const ax = hx - round,
    ay = hy - round,
    az = hz - round;
  return solid(
    (x, y, z) => {
      const qx = Math.abs(x) - ax,
        qy = Math.abs(y) - ay,
        qz = Math.abs(z) - az;
      const ox = qx > 0 ? qx : 0,
        oy = qy > 0 ? qy : 0,
        oz = qz > 0 ? qz : 0;
      return Math.sqrt(ox * ox + oy * oy + oz * oz) + Math.min(Math.max(qx, qy, qz), 0) - round;
    },
    Math.hypot(hx, hy, hz),
  );
}

/** A cylinder along y, radius r, half height h, edges rounded by `round`. */
export function cylinder(r: number, h: number, round = 0): Solid {
  return solid(
    (x, y, z) => {
      const qr = Math.sqrt(x * x + z * z) - r + round,
        qy = Math.abs(y) - h + round;
      return length(Math.max(qr, 0), Math.max(qy, 0)) + Math.min(Math.max(qr, qy), 0) - round;
    },
    Math.hypot(r, h),
  );
}

/** A ring around y: the middle line has radius `big`, the tube radius `small`. */
export const ring = (big: number, small: number): Solid =>
  solid((x, y, z) => length(length(x, z) - big, y) - small, big + small);

/** A straight rod from a to b whose radius goes from ra to rb, with round ends. */
export function rod(a: Vec3, b: Vec3, ra: number, rb = ra): Solid {
  const dx = b[0] - a[0],
    dy = b[1] - a[1],
    dz = b[2] - a[2];
  const len2 = dx * dx + dy * dy + dz * dz;
  return solid(
    (x, y, z) => {
      const px = x - a[0],
        py = y - a[1],
        pz = z - a[2];
      const t = Math.min(1, Math.max(0, (px * dx + py * dy + pz * dz) / len2));
      const ex = px - dx * t,
        ey = py - dy * t,
        ez = pz - dz * t;
      return Math.sqrt(ex * ex + ey * ey + ez * ez) - (ra + (rb - ra) * t);
    },
    Math.sqrt(len2) / 2 + Math.max(ra, rb),
    [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2],
  );
}

/** A tube of radius r through the points, smoothed as a Catmull-Rom curve of `pieces` rods per gap. */
export function tube(points: readonly Vec3[], r: number, pieces = 6): Solid {
  const last = points.length - 1;
  const point = (i: number): Vec3 => points[Math.min(last, Math.max(0, i))]!;
  const along = (i: number, t: number): Vec3 => {
    const [p, q, s, u] = [point(i - 1), point(i), point(i + 1), point(i + 2)];
    const axis = (k: 0 | 1 | 2): number =>
      0.5 *
      (2 * q[k] +
        (s[k] - p[k]) * t +
        (2 * p[k] - 5 * q[k] + 4 * s[k] - u[k]) * t * t +
        (3 * q[k] - p[k] - 3 * s[k] + u[k]) * t * t * t);
    return [axis(0), axis(1), axis(2)];
  };
  const curve = points.slice(0, last).flatMap((_, i) => Array.from({ length: pieces }, (_, k) => along(i, k / pieces)));
  curve.push(point(last));
  return union(...curve.slice(1).map((end, i) => rod(curve[i]!, end, r)));
}

/** A thin shell of revolution around y: wall `wall` thick, its radius at height y given by `profile` for y in [from, to]. */
export function turned(profile: (y: number) => number, from: number, to: number, wall: number): Solid {
  const steps = 28;
  const ys = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  const rs = ys.map(profile);
  const middle = (from + to) / 2;
  const reach = Math.max(...ys.map((y, i) => Math.hypot(y - middle, rs[i]!)));
  return solid(
    (x, y, z) => {
      const r = Math.sqrt(x * x + z * z);
      let best = Infinity;
      for (let i = 0; i < steps; i++) {
        const sr = rs[i + 1]! - rs[i]!,
          sy = ys[i + 1]! - ys[i]!,
          pr = r - rs[i]!,
          py = y - ys[i]!;
        const t = Math.min(1, Math.max(0, (pr * sr + py * sy) / (sr * sr + sy * sy)));
        const d2 = (pr - sr * t) ** 2 + (py - sy * t) ** 2;
        if (d2 < best) best = d2;
      }
      return Math.sqrt(best) - wall;
    },
    reach + wall,
    [0, middle, 0],
  );
}

/** A flat outline in x and y (corners in order), thick by half depth hz, edges rounded by `round`. */
export function slab(outline: readonly (readonly [number, number])[], hz: number, round = 0): Solid {
  const n = outline.length;
  const reach = Math.max(...outline.map(([x, y]) => Math.hypot(x, y)));
  return solid(
    (x, y, z) => {
      let best = Infinity,
        inside = false;
      for (let i = 0, j = n - 1; i < n; j = i++) {
        const [ax, ay] = outline[i]!,
          [bx, by] = outline[j]!;
        const ex = bx - ax,
          ey = by - ay,
          px = x - ax,
          py = y - ay;
        const t = Math.min(1, Math.max(0, (px * ex + py * ey) / (ex * ex + ey * ey)));
        best = Math.min(best, (px - ex * t) ** 2 + (py - ey * t) ** 2);
        if (ay > y !== by > y && x < ax + ((y - ay) * ex) / ey) inside = !inside;
      }
      const flat = (inside ? -Math.sqrt(best) : Math.sqrt(best)) + round,
        deep = Math.abs(z) - hz + round;
      return length(Math.max(flat, 0), Math.max(deep, 0)) + Math.min(Math.max(flat, deep), 0) - round;
    },
    Math.hypot(reach, hz) + round,
  );
}

/** The solid moved by (dx, dy, dz). */
export const at = (dx: number, dy: number, dz: number, s: Solid): Solid =>
  solid((x, y, z) => s.distance(x - dx, y - dy, z - dz), s.radius, [
    s.centre[0] + dx,
    s.centre[1] + dy,
    s.centre[2] + dz,
  ]);

/** The solid turned around an axis through the origin by degrees, counterclockwise seen from the axis's tip. */
export function turn(axis: "x" | "y" | "z", degrees: number, s: Solid): Solid {
  const c = Math.cos((degrees * Math.PI) / 180),
    n = Math.sin((degrees * Math.PI) / 180);
  const [x, y, z] = s.centre;
  if (axis === "x")
    return solid((x, y, z) => s.distance(x, c * y + n * z, c * z - n * y), s.radius, [x, c * y - n * z, c * z + n * y]);
  if (axis === "y")
    return solid((x, y, z) => s.distance(c * x - n * z, y, c * z + n * x), s.radius, [c * x + n * z, y, c * z - n * x]);
  return solid((x, y, z) => s.distance(c * x + n * y, c * y - n * x, z), s.radius, [c * x - n * y, c * y + n * x, z]);
}

/** All of the solids as one; members whose own sphere is farther than the best so far are not measured. */
export function union(...solids: readonly Solid[]): Solid {
  const count = solids.length;
  const centre = ([0, 1, 2] as const).map(
    (k) => solids.reduce((sum, s) => sum + s.centre[k], 0) / count,
  ) as unknown as Vec3;
  const radius = Math.max(
    ...solids.map(
      (s) => s.radius + Math.hypot(s.centre[0] - centre[0], s.centre[1] - centre[1], s.centre[2] - centre[2]),
    ),
  );
  return solid(
    (x, y, z) => {
      let best = Infinity;
      for (let i = 0; i < count; i++) {
        const s = solids[i]!,
          c = s.centre;
        const px = x - c[0],
          py = y - c[1],
          pz = z - c[2];
        const reach = best + s.radius;
        if (reach > 0 && px * px + py * py + pz * pz > reach * reach) continue;
        const d = s.distance(x, y, z);
        if (d < best) best = d;
      }
      return best;
    },
    radius,
    centre,
  );
}

/** The first solid without the second. */
export const cut = (s: Solid, hole: Solid): Solid =>
  solid((x, y, z) => Math.max(s.distance(x, y, z), -hole.distance(x, y, z)), s.radius, s.centre);

/** What both solids share. */
export const common = (s: Solid, t: Solid): Solid =>
  solid((x, y, z) => Math.max(s.distance(x, y, z), t.distance(x, y, z)), s.radius, s.centre);

/** The solid with its surface moved outward by `height(x, y, z)`, at most `most`, evaluated only near the surface. */
export const raised = (s: Solid, most: number, height: Distance): Solid =>
  solid(
    (x, y, z) => {
      const d = s.distance(x, y, z);
      return d > 2 * most ? d - most : d - height(x, y, z);
    },
    s.radius + most,
    s.centre,
  );
