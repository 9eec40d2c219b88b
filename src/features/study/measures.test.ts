import { describe, expect, it } from "vitest";
import { quantities } from "../../study/numbers.ts";
import { estimateOf, resamplesOf } from "../../study/statistics.ts";
import { tablesOf } from "../../study/tables.ts";
import { madeUpStudy } from "../../study/study.fixture.ts";
import { band, nameTicks } from "./layout.ts";
import { highestOf, ranked, solve, type Asked, type DrawnFigure, type Point } from "./measures.ts";
import { partsOf, type StudyRecord } from "./records.ts";

const study = madeUpStudy(7);
const [cell, , pair, noise] = partsOf(study) as [StudyRecord, StudyRecord, StudyRecord, StudyRecord];
const ALL: Asked = { order: null, layer: null };

function solvedOf(figure: DrawnFigure, record: StudyRecord, asked = ALL) {
  const steps = solve(figure, record, asked);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
const of = study.cells[0]!;
const estimate = (valueOf: (image: number) => number) =>
  estimateOf(
    of.images.map((_, image) => valueOf(image)),
    resamplesOf(of.images.length),
  );

describe("a figure's points", () => {
  it("are the means of the tables, with their intervals", () => {
    const means = [
      ...tablesOf(study)
        .find(({ name }) => name === "means")!
        .rows(),
    ];
    for (const { series, layer, estimate: told } of solvedOf("shares", cell, { order: 2, layer: null }).points) {
      const row = means.find((one) => one[1] === "network 1" && one[4] === layer && one[6] === 2 && one[7] === series);
      expect([told.mean, told.standardError, told.interval?.[0] ?? null, told.interval?.[1] ?? null]).toEqual(
        row === undefined ? [null, null, null, null] : row.slice(9, 13),
      );
    }
  });
  it("of strength are both signs' all, and their stacks the means of its parts", () => {
    const { points, bars } = solvedOf("strength", cell);
    expect(points).toHaveLength(of.layers.length * of.n * 2);
    for (const layer of of.layers.keys())
      for (let order = 1; order <= of.n; order++) {
        const both = points.filter((point) => point.layer === layer && point.order === order);
        const sum = both.reduce((total, point) => total + point.estimate.mean!, 0);
        expect(sum).toBeCloseTo(estimate((image) => quantities.strength.of(of, image, layer, order)).mean!, 9);
        const stacks = bars!.filter((bar) => bar.layer === layer && bar.order === order);
        // What is near, but not salient at the output, is in neither part.
        for (const { all, shared, forget } of stacks) expect(shared + forget).toBeLessThanOrEqual(all + 1e-4);
        expect(stacks.reduce((total, bar) => total + bar.new, 0)).toBeCloseTo(
          estimate((image) => quantities.new.of(of, image, layer, order)).mean!,
          9,
        );
      }
  });
  it("of births, of two networks and of noise go by order, at the layer that is asked about", () => {
    expect(solvedOf("births", cell).bars!.map(({ shared }) => shared)).toEqual(
      of.layers.flatMap((_, layer) =>
        Array.from({ length: of.n }, (__, m) => estimate((image) => quantities.born.of(of, image, layer, m + 1)).mean),
      ),
    );
    const rows = [
      ...tablesOf(study)
        .find(({ name }) => name === "agreement")!
        .rows(),
    ];
    const [a, b] = study.pairs[0]!.depths[1]!;
    for (const { series, order, estimate: told } of solvedOf("networks", pair, { order: null, layer: 1 }).points) {
      const row = rows.find((one) => one[5] === a && one[6] === b && one[7] === String(order) && one[8] === series);
      expect(told.mean).toEqual(row?.[10] ?? null);
    }
    const ratios = solvedOf("noise", noise).points;
    expect(ratios.map(({ layer, estimate: { mean } }) => [layer, mean])).toEqual(Array(4).fill([3, 2.5]));
  });
});

describe("images of a point", () => {
  it("come by their values, those without left out, of equals the earlier first", () => {
    const values = [0.5, null, 0.1, NaN, 0.5, 0.9];
    expect(ranked(values, false).map(({ image }) => image)).toEqual([5, 0, 4, 2]);
    expect(ranked(values, true).map(({ image }) => image)).toEqual([2, 0, 4, 5]);
  });
});

describe("a drawing", () => {
  const point = (mean: number | null, interval: readonly [number, number] | null): Point =>
    ({ estimate: { mean, standardError: null, count: 1, interval } }) as unknown as Point;
  it("has a band for each run of intervals, worked by hand", () => {
    const x = (place: number) => 10 * place;
    const y = (value: number) => 100 - value;
    const points = [point(2, [1, 3]), point(4, [2, 5]), point(1, null), point(1, [0, 2])];
    expect(band(points, x, y)).toBe("M0.00,97.00L10.00,95.00L10.00,98.00L0.00,99.00Z");
    expect(highestOf(points)).toBe(5);
    expect(highestOf([])).toBe(0);
  });
  it("names its layers as far as there is room, and the output always", () => {
    const names = [...Array.from({ length: 20 }, (_, i) => `block${i}`), "output"];
    for (const width of [200, 400, 1200]) {
      const ticks = nameTicks(names, width, "out");
      expect(ticks.at(-1)!.at).toBe(20);
      expect(ticks.length * 26).toBeLessThanOrEqual(Math.max(width + 26, 27));
    }
  });
});
