import { brokenLine } from "../../ui/axis/broken-line.ts";
import { natsScale, natsTicks, type AxisTick } from "../../ui/axis/scale.ts";

/** Scores by how many patches are shown, or hidden, from none to all; null where none of that number is known. */
export const LINES = ["shown", "insertion", "hidden", "deletion"] as const;
export type Line = (typeof LINES)[number];
export type Scores = Readonly<Record<Line, readonly (number | null)[]>>;

const MARGIN = { top: 10, right: 12, bottom: 34, left: 40 } as const;
const HEIGHT = 260;

/** The chart, pixels. */
export interface PatchesLayout extends Readonly<Record<Line, string>> {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly ticks: readonly AxisTick[];
  readonly counts: readonly { readonly x: number; readonly text: string }[];
}

/** Lays scores out within `width` pixels; linear in the patches. */
export function patchesLayout(scores: Scores, width: number): PatchesLayout {
  const [left, right, bottom] = [MARGIN.left, width - MARGIN.right, HEIGHT - MARGIN.bottom];
  const known = LINES.flatMap((line) => scores[line]).filter((score) => score !== null);
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  const pad = 0.04 * (most - least || 1);
  const domain = [least - pad, most + pad] as const;
  const y = natsScale(domain, [bottom, MARGIN.top]);
  const n = Math.max(1, scores.shown.length - 1);
  const x = natsScale([0, n], [left, right]);
  const line = (of: Line): string =>
    brokenLine(scores[of].map((score, count) => (score === null ? null : [x(count), y(score)])));
  return {
    width,
    height: HEIGHT,
    left,
    right,
    bottom,
    ticks: natsTicks(y, domain, "signed"),
    counts: Array.from({ length: n + 1 }, (_, count) => ({ x: x(count), text: String(count) })),
    shown: line("shown"),
    insertion: line("insertion"),
    hidden: line("hidden"),
    deletion: line("deletion"),
  };
}

/** How few patches, shown alone, reach a share of the way from nothing shown to the whole image; null where none but all do, or all together add nothing. */
export function fewest(shown: readonly (number | null)[], share: number): number | null {
  const [nothing, all] = [shown[0] ?? null, shown.at(-1) ?? null];
  if (nothing === null || all === null || all <= nothing) return null;
  const count = shown.findIndex((score) => score !== null && score >= nothing + share * (all - nothing));
  return count < 0 || count === shown.length - 1 ? null : count;
}
