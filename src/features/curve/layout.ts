import { extent, nice } from "d3-array";
import type { FullScore } from "../../session/selectors.ts";
import { brokenLine } from "../../ui/axis/broken-line.ts";
import { BASELINE_DROP } from "../../ui/axis/NatsAxis.tsx";
import { natsScale, natsTicks, TICKS, type AxisTick } from "../../ui/axis/scale.ts";

/** What the curve says in words: the first layer from which on at least half of the output's score is there. */
export type Finding =
  | { readonly kind: "waiting" }
  | { readonly kind: "against" }
  | { readonly kind: "half"; readonly layer: number }
  | { readonly kind: "late" };

/** The finding of a finished or growing curve; it waits until every layer has its score. */
export function findingOf(scores: readonly FullScore[]): Finding {
  const all = scores.map((score) => score.all);
  const last = all.at(-1);
  if (last === undefined || last === null || all.includes(null)) return { kind: "waiting" };
  if (last <= 0) return { kind: "against" };
  const before = all.findLastIndex((value) => value! < last / 2);
  return before + 1 >= all.length - 1 ? { kind: "late" } : { kind: "half", layer: before + 1 };
}

const HEIGHT = 140;
const MARGIN = { top: 10, right: 48, bottom: 22, left: 26 };
/** An axis shorter than this would turn rounding into mountains, nats. */
const SHORTEST_AXIS = 1;

/** From one line of text to the next, pixels. */
const LINE = 14;
/** No label reaches the names of layers under the axis. */
const LOWEST = HEIGHT - MARGIN.bottom + BASELINE_DROP;

/** Baselines of the labels behind the curve's last points: the score and, a line below it, what it is of; and that of nothing shown. Whichever is higher is labelled higher. */
export function labelsAt(
  { y }: Pick<CurveLayout, "y">,
  all: number,
  none: number,
): { readonly all: number; readonly none: number } {
  const [allY, noneY] = [y(all) + BASELINE_DROP, y(none) + BASELINE_DROP];
  if (all >= none) return { all: Math.min(allY, noneY - 2 * LINE), none: noneY };
  const low = Math.min(Math.max(allY, noneY + LINE), LOWEST - LINE);
  return { all: low, none: Math.min(noneY, low - LINE) };
}

/** Everything to draw, in pixels of a box `width` wide. */
export interface CurveLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly x: readonly number[];
  readonly ticks: readonly AxisTick[];
  readonly zeroY: number;
  readonly all: string;
  readonly none: string;
  readonly area: string;
  readonly y: (nats: number) => number;
  /** Layers whose names fit under the axis: always the first and the last. */
  readonly named: readonly number[];
}

/** Lays out the curve of `scores` in `width` pixels; the names of layers need `namePx` each. */
export function curveLayout(scores: readonly FullScore[], width: number, namePx: number): CurveLayout {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [low = 0, high = 0] = extent(scores.flatMap(({ all, none }) => [all ?? 0, none ?? 0]));
  const axis = nice(Math.min(0, low), Math.max(0, low + SHORTEST_AXIS, high), TICKS);
  const y = natsScale(axis, [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const x = scores.map((_, i) => left + 6 + ((right - left - 6) * i) / Math.max(1, scores.length - 1));
  const through = (of: (score: FullScore) => number | null): string =>
    brokenLine(
      scores.map((score, i) => {
        const nats = of(score);
        return nats === null ? null : [x[i]!, y(nats)];
      }),
    );
  const all = through((score) => score.all);
  const lastKnown = scores.findLastIndex((score) => score.all !== null);
  const whole = all !== "" && scores.slice(0, lastKnown + 1).every((score) => score.all !== null);
  const every = Math.max(1, Math.ceil((namePx * (scores.length - 1)) / (right - left)));
  const last = scores.length - 1;
  return {
    width,
    height: HEIGHT,
    left,
    right,
    x,
    zeroY: y(0),
    y,
    all,
    none: through((score) => score.none),
    area: whole ? `${all}L${x[lastKnown]} ${y(0)}L${x[0]} ${y(0)}Z` : "",
    ticks: natsTicks(y, axis, "plain"),
    named: scores.map((_, i) => i).filter((i) => i === last || (i % every === 0 && last - i >= every)),
  };
}
