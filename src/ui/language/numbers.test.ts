import { describe, expect, it } from "vitest";
import { createStrings } from "../../strings/index.ts";
import { duration, grouped, millionsText, percentText, probabilityText, sizeText } from "./numbers.ts";

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
      ">\u202f99.9\u202f%",
      ">\u202f99.9\u202f%",
      "50.0\u202f%",
      "<\u202f0.1\u202f%",
      "<\u202f0.1\u202f%",
    ]);
  });
});

describe("sizeText", () => {
  it("counts in megabytes, and in kilobytes what would be none of them", () => {
    expect([8_466_472, 26_800_000, 100_000, 13_964, 200].map(sizeText)).toEqual([
      "8.5 MB",
      "26.8 MB",
      "0.1 MB",
      "14 kB",
      "1 kB",
    ]);
  });
});

describe("millionsText", () => {
  it("counts in millions, and in thousands what would be none of them", () => {
    expect([34_637_376, 41_000_000_000, 129_400, 99_999, 800, 3].map((count) => millionsText(count))).toEqual([
      "34.6\u202fM",
      "41000.0\u202fM",
      "0.1\u202fM",
      "100\u202fk",
      "1\u202fk",
      "1\u202fk",
    ]);
  });
});
