import type { OrderStability } from "../../core/stability.ts";
import { logTicks, type ChartTick } from "../topics/chart-place.ts";

/** Ratios of an order at a layer that has some. */
export interface SteadyOrder {
  readonly order: number;
  readonly ratio: number;
}

/** Those of a layer, in ascending orders. */
export function steadyOrders(layer: readonly OrderStability[]): SteadyOrder[] {
  return layer.flatMap(({ ratio }, m) => (ratio === null ? [] : [{ order: m + 1, ratio }]));
}

/** The orders of the largest and the smallest ratio; null where there are not two. */
export function extremes(
  orders: readonly SteadyOrder[],
): { readonly most: SteadyOrder; readonly least: SteadyOrder } | null {
  if (orders.length < 2) return null;
  const sorted = orders.toSorted((a, b) => b.ratio - a.ratio);
  return { most: sorted[0]!, least: sorted.at(-1)! };
}

/** The ends of the upright axis around all ratios, at whole marks, and the marks. */
export function ratioAxis(layers: readonly (readonly SteadyOrder[])[]): {
  readonly ends: readonly [number, number];
  readonly ticks: readonly ChartTick[];
  readonly isLog: true;
} {
  const ratios = layers.flat().map(({ ratio }) => Math.max(ratio, 1e-3));
  const [least, most] = [Math.min(1, ...ratios) / 1.15, Math.max(2, ...ratios) * 1.15];
  return { ends: [least, most], ticks: logTicks(least, most), isLog: true };
}

/** The highest order of which some layer has salient concepts, counted or left out. */
export const highestOrder = (layers: readonly (readonly OrderStability[])[]): number =>
  Math.max(
    1,
    ...layers.flatMap((layer) => layer.flatMap(({ concepts, leftOut }, m) => (concepts + leftOut > 0 ? [m + 1] : []))),
  );
