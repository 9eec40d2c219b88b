import { natsScale, natsTicks, type AxisTick } from "../../ui/axis/scale.ts";

/** The places of the masks that are furthest off, the worst first. */
export function furthest(v: ArrayLike<number>, rebuilt: ArrayLike<number>, most: number): number[] {
  const gaps = Float64Array.from({ length: v.length }, (_, i) => Math.abs(rebuilt[i]! - v[i]!));
  return [...gaps.keys()].sort((a, b) => gaps[b]! - gaps[a]!).slice(0, most);
}

const MARGIN = { top: 22, right: 10, bottom: 34, left: 40 } as const;
/** Two plots side by side are at least so wide each, else they stand below each other, pixels. */
const LEAST = 250;
const MOST = 360;
const GAP = 16;

/** Measured against rebuilt scores, pixels. */
export interface Plot {
  /** Of its title and numbers, and of the square itself. */
  readonly left: number;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly ticks: readonly AxisTick[];
  /** The same numbers along the lower edge. */
  readonly across: readonly { readonly x: number; readonly text: string }[];
  /** Dots of the masks: subpaths of no length, drawn by their round ends. */
  readonly dots: string;
  readonly diagonal: string;
  /** Where the rebuilt score is within κ; null where there is no such promise. */
  readonly band: string | null;
  readonly worst: { readonly x: number; readonly y: number };
}

export interface MatchingLayout {
  readonly width: number;
  readonly height: number;
  readonly plots: readonly Plot[];
}

/** Two plots of one domain within `width` pixels: all effects with their band of ±κ, nats, and the salient ones. Linear in the masks. */
export function matchingLayout(
  v: ArrayLike<number>,
  rebuilt: readonly (readonly [values: ArrayLike<number>, worst: number])[],
  kappa: number,
  width: number,
): MatchingLayout {
  const isBeside = width >= 2 * LEAST + GAP;
  const outer = isBeside ? (width - GAP) / 2 : width;
  const size = Math.min(MOST, outer - MARGIN.left - MARGIN.right);
  let [low, high] = [Infinity, -Infinity];
  for (const values of [v, ...rebuilt.map(([of]) => of)])
    for (let i = 0; i < values.length; i++) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
  if (!(high > low)) [low, high] = [(Number.isFinite(low) ? low : 0) - 1, (Number.isFinite(high) ? high : 0) + 1];
  const pad = 0.04 * (high - low);
  [low, high] = [low - pad, high + pad];
  const outerHeight = MARGIN.top + size + MARGIN.bottom;
  const plots = rebuilt.map(([values, worst], i): Plot => {
    const left = isBeside ? i * (outer + GAP) : 0;
    const x = left + MARGIN.left;
    const y = (isBeside ? 0 : i * outerHeight) + MARGIN.top;
    const [toX, toY] = [natsScale([low, high], [x, x + size]), natsScale([low, high], [y + size, y])];
    const at = (measured: number, of: number): string => `${toX(measured).toFixed(1)} ${toY(of).toFixed(1)}`;
    let dots = "";
    for (let m = 0; m < v.length; m++) dots += `M${at(v[m]!, values[m]!)}h0`;
    const ticks = natsTicks(toY, [low, high], "signed");
    return {
      left,
      x,
      y,
      size,
      ticks,
      across: ticks.map(({ nats, text }) => ({ x: toX(nats), text })),
      dots,
      diagonal: `M${at(low, low)}L${at(high, high)}`,
      band: i === 0 ? bandOf([low, high], kappa, at) : null,
      worst: { x: toX(v[worst]!), y: toY(values[worst]!) },
    };
  });
  return { width, height: (isBeside ? 1 : rebuilt.length) * outerHeight, plots };
}

/** The part of the square within κ of the diagonal. */
function bandOf(
  [low, high]: readonly [number, number],
  kappa: number,
  at: (measured: number, of: number) => string,
): string {
  const k = Math.min(kappa, high - low);
  const corners = [
    [low, low],
    [low, low + k],
    [high - k, high],
    [high, high],
    [high, high - k],
    [low + k, low],
  ] as const;
  return `M${corners.map(([x, y]) => at(x, y)).join("L")}Z`;
}
