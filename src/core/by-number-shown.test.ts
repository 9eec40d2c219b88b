import { expect, it } from "vitest";
import { byNumberShown, fallsOf } from "./by-number-shown.ts";

it("gathers v by how many patches are shown, worked by hand", () => {
  const found = byNumberShown(Uint32Array.of(0, 1, 2, 3), [5, 1, 3, 4]);
  expect(found).toEqual([
    { shown: 0, masks: 1, mean: 5, deviation: 0, least: 5, most: 5 },
    { shown: 1, masks: 2, mean: 2, deviation: 1, least: 1, most: 3 },
    { shown: 2, masks: 1, mean: 4, deviation: 0, least: 4, most: 4 },
  ]);
  expect(fallsOf(found)).toEqual([0]);
  expect(fallsOf(found.slice(1))).toEqual([]);
  // Of a sample of masks it tells what is there.
  expect(byNumberShown(Uint32Array.of(0, 7), [1, 2]).map(({ shown }) => shown)).toEqual([0, 3]);
});
