import { expect, it } from "vitest";
import { noiseShareOf } from "./noise.ts";

it("tells the noise of replicates as a share of the probe's span, worked by hand", () => {
  const full = Float64Array.of(0, 4, 2, 1);
  // Off by 1 and 0 at two masks, by 2 and 1: mean square 6 / 4; the span is 4. The last two masks only make the span.
  const replicates = [Float64Array.of(1, 4, 9, 9), Float64Array.of(2, 3, 9, 9)];
  expect(noiseShareOf(full, replicates, 2)).toBeCloseTo(Math.sqrt(6 / 4) / 4, 12);
  // At all four: 49 + 64 more twice, over 8.
  expect(noiseShareOf(full, replicates)).toBeCloseTo(Math.sqrt((6 + 2 * 113) / 8) / 4, 12);
  expect(noiseShareOf(full, [full, full])).toBe(0);
  expect(noiseShareOf(Float64Array.of(3, 3), [Float64Array.of(1, 2)])).toBeNull();
});
