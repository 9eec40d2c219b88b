import { describe, expect, it } from "vitest";
import { pickedCells, type Grid } from "../core/patches.ts";
import { baselinePixels } from "../core/baseline.ts";
import { foregroundCells } from "../core/picking.ts";
import { mulberry32 } from "../core/random.ts";
import type { ManifestPlayers } from "../models/spec/players.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { page, photo } from "./page.fixture.ts";
import { testModel, testWorld, type World } from "./world.fixture.ts";

const CENTRE: ManifestPlayers = { rows: 8, cols: 8, pick: "centre", from: [4, 4], count: 3, others: "hidden" };
const FOREGROUND: ManifestPlayers = { rows: 4, cols: 4, pick: "foreground", count: 3, others: "shown" };

/** A world whose glass box has players of its own. */
function worldWith(players: ManifestPlayers): World {
  const world = testWorld();
  world.services.loadModel = async (name) => {
    const loaded = testModel(name);
    return name === "glass-box" ? { ...loaded, manifest: { ...loaded.manifest, players } as ModelManifest } : loaded;
  };
  // Every image has other light and dark, by the size of its file.
  world.services.decode = async (file, { width, height }) => {
    const random = mulberry32(file.size);
    const rgb = Uint8Array.from({ length: 3 * width * height }, () => Math.floor(256 * random()));
    return { pixels: { width, height, rgb }, format: "png", originalWidth: width, originalHeight: height };
  };
  return world;
}

type Page = Awaited<ReturnType<typeof page>>;

const gridOf = ({ store }: Page): Grid => {
  const { rows, cols, picked } = store.getState().settings;
  return { rows, cols, picked };
};

async function choose(shown: Page, name: string): Promise<void> {
  shown.actions.chooseModel(name);
  await shown.until(({ model, run, load }) => model?.name === name && load === null && run.phase === "done");
}

async function drop(shown: Page, bytes: number): Promise<void> {
  const before = shown.store.getState().image;
  shown.actions.openFile(photo(bytes), "photo.png");
  await shown.until(({ image, run, load }) => image !== before && load === null && run.phase === "done");
}

const PLAIN: Grid = { rows: 3, cols: 3, picked: null };

describe("a network with players of its own", () => {
  it("is asked about them, and a network without is not", async () => {
    const shown = await page(worldWith(CENTRE));
    expect(gridOf(shown)).toEqual(PLAIN);
    await choose(shown, "glass-box");
    const own = gridOf(shown);
    expect(own).toMatchObject({ rows: 8, cols: 8, picked: { others: "hidden" } });
    expect(own.picked!.cells).toHaveLength(3);
    // The middle of eight are the third to the sixth.
    for (const cell of own.picked!.cells)
      for (const at of [cell % 8, Math.floor(cell / 8)]) expect([2, 3, 4, 5]).toContain(at);
    expect(shown.store.getState().result!.players).toMatchObject({ n: 3, ...own });
    await drop(shown, 7);
    expect(gridOf(shown)).toEqual(own);
    await choose(shown, "imagenette-residual");
    expect(gridOf(shown)).toEqual(PLAIN);
  });

  it("picks the foreground of each image anew, until a person picks", async () => {
    const shown = await page(worldWith(FOREGROUND));
    const foreground = (): readonly number[] => {
      const { pixels } = shown.store.getState().image!;
      return foregroundCells(FOREGROUND, pixels, baselinePixels("mean", pixels, [0.5, 0.5, 0.5]), 3);
    };
    await choose(shown, "glass-box");
    await drop(shown, 7);
    expect(gridOf(shown)).toEqual({ rows: 4, cols: 4, picked: { cells: foreground(), others: "shown" } });
    const first = gridOf(shown);
    await drop(shown, 8);
    expect(gridOf(shown).picked!.cells).toEqual(foreground());
    expect(gridOf(shown)).not.toEqual(first);
    const mine = { rows: 6, cols: 6, picked: pickedCells(6, 6, [3, 9], "hidden") };
    shown.actions.setGrid(mine.rows, mine.cols, mine.picked);
    await shown.until(({ settings, run }) => settings.rows === 6 && run.phase === "done");
    await drop(shown, 9);
    expect(gridOf(shown)).toEqual(mine);
  });

  it("has an address that leaves them out, and any other grid in", async () => {
    const world = worldWith(CENTRE);
    const fragment = (): string => world.bar.entries[world.bar.at]!.replace(/^#/, "");
    world.bar.entries[0] = "#sample=box.png";
    const shown = await page(world);
    const own = gridOf(shown);
    expect(own).toMatchObject({ rows: 8, picked: { others: "hidden" } });
    expect(fragment()).toBe("sample=box.png");
    shown.actions.setGrid(3, 3);
    await shown.until(({ settings, run }) => settings.rows === 3 && run.phase === "done");
    expect(fragment()).toBe("sample=box.png&grid=3x3");
    shown.actions.setGrid(8, 8, pickedCells(8, 8, [9, 10, 54], "shown"));
    await shown.until(({ settings, run }) => settings.rows === 8 && run.phase === "done");
    expect(fragment()).toBe("sample=box.png&grid=8x8&pick=b2.c2.g7-shown");
    shown.actions.setGrid(own.rows, own.cols, own.picked);
    await shown.until(({ run }) => run.phase === "done");
    expect(fragment()).toBe("sample=box.png");
    const other = worldWith(CENTRE);
    other.bar.entries[0] = "#sample=box.png&grid=3x3";
    const again = await page(other);
    expect(gridOf(again)).toEqual(PLAIN);
  });
});
