/** A point of a line in pixels, or null where the line is broken. */
export type LinePoint = readonly [x: number, y: number] | null;

/** A thousandth of a pixel is more than anybody sees. */
const rounded = (pixels: number): number => Math.round(pixels * 1000) / 1000;

/** The path of straight lines from point to point, anew after each break; a point between two breaks is a dot. "" without any. */
export function brokenLine(points: readonly LinePoint[]): string {
  let path = "";
  points.forEach((point, i) => {
    if (point === null) return;
    const [begins, ends] = [(points[i - 1] ?? null) === null, (points[i + 1] ?? null) === null];
    path += `${begins ? "M" : "L"}${point.map(rounded).join(",")}${begins && ends ? "Z" : ""}`;
  });
  return path;
}
