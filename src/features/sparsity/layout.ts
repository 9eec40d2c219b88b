import { KINDS, type Effects } from "../../core/interactions.ts";
import { isSalient, tauOf } from "../../core/salience.ts";
import { natsScale } from "../../ui/axis/scale.ts";

/** Sizes of a layer's effects as shares of the largest, the strongest first. */
export function sortedShares(effects: Effects): number[] {
  const sizes = KINDS.flatMap((kind) => Array.from(effects[kind].effects, Math.abs)).filter((size) => size > 0);
  const largest = Math.max(0, ...sizes);
  return sizes.map((size) => size / largest).sort((a, b) => b - a);
}

/** How many effects are salient at a share of the largest; linear in the effects. */
export function salientAt(effects: Effects, tauFraction: number): number {
  const tau = tauOf(effects, tauFraction);
  return KINDS.reduce(
    (sum, kind) => sum + effects[kind].effects.reduce((count, effect) => count + (isSalient(effect, tau) ? 1 : 0), 0),
    0,
  );
}

/** Concepts that n players could have: ANDs of one or more, ORs of two or more. */
export const possibleConcepts = (n: number): number => 2 ** n - 1 + (2 ** n - 1 - n);

const MARGIN = { top: 10, right: 12, bottom: 34, left: 40 } as const;
const HEIGHT = 260;

/** Curves of effects by rank, pixels. */
export interface SparsityLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly tau: number;
  readonly curves: readonly string[];
  readonly ticks: readonly { readonly y: number; readonly share: number }[];
  readonly ranks: readonly { readonly x: number; readonly text: string }[];
}

/** One curve a layer within `width` pixels: linear in the effects. */
export function sparsityLayout(
  shares: readonly (readonly number[])[],
  tauFraction: number,
  width: number,
): SparsityLayout {
  const most = Math.max(2, ...shares.map(({ length }) => length));
  const [left, right, bottom] = [MARGIN.left, width - MARGIN.right, HEIGHT - MARGIN.bottom];
  const x = natsScale([1, most], [left, right]);
  const y = natsScale([0, 1], [bottom, MARGIN.top]);
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].find((each) => most / each <= 8) ?? 20_000;
  const ranks = [
    1,
    ...Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step).filter((rank) => rank > 1),
  ];
  return {
    width,
    height: HEIGHT,
    left,
    right,
    bottom,
    tau: y(tauFraction),
    curves: shares.map((of) =>
      of.map((share, i) => `${i === 0 ? "M" : "L"}${x(i + 1).toFixed(1)} ${y(share).toFixed(1)}`).join(""),
    ),
    ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ share, y: y(share) })),
    ranks: ranks.map((rank) => ({ x: x(rank), text: String(rank) })),
  };
}
