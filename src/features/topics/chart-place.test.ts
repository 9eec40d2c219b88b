import { describe, expect, it } from "vitest";
import { chartPlace, countTicks, logTicks, roundTicks } from "./chart-place.ts";

describe("a chart's place", () => {
  const axis = (ends: readonly [number, number], isLog = false) => ({ ends, ticks: [], isLog });
  it("takes the ends of values to its edges, linear or by logarithms", () => {
    const { x, y, left, right, top, bottom } = chartPlace(axis([1, 3]), axis([0.1, 1000], true), 400, 260);
    expect([x(1), x(3), x(2)]).toEqual([left, right, (left + right) / 2]);
    expect([y(0.1), y(1000)]).toEqual([bottom, top]);
    expect(y(10)).toBeCloseTo((top + bottom) / 2, 9);
  });
  it("is finite where all values are one", () => {
    const { x, y } = chartPlace(axis([2, 2]), axis([5, 5], true), 400, 260);
    expect([x(2), y(5)].every(Number.isFinite)).toBe(true);
  });
});

describe("marks", () => {
  it("stand at round numbers", () => {
    expect(logTicks(0.8, 12).map(({ at }) => at)).toEqual([1, 2, 5, 10]);
    expect(logTicks(0.001, 1000).map(({ text }) => text)).toEqual(["0.001", "0.01", "0.1", "1", "10", "100", "1000"]);
    expect(roundTicks(0, 1).map(({ at }) => at)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(roundTicks(3, 3)).toEqual([{ at: 3, text: "3" }]);
    expect(countTicks(9).map(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(countTicks(40, 8).map(({ at }) => at)).toEqual([1, 5, 10, 15, 20, 25, 30, 35, 40]);
    expect(countTicks(9, 16, 0)[0]).toEqual({ at: 0, text: "0" });
  });
});
