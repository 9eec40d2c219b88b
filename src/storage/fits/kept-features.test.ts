import { describe, expect, it } from "vitest";
import { keptFeatures } from "./kept-features.ts";
import { memoryFolder, type Disk } from "./memory-folder.fixture.ts";

/** Rows of two layers, of 2 and of 3 numbers, that tell layer, row and place. */
const rowsOf = (layer: number, from: number, to: number): Float32Array =>
  Float32Array.from({ length: (to - from) * (2 + layer) }, (_, i) => {
    const width = 2 + layer;
    return 1000 * layer + 10 * (from + Math.floor(i / width)) + (i % width);
  });
const mark = (rows: number) => ({ rows, photograph: rows / 2, drawn: 7 * rows });

async function filled(disk: Disk | null, room = Infinity) {
  const store = await keptFeatures(disk && memoryFolder(disk, { room }), "training", [2, 3]);
  for (let from = 0; from < 12; from += 4) {
    for (const layer of [0, 1]) await store.append(layer, rowsOf(layer, from, from + 4));
    await store.reached(mark(from + 4));
  }
  return store;
}

describe("keptFeatures", () => {
  // 12 rows take 96 and 144 bytes; the room ends between two files, within one, or nowhere.
  it.each([
    ["memory", null],
    ["a folder", Infinity],
    ["a folder without room", 0],
    ["a full folder", 150],
    ["a nearly full one", 300],
  ] as const)("gives back rows from %s", async (_, room) => {
    const store = await filled(room === null ? null : new Map(), room ?? Infinity);
    for (const layer of [0, 1])
      for (const [first, rows] of [
        [0, 12],
        [3, 6],
        [11, 1],
        [5, 0],
      ] as const)
        expect(await store.read(layer, first, rows)).toEqual(rowsOf(layer, first, first + rows));
    await expect(store.read(0, 6, 7)).rejects.toThrow(RangeError);
  });
  it("goes on from its last mark, whatever was added behind it", async () => {
    const disk: Disk = new Map();
    const store = await filled(disk);
    await store.append(0, rowsOf(0, 12, 16));
    const again = await keptFeatures(memoryFolder(disk), "training", [2, 3]);
    expect(again.mark).toEqual(mark(12));
    for (const layer of [0, 1]) await again.append(layer, rowsOf(layer, 12, 14));
    await again.reached(mark(14));
    const third = await keptFeatures(memoryFolder(disk), "training", [2, 3]);
    expect(third.mark).toEqual(mark(14));
    expect(await third.read(1, 0, 14)).toEqual(rowsOf(1, 0, 14));
  });
  it("takes the mark before one that is half written, and none of rows that are not there", async () => {
    const disk: Disk = new Map();
    await filled(disk);
    // Marks are written by turns: the third one, of 12 rows, stands first.
    disk.get("training.marks")!.fill(255, 8, 12);
    expect((await keptFeatures(memoryFolder(disk), "training", [2, 3])).mark).toEqual(mark(8));
    disk.set("training.1", disk.get("training.1")!.slice(0, 30));
    expect((await keptFeatures(memoryFolder(disk), "training", [2, 3])).mark).toBeNull();
  });
  it("marks nothing of what is in memory", async () => {
    const disk: Disk = new Map();
    await filled(disk, 200);
    const again = await keptFeatures(memoryFolder(disk), "training", [2, 3]);
    expect(again.mark?.rows ?? 0).toBeLessThan(12);
  });
});
