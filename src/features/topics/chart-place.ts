/** Where the values of a chart lie, pixels. */
import { percentText } from "../../ui/language/numbers.ts";
import { natsScale, natsTicks, type NatsScale } from "../../ui/axis/scale.ts";

/** A value with a line or a mark, and what stands beside it. */
export interface ChartTick {
  readonly at: number;
  readonly text: string;
}

/** One direction of a chart: its ends, of a logarithmic one above 0, and its marks. */
export interface ChartAxis {
  readonly ends: readonly [low: number, high: number];
  readonly ticks: readonly ChartTick[];
  readonly title?: string;
  readonly isLog?: boolean;
}

const MARGIN = { top: 10, right: 16, bottom: 34, left: 44 } as const;

/** The two scales of a chart and its edges, pixels. */
export interface ChartPlace {
  readonly x: NatsScale;
  readonly y: NatsScale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Within `width` x `height` pixels, with room for the axes' texts. */
export function chartPlace(x: ChartAxis, y: ChartAxis, width: number, height: number): ChartPlace {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  return { x: scaleOf(x, [left, right]), y: scaleOf(y, [bottom, top]), left, right, top, bottom };
}

function scaleOf({ ends: [low, high], isLog = false }: ChartAxis, pixels: readonly [number, number]): NatsScale {
  // One value alone stands at the first end.
  const spread: [number, number] = low === high ? [low, low + 1] : [low, high];
  if (!isLog) return natsScale(spread, pixels);
  const scale = natsScale([Math.log(spread[0]), Math.log(spread[1])], pixels);
  return (value) => scale(Math.log(value));
}

/** Marks at round numbers from `low` to `high`. */
export const roundTicks = (low: number, high: number, signed: "signed" | "plain" = "plain"): ChartTick[] =>
  low === high
    ? [{ at: low, text: String(low) }]
    : natsTicks((value) => value, [low, high], signed).map(({ nats, text }) => ({ at: nats, text }));

/** Marks of shares from none to all. */
export const QUARTERS: readonly ChartTick[] = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: percentText(at) }));

/** Marks at 1, 2 and 5 times powers of ten from `low` to `high`, both above 0; of many decades at the powers alone. */
export function logTicks(low: number, high: number): ChartTick[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const leading = last - first > 3 ? [1] : [1, 2, 5];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .flatMap((power) => leading.map((digit) => Number(`${digit}e${power}`)))
    .filter((at) => at >= low && at <= high)
    .map((at) => ({ at, text: String(at) }));
}

/** Whole numbers from 1 to `most`, of which no more than `room` are marked. */
export function countTicks(most: number, room = 16, from = 1): ChartTick[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((each) => most / each <= room) ?? 10_000;
  const counts = Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step);
  return [...new Set([from, ...counts])].filter((at) => at >= from).map((at) => ({ at, text: String(at) }));
}
