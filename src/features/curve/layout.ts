import { extent, nice } from "d3-array";
import type { FullScore } from "../../session/selectors.ts";
import type { NatsPerUnit } from "../../session/units.ts";
import { brokenLine } from "../../ui/axis/broken-line.ts";
import { BASELINE_DROP } from "../../ui/axis/NatsAxis.tsx";
import { natsScale, natsTicks, TICKS, type AxisTick } from "../../ui/axis/scale.ts";

/**
 * What is said beside the curve: the first layer from which on every layer holds at least half of the output's strength, or that the last layer before the
 * output does not. Scores of two layers are never held against each other: a layer may score what the output does for other reasons.
 */
export type Finding =
  | { readonly kind: "waiting" | "against" | "nothing" }
  | { readonly kind: "half" | "late"; readonly layer: number; readonly share: number };

/**
 * The finding of a finished picture; it waits until every layer is solved.
 *
 * @param vFull the output's score with everything shown.
 * @param completeness per layer, the output last, see `completeness` in `core`; null until every layer is solved.
 */
export function findingOf(vFull: number | null, completeness: readonly (number | null)[] | null): Finding {
  if (vFull === null || completeness === null || completeness.length < 2) return { kind: "waiting" };
  if (vFull <= 0) return { kind: "against" };
  if (completeness.at(-1) === null) return { kind: "nothing" };
  const shares = completeness.slice(0, -1).map((share) => share ?? 0);
  const layer = shares.findLastIndex((share) => share < 0.5) + 1;
  return layer < shares.length
    ? { kind: "half", layer, share: shares[layer]! }
    : { kind: "late", layer: layer - 1, share: shares[layer - 1]! };
}

/** Scores in other units, each layer's in its own; null where the unit is not known yet. */
export function scoresIn(scores: readonly FullScore[], per: NatsPerUnit): FullScore[] {
  return scores.map(({ all, none }, l) => {
    const unit = per[l] ?? null;
    const of = (nats: number | null): number | null => (nats === null || unit === null ? null : nats / unit);
    return { all: of(all), none: of(none) };
  });
}

const HEIGHT = 140;
const MARGIN = { top: 10, right: 48, bottom: 22, left: 32 };
/** An axis shorter than this would turn rounding into mountains, in whatever units. */
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
  readonly y: (score: number) => number;
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
        const value = of(score);
        return value === null ? null : [x[i]!, y(value)];
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
