import type { ShareByOrder } from "../../core/metrics.ts";
import { brokenLine } from "../../ui/axis/broken-line.ts";
import { natsScale } from "../../ui/axis/scale.ts";

/** Shares of a layer, of all orders or of one; null where it is 0 of 0. */
export interface LayerShares {
  readonly completeness: number | null;
  readonly redundancy: number | null;
  /** Of its probe: how far two fits agree; null where it is not known, and at the output. */
  readonly agreement: number | null;
}

/** `order` null: of all. */
export function sharesOf(
  completeness: readonly ShareByOrder[],
  redundancy: readonly ShareByOrder[],
  agreements: readonly (number | null)[],
  order: number | null,
): LayerShares[] {
  const of = ({ all, perOrder }: ShareByOrder): number | null => (order === null ? all : (perOrder[order - 1] ?? null));
  return completeness.map((share, l) => ({
    completeness: of(share),
    redundancy: of(redundancy[l]!),
    agreement: agreements[l] ?? null,
  }));
}

/** The first layer before the output that holds half of what the output holds; else the one that holds most; null where the output holds nothing. */
export function firstHalf(
  shares: readonly Pick<LayerShares, "completeness">[],
): { readonly kind: "half" | "late"; readonly layer: number; readonly share: number } | null {
  const before = shares.slice(0, -1).map(({ completeness }) => completeness ?? 0);
  if (before.length === 0 || (shares.at(-1)?.completeness ?? null) === null) return null;
  const first = before.findIndex((share) => share >= 0.5);
  if (first >= 0) return { kind: "half", layer: first, share: before[first]! };
  const most = before.indexOf(Math.max(...before));
  return { kind: "late", layer: most, share: before[most]! };
}

const MARGIN = { top: 10, right: 12, bottom: 24, left: 40 } as const;
const HEIGHT = 220;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** A chart of shares by layer, pixels. */
export interface SharesLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly step: number;
  readonly ticks: readonly { readonly y: number; readonly share: number }[];
  readonly points: readonly {
    readonly x: number;
    readonly completeness: number | null;
    readonly redundancy: number | null;
    /** Top and height of the column of probe agreement. */
    readonly agreement: { readonly y: number; readonly height: number } | null;
  }[];
  readonly completeness: string;
  readonly redundancy: string;
}

/** Lays shares out within `width` pixels; linear in the layers. */
export function sharesLayout(shares: readonly LayerShares[], width: number): SharesLayout {
  const [left, right, bottom] = [MARGIN.left, width - MARGIN.right, HEIGHT - MARGIN.bottom];
  const y = natsScale([0, 1], [bottom, MARGIN.top]);
  const step = (right - left) / Math.max(1, shares.length);
  const at = (share: number | null): number | null => (share === null ? null : y(share));
  const points = shares.map(({ completeness, redundancy, agreement }, l) => ({
    x: left + step * (l + 0.5),
    completeness: at(completeness),
    redundancy: at(redundancy),
    agreement: agreement === null ? null : { y: y(agreement), height: bottom - y(agreement) },
  }));
  const line = (of: "completeness" | "redundancy"): string =>
    brokenLine(points.map((point) => (point[of] === null ? null : [point.x, point[of]])));
  return {
    width,
    height: HEIGHT,
    left,
    right,
    bottom,
    step,
    ticks: TICKS.map((share) => ({ share, y: y(share) })),
    points,
    completeness: line("completeness"),
    redundancy: line("redundancy"),
  };
}
