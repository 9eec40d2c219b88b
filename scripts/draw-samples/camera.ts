import type { Vec3 } from "./noise.ts";

/** Where the picture is taken from; lengths in scene units. */
export interface Camera {
  readonly eye: Vec3;
  readonly target: Vec3;
  /** Width of the picture in degrees. */
  readonly fieldOfView: number;
  /** Radius of the lens; 0 or absent: everything is sharp. */
  readonly aperture?: number;
  /** Distance that is sharp; absent: the target's. */
  readonly focus?: number;
}

const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** The vector at length one. */
export const unit = (a: Vec3): Vec3 => {
  const length = Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
  return [a[0] / length, a[1] / length, a[2] / length];
};

/** Writes the ray through picture point (u, v), each in [-1, 1] with v upward, into `origin` and `direction`. */
export function lens(
  camera: Camera,
): (u: number, v: number, random: () => number, origin: Float64Array, direction: Float64Array) => void {
  const toTarget = minus(camera.target, camera.eye);
  const forward = unit(toTarget);
  const right = unit(cross(forward, [0, 1, 0]));
  const up = cross(right, forward);
  const half = Math.tan((camera.fieldOfView * Math.PI) / 360);
  const focus = camera.focus ?? Math.hypot(...toTarget);
  const aperture = camera.aperture ?? 0;
  return (u, v, random, origin, direction) => {
    const angle = random() * 2 * Math.PI,
      reach = aperture * Math.sqrt(random());
    const a = Math.cos(angle) * reach,
      b = Math.sin(angle) * reach;
    let length = 0;
    for (let k = 0; k < 3; k++) {
      const shift = right[k]! * a + up[k]! * b;
      origin[k] = camera.eye[k]! + shift;
      direction[k] = focus * (forward[k]! + half * (right[k]! * u + up[k]! * v)) - shift;
      length += direction[k]! ** 2;
    }
    length = Math.sqrt(length);
    for (let k = 0; k < 3; k++) direction[k]! /= length;
  };
}
