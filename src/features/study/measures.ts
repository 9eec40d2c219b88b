/** What the figures of a study measure on each image: pure, from its columns. */
import type { StudyFigure } from "../../session/study.ts";
import { quantities } from "../../study/numbers.ts";
import { estimateOf, meanOf, resamplesOf, type Estimate, type Resamples } from "../../study/statistics.ts";
import { CELL_COLUMNS, NOISE_COLUMNS, numberAt, PAIR_COLUMNS, PARTS, SIGNS, type Cell } from "../../study/study.ts";
import type { Strength } from "../orders/layout.ts";
import type { StudyRecord } from "./records.ts";

/** The lines and bars of figures. */
export type SeriesId =
  | "for"
  | "against"
  | "completeness"
  | "redundancy"
  | "salient"
  | "born"
  | "subsets"
  | "subsetsChance"
  | "iou"
  | "chance"
  | "ratio";

/** What a number is in. */
export type MeasureUnit = "share" | "scales" | "concepts" | "ratio";

/** A point of a figure: a number that each image has or, NaN, has not. */
export interface Measure {
  /** Different from all others of the figure. */
  readonly id: string;
  readonly series: SeriesId;
  readonly unit: MeasureUnit;
  /** Of pairs the depth, whose last is the outputs. */
  readonly layer: number;
  /** Null: all orders together. */
  readonly order: number | null;
  /** @param image a place among the part's images. */
  readonly of: (image: number) => number;
}

/** A point with what it is over images. */
export interface Point extends Measure {
  readonly estimate: Estimate;
}

export type DrawnFigure = Exclude<StudyFigure, "findings">;

