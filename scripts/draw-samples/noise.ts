/** A colour, direction or point: three numbers. Colours are linear light, 0 black and 1 white. */
export type Vec3 = readonly [number, number, number];

/** A number in [0, 1) that depends only on three integers (any real is truncated). */
export function hash(x: number, y: number, z: number): number {
  let h = Math.imul(x | 0, 374761393) ^ Math.imul(y | 0, 668265263) ^ Math.imul(z | 0, 1274126177);
  h = Math.imul(h ^ (h >>> 13), 1103515245);
  h = Math.imul(h ^ (h >>> 16), 2246822519);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

const ease = (t: number): number => t * t * (3 - 2 * t);

/** Smooth value noise in [0, 1) with features one unit wide. */
export function noise(x: number, y: number, z: number): number {
  const ix = Math.floor(x),
    iy = Math.floor(y),
    iz = Math.floor(z);
  const u = ease(x - ix),
    v = ease(y - iy),
    w = ease(z - iz);
  const edge = (j: number, k: number): number => {
    const a = hash(ix, iy + j, iz + k);
    return a + (hash(ix + 1, iy + j, iz + k) - a) * u;
  };
  const near = edge(0, 0) + (edge(1, 0) - edge(0, 0)) * v;
  const far = edge(0, 1) + (edge(1, 1) - edge(0, 1)) * v;
  return near + (far - near) * w;
}

/** Fractal noise in [0, 1): `octaves` layers, each half as wide and half as strong as the one before. */
export function fractal(x: number, y: number, z: number, octaves: number): number {
  let sum = 0,
    weight = 0.5,
    total = 0;
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise(x, y, z);
    total += weight;
    weight /= 2;
    x = x * 2.03 + 17.1;
    y = y * 2.03 + 5.7;
    z = z * 2.03 + 9.3;
  }
  return sum / total;
}

/** The colour a share t of the way from a to b. */
export const mix = (a: Vec3, b: Vec3, t: number): Vec3 => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** The colour times a number. */
export const scale = (a: Vec3, k: number): Vec3 => [a[0] * k, a[1] * k, a[2] * k];

/** 0 below `from`, 1 above `to`, smooth between. */
export const smoothstep = (from: number, to: number, x: number): number =>
  ease(Math.min(1, Math.max(0, (x - from) / (to - from))));

/** Linear light of a screen colour written as "#rrggbb". */
export function rgb(hex: string): Vec3 {
  const channel = (at: number): number => {
    const s = parseInt(hex.slice(at, at + 2), 16) / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}
