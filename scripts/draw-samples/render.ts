import { mulberry32 } from "../../src/core/random.ts";
import { lens, unit, type Camera } from "./camera.ts";
import type { Vec3 } from "./noise.ts";
import type { Solid } from "./solids.ts";

/** How a surface meets light at one point. */
export interface Surface {
  readonly color: Vec3;
  /** Mirror share seen head on: 0.04 for varnish and plastic; absent: none. A metal uses its colour instead. */
  readonly gloss?: number;
  readonly metal?: boolean;
  /** Spread of the mirror image, 0 sharp to 1 dull. */
  readonly rough?: number;
  /** Light it gives off by itself. */
  readonly glow?: Vec3;
}

/** A solid and what covers it: one surface, or one for each point and outward normal. */
export interface Part {
  readonly solid: Solid;
  readonly surface: Surface | ((p: Vec3, normal: Vec3) => Surface);
}

/** All that a picture is made of. */
export interface Scene {
  readonly camera: Camera;
  readonly parts: readonly Part[];
  /** Light that comes from a direction (unit) where nothing stands. */
  readonly sky: (x: number, y: number, z: number) => Vec3;
  /** What the camera sees behind everything; absent: the sky. */
  readonly backdrop?: (x: number, y: number, z: number) => Vec3;
  /** The strong light: where it stands, its colour, the radius of its disc in radians. */
  readonly sun: { readonly from: Vec3; readonly color: Vec3; readonly spread: number };
  readonly exposure: number;
}

/** Size and care of a rendering. */
export interface Quality {
  readonly size: number;
  readonly paths: number;
  readonly seed: number;
}

const FAR = 400;
const MAX_STEPS = 220;
const BOUNCES = 3;
/** Least share of paths sent after the mirror image of a glossy surface, so that it shows little grain. */
const MIRROR_PATHS = 0.3;
/** One lucky path may not make a white dot. */
const BRIGHTEST = 6;

/** Colour strength: the film's curve deepens colours more than a camera does. */
const SATURATION = 0.85;

/** Film: linear light to 0..1 screen values with a soft shoulder (Narkowicz's fit of the ACES curve). */
const film = (x: number): number => {
  const y = Math.min(1, Math.max(0, (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)));
  return y <= 0.0031308 ? y * 12.92 : 1.055 * y ** (1 / 2.4) - 0.055;
};

/** Follows light backward from the camera through one scene; `radiance` reads and spoils the given ray. */
class Tracer {
  private readonly scene: Scene;
  private readonly random: () => number;
  private readonly sunDirection: Vec3;
  private readonly active: Int32Array;
  private hit = -1;

  constructor(scene: Scene, random: () => number) {
    this.scene = scene;
    this.random = random;
    this.sunDirection = unit(scene.sun.from);
    this.active = new Int32Array(scene.parts.length);
  }

  /** Distance along the ray to the nearest part (kept in `hit`), or Infinity. */
  private march(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): number {
    const { parts } = this.scene;
    let count = 0;
    for (let i = 0; i < parts.length; i++) {
      const { centre: c, radius: r } = parts[i]!.solid;
      const px = c[0] - ox,
        py = c[1] - oy,
        pz = c[2] - oz;
      const along = px * dx + py * dy + pz * dz,
        square = px * px + py * py + pz * pz;
      if (square <= r * r || (along > 0 && square - along * along <= r * r)) this.active[count++] = i;
    }
    if (count === 0) return Infinity;
    let t = 0;
    for (let step = 0; step < MAX_STEPS && t < FAR; step++) {
      const x = ox + dx * t,
        y = oy + dy * t,
        z = oz + dz * t;
      let best = Infinity,
        index = -1;
      for (let i = 0; i < count; i++) {
        const k = this.active[i]!,
          s = parts[k]!.solid,
          c = s.centre;
        const reach = best + s.radius;
        if (best < Infinity && reach > 0 && (x - c[0]) ** 2 + (y - c[1]) ** 2 + (z - c[2]) ** 2 > reach * reach)
          continue;
        const d = s.distance(x, y, z);
        if (d < best) {
          best = d;
          index = k;
        }
      }
      if (best < 0.0004 * (0.3 + t)) {
        this.hit = index;
        return t;
      }
      t += best * 0.92;
    }
    return Infinity;
  }

  private normal(s: Solid, x: number, y: number, z: number): Vec3 {
    const e = 0.0008,
      f = s.distance;
    const a = f(x + e, y - e, z - e),
      b = f(x - e, y - e, z + e),
      c = f(x - e, y + e, z - e),
      d = f(x + e, y + e, z + e);
    return unit([a - b - c + d, -a - b + c + d, -a + b - c + d]);
  }

  /** A direction near `d`, off by up to `spread`. */
  private near(d: Vec3, spread: number): Vec3 {
    const z = 2 * this.random() - 1,
      angle = 2 * Math.PI * this.random();
    const s = Math.sqrt(1 - z * z),
      r = spread * Math.cbrt(this.random());
    return unit([d[0] + r * s * Math.cos(angle), d[1] + r * s * Math.sin(angle), d[2] + r * z]);
  }

