import { expect, it } from "vitest";
import { meantBy } from "./near.ts";

const boxes = [
  { left: 0, top: 0, width: 40, height: 16 },
  { left: 60, top: 16, width: 40, height: 16 },
];

it("is the word that was hit, whatever lies near", () => expect(meantBy(61, 17, boxes)).toBe(1));
it("is the nearest within a finger's reach", () => {
  expect(meantBy(45, 8, boxes)).toBe(0);
  expect(meantBy(56, 20, boxes)).toBe(1);
  expect(meantBy(20, 38, boxes)).toBe(0);
});
it("is none beyond that", () => {
  expect(meantBy(20, 39, boxes)).toBeNull();
  expect(meantBy(20, 20, [])).toBeNull();
});
