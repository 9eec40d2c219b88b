import { expect, it } from "vitest";
import { manifestFixture } from "./manifest.fixture.ts";
import { toTensor } from "./preprocessing.ts";

it("normalises and puts channels first", () => {
  const tensor = toTensor([255, 0, 51, 0, 255, 102], manifestFixture);
  const expected = [(1 - 0.5) / 0.25, -0.5 / 0.25, -0.4 / 0.5, (1 - 0.4) / 0.5, 0.2 - 0.3, 0.4 - 0.3];
  expected.forEach((value, i) => expect(tensor[i]).toBeCloseTo(value, 6));
});

it("swaps red and blue for BGR, with mean and std in the tensor's order", () => {
  const bgr = { ...manifestFixture, preprocessing: { ...manifestFixture.preprocessing, order: "BGR" as const } };
  const tensor = toTensor([255, 0, 51, 0, 255, 102], bgr);
  expect(tensor[0]).toBeCloseTo((0.2 - 0.5) / 0.25, 6);
  expect(tensor[4]).toBeCloseTo(1 - 0.3, 6);
});

it("refuses an image of another size", () => {
  expect(() => toTensor([1, 2, 3], manifestFixture)).toThrow(RangeError);
});
