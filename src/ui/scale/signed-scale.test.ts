import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scaleEnd, signedSwatch } from "./signed-scale.ts";

describe("signedSwatch", () => {
  it("gives the ramp's own stops back at their positions", () => {
    expect(signedSwatch("light", -1).fill).toBe("rgb(8 65 90)");
    expect(signedSwatch("light", 0).fill).toBe("rgb(239 237 232)");
    expect(signedSwatch("light", 0.62).fill).toBe("rgb(196 104 42)");
    expect(signedSwatch("dark", 1).fill).toBe("rgb(255 197 144)");
  });
  it("clamps beyond its ends and treats NaN as nothing", () => {
    expect(signedSwatch("dark", 7)).toEqual(signedSwatch("dark", 1));
    expect(signedSwatch("light", Number.NaN)).toEqual(signedSwatch("light", 0));
  });
  it("writes white on strong cells in the light theme and black on them in the dark one", () => {
    expect(signedSwatch("light", 1).text).toBe("#FFFFFF");
    expect(signedSwatch("light", 0.1).text).toBe("#141618");
    expect(signedSwatch("dark", 1).text).toBe("#141618");
    expect(signedSwatch("dark", 0.1).text).toBe("#FFFFFF");
  });
});

describe("scaleEnd", () => {
  it("is the smallest of 1, 1.5, 2, 3, 5, 7, 10 … that holds the largest effect", () => {
    expect([1, 1.01, 1.5, 1.6, 2, 2.1, 3.4, 5.2, 7.5, 10, 11, 16, 51, 701].map(scaleEnd)).toEqual([
      1, 1.5, 1.5, 2, 2, 3, 5, 7, 10, 10, 15, 20, 70, 1000,
    ]);
  });
  it("goes below 1 for small effects, as decimals that can be printed", () => {
    expect([0.3, 0.31, 0.071, 0.07, 0.012, 0.0009, 1e-9].map(scaleEnd)).toEqual([
      0.3, 0.5, 0.1, 0.07, 0.015, 0.001, 1e-9,
    ]);
  });
  it("is 1 where there is nothing to hold", () =>
    expect([0, Number.NaN, Number.POSITIVE_INFINITY].map(scaleEnd)).toEqual([1, 1, 1]));
  it("holds every effect, and no smaller round number does", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (largest) => {
        const round = Array.from({ length: 27 }, (_, i) => i - 13).flatMap((power) =>
          [1, 1.5, 2, 3, 5, 7].map((step) => Number(`${step}e${power}`)),
        );
        expect(scaleEnd(largest)).toBe(round.find((end) => end >= largest));
      }),
      { seed: 16, numRuns: 1000 },
    );
  });
});