/** What a figure is asked beside its part. */
export interface Asked {
  readonly order: number | null;
  readonly layer: number | null;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** How many layers, or depths, a part has. */
export const layersOf = (record: StudyRecord): number =>
  record.kind === "pair" ? record.of.depths.length : record.of.layers.length;

/** The layer that is asked about, the output where none is. */
export const layerOf = (record: StudyRecord, { layer }: Asked): number =>
  Math.min(layer ?? layersOf(record) - 1, layersOf(record) - 1);

/** The points of a figure of a part that it can be of, along its lines. */
export function measuresOf(figure: DrawnFigure, record: StudyRecord, asked: Asked): Measure[] {
  const layers = upTo(layersOf(record));
  const orders = upTo(record.of.n).map((m) => m + 1);
  const measure = (
    series: SeriesId,
    unit: MeasureUnit,
    layer: number,
    order: number | null,
    of: Measure["of"],
  ): Measure => ({
    id: [series, layer, order ?? "all"].join("."),
    series,
    unit,
    layer,
    order,
    of,
  });
  if (record.kind === "pair") {
    const { of: pair } = record;
    const layer = layerOf(record, asked);
    const at = (name: "a" | "b" | "both" | "chance", image: number, order: number): number =>
      numberAt(PAIR_COLUMNS, pair, name, image, layer, order - 1);
    const iou =
      (order: number) =>
      (image: number): number => {
        const both = at("both", image, order);
        return both / (at("a", image, order) + at("b", image, order) - both);
      };
    return [
      ...orders.map((order) => measure("iou", "share", layer, order, iou(order))),
      ...orders.map((order) => measure("chance", "share", layer, order, (image) => at("chance", image, order))),
    ];
  }
  if (record.kind === "noise") {
    const { of: cell } = record;
    const layer = layerOf(record, asked);
    return orders.map((order) =>
      measure("ratio", "ratio", layer, order, (image) =>
        numberAt(NOISE_COLUMNS, cell, "ratio", image, layer, order - 1),
      ),
    );
  }
  const { of: cell } = record;
  const byLayer = (
    series: SeriesId,
    unit: MeasureUnit,
    name: keyof typeof quantities,
    order = asked.order,
  ): Measure[] =>
    layers.map((layer) =>
      measure(series, unit, layer, order, (image) => quantities[name].of(cell, image, layer, order)),
    );
  switch (figure) {
    case "shares":
      return [...byLayer("completeness", "share", "completeness"), ...byLayer("redundancy", "share", "redundancy")];
    case "salient":
      return byLayer("salient", "concepts", "salient");
    case "origins":
      return [
        ...byLayer("subsets", "share", "subsetsBefore"),
        ...byLayer("subsetsChance", "share", "subsetsBeforeByChance"),
      ];
    case "births":
      return layers.flatMap((layer) =>
        orders.map((order) =>
          measure("born", "concepts", layer, order, (image) =>
            numberAt(CELL_COLUMNS, cell, "born", image, layer, order - 1),
          ),
        ),
      );
    default:
      return layers.flatMap((layer) =>
        orders.flatMap((order) =>
          SIGNS.map((sign, s) =>
            measure(sign > 0 ? "for" : "against", "scales", layer, order, (image) =>
              numberAt(CELL_COLUMNS, cell, "strength", image, layer, order - 1, s, PARTS.indexOf("all")),
            ),
          ),
        ),
      );
  }
}

/** Mean strengths over images, by layer, order and sign, split in three, as one image's are drawn; a step for each layer and order. */
export function* meanStrengths(cell: Cell): Generator<undefined, Strength[]> {
  const strengths: Strength[] = [];
  for (const layer of upTo(cell.layers.length))
    for (const m of upTo(cell.n)) {
      for (const [s, sign] of SIGNS.entries()) {
        const mean = (part: (typeof PARTS)[number]): number =>
          meanOf(
            cell.images.map((_, image) =>
              numberAt(CELL_COLUMNS, cell, "strength", image, layer, m, s, PARTS.indexOf(part)),
            ),
          ).mean ?? 0;
        const [all, shared, forget, still] = [mean("all"), mean("overlap"), mean("forget"), mean("new")];
        strengths.push({ layer, order: m + 1, sign, all, shared, forget, new: still });
      }
      yield;
    }
  return strengths;
}

/** A figure's numbers. */
export interface Solved {
  readonly points: readonly Point[];
  /** Of bars: what they are stacked of; null of lines. */
  readonly bars: readonly Strength[] | null;
}

/** The numbers of a figure of a part, in steps of some milliseconds; intervals are drawn as in the tables. Costs O(resamples · images) a point. */
export function* solve(figure: DrawnFigure, record: StudyRecord, asked: Asked): Generator<undefined, Solved> {
  const resamples: Resamples = resamplesOf(record.of.images.length);
  yield;
  const points: Point[] = [];
  for (const measure of measuresOf(figure, record, asked)) {
    const values = Float64Array.from(record.of.images, (_, image) => measure.of(image));
    points.push({ ...measure, estimate: estimateOf(values, resamples) });
    yield;
  }
  if (figure === "strength" && record.kind === "cell") return { points, bars: yield* meanStrengths(record.of) };
  if (figure !== "births") return { points, bars: null };
  const bars = points.map(({ layer, order, estimate }) => {
    const born = estimate.mean ?? 0;
    return { layer, order: order!, sign: 1 as const, shared: born, forget: 0, new: 0, all: born };
  });
  return { points, bars };
}

/** The highest that an axis from 0 is to hold for some points, their intervals with them; 0 of none. */
export const highestOf = (points: readonly Point[]): number =>
  points.reduce((most, { estimate: { mean, interval } }) => Math.max(most, interval?.[1] ?? mean ?? 0), 0);

/** Images with their values, those that have one, the highest or the lowest first; of equals the earlier first. */
export function ranked(
  values: ArrayLike<number | null>,
  lowestFirst: boolean,
): { readonly image: number; readonly value: number }[] {
  const known = Array.from(values, (value, image) => ({ image, value: value ?? NaN })).filter(
    ({ value }) => !Number.isNaN(value),
  );
  return known.sort((a, b) => (lowestFirst ? a.value - b.value : b.value - a.value) || a.image - b.image);
}
