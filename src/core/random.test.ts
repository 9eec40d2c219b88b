import { describe, expect, it } from "vitest";
import { mulberry32 } from "./random.ts";

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
