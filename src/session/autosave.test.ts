import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { fakeBrowserLocks } from "../storage/library/locks.fixture.ts";
import { explored, fallSilent, heldBack, holdLayers, page, photo } from "./page.fixture.ts";
import { gate, startedStore, testWorld } from "./world.fixture.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("a run that is interrupted", () => {
  it("goes on from its masks after a reload, and gives the same numbers", async () => {
    const undisturbed = await explored(testWorld());
    const world = testWorld();
    const { batches } = await heldBack(world);
    fallSilent();
    batches.count = 0;
    const again = startedStore(world);
    again.actions.start();
    const done = await again.phase("done");
    expect(batches.count).toBeLessThan(64 - 20);
    expect(done.image?.title).toEqual({ from: "file", name: "cat.jpg" });
    expect(done.result?.snapshot?.values).toEqual(undisturbed.store.getState().result?.snapshot?.values);
  });
  it("says how many masks are kept when it is stopped before it goes on, and afterwards how many were measured", async () => {
    const world = testWorld();
    const { batches } = await heldBack(world);
    fallSilent();
    batches.count = 0;
    const opening = gate();
    const { createEngine } = world.services;
    world.services.createEngine = async (model) => {
      await opening.opened;
      return createEngine(model);
    };
    const again = startedStore(world);
    again.actions.start();
    const loading = await again.until(({ run }) => run.phase === "loading" && run.kept !== undefined);
    const { kept } = loading.run as Extract<typeof loading.run, { phase: "loading" }>;
    expect(kept).toEqual({ done: expect.any(Number), total: 512 });
    expect(kept!.done).toBeGreaterThanOrEqual(160);
    again.actions.cancel();
    expect((await again.phase("cancelled")).run).toEqual({ phase: "cancelled", during: "loading", ...kept });
    opening.open();
    again.actions.runAgain();
    expect((await again.phase("done")).run).toMatchObject({ total: 512, measured: 512 - kept!.done });
  });
  it("goes on from its masks when it was cancelled", async () => {
    vi.stubGlobal("navigator", { locks: fakeBrowserLocks()().locks });
    const world = testWorld();
    const { actions, until, phase } = await page(world);
    let batches = 0;
    const hold = gate();
    world.beforeBatch = async () => (++batches > 30 ? hold.opened : undefined);
    actions.openFile(photo(), "cat.jpg");
    await until(({ run }) => run.phase === "running" && run.done >= 200);
    actions.cancel();
    hold.open();
    await phase("cancelled");
    batches = 0;
    // At once: what was measured is still being written down.
    actions.runAgain();
    await phase("done");
    expect(batches).toBeLessThan(45);
    // Nothing of it is left over.
    await eventually(async () => expect(await (await world.services.vault()).runs.list()).toEqual([]));
  });
  /** A page in a tab of its own, whose photograph is held where its layers are being solved, and what ends the tab. */
  async function solving() {
    const tabs = fakeBrowserLocks();
    const tab = tabs();
    vi.stubGlobal("navigator", { locks: tab.locks });
    const world = testWorld();
    const opened = await page(world);
    const layersHeld = holdLayers(world);
    opened.actions.openFile(photo(), "cat.jpg");
    await layersHeld();
    const { runs } = await world.services.vault();
    await eventually(async () => expect(await runs.all()).toMatchObject([{ done: 512 }]));
    await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/^#kept=/));
    return {
      world,
      ...opened,
      closeTab: () => {
        tab.die();
        vi.stubGlobal("navigator", { locks: tabs().locks });
      },
    };
  }
  it("is there still while its layers are solved", async () => {
    const { world, closeTab } = await solving();
    closeTab();
    let batches = 0;
    world.beforeBatch = async () => void batches++;
    const again = startedStore(world);
    again.actions.start();
    expect((await again.phase("done")).image?.title).toEqual({ from: "file", name: "cat.jpg" });
    expect(batches).toBe(0);
    await eventually(async () => expect(await (await world.services.vault()).runs.all()).toEqual([]));
  });
  it("says that another tab has it", async () => {
    const { world } = await solving();
    const elsewhere = await page(world);
    await elsewhere.until(({ notice }) => notice?.code === "kept-elsewhere");
  });
  it("is found by another question about its photograph", async () => {
    const world = testWorld();
    const { actions } = await explored(world);
    const layersHeld = holdLayers(world);
    actions.setKappa(0.1, "range");
    await layersHeld();
    const again = startedStore(world);
    again.actions.start();
    expect(await again.phase("done")).toMatchObject({
      notice: null,
      image: { title: { name: "cat.jpg" } },
      settings: { kappaFraction: 0.1 },
    });
  });
  it("does not break off for ever over a damaged record", async () => {
    const tabs = fakeBrowserLocks();
    vi.stubGlobal("navigator", { locks: tabs().locks });
    const world = testWorld();
    const { actions, phase, until } = await page(world);
    const hold = gate();
    let batches = 0;
    world.beforeBatch = async () => (++batches > 10 ? hold.opened : undefined);
    actions.openFile(photo(), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "running");
    actions.cancel();
    hold.open();
    const { runs } = await world.services.vault();
    const [run] = await eventually(async () => {
      const left = await runs.list();
      expect(left).toHaveLength(1);
      return left;
    });
    await runs.append(run!.id, Uint32Array.of(1, 2), Float32Array.of(NaN, 1, 2));
    actions.runAgain();
    expect((await phase("done")).notice).toBeNull();
  });
});
