import { describe, expect, it } from "vitest";
import { guideCardPlace, phoneScroll, stepOfKey } from "./layout.ts";

const window = { width: 1000, height: 700 };
const card = { width: 300, height: 200 };
const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });

describe("guideCardPlace", () => {
  it("stands right of its target where there is room, else left of it, within the window", () => {
    expect(guideCardPlace(box(100, 50, 200, 100), card, window)).toEqual({ left: 316, top: 50 });
    expect(guideCardPlace(box(600, 650, 300, 40), card, window)).toEqual({ left: 284, top: 484 });
  });
  it("stands below or above what is wide", () => {
    expect(guideCardPlace(box(50, 100, 900, 40), card, window)).toEqual({ left: 50, top: 156 });
    expect(guideCardPlace(box(50, 500, 900, 40), card, window)).toEqual({ left: 50, top: 284 });
  });
  it("stands in the corner where it points at nothing or there is no room", () => {
    expect(guideCardPlace(null, card, window)).toEqual({ left: 684, top: 484 });
    expect(guideCardPlace(box(0, 0, 1000, 700), card, window)).toEqual({ left: 684, top: 484 });
  });
});

describe("phoneScroll", () => {
  it("brings a target to the middle of what is free", () =>
    expect(phoneScroll({ top: 900, height: 50 }, 50, 550)).toBe(625));
  it("brings what is too high to the top", () => expect(phoneScroll({ top: 900, height: 600 }, 50, 550)).toBe(850));
});

describe("stepOfKey", () => {
  it("goes on and back, not beyond the ends, and leaves", () => {
    expect(stepOfKey("ArrowRight", 0, 8)).toBe(1);
    expect(stepOfKey("ArrowLeft", 0, 8)).toBeNull();
    expect(stepOfKey("ArrowRight", 7, 8)).toBeNull();
    expect(stepOfKey("ArrowLeft", 7, 8)).toBe(6);
    expect(stepOfKey("Escape", 3, 8)).toBe("leave");
    expect(stepOfKey("p", 3, 8)).toBeNull();
  });
});
