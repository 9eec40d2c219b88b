import { expect, it } from "vitest";
import { endsOf, fewest } from "./layout.ts";

it("finds how few patches reach a share of the way", () => {
  expect(fewest([-1, 2, 2.5, 3], 0.75)).toBe(1);
  // 0.9 of the way is 2.6, which none but all reach.
  expect(fewest([-1, 2, 2.5, 3], 0.9)).toBeNull();
  expect(fewest([-1, 4, 2.5, 3], 0.9)).toBe(1);
  expect(fewest([3, 4, 1], 0.9)).toBeNull();
});
it("holds all scores and 0", () => {
  const [low, high] = endsOf({ shown: [1, null, 3], insertion: [], hidden: [2], deletion: [] });
  expect([low, high]).toEqual([-0.12, 3.12]);
  expect(endsOf({ shown: [], insertion: [], hidden: [], deletion: [] })).toEqual([-0.04, 0.04]);
});
