import { brokenLine, type LinePoint } from "../../ui/axis/broken-line.ts";
import { fittingNames } from "../../ui/language/fitting-text.ts";
import type { ChartTick } from "../topics/chart-place.ts";
import type { Point, SeriesId } from "./measures.ts";

/** The points of one line, in their order. */
export const seriesOf = (points: readonly Point[], series: SeriesId): Point[] =>
  points.filter((point) => point.series === series);

/** The lines of some points, in their order. */
export const seriesIn = (points: readonly Point[]): SeriesId[] => [...new Set(points.map(({ series }) => series))];

/** A line through means, broken where there are none. `x`, `y`: from places and values to pixels. */
export const meanLine = (
  points: readonly Point[],
  x: (place: number) => number,
  y: (value: number) => number,
): string => brokenLine(points.map(({ estimate: { mean } }, i): LinePoint => (mean === null ? null : [x(i), y(mean)])));

/** The area between the ends of intervals, one for each run of points that have any. */
export function band(points: readonly Point[], x: (place: number) => number, y: (value: number) => number): string {
  const runs: (readonly [x: number, low: number, high: number])[][] = [[]];
  points.forEach(({ estimate: { interval } }, i) => {
    if (interval === null) runs.push([]);
    else runs.at(-1)!.push([x(i), y(interval[0]), y(interval[1])]);
  });
  return runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const there = run.map(([at, , high]) => `${at.toFixed(2)},${high.toFixed(2)}`);
      const back = run.map(([at, low]) => `${at.toFixed(2)},${low.toFixed(2)}`).reverse();
      return `M${[...there, ...back].join("L")}Z`;
    })
    .join("");
}

/** Room for a short name, pixels. */
const LEAST_NAME = 26;

/** Names below an axis of `width` pixels, shortened to fit, of many some; the last always stands. */
export function nameTicks(names: readonly string[], width: number, output: string): ChartTick[] {
  const step = width / Math.max(1, names.length);
  const every = Math.max(1, Math.ceil(LEAST_NAME / step));
  const short = fittingNames(names, step * every - 4, output);
  return short.flatMap((text, at) => ((names.length - 1 - at) % every === 0 ? [{ at, text }] : []));
}
