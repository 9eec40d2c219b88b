import { expect, it } from "vitest";
import { passed } from "./sweep.ts";

it("passes every place between two, no further apart than a cell is wide, and ends at the last", () => {
  expect(passed([0, 0], [12, 0])).toEqual([
    [6, 0],
    [12, 0],
  ]);
  expect(passed([5, 5], [5, 5])).toEqual([[5, 5]]);
  const places = passed([0, 0], [-30, 40]);
  expect(places.at(-1)).toEqual([-30, 40]);
  let [x, y] = [0, 0];
  for (const [toX, toY] of places) {
    expect(Math.hypot(toX - x, toY - y)).toBeLessThanOrEqual(6 + 1e-9);
    [x, y] = [toX, toY];
  }
});
