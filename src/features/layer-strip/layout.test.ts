import { describe, expect, it } from "vitest";
import { gridPlayers, pickedCells } from "../../core/patches.ts";
import { mulberry32 } from "../../core/random.ts";
import { bytesOf, heatPixels, largestShapley, reliefOf } from "./layout.ts";

const random = mulberry32(7);
const image = { width: 8, height: 8, rgb: Uint8Array.from({ length: 192 }, () => 100 + Math.floor(60 * random())) };
const players = gridPlayers(2, 2, 8, 8);
const colours = ["rgb(120 60 90)", "rgb(200 150 100)", "rgb(90 130 160)", "rgb(128 128 128)"];

describe("heatPixels", () => {
  it("gives every patch its own colour on average, and keeps the photo's light and dark inside it", () => {
    const { rgb } = heatPixels(reliefOf(image, players), colours, "rgb(1 2 3)");
    players.patches.forEach(([rect], player) => {
      const [x, y, width, height] = rect!;
      const sum = [0, 0, 0];
      const seen = new Set<number>();
      for (let row = y; row < y + height; row++) {
        for (let col = x; col < x + width; col++) {
          seen.add(rgb[3 * (row * 8 + col)]!);
          for (let channel = 0; channel < 3; channel++)
            sum[channel]! += rgb[3 * (row * 8 + col) + channel]! / (width * height);
        }
      }
      bytesOf(colours[player]!).forEach((byte, channel) => expect(Math.abs(sum[channel]! - byte)).toBeLessThan(1));
      expect(seen.size).toBeGreaterThan(4);
    });
  });
});

describe("heatPixels of picked cells", () => {
  const rgbOf = (others: "hidden" | "shown") => {
    const picked = gridPlayers(4, 4, 8, 8, pickedCells(4, 4, [0, 5], others));
    return heatPixels(reliefOf(image, picked), colours.slice(0, 2), "rgb(1 2 3)").rgb;
  };
  /** The pixel at (7, 7), which is of no player. */
  const last = (rgb: Uint8Array): number[] => [...rgb.slice(-3)];

  it("is plain where the others are always hidden, and the photo's grey where they are shown", () => {
    expect(last(rgbOf("hidden"))).toEqual([1, 2, 3]);
    const [red, green, blue] = image.rgb.slice(-3);
    const grey = Math.round(0.2126 * red! + 0.7152 * green! + 0.0722 * blue!);
    for (const byte of last(rgbOf("shown"))) expect(Math.abs(byte - grey)).toBeLessThanOrEqual(1);
  });
});

describe("largestShapley", () => {
  it("looks at all layers that are in", () => {
    expect(largestShapley([null, Float64Array.of(0.5, -2), Float64Array.of(1)])).toBe(2);
    expect(largestShapley([null])).toBe(0);
  });
});
