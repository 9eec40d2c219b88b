import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { paintOf } from "./colour.ts";
import { onPaper, PAPER } from "./paper-colours.ts";

describe("paintOf", () => {
  it.each([
    ["#ABC", "#aabbcc", 1],
    ["#1b1d20", "#1b1d20", 1],
    ["rgb(1 20 255)", "#0114ff", 1],
    ["rgb(0, 0, 0)", "#000000", 1],
    ["rgb(86 64 201 / 7%)", "#5640c9", 0.07],
    ["rgba(86, 64, 201, 0.5)", "#5640c9", 0.5],
    ["color-mix(in srgb, #1b1d20 6%, transparent)", "#1b1d20", 0.06],
    ["transparent", "none", 1],
    ["none", "none", 1],
    ["url(#Hatch)", "url(#Hatch)", 1],
  ])("reads %s", (value, colour, opacity) => expect(paintOf(value)).toEqual({ colour, opacity }));
  it("refuses what it does not know, rather than leave it to the reader's program", () => {
    for (const value of ["var(--ink)", "oklch(50% 0 0)", "red"]) expect(() => paintOf(value)).toThrow(RangeError);
  });
});

describe("the colours on paper", () => {
  const light = /:root\[data-theme="light"\] \{([^}]*)\}/.exec(
    readFileSync(new URL("../../app/tokens.css", import.meta.url), "utf8"),
  )![1]!;
  const shared = /:root \{([^}]*)\}/.exec(readFileSync(new URL("../../app/tokens.css", import.meta.url), "utf8"))![1]!;
  const tokens = new Map(
    [...`${light}${shared}`.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!]),
  );
  it("are those of the page's light theme, but for white", () => {
    expect(PAPER["--paper"]).toBe("#ffffff");
    for (const [name, colour] of Object.entries(PAPER))
      if (name !== "--paper") expect([name, colour]).toEqual([name, tokens.get(name)]);
  });
  it("stand in for names, also within other values, and an unknown name is refused", () => {
    expect(onPaper("color-mix(in srgb, var(--ink) 6%, transparent)")).toBe(
      "color-mix(in srgb, #1b1d20 6%, transparent)",
    );
    expect(() => onPaper("var(--nothing)")).toThrow(RangeError);
  });
});
