import { expect, it } from "vitest";
import { choosePenalty, isEnough } from "./penalty.ts";

const tried = [
  { l2: 1, crossEntropy: 1.5 },
  { l2: 0.1, crossEntropy: 1.06 },
  { l2: 0.01, crossEntropy: 1 },
  { l2: 0.001, crossEntropy: 1.2 },
];

it.each([
  [0, 0.01],
  // The best gains 1 nat over knowing nothing, 2: 5 % of it are .05, 6 % are .06 and 50 % .5.
  [0.05, 0.01],
  [0.0601, 0.1],
  [0.5, 1],
])("takes the strongest penalty that loses at most %f of what there is to gain: %f", (margin, l2) => {
  expect(choosePenalty(tried, 2, margin).l2).toBe(l2);
});

it("takes the best where none is better than knowing nothing", () => {
  expect(choosePenalty(tried, 0.5, 0.3).l2).toBe(0.01);
});

it("has enough once two penalties in a row were no better than those before", () => {
  const path = (...crossEntropies: number[]) =>
    isEnough(crossEntropies.map((crossEntropy, i) => ({ l2: 10 ** -i, crossEntropy })));
  expect(path(3, 2, 1)).toBe(false);
  expect(path(1, 2)).toBe(false);
  expect(path(3, 1, 2)).toBe(false);
  expect(path(3, 1, 2, 2)).toBe(true);
  expect(path(3, 1, 2, 0.9)).toBe(false);
});
