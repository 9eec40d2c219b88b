import { lab, rgb } from "d3-color";
import { describe, expect, it } from "vitest";
import { effectScale, scaleStops, scaleTicks } from "./effect-scale.ts";

/** d3 reads the older comma syntax. */
const commas = (fill: string): string => fill.replaceAll(" ", ",");
const luminance = (fill: string): number => {
  const { r, g, b } = rgb(commas(fill));
  const linear = [r, g, b].map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
};
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
const steps = Array.from({ length: 201 }, (_, i) => i / 100 - 1);

describe("effectScale", () => {
  it("ends at the smallest of 1, 2, 5, 10, 20 that holds the largest effect", () => {
    expect([0, 0.9, 1.84, 2.0001, 7, 13].map((x) => effectScale("light", x).end)).toEqual([1, 1, 2, 5, 10, 20]);
  });
  it("is linear in nats and even in its meaning: the same share of the end has the same colour", () => {
    expect(effectScale("dark", 2).colour(0.5)).toEqual(effectScale("dark", 10).colour(2.5));
  });
  for (const theme of ["light", "dark"] as const) {
    const scale = effectScale(theme, 1);
    it(`changes lightness one way only from zero to either end (${theme})`, () => {
      const outwards = theme === "light" ? -1 : 1;
      for (const sign of [-1, 1]) {
        const lightness = steps.filter((x) => x >= 0).map((x) => lab(commas(scale.colour(sign * x).fill)).l);
        lightness.slice(1).forEach((l, i) => expect(outwards * (l - lightness[i]!)).toBeGreaterThan(-0.35));
        expect(outwards * (lightness.at(-1)! - lightness[0]!)).toBeGreaterThan(40);
      }
    });
    it(`writes every number at 4.5 : 1 or better (${theme})`, () => {
      for (const x of steps) {
        const { fill, ink } = scale.colour(x);
        const back = luminance(fill);
        expect(contrast(back, ink === "#000000" ? 0 : 1)).toBeGreaterThanOrEqual(4.5);
        expect(ink).toBe(back > 0.179 ? "#000000" : "#FFFFFF");
      }
    });
    it(`keeps the two signs apart at every strength above the middle (${theme})`, () => {
      for (const x of [0.1, 0.28, 0.62, 1]) {
        const [against, inFavour] = [rgb(commas(scale.colour(-x).fill)), rgb(commas(scale.colour(x).fill))];
        expect(against.b).toBeGreaterThan(against.r);
        expect(inFavour.r).toBeGreaterThan(inFavour.b);
      }
    });
  }
});

describe("scaleStops and scaleTicks", () => {
  it("run from full against to full for", () => {
    const scale = effectScale("light", 5);
    const stops = scaleStops(scale, 8);
    expect(stops).toHaveLength(9);
    expect(stops[0]).toBe(scale.colour(-5).fill);
    expect(stops[4]).toBe(scale.colour(0).fill);
    expect(stops[8]).toBe(scale.colour(5).fill);
  });
  it("name both ends and zero", () => {
    expect(scaleTicks(5).map(({ nats, text }) => `${nats} ${text}`)).toEqual(["-5 −5", "-2.5 ", "0 0", "2.5 ", "5 +5"]);
  });
});
