import { describe, expect, it } from "vitest";
import { everybody, orderOf, hasPlayer } from "../core/masks.ts";
import { mulberry32 } from "../core/random.ts";
import type { Pixels } from "../core/resize.ts";
import { manifestFixture } from "../models/manifest.fixture.ts";
import { drawVersions, hideRandomly, mirrored, shiftedBy, type Augment, type Decoded } from "./versions.ts";

const SIZE = 8;
const network = {
  ...manifestFixture,
  input: { ...manifestFixture.input, width: SIZE, height: SIZE },
  players: undefined,
};

/** Red counts columns, green rows. */
const picture = (width: number, height: number): Decoded => ({
  rgba: Uint8Array.from(
    { length: width * height * 4 },
    (_, i) => [(Math.floor(i / 4) % width) * 10, Math.floor(i / 4 / width) * 10, 0, 255][i % 4]!,
  ),
  width,
  height,
});
const wide = picture(20, 12);
const as = (change: Partial<Augment>): Augment => ({ crop: 1, shift: 0, mirror: false, ...change });
const red = ({ rgb }: Pixels, x: number, y: number): number => rgb[3 * (y * SIZE + x)]!;
const green = ({ rgb }: Pixels, x: number, y: number): number => rgb[3 * (y * SIZE + x) + 1]!;

it("hides as many patches as asked for, any of them", () => {
  const random = mulberry32(1);
  const seen = new Set<number>();
  for (let i = 0; i < 400; i++) {
    const mask = hideRandomly(16, 3, random);
    expect(orderOf(mask)).toBe(13);
    for (let player = 0; player < 16; player++) if (!hasPlayer(mask, player)) seen.add(player);
  }
  expect(seen.size).toBe(16);
});

it("hides every fourth version as a network's own rule picks players, none to all of them", () => {
  const players = { rows: 8, cols: 8, pick: "centre", from: [4, 4], count: 5, others: "hidden" } as const;
  const versions = drawVersions(wide, { ...network, players }, as({}), 4000, mulberry32(5));
  const [cells, shown] = [new Set<number>(), new Set<number>()];
  versions.forEach(({ players: { picked, rows, n }, mask }, i) => {
    expect(picked !== null, String(i)).toBe(i % 4 === 3);
    if (picked === null) return expect(rows).toBeLessThanOrEqual(4);
    expect([n, picked.cells.length, picked.others]).toEqual([5, 5, "hidden"]);
    for (const cell of picked.cells) cells.add(cell);
    shown.add(orderOf(mask));
  });
  // The middle 4 x 4 of the grid, each of its cells some time.
  expect([...cells].sort((a, b) => a - b)).toEqual(
    [2, 3, 4, 5].flatMap((row) => [2, 3, 4, 5].map((col) => 8 * row + col)),
  );
  expect([...shown].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});

describe("versions of an image", () => {
  const versions = drawVersions(wide, network, as({ crop: 0.5, mirror: true }), 4000, mulberry32(2));

  it("are half of them whole, the others hidden by one to all patches of grids of 2 to 4", () => {
    const grids = new Map<string, number>();
    const shares: number[] = [];
    versions.forEach(({ players: { n, rows, cols }, mask }, i) => {
      if (i % 2 === 0) return expect(mask).toBe(everybody(n));
      const hidden = n - orderOf(mask);
      expect(hidden).toBeGreaterThanOrEqual(1);
      grids.set(`${rows}x${cols}`, (grids.get(`${rows}x${cols}`) ?? 0) + 1);
      shares.push(hidden / n);
    });
    expect(grids.size).toBe(9);
    for (const count of grids.values()) expect(Math.abs(count - 2000 / 9)).toBeLessThan(6 * Math.sqrt(2000 / 9));
    // Of n patches (n + 1) / 2 on average.
    expect(shares.reduce((a, b) => a + b) / shares.length).toBeCloseTo(0.56, 1);
  });

  it("are crops of the centre square, about half of them mirrored, and the same for the same seed", () => {
    expect(drawVersions(wide, network, as({ crop: 0.5, mirror: true }), 3, mulberry32(2))).toEqual(
      versions.slice(0, 3),
    );
    let turned = 0;
    for (const { image } of versions) {
      const [left, right] = [red(image, 0, 3), red(image, SIZE - 1, 3)];
      if (left > right) turned++;
      // The centre square of 20 x 12 spans columns 4 to 15.
      expect(Math.min(left, right)).toBeGreaterThanOrEqual(40);
      expect(Math.max(left, right)).toBeLessThanOrEqual(150);
      // Half of the area is at least .7 of the side.
      expect(Math.abs(right - left)).toBeGreaterThan(0.6 * 110 * (SIZE / (SIZE + 1)) - 10);
    }
    expect(Math.abs(turned - 2000)).toBeLessThan(200);
  });

  it("are shifted by whole pixels of the input, and no more than asked for", () => {
    const image = picture(SIZE, SIZE);
    const shifts = new Set<string>();
    for (const { image: moved } of drawVersions(image, network, as({ shift: 2 }), 500, mulberry32(3)))
      shifts.add(`${3 - red(moved, 3, 3) / 10},${3 - green(moved, 3, 3) / 10}`);
    expect(shifts.size).toBe(25);
    expect([...shifts].flatMap((shift) => shift.split(",").map(Number)).every((by) => Math.abs(by) <= 2)).toBe(true);
  });

  it("are the image itself where nothing may be changed", () => {
    const image = picture(SIZE, SIZE);
    for (const { image: same } of drawVersions(image, network, as({}), 8, mulberry32(4)))
      expect(same.rgb).toEqual(
        Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => image.rgba[4 * Math.floor(i / 3) + (i % 3)]!),
      );
  });
});

it("repeats the edge where an image was shifted away, and turns left and right about", () => {
  const image: Pixels = { width: 3, height: 1, rgb: Uint8Array.of(1, 1, 1, 2, 2, 2, 3, 3, 3) };
  expect([...shiftedBy(image, 1, 0).rgb]).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2]);
  expect([...shiftedBy(image, -2, 5).rgb]).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 3]);
  expect([...mirrored(image).rgb]).toEqual([3, 3, 3, 2, 2, 2, 1, 1, 1]);
});
