import { describe, expect, it } from "vitest";
import { mulberry32, normals } from "./random.ts";

describe("mulberry32", () => {
  it("draws the same numbers from the same seed, others from another", () => {
    const draw = (seed: number) => Array.from({ length: 5 }, mulberry32(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("draws from [0, 1) with mean one half", () => {
    const random = mulberry32(3);
    let sum = 0;
    for (let i = 0; i < 10_000; i++) {
      const x = random();
      if (!(x >= 0 && x < 1)) expect.fail(`${x} is outside [0, 1)`);
      sum += x;
    }
    expect(sum / 10_000).toBeCloseTo(0.5, 1);
  });
});

describe("normals", () => {
  it("have the moments of a normal distribution, and come again from the same seed", () => {
    const drawn = normals(5, 40_001);
    expect(normals(5, 40_001)).toEqual(drawn);
    expect(normals(6, 3)).not.toEqual(drawn.slice(0, 3));
    const moment = (power: number): number => drawn.reduce((sum, x) => sum + x ** power, 0) / drawn.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.02);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03);
    expect(Math.abs(moment(3))).toBeLessThan(0.06);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
    expect(drawn.every(Number.isFinite)).toBe(true);
  });
});
