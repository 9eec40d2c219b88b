import { describe, expect, it } from "vitest";
import { patchName, pickedCells } from "../core/patches.ts";
import { eventually } from "../platform/eventually.fixture.ts";
import { photo, page } from "./page.fixture.ts";
import { testWorld } from "./world.fixture.ts";

const PICKED = pickedCells(8, 8, [9, 10, 18, 27, 45, 54], "shown")!;
const GRID = { rows: 8, cols: 8, picked: PICKED };

/** A page with a photograph of which cells are picked. */
async function picked(world = testWorld()) {
  const shown = await page(world);
  shown.actions.openFile(photo(), "cat.jpg");
  await shown.until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
  shown.actions.setGrid(8, 8, PICKED);
  await shown.until(({ settings, run }) => settings.picked !== null && run.phase === "done");
  return { ...shown, world };
}

describe("picked cells", () => {
  it("are explored, kept, and back after a reload", async () => {
    const { store, world } = await picked();
    expect(store.getState().result).toMatchObject({ players: { n: 6, ...GRID }, snapshot: { players: GRID } });
    expect(store.getState().run).toMatchObject({ total: 64 });
    await eventually(async () =>
      expect((await (await world.services.vault()).library.list())[0]).toMatchObject({ rows: 8, cols: 8, picked: 6 }),
    );
    await eventually(() => expect(world.bar.entries.at(-1)).toContain(".8x8-shown-b2c2c3d4f6g7."));
    const again = await page(testWorldAt(world.database, world.bar.entries.at(-1)!));
    expect(again.store.getState()).toMatchObject({
      run: { phase: "opened" },
      settings: GRID,
      result: { players: GRID },
    });
  });

  it("may be more than all masks of which can be run: a sample of them is, and the link holds it", async () => {
    const many = pickedCells(
      6,
      6,
      Array.from({ length: 18 }, (_, i) => i + 8),
      "hidden",
    )!;
    const world = testWorld();
    const names = many.cells.map((cell) => patchName(cell, 6)).join(".");
    world.bar.entries[0] = `#sample=dog.png&grid=6x6&pick=${names}&masks=60`;
    const { store, actions, until } = await page(world);
    await until(({ run }) => run.phase === "done");
    const { result, run } = store.getState();
    expect(run).toMatchObject({ total: 60 });
    expect(result!.players).toMatchObject({ n: 18, picked: many });
    expect(result!.snapshot!.layers[0]!.interactions.sampled).toMatchObject({ masks: 60 });
    actions.openShare();
    await until(({ sharing }) => sharing.phase === "ready");
    const { sharing } = store.getState();
    const link = sharing.phase === "ready" ? sharing.drafts[0]!.url : "";
    const other = testWorld();
    other.bar.entries[0] = link.slice(link.indexOf("#"));
    const opened = await page(other);
    expect(opened.store.getState()).toMatchObject({
      run: { phase: "opened", total: 60 },
      result: { players: { picked: many } },
    });
    // Sixteen of them are few enough for every mask.
    actions.setGrid(6, 6, { ...many, cells: many.cells.slice(0, 4) });
    expect(store.getState().settings.sample).toBeNull();
  });

  it("travel in a link, and are asked about again", async () => {
    const { store, actions, until } = await picked();
    actions.openShare();
    await until(({ sharing }) => sharing.phase === "ready");
    const { sharing } = store.getState();
    const link = sharing.phase === "ready" ? sharing.drafts[0]!.url : "";
    const other = testWorld();
    other.bar.entries[0] = link.slice(link.indexOf("#"));
    const opened = await page(other);
    expect(opened.store.getState()).toMatchObject({ run: { phase: "opened", total: 64 }, result: { players: GRID } });
    expect(opened.store.getState().settings).toMatchObject(GRID);
  });

  it("are another question than the grid, and the same as before when they are chosen again", async () => {
    const { store, actions, until, world } = await picked();
    const first = store.getState().result!.snapshot!;
    actions.setGrid(3, 3);
    await until(({ settings, run }) => settings.rows === 3 && run.phase === "done");
    expect(store.getState().result!.players).toMatchObject({ n: 9, picked: null });
    actions.setGrid(8, 8, PICKED);
    await until(({ settings, run }) => settings.rows === 8 && ["done", "opened"].includes(run.phase));
    expect(store.getState().result!.snapshot!.layers).toEqual(first.layers);
    expect(world.counts.evaluations).toBeGreaterThan(2);
  });

  it("go on where a run was interrupted", async () => {
    const world = testWorld();
    const shown = await page(world);
    shown.actions.openFile(photo(), "cat.jpg");
    await shown.until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    const never = new Promise<void>(() => undefined);
    let batches = 0;
    world.beforeBatch = async () => (++batches > 3 ? never : undefined);
    const many = pickedCells(
      8,
      8,
      Array.from({ length: 10 }, (_, i) => 7 * i),
      "hidden",
    )!;
    shown.actions.setGrid(8, 8, many);
    await shown.until(({ run }) => run.phase === "running" && run.done >= 16);
    shown.actions.cancel();
    world.beforeBatch = async () => undefined;
    await eventually(async () => expect(await (await world.services.vault()).runs.list()).toHaveLength(1));
    const [run] = await (await world.services.vault()).runs.list();
    expect(run).toMatchObject({ total: 1024 });
    shown.actions.resumeRun(run!.id);
    const { result } = await shown.until(({ settings, run: at }) => settings.rows === 8 && at.phase === "done");
    expect(result!.players).toMatchObject({ n: 10, rows: 8, cols: 8, picked: many });
  });

  it("leave the earlier picture where their run is cancelled", async () => {
    const world = testWorld();
    const shown = await page(world);
    shown.actions.openFile(photo(), "cat.jpg");
    await shown.until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    const before = shown.store.getState().result;
    world.beforeBatch = () => new Promise<void>(() => undefined);
    shown.actions.setGrid(8, 8, PICKED);
    await shown.until(({ run }) => run.phase === "loading" || run.phase === "running");
    shown.actions.escape();
    world.goTo(-1);
    await shown.until(({ settings, run }) => settings.rows === 3 && ["done", "opened"].includes(run.phase));
    expect(shown.store.getState().result!.players).toEqual(before!.players);
  });
});

/** Another page of the same browser, at an address. */
function testWorldAt(database: string, fragment: string) {
  const world = testWorld(database);
  world.bar.entries[0] = fragment;
  return world;
}
