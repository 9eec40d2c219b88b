import { lab, rgb } from "d3-color";
import { describe, expect, it } from "vitest";
import { effectScale, scaleStops, scaleTicks } from "./effect-scale.ts";

/** d3 reads the older comma syntax. */
const commas = (fill: string): string => fill.replaceAll(" ", ",");
const luminance = (fill: string): number => {
  const { r, g, b } = rgb(commas(fill));
  const linear = [r, g, b].map((byte) =>
    byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
};
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
/** The paper of `app/tokens.css`, #fbfaf7 and #121416. */
const PAPERS = { light: luminance("rgb(251 250 247)"), dark: luminance("rgb(18 20 22)") } as const;
const steps = Array.from({ length: 201 }, (_, i) => i / 100 - 1);

describe("effectScale", () => {
  it("ends at the smallest round number that holds the largest effect, and clamps nothing", () => {
    expect([0, 0.9, 1.84, 2.0001, 7, 13].map((x) => effectScale("light", x).end)).toEqual([1, 1, 2, 3, 7, 15]);
    expect(effectScale("light", 13).beyond).toBeNull();
  });
  it("is even in its meaning: the same share of the end has the same colour", () => {
    expect(effectScale("dark", 2).colour(0.5)).toEqual(effectScale("dark", 10).colour(2.5));
  });
  it("keeps a locked end: the same nats have the same colour in every picture, and larger ones the last", () => {
    const [small, large] = [effectScale("light", 0.4, 2), effectScale("light", 3.4, 2)];
    expect([small.end, small.beyond, large.end, large.beyond]).toEqual([2, null, 2, 3.4]);
    expect(small.colour(0.3)).toEqual(large.colour(0.3));
    expect(large.colour(-3.4)).toEqual(large.colour(-2));
  });
  it("gives nothing at all no sign", () => {
    expect(effectScale("light", 1).colour(0)).toEqual(effectScale("light", 1).colour(Number.NaN));
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
    it(`lifts every effect off the paper, however small beside the end (${theme})`, () => {
      for (const share of [1e-300, 1e-9, 0.0005, 0.05 / 20, 0.05, 0.1, 0.3, 1]) {
        for (const sign of [-1, 1])
          expect(contrast(luminance(scale.colour(sign * share).fill), PAPERS[theme])).toBeGreaterThanOrEqual(1.15);
      }
    });
    it(`keeps the two signs apart at every strength above the middle (${theme})`, () => {
      for (const x of [0.001, 0.05, 0.1, 0.28, 0.62, 1]) {
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
    const stops = scaleStops(scale, 4);
    expect(stops.map(({ offset }) => offset)).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.5, 0.625, 0.75, 0.875, 1]);
    expect(stops[0]!.fill).toBe(scale.colour(-5).fill);
    expect(stops[2]!.fill).toBe(scale.colour(-2.5).fill);
    expect(stops[9]!.fill).toBe(scale.colour(5).fill);
  });
  it("meet at zero in the colours of the smallest effects, which a cell may have", () => {
    const scale = effectScale("dark", 5);
    const [against, inFavour] = scaleStops(scale, 4).filter(({ offset }) => offset === 0.5);
    expect([against!.fill, inFavour!.fill]).toEqual([scale.colour(-1e-9).fill, scale.colour(1e-9).fill]);
  });
  it("name both ends and zero", () => {
    expect(scaleTicks({ end: 5, beyond: null }).map(({ nats, text }) => `${nats} ${text}`)).toEqual([
      "-5 −5",
      "-2.5 ",
      "0 0",
      "2.5 ",
      "5 +5",
    ]);
  });
  it("say so where a locked scale clamps", () => {
    expect(scaleTicks({ end: 2, beyond: 3.4 }).map(({ text }) => text)).toEqual(["≤ −2", "", "0", "", "≥ +2"]);
  });
});
