import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "./random.ts";
import { pickedGrids } from "./grids.fixture.ts";
import { gridPlayers, NO_PLAYER, OTHERS, pickedCells, playerOfPixel, type Grid } from "./patches.ts";
import type { Pixels } from "./resize.ts";
import { imagePlayers, middleOf, patchesIn, superpixelPlayers, superpixels, toLab } from "./superpixels.ts";

/** An image of which `colourAt` gives each pixel. */
function imageOf(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => readonly [number, number, number],
): Pixels {
  const rgb = Uint8Array.from(
    Array.from({ length: width * height }, (_, i) => colourAt(i % width, Math.floor(i / width))).flat(),
  );
  return { width, height, rgb };
}

/** Blocks of a few colours, with noise on them. */
function blotchy(width: number, height: number, seed: number): Pixels {
  const random = mulberry32(seed);
  const block = 1 + Math.floor(random() * 8);
  const colours = Array.from({ length: 5 }, () => [0, 1, 2].map(() => Math.floor(random() * 256)));
  const chosen = Array.from({ length: width * height }, () => Math.floor(random() * 5));
  return imageOf(width, height, (x, y) => {
    const colour = colours[chosen[Math.floor(y / block) * width + Math.floor(x / block)]!]!;
    const noise = (): number => Math.floor(random() * 20) - 10;
    return [0, 1, 2].map((c) => Math.max(0, Math.min(255, colour[c]! + noise()))) as [number, number, number];
  });
}

/** How many pixels of each region are reached from one of them over edges, by the plainest flood. */
function reachedFrom(owner: Uint16Array, width: number, start: number): number {
  const reached = new Set([start]);
  for (let grown = true; grown;) {
    grown = false;
    owner.forEach((of, pixel) => {
      if (of !== owner[start] || reached.has(pixel)) return;
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      const isBeside = [...reached].some(
        (other) => Math.abs((other % width) - x) + Math.abs(Math.floor(other / width) - y) === 1,
      );
      if (isBeside) {
        reached.add(pixel);
        grown = true;
      }
    });
  }
  return reached.size;
}

/** CIE 1976 out of IEC 61966-2-1, as the standards have them. */
function naiveLab(r: number, g: number, b: number): number[] {
  const linear = [r, g, b].map((byte) =>
    byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
  );
  const [x, y, z] = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.072175],
    [0.0193339, 0.119192, 0.9503041],
  ].map((row, i) => {
    const share = row.reduce((sum, weight, c) => sum + weight * linear[c]!, 0) / [0.95047, 1, 1.08883][i]!;
    return share > (6 / 29) ** 3 ? Math.cbrt(share) : share / (3 * (6 / 29) ** 2) + 4 / 29;
  }) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** SNIC with a list for its queue: of the entries not yet taken the nearest, of these the first, over and over. */
function naiveSuperpixels(rows: number, cols: number, { width, height, rgb }: Pixels): Uint16Array {
  const points = Array.from({ length: width * height }, (_, p) => [
    ...naiveLab(rgb[3 * p]!, rgb[3 * p + 1]!, rgb[3 * p + 2]!),
    p % width,
    Math.floor(p / width),
  ]);
  const owner = points.map(() => -1);
  const members = Array.from({ length: rows * cols }, (): number[][] => []);
  const queue = members.map((_, cell) => ({ d: 0, pixel: middleOf(cell, { rows, cols, width, height }), cell }));
  while (queue.length > 0) {
    const first = queue.reduce((best, { d }, i) => (d < queue[best]!.d ? i : best), 0);
    const { pixel, cell } = queue.splice(first, 1)[0]!;
    if (owner[pixel] !== -1) continue;
    owner[pixel] = cell;
    const [, , , x, y] = points[pixel]! as [number, number, number, number, number];
    members[cell]!.push(points[pixel]!);
    const mean = points[pixel]!.map(
      (_, i) => members[cell]!.reduce((sum, point) => sum + point[i]!, 0) / members[cell]!.length,
    );
    for (const [toX, toY] of [
      [x - 1, y],
      [x + 1, y],
      [x, y - 1],
      [x, y + 1],
    ] as const) {
      // prettier-ignore
      if (toX < 0 || toY < 0 || toX >= width || toY >= height || owner[toY * width + toX] !== -1) continue;
      const apart = points[toY * width + toX]!.map((value, i) => (value - mean[i]!) ** 2);
      const space = (30 ** 2 * rows * cols * (apart[3]! + apart[4]!)) / (width * height);
      queue.push({ d: apart[0]! + apart[1]! + apart[2]! + space, pixel: toY * width + toX, cell });
    }
  }
  return Uint16Array.from(owner);
}

const GREY = [128, 128, 128] as const;
const BLACK = [0, 0, 0] as const;
const WHITE = [255, 255, 255] as const;

