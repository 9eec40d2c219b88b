import { describe, expect, it } from "vitest";
import { createStrings } from "../../strings/index.ts";
import { duration, grouped, percentText, probabilityText } from "./numbers.ts";

describe("grouped", () => {
  it("sets a comma before every third digit", () => {
    expect([0, 12, 512, 4096, 65536, 1234567].map(grouped)).toEqual(["0", "12", "512", "4,096", "65,536", "1,234,567"]);
  });
});

describe("duration", () => {
  it("has one decimal below ten seconds, none above, and turns to minutes", () => {
    const t = createStrings("en").getFixedT("en", "page");
    expect([0, 0.44, 9.94, 9.96, 42.4, 89, 91, 600].map((seconds) => duration(t, seconds))).toEqual([
      "0.1 s",
      "0.4 s",
      "9.9 s",
      "10 s",
      "42 s",
      "89 s",
      "2 min",
      "10 min",
    ]);
  });
});

describe("percent", () => {
  it("keeps number and sign together", () => expect(percentText(0.9785, 1)).toBe("97.9\u202f%"));
  it("never rounds an uncertain probability to certainty", () => {
    expect([1, 0.9996, 0.5, 0.0004, 0].map(probabilityText)).toEqual([
      "100.0\u202f%",
      ">\u202f99.9\u202f%",
      "50.0\u202f%",
      "<\u202f0.1\u202f%",
      "0.0\u202f%",
    ]);
  });
});
