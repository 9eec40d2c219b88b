import type { Kind } from "../../core/interactions.ts";
import type { OrderStrength } from "../../core/metrics.ts";
import { natsScale, natsTicks, type AxisTick, type NatsScale } from "../../ui/axis/scale.ts";

/** The parts of a layer's strength against the output's, from zero outwards. */
export const PARTS = ["shared", "forget", "new"] as const;
export type Part = (typeof PARTS)[number];

/** Strength of one layer's concepts of one order and sign, in units of the layers' scales. */
export interface Strength extends Readonly<Record<Part, number>> {
  readonly layer: number;
  readonly order: number;
  readonly sign: 1 | -1;
  /** Of all that is salient at the layer. */
  readonly all: number;
}

/** Strengths of both kinds together, or of one, by layer, order and sign (+ first). */
export function strengthsOf(rows: readonly OrderStrength[], kind: Kind | "all"): Strength[] {
  const sums = new Map<string, { -readonly [Key in keyof Strength]: Strength[Key] }>();
  for (const row of rows) {
    if (kind !== "all" && row.kind !== kind) continue;
    const { layer, order, sign } = row;
    const name = `${layer} ${order} ${sign}`;
    const sum = sums.get(name) ?? { layer, order, sign, shared: 0, forget: 0, new: 0, all: 0 };
    sums.set(name, sum);
    sum.shared += row.overlap;
    sum.forget += row.forget;
    sum.new += row.new;
    sum.all += row.all;
  }
  return [...sums.values()];
}

/** The order that holds most of the output's strength, and its share of it; null where the output holds nothing. */
export function strongestOrder(
  strengths: readonly Strength[],
  output: number,
): { readonly order: number; readonly share: number } | null {
  const perOrder = new Map<number, number>();
  for (const { layer, order, all } of strengths)
    if (layer === output) perOrder.set(order, (perOrder.get(order) ?? 0) + all);
  const whole = [...perOrder.values()].reduce((sum, all) => sum + all, 0);
  const [order, most] = [...perOrder].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
  return whole === 0 ? null : { order, share: most / whole };
}

/** Room for the numbers of the axis, for a panel's name above and its orders below, and between panels, pixels. */
const AXIS = 34;
const TOP = 18;
const BOTTOM = 18;
const GAP = 10;
const ROW_GAP = 8;
const PLOT = 132;
/** A bar and the gap behind it take at least so much, and a panel's name. */
const LEAST_BAR = 5;
const LEAST_PANEL = 54;

/** One part of a bar, pixels. */
export interface BarPart {
  readonly part: Part;
  readonly sign: 1 | -1;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A layer's small chart, pixels. */
export interface Panel {
  readonly layer: number;
  readonly x: number;
  readonly width: number;
  /** Of the plot; the layer's name stands above. */
  readonly top: number;
  readonly bars: readonly BarPart[];
  readonly ticks: readonly AxisTick[];
  readonly y: NatsScale;
  /** Whether the axis' numbers stand on its left. */
  readonly hasAxis: boolean;
  readonly orders: readonly { readonly x: number; readonly text: string }[];
}

/** Small charts in rows, all with one vertical scale. */
export interface OrdersLayout {
  readonly width: number;
  readonly height: number;
  readonly plot: number;
  readonly axis: number;
  readonly panels: readonly Panel[];
}

/** Lays small charts of n orders out within `width` pixels; linear in the strengths. `also`: what else the scale is to hold. */
export function ordersLayout(
  strengths: readonly Strength[],
  layers: number,
  n: number,
  width: number,
  also: readonly number[] = [],
): OrdersLayout {
  const least = Math.max(LEAST_PANEL, n * LEAST_BAR);
  const perRow = Math.min(layers, Math.max(1, Math.floor((width - AXIS + GAP) / (least + GAP))));
  const panelWidth = (width - AXIS - (perRow - 1) * GAP) / perRow;
  const sums = strengths.map(({ sign, ...of }) => sign * PARTS.reduce((sum, part) => sum + of[part], 0));
  const domain = [Math.min(0, ...sums, ...also), Math.max(0, ...sums, ...also)] as const;
  const span = domain[1] - domain[0] || 1;
  const [low, high] = [domain[0] - 0.04 * span, domain[1] + 0.04 * span];
  const step = panelWidth / n;
  const rowHeight = TOP + PLOT + BOTTOM + ROW_GAP;
  const panels = Array.from({ length: layers }, (_, layer): Panel => {
    const x = AXIS + (layer % perRow) * (panelWidth + GAP);
    const top = Math.floor(layer / perRow) * rowHeight + TOP;
    const y = natsScale([low, high], [top + PLOT, top]);
    return {
      layer,
      x,
      width: panelWidth,
      top,
      bars: strengths.filter((of) => of.layer === layer).flatMap((of) => barOf(of, x + step * (of.order - 1), step, y)),
      ticks: natsTicks(y, [low, high], "signed"),
      y,
      hasAxis: layer % perRow === 0,
      orders: ordersShown(n, step).map((order) => ({ x: x + step * (order - 0.5), text: String(order) })),
    };
  });
  return { width, height: Math.ceil(layers / perRow) * rowHeight - ROW_GAP, plot: PLOT, axis: AXIS, panels };
}

/** The parts of one bar, from zero outwards; what is 0 is not drawn. */
function barOf(of: Strength, x: number, step: number, y: NatsScale): BarPart[] {
  let reached = 0;
  return PARTS.flatMap((part): BarPart[] => {
    if (of[part] === 0) return [];
    const from = y(of.sign * reached);
    reached += of[part];
    const to = y(of.sign * reached);
    const width = Math.max(1, step - 1.5);
    return [
      { part, sign: of.sign, x: x + (step - width) / 2, y: Math.min(from, to), width, height: Math.abs(to - from) },
    ];
  });
}

/** Numbers under the bars: all where they have room, else the first, the last and some between. */
function ordersShown(n: number, step: number): number[] {
  const every = Math.max(1, Math.ceil(16 / step));
  const shown = Array.from({ length: n }, (_, i) => i + 1).filter((order) => (order - 1) % every === 0);
  return shown;
}