const small = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  cols: fc.integer({ min: 1, max: 4 }),
  dx: fc.nat(12),
  dy: fc.nat(12),
  seed: fc.nat(10_000),
});

describe("toLab", () => {
  it("gives the published colours of sRGB's corners", () => {
    const image = { width: 4, height: 1, rgb: Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255) };
    const published = [[100, 0, 0], [53.24, 80.09, 67.2], [87.73, -86.18, 83.18], [32.3, 79.19, -107.86]]; // prettier-ignore
    published.flat().forEach((value, i) => expect(toLab(image)[i]).toBeCloseTo(value, 1));
  });
});

describe("superpixels", () => {
  it("end where the colour does, worked by hand", () => {
    // Two seeds, at columns 1 and 4 of 6: the middle of 0 … 2 and of 3 … 5. The dark part ends behind the column 3, past the cell's edge.
    const image = imageOf(6, 1, (x) => (x < 4 ? BLACK : WHITE));
    expect([...superpixels({ rows: 1, cols: 2 }, image)]).toEqual([0, 0, 0, 0, 1, 1]);
    // White within L 100 of black: space, at most (30² · 2 / 6) · 3² = 2,700, never outweighs 100² = 10,000.
  });

  it("take the nearer pixel where colours are the same, and of equally near ones the one that was reached first", () => {
    // Seeds at columns 1 and 4, the middles of 0 … 2 and of 3 … 4: 0, 2 and 3 are one away, and are reached in this order.
    expect([
      ...superpixels(
        { rows: 1, cols: 2 },
        imageOf(5, 1, () => GREY),
      ),
    ]).toEqual([0, 0, 0, 1, 1]);
  });

  it("are as many as cells, have every pixel, are connected and have the middles of their cells", () => {
    fc.assert(
      fc.property(small, ({ rows, cols, dx, dy, seed }) => {
        const [width, height] = [cols + dx, rows + dy];
        const owner = superpixels({ rows, cols }, blotchy(width, height, seed));
        expect(new Set(owner).size).toBe(rows * cols);
        for (let cell = 0; cell < rows * cols; cell++) {
          const middle = middleOf(cell, { rows, cols, width, height });
          expect(owner[middle]).toBe(cell);
          expect(reachedFrom(owner, width, middle)).toBe(owner.filter((of) => of === cell).length);
        }
      }),
      { seed: 4, numRuns: 40 },
    );
  });

  it("are those of the method as it is written down, by the plainest queue and powers of Math", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const [rows, cols] = [1 + (seed % 4), 1 + ((7 * seed) % 4)];
      const image = blotchy(18 + seed, 14 + seed, seed);
      expect(superpixels({ rows, cols }, image)).toEqual(naiveSuperpixels(rows, cols, image));
    }
  });

  it("are the same on every machine, to the pixel", () => {
    const owner = superpixels({ rows: 8, cols: 8 }, blotchy(96, 80, 7));
    expect(createHash("sha256").update(Uint8Array.from(owner)).digest("hex")).toBe(
      "5630b8d4152300c0da8528d57a8dee0d63b5fe12db8c9408cbce7c39fe9c53fa",
    );
  });

  it("are nearly the grid's cells where there are no colours", () => {
    for (const side of [2, 4, 8]) {
      const image = imageOf(64, 64, () => GREY);
      const plain = playerOfPixel(gridPlayers(side, side, 64, 64));
      const owner = superpixels({ rows: side, cols: side }, image);
      const same = owner.filter((cell, pixel) => cell === plain[pixel]).length;
      expect(same / owner.length).toBeGreaterThan(0.9);
    }
  });

  it("follow the border of two colours that no cell's edge is near", () => {
    // A disc whose middle and radius are no multiples of a cell's 16 pixels.
    const isDisc = (x: number, y: number): boolean => (x - 29) ** 2 + (y - 35) ** 2 < 21 ** 2;
    const image = imageOf(64, 64, (x, y) => (isDisc(x, y) ? [200, 40, 30] : [40, 90, 160]));
    const owner = superpixels({ rows: 4, cols: 4 }, image);
    const plain = playerOfPixel(gridPlayers(4, 4, 64, 64));
    /** Of all edges between pixels of the disc and others the share that are edges between regions, too: boundary recall without slack. */
    const recall = (regions: Uint16Array): number => {
      let [found, all] = [0, 0];
      for (let y = 0; y < 64; y++) {
        for (let x = 0; x < 64; x++) {
          for (const [toX, toY] of [
            [x + 1, y],
            [x, y + 1],
          ] as const) {
            if (toX === 64 || toY === 64 || isDisc(x, y) === isDisc(toX, toY)) continue;
            all++;
            if (regions[64 * y + x] !== regions[64 * toY + toX]) found++;
          }
        }
      }
      return found / all;
    };
    expect(recall(owner)).toBe(1);
    expect(recall(plain)).toBeLessThan(0.3);
  });
});

