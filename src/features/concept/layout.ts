import { brokenLine } from "../../ui/axis/broken-line.ts";
import { natsScale, natsTicks, type AxisTick } from "../../ui/axis/scale.ts";
import { barOf, type DetailLayer } from "./detail.ts";

/** Room for the numbers of the vertical axis, and air above and below the curve, pixels. */
const AXIS = 36;
const MARGIN = { top: 8, bottom: 6 } as const;
/** A layer's number at 12 px needs this much; with more layers the numbers stand in tiles of their own. */
export const NUMBER_STEP = 35;
/** The layers' short names need this much; with more layers yet the chart scrolls sideways. */
const MIN_STEP = 26;
/** From here on there is room for a plus sign as well. */
const PLUS_STEP = 42;

/** A layer's place in the chart, pixels. */
export interface ChartPoint {
  readonly layer: number;
  readonly x: number;
  /** Null while the layer is not solved. */
  readonly y: number | null;
  /** The band ±τ, top and height; null while the layer is not solved. */
  readonly band: { readonly y: number; readonly height: number } | null;
  /** From the effect plus its standard deviation down to the effect less it; null where that is not known. */
  readonly error: readonly [top: number, bottom: number] | null;
}

/** The chart of a concept's effect by layer, pixels. */
export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly axis: number;
  /** Width of a layer's column. */
  readonly step: number;
  /** Whether a column has room for a plus sign; a minus always has. */
  readonly plus: boolean;
  readonly points: readonly ChartPoint[];
  /** Through the solved layers; broken where one is missing. */
  readonly path: string;
  readonly ticks: readonly AxisTick[];
  readonly zero: number;
}

/** Lays out the effects of one concept within `width` x `height` pixels, or wider where layers would have less than `minStep` each: linear in the effects, zero always in sight. */
export function chartOf(layers: readonly DetailLayer[], width: number, height: number, minStep = MIN_STEP): Chart {
  const step = Math.max(minStep, (width - AXIS) / layers.length);
  const extent = layers.flatMap(({ effect, tau, ...layer }) => {
    const bar = barOf(layer) ?? 0;
    return effect === null || tau === null ? [] : [effect - bar, effect + bar, tau, -tau];
  });
  const [low, high] = [Math.min(0, ...extent), Math.max(0, ...extent)];
  const span = high - low || 1;
  const axis = [low - 0.04 * span, high + 0.04 * span] as const;
  const y = natsScale(axis, [height - MARGIN.bottom, MARGIN.top]);
  const points = layers.map(({ effect, tau, ...of }, layer): ChartPoint => {
    const bar = barOf(of);
    return {
      layer,
      x: AXIS + step * (layer + 0.5),
      y: effect === null ? null : y(effect),
      band: tau === null ? null : { y: y(tau), height: y(-tau) - y(tau) },
      error: effect === null || bar === null ? null : [y(effect + bar), y(effect - bar)],
    };
  });
  return {
    width: AXIS + step * layers.length,
    height,
    axis: AXIS,
    step,
    plus: step >= PLUS_STEP,
    points,
    path: brokenLine(points.map(({ x, y }) => (y === null ? null : [x, y]))),
    ticks: natsTicks(y, axis, "signed"),
    zero: y(0),
  };
}
