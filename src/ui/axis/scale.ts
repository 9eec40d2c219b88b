import { ticks } from "d3-array";

/** From nats to pixels. */
export type NatsScale = (nats: number) => number;

/** A line across a chart, and what stands beside it, pixels and nats. */
export interface AxisTick {
  readonly y: number;
  readonly nats: number;
  readonly text: string;
}

/** About this many lines across a chart. */
export const TICKS = 4;

/** The straight line that takes the ends of `nats` to those of `pixels`; throws RangeError where the ends of `nats` are one. */
export function natsScale(
  [low, high]: readonly [low: number, high: number],
  [from, to]: readonly [from: number, to: number],
): NatsScale {
  if (low === high) throw new RangeError(`a scale must have two ends, got ${low} twice`);
  return (nats) => from + ((to - from) * (nats - low)) / (high - low);
}

/** The lines across a chart at round numbers within `low` … `high`; `signed`: numbers above 0 have their sign. */
export function natsTicks(
  y: NatsScale,
  [low, high]: readonly [low: number, high: number],
  signed: "signed" | "plain",
): readonly AxisTick[] {
  const sign = (nats: number): string => (nats < 0 ? "−" : nats > 0 && signed === "signed" ? "+" : "");
  return ticks(low, high, TICKS).map((nats) => ({ nats, y: y(nats), text: `${sign(nats)}${Math.abs(nats)}` }));
}
