import { expect, it } from "vitest";
import { surest } from "./surest.ts";

it("is the way whose first class is furthest ahead, however large the numbers are", () => {
  expect(
    surest([
      [1, 0, 0.9],
      [0, 5, 0],
    ]),
  ).toBe(1);
  // The same numbers, larger, are no surer.
  expect(
    surest([
      [3, 1, 0],
      [300, 100, 0],
    ]),
  ).toBe(0);
});
it("is the likeliest unless another one is clearly surer", () => {
  expect(
    surest([
      [4, 1, 0, 0],
      [4, 0.9, 0, 0],
    ]),
  ).toBe(0);
  expect(
    surest([
      [1, 1, 1],
      [2, 2, 2],
    ]),
  ).toBe(0);
});
it("is none that gives no numbers", () => {
  expect(
    surest([
      [Number.NaN, 1],
      [0, 1],
    ]),
  ).toBe(1);
  expect(surest([[Number.NaN, 1]])).toBe(0);
});
