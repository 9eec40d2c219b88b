import { expect, it } from "vitest";
import { noiseOf } from "./noise.ts";

it("tells the noise of replicates as a share of the probe's span, worked by hand", () => {
  const full = Float64Array.of(0, 4, 2, 1);
  // Off by 1 and 0 at two masks, by 2 and 1: mean square 6 / 4; the span is 4. The last two masks only make the span.
  const replicates = [Float64Array.of(1, 4, 9, 9), Float64Array.of(2, 3, 9, 9)];
  expect(noiseOf([full, ...replicates], 2)).toBeCloseTo(Math.sqrt(6 / 4) / 4, 12);
  expect(noiseOf([full, full, full], 4)).toBe(0);
  expect(noiseOf([Float64Array.of(3, 3), Float64Array.of(1, 2)], 2)).toBeNull();
});
