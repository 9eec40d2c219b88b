import { expect, it } from "vitest";
import { brokenLine } from "./broken-line.ts";

it("goes from point to point, to a thousandth of a pixel", () => {
  expect(
    brokenLine([
      [1, 2],
      [3.00049, -4.12345],
      [5, 6],
    ]),
  ).toBe("M1,2L3,-4.123L5,6");
});

it("begins anew after each break, and makes a dot of a point that is alone", () => {
  expect(brokenLine([null, [1, 2], null, null, [3, 4], [5, 6], null, [7, 8]])).toBe("M1,2ZM3,4L5,6M7,8Z");
});

it("is nothing without points", () => {
  expect(brokenLine([])).toBe("");
  expect(brokenLine([null, null])).toBe("");
});
