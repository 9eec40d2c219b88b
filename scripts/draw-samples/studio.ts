import { mix, smoothstep, type Vec3 } from "./noise.ts";

/** A photographer's room: dim walls, a large soft light overhead, one strip light on the left and one on the right. */
export function studio(walls: number, lamps: number): (x: number, y: number, z: number) => Vec3 {
  const lamp: Vec3 = [lamps, lamps * 0.98, lamps * 0.94],
    wall: Vec3 = [walls, walls, walls * 1.04];
  return (x, y, z) => {
    const above = smoothstep(0.72, 0.8, y);
    const left = smoothstep(0.7, 0.76, -x * 0.9 + z * 0.43) * smoothstep(-0.2, -0.1, y);
    const right = 0.6 * smoothstep(0.86, 0.9, x * 0.95 + z * 0.3) * smoothstep(0, 0.1, y);
    return mix(wall, lamp, Math.min(1, above + left + right));
  };
}
