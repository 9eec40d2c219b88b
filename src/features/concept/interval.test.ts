import { describe, expect, it } from "vitest";
import { intervalBar } from "./interval.ts";

describe("the bar of a range of effects", () => {
  it("stands to scale, with the band below τ around 0", () => {
    // −0.5 to 1.5 nats over 216 pixels: 8 at each end, 100 a nat.
    const bar = { zero: 58, band: [8, 108], from: 108, to: 208, here: 158 };
    expect(intervalBar({ least: 0.5, most: 1.5, effect: 1, tau: 0.5 }, 216)).toEqual(bar);
    expect(intervalBar({ least: -1.5, most: 0, effect: -1, tau: 0.5 }, 216)).toEqual({
      zero: 158,
      band: [108, 208],
      from: 8,
      to: 158,
      here: 58,
    });
    expect(intervalBar({ least: -0.75, most: 1.25, effect: 1, tau: 0.25 }, 216)).toMatchObject({
      zero: 83,
      from: 8,
      to: 208,
    });
  });

  it("is seen where there is one effect only, and where that is 0", () => {
    expect(intervalBar({ least: 2, most: 2, effect: 2, tau: 0 }, 216)).toMatchObject({
      zero: 8,
      from: 206.5,
      to: 209.5,
    });
    expect(intervalBar({ least: 0, most: 0, effect: 0, tau: 0 }, 216)).toMatchObject({ zero: 8, from: 6.5, to: 9.5 });
  });
});