  radiance(o: Float64Array, d: Float64Array, out: Float64Array): void {
    const { scene, sunDirection: sun } = this;
    let [ox, oy, oz] = o as unknown as [number, number, number];
    let [dx, dy, dz] = d as unknown as [number, number, number];
    let r = 1,
      g = 1,
      b = 1,
      mirror = false;
    out.fill(0);
    for (let bounce = 0; bounce <= BOUNCES; bounce++) {
      const t = this.march(ox, oy, oz, dx, dy, dz);
      if (t === Infinity) {
        const light = (bounce === 0 ? (scene.backdrop ?? scene.sky) : scene.sky)(dx, dy, dz);
        const disc =
          mirror && dx * sun[0] + dy * sun[1] + dz * sun[2] > Math.cos(Math.max(0.03, scene.sun.spread)) ? 12 : 0;
        out[0]! += r * (light[0] + disc * scene.sun.color[0]);
        out[1]! += g * (light[1] + disc * scene.sun.color[1]);
        out[2]! += b * (light[2] + disc * scene.sun.color[2]);
        return;
      }
      const x = ox + dx * t,
        y = oy + dy * t,
        z = oz + dz * t;
      const part = scene.parts[this.hit]!;
      const n = this.normal(part.solid, x, y, z);
      const surface = typeof part.surface === "function" ? part.surface([x, y, z], n) : part.surface;
      const { color, glow, gloss = 0, metal = false, rough = 0.1 } = surface;
      if (glow) {
        out[0]! += r * glow[0];
        out[1]! += g * glow[1];
        out[2]! += b * glow[2];
      }
      const facing = Math.max(0, -(dx * n[0] + dy * n[1] + dz * n[2]));
      const lift = 0.002 + 0.0008 * t;
      ox = x + n[0] * lift;
      oy = y + n[1] * lift;
      oz = z + n[2] * lift;
      const fresnel = gloss + (1 - gloss) * (gloss > 0 ? (1 - facing) ** 5 : 0);
      const follow = metal ? 1 : gloss > 0 ? Math.max(fresnel, MIRROR_PATHS) : 0;
      if (this.random() < follow) {
        const weight = metal ? 1 : fresnel / follow;
        const bright = metal ? (1 - facing) ** 5 : 1;
        r *= weight * (color[0] + (1 - color[0]) * bright);
        g *= weight * (color[1] + (1 - color[1]) * bright);
        b *= weight * (color[2] + (1 - color[2]) * bright);
        [dx, dy, dz] = this.near([dx + 2 * facing * n[0], dy + 2 * facing * n[1], dz + 2 * facing * n[2]], rough);
        if (dx * n[0] + dy * n[1] + dz * n[2] <= 0) return;
        mirror = true;
        continue;
      }
      const kept = (1 - fresnel) / (1 - follow);
      r *= kept * color[0];
      g *= kept * color[1];
      b *= kept * color[2];
      const s = this.near(sun, scene.sun.spread);
      const lit = s[0] * n[0] + s[1] * n[1] + s[2] * n[2];
      if (lit > 0 && this.march(ox, oy, oz, s[0], s[1], s[2]) === Infinity) {
        out[0]! += r * lit * scene.sun.color[0];
        out[1]! += g * lit * scene.sun.color[1];
        out[2]! += b * lit * scene.sun.color[2];
      }
      [dx, dy, dz] = this.near(n, 0.999);
      mirror = false;
    }
  }
}

/** The picture of a scene as RGB bytes [size·size·3]; the same scene and quality give the same bytes. Cost: size² · paths. */
export function render(scene: Scene, { size, paths, seed }: Quality): Uint8Array {
  const random = mulberry32(seed);
  const tracer = new Tracer(scene, random);
  const shoot = lens(scene.camera);
  const rgb = new Uint8Array(size * size * 3);
  const origin = new Float64Array(3),
    direction = new Float64Array(3),
    light = new Float64Array(3),
    sum = new Float64Array(3);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      sum.fill(0);
      for (let i = 0; i < paths; i++) {
        const u = ((column + random()) / size) * 2 - 1,
          v = 1 - ((row + random()) / size) * 2;
        shoot(u, v, random, origin, direction);
        tracer.radiance(origin, direction, light);
        for (let k = 0; k < 3; k++) sum[k]! += Math.min(BRIGHTEST, light[k]!);
      }
      const u = (column / size) * 2 - 1,
        v = (row / size) * 2 - 1;
      const vignette = 1 - 0.13 * (u * u + v * v);
      const grey = 0.2126 * sum[0]! + 0.7152 * sum[1]! + 0.0722 * sum[2]!;
      for (let k = 0; k < 3; k++) sum[k] = grey + SATURATION * (sum[k]! - grey);
      for (let k = 0; k < 3; k++)
        rgb[(row * size + column) * 3 + k] = Math.round(
          255 * film((Math.max(0, sum[k]!) / paths) * scene.exposure * vignette),
        );
    }
  }
  return rgb;
}
