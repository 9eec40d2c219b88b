import { expect, it } from "vitest";
import { fewest, patchesLayout } from "./layout.ts";

it("finds how few patches reach a share of the way", () => {
  expect(fewest([-1, 2, 2.5, 3], 0.75)).toBe(1);
  // 0.9 of the way is 2.6, which none but all reach.
  expect(fewest([-1, 2, 2.5, 3], 0.9)).toBeNull();
  expect(fewest([-1, 4, 2.5, 3], 0.9)).toBe(1);
  expect(fewest([3, 4, 1], 0.9)).toBeNull();
});
it("lays lines out over the counts of patches, with gaps where nothing is known", () => {
  const { counts, shown, hidden, ticks, left, right } = patchesLayout(
    { shown: [0, 1, 2], insertion: [0, null, 2], hidden: [2, 1, 0], deletion: [2, 1, 0] },
    400,
  );
  expect(counts.map(({ text }) => text)).toEqual(["0", "1", "2"]);
  expect([counts[0]!.x, counts[2]!.x]).toEqual([left, right]);
  expect(shown).not.toBe(hidden);
  expect(ticks.some(({ nats }) => nats === 0)).toBe(true);
  expect(
    patchesLayout({ shown: [1, null, 1], insertion: [], hidden: [], deletion: [] }, 300).shown.match(/M/g),
  ).toHaveLength(2);
});
