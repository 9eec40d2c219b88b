import type { LayerFlow } from "../../core/layer-flow.ts";
import { columnCentre, type Columns } from "./layout.ts";

/** Width of a layer's node, pixels. */
const NODE = 3;

/** The three ribbons between two neighbouring layers, as closed SVG paths. */
export interface GapPaths {
  readonly kept: string;
  readonly born: string;
  readonly died: string;
}

/** The alluvial band: a node per layer, ribbons between neighbours. */
export interface FlowPaths {
  readonly nodes: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly gaps: readonly GapPaths[];
  /** Vertical centre of the band. */
  readonly middle: number;
}

/**
 * Lays the flow out within `height` pixels, heights linear in strength: what is born opens on top, what dies closes below.
 */
export function flowPaths({ totals, gaps }: LayerFlow, columns: Columns, height: number): FlowPaths {
  const largest = Math.max(...totals);
  const pixelsPerNat = largest > 0 ? height / largest : 0;
  const middle = height / 2;
  const top = totals.map((total) => middle - (total * pixelsPerNat) / 2);
  const centre = totals.map((_, l) => columnCentre(columns, l));
  return {
    middle,
    nodes: totals.map((total, l) => ({
      x: centre[l]! - NODE / 2,
      y: top[l]!,
      width: NODE,
      height: total * pixelsPerNat,
    })),
    gaps: gaps.map(({ born, keptBefore, keptAfter, died }, l) => {
      const x0 = centre[l]! + NODE / 2 + 0.5;
      const x1 = centre[l + 1]! - NODE / 2 - 0.5;
      const [before, after] = [top[l]!, top[l + 1]!];
      const keptFrom = before + keptBefore * pixelsPerNat;
      const keptTop = after + born * pixelsPerNat;
      const keptTo = keptTop + keptAfter * pixelsPerNat;
      return {
        kept: ribbon(x0, x1, [before, keptFrom], [keptTop, keptTo]),
        born: ribbon(x0, x1, [before, before], [after, keptTop]),
        died: ribbon(x0, x1, [keptFrom, keptFrom + died * pixelsPerNat], [keptTo, keptTo]),
      };
    }),
  };
}

/** A ribbon from the span `left` at x0 to the span `right` at x1, with flat ends. */
function ribbon(x0: number, x1: number, left: readonly [number, number], right: readonly [number, number]): string {
  const middle = (x0 + x1) / 2;
  return `M${x0} ${left[0]}C${middle} ${left[0]} ${middle} ${right[0]} ${x1} ${right[0]}V${right[1]}C${middle} ${right[1]} ${middle} ${left[1]} ${x0} ${left[1]}Z`;
}
