import { expect, it } from "vitest";
import { cardPlace } from "./place.ts";

const window = { width: 400, height: 600 };
const card = { width: 300, height: 100 };
const word = (left: number, top: number) => ({ left, top, width: 40, height: 16 });

it("stands below its word, from the word's left on", () =>
  expect(cardPlace(word(50, 100), card, window)).toEqual({ left: 50, top: 122 }));
it("stands above it where there is no room below", () =>
  expect(cardPlace(word(50, 560), card, window)).toEqual({ left: 50, top: 454 }));
it("never goes beyond an edge", () => {
  expect(cardPlace(word(380, 100), card, window).left).toBe(88);
  expect(cardPlace(word(-20, 100), card, window).left).toBe(12);
  expect(cardPlace(word(50, 60), { width: 300, height: 700 }, window).top).toBe(12);
});
