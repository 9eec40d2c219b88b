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
  it("is the smallest of 1, 2, 5, 10 … that holds the largest effect", () => {
    expect([0, 0.3, 1, 1.01, 2, 2.1, 5.2, 10, 11, 51].map(scaleEnd)).toEqual([1, 1, 1, 2, 2, 5, 10, 10, 20, 100]);
  });
});
