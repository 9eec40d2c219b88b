import { describe, expect, it } from "vitest";
import { createRunRate } from "./run-rate.ts";

describe("createRunRate", () => {
  it("extrapolates a steady run", () => {
    const rate = createRunRate(100, 1000);
    expect(rate.progress(10, 2000)).toEqual({ done: 10, total: 100, masksPerSecond: 10, secondsLeft: 9 });
    expect(rate.progress(100, 11_000)).toMatchObject({ masksPerSecond: 10, secondsLeft: 0 });
  });

  it("forgets a slow start", () => {
    const rate = createRunRate(1000, 0);
    rate.progress(1, 10_000);
    for (let second = 1; second <= 8; second++) rate.progress(1 + 50 * second, 10_000 + 1000 * second);
    expect(rate.progress(451, 19_000).masksPerSecond).toBeCloseTo(50);
  });

  it("survives two batches within the clock's resolution", () => {
    expect(createRunRate(10, 5).progress(5, 5).masksPerSecond).toBeLessThan(Infinity);
  });
});