describe("patchesIn", () => {
  it("joins runs of the same ends below each other, by their tops and from the left", () => {
    // 0 0 1 .
    // 0 0 1 1
    // 0 1 0 1
    const owner = Uint16Array.of(0, 0, 1, NO_PLAYER, 0, 0, 1, 1, 0, 1, 0, 1);
    expect(patchesIn(owner, 2, 4)).toEqual([
      [
        [0, 0, 2, 2],
        [0, 2, 1, 1],
        [2, 2, 1, 1],
      ],
      [
        [2, 0, 1, 1],
        [2, 1, 2, 1],
        [1, 2, 1, 1],
        [3, 2, 1, 1],
      ],
    ]);
  });

  it("are the very pixels they came from", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(1000),
        (width, height, seed) => {
          const random = mulberry32(seed);
          const owner = Uint16Array.from({ length: width * height }, () => {
            const player = Math.floor(random() * 3);
            return player === 2 ? NO_PLAYER : player;
          });
          const players = { n: 2, rows: 1, cols: 2, picked: null, width, height, patches: patchesIn(owner, 2, width) };
          expect(playerOfPixel(players)).toEqual(owner);
        },
      ),
      { seed: 5 },
    );
  });
});

describe("imagePlayers", () => {
  const image = blotchy(32, 24, 3);

  it("are a grid's rectangles where nothing else is asked, and else its superpixels, of picked cells those alone", () => {
    expect(imagePlayers({ rows: 3, cols: 4, picked: null }, image)).toEqual(gridPlayers(3, 4, 32, 24));
    fc.assert(
      fc.property(pickedGrids(6, 12), (grid) => {
        const players = imagePlayers({ ...grid, cut: "superpixels" }, image);
        const cells = superpixels(grid, image);
        const owner = playerOfPixel(players);
        cells.forEach((cell, pixel) => {
          const player = grid.picked === null ? cell : grid.picked.cells.indexOf(cell);
          expect(owner[pixel]).toBe(player < 0 ? NO_PLAYER : player);
        });
        expect(players.cut).toBe("superpixels");
        expect(imagePlayers(players, image)).toEqual(players);
      }),
      { seed: 6, numRuns: 30 },
    );
  });
});

describe("superpixelPlayers", () => {
  const grid: Grid = { rows: 1, cols: 2, picked: null };
  /** Of 4 x 2 pixels: the left and the right half. */
  const halves = [[[0, 0, 2, 2]], [[2, 0, 2, 2]]] as const;

  it("bring any partition into the one form", () => {
    const cut = [
      [
        [1, 0, 1, 2],
        [0, 0, 1, 2],
      ],
      [[2, 0, 2, 2]],
    ] as const;
    expect(superpixelPlayers(grid, 4, 2, cut)).toEqual({
      ...gridPlayers(1, 2, 4, 2),
      cut: "superpixels",
      patches: halves,
    });
  });

  it.each([
    ["overlap", [[[0, 0, 3, 2]], [[2, 0, 2, 2]]]],
    [
      "leave pixels out",
      [
        [
          [0, 0, 2, 1],
          [1, 1, 1, 1],
        ],
        [[2, 0, 2, 2]],
      ],
    ],
    [
      "are apart",
      [
        [
          [0, 0, 2, 2],
          [3, 0, 1, 1],
        ],
        [
          [2, 0, 1, 2],
          [3, 1, 1, 1],
        ],
      ],
    ],
    [
      "touch by a corner alone",
      [
        [
          [1, 0, 1, 2],
          [0, 0, 1, 1],
        ],
        [
          [2, 0, 2, 2],
          [0, 1, 1, 1],
        ],
      ],
    ],
    ["are without their cells' middles", [[[2, 0, 2, 2]], [[0, 0, 2, 2]]]],
    ["leave the image", [[[0, 0, 2, 3]], [[2, 0, 2, 2]]]],
    ["are too few", [[[0, 0, 4, 2]]]],
    ["are empty", [[[0, 0, 4, 2]], []]],
  ] as [string, [number, number, number, number][][]][])("refuse regions that %s", (_, patches) => {
    expect(() => superpixelPlayers(grid, 4, 2, patches)).toThrow(RangeError);
  });

  it.each(OTHERS)("of picked cells leave the others out, which are %s", (others) => {
    const picked = pickedCells(2, 2, [0, 3], others);
    const patches = [[[0, 0, 2, 2]], [[2, 2, 2, 2]]] as const;
    expect(superpixelPlayers({ rows: 2, cols: 2, picked }, 4, 4, patches).patches).toEqual(patches);
  });
});
