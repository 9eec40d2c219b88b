import { describe, expect, it } from "vitest";
import { sectionInView } from "./section-in-view.ts";

describe("sectionInView", () => {
  // Sections of 800, 900, 600 and 200 px on a window of 900 px: 1,600 px to scroll.
  const tops = (scrolled: number): number[] => [0, 800, 1700, 2300].map((top) => top - scrolled);
  const at = (scrolled: number): number => sectionInView(tops(scrolled), 900, 1600 - scrolled);
  it("is the last section that begins in the upper third", () => {
    expect([0, 499, 500, 900].map(at)).toEqual([0, 0, 1, 1]);
  });
  it("is the last one at the page's end, which never reaches the upper third", () =>
    expect([1499, 1500, 1600].map(at)).toEqual([2, 3, 3]));
  it("is the first one above everything, also while the page is pulled down", () =>
    expect([sectionInView([300, 900], 600, 400), sectionInView([350, 900], 600, 400)]).toEqual([0, 0]));
});
