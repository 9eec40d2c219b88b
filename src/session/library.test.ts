import { changedEffects } from "../core/effects.fixture.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually, turns } from "../platform/eventually.fixture.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { StorageError } from "../storage/library/errors.ts";
import { explored, page, photo } from "./page.fixture.ts";
import { gate, startedStore, testWorld } from "./world.fixture.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("the library", () => {
  it("says that the picture on the page is saved only as long as it is", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    actions.save();
    await until(({ saved }) => saved);
    const again = await page(world);
    await again.until(({ saved }) => saved);
    actions.setGrid(2, 2);
    await until(({ saved, run }) => !saved && run.phase === "done");
    again.actions.openLibrary();
    const { libraryList } = await again.until(({ libraryList }) => (libraryList?.entries.length ?? 0) === 2);
    again.actions.removeEntry(libraryList!.entries.find(({ kind }) => kind === "saved")!.id);
    await again.until(({ saved }) => !saved);
    again.actions.undoRemove();
    await again.until(({ saved }) => saved);
  });
  it("lists what is kept now, however long an earlier look takes", async () => {
    const world = testWorld();
    const { store, actions, until } = await explored(world);
    const { library } = await world.services.vault();
    await eventually(async () => expect(await library.list()).toHaveLength(1));
    actions.openLibrary();
    const { id } = (await until(({ libraryList }) => libraryList !== null)).libraryList!.entries[0]!;
    const slow = gate();
    const usage = library.usage.bind(library);
    vi.spyOn(library, "usage").mockImplementationOnce(async () => {
      await slow.opened;
      return usage();
    });
    await library.rename(id, "early");
    await library.rename(id, "late");
    await until(({ libraryList }) => libraryList!.entries[0]!.name === "late");
    slow.open();
    await turns();
    expect(store.getState().libraryList!.entries[0]!.name).toBe("late");
  });
  it("exports what can be read, and says what could not", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    actions.setGrid(2, 2);
    await until(({ settings, run }) => settings.rows === 2 && run.phase === "done");
    const { library } = await world.services.vault();
    await eventually(async () => expect(await library.list()).toHaveLength(2));
    const read = library.read.bind(library);
    const [damaged] = await library.list();
    vi.spyOn(library, "read").mockImplementation(async (id) =>
      id === damaged!.id ? new Uint8Array([0x1f, 0x8b, 0]) : read(id),
    );
    actions.exportEntries(damaged!.id);
    expect((await until(({ notice }) => notice !== null)).notice?.code).toBe("file-damaged");
    actions.dismissNotice();
    actions.exportEntries(null);
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "left-behind",
      values: { count: 1 },
    });
    expect(await world.services.files.read(world.downloads[0]!.bytes)).toHaveLength(1);
  });
  it("says when a run was taken up in another tab", async () => {
    const world = testWorld();
    const { actions, until } = await page(world);
    actions.openLibrary();
    await until(({ libraryList }) => libraryList !== null);
    actions.resumeRun("elsewhere");
    expect((await until(({ notice }) => notice !== null)).notice?.code).toBe("storage-gone");
  });
  it("renames, duplicates, deletes and brings back", async () => {
    const world = testWorld();
    const { store, actions, until } = await explored(world);
    actions.openLibrary();
    const [entry] = (await until(({ libraryList }) => libraryList?.entries.length === 1)).libraryList!.entries;
    expect(entry).toMatchObject({ name: "cat.jpg", kind: "recent", target: "dog", rows: 3, cols: 3 });
    actions.renameEntry(entry!.id, "My cat");
    await until(({ libraryList }) => libraryList?.entries[0]?.name === "My cat");
    actions.duplicateEntry(entry!.id, "Other cat");
    await until(({ libraryList }) => libraryList?.entries.length === 2);
    actions.removeEntry(entry!.id);
    await until(({ libraryList }) => libraryList?.entries.length === 1 && libraryList.removed !== null);
    actions.undoRemove();
    await until(({ libraryList }) => libraryList?.entries.length === 2 && libraryList.removed === null);
    actions.openEntry(entry!.id);
    await until(({ run }) => run.phase === "opened");
    expect(store.getState().dialog).toBeNull();
  });
  it("stays open where it was opened while the page's first picture was on its way, and goes where the page that comes makes it void", async () => {
    for (const [opens, stays] of [
      ["openLibrary", "library"],
      ["openNetworks", "networks"],
      ["openCitation", "citation"],
      ["openTopics", "topics"],
      ["openPicking", null],
    ] as const) {
      const world = testWorld();
      const load = gate();
      world.beforeLoad = () => load.opened;
      const { store, actions, phase } = startedStore(world);
      actions.start();
      actions[opens]();
      expect(store.getState().dialog).not.toBeNull();
      load.open();
      await phase("done");
      expect([opens, store.getState().dialog]).toEqual([opens, stays]);
    }
  });
  it("saves the picture on the page, and exports all as one file that opens again", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    actions.save();
    await until(({ saved }) => saved);
    actions.openLibrary();
    expect(
      (await until(({ libraryList }) => libraryList !== null)).libraryList?.entries.map(({ kind }) => kind),
    ).toEqual(["saved"]);
    actions.exportEntries(null);
    await eventually(() => expect(world.downloads).toHaveLength(1));
    expect(await world.services.files.read(world.downloads[0]!.bytes)).toHaveLength(1);
  });
  it("loses nothing when there is no room, and says what to do", async () => {
    const world = testWorld();
    const { library } = await world.services.vault();
    vi.spyOn(library, "autosave").mockRejectedValue(new StorageError("full"));
    const { store, actions, until } = await page(world);
    actions.openFile(photo(), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "storage-full-picture",
      action: "open-library",
    });
    expect(store.getState().result?.snapshot).not.toBeNull();
  });
  it("is not missed where the browser keeps nothing", async () => {
    const world = testWorld();
    world.services.vault = () => Promise.reject(new StorageError("unavailable"));
    const { store, actions, until } = await page(world);
    actions.openFile(photo(), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    await turns();
    expect(store.getState().notice).toBeNull();
    // A long run is another matter: it starts over should it break off.
    for (const told of ["storage-none", undefined]) {
      actions.setGrid(2, 5);
      await until(({ run, result }) => run.phase === "done" && result?.players.n === 10);
      expect(store.getState().notice?.code).toBe(told);
    }
    actions.openLibrary();
    expect(await until(({ notice }) => notice !== null)).toMatchObject({
      notice: { code: "storage-none" },
      dialog: null,
    });
    actions.dismissNotice();
    world.bar.entries[world.bar.at] = "#kept=aa.bb.3x3.mean.auto.range.0.04";
    world.goTo(0);
    expect((await until(({ notice }) => notice !== null)).notice?.code).toBe("storage-none");
  });
  it("is not said to be forbidden where another tab holds on to it", async () => {
    const world = testWorld();
    world.services.vault = () => Promise.reject(new StorageError("unavailable", { reason: "blocked", waitedMs: 5000 }));
    const { actions, until } = await page(world);
    actions.openLibrary();
    expect(await until(({ notice }) => notice !== null)).toMatchObject({
      notice: { code: "storage-blocked" },
      dialog: null,
    });
  });
  it("stays closed once it was closed", async () => {
    const { store, actions } = await explored(testWorld());
    actions.openLibrary();
    actions.closeDialog();
    await turns();
    expect(store.getState().dialog).toBeNull();
  });
  it("takes two presses on Save for one", async () => {
    const world = testWorld();
    const { actions, until } = await page(world);
    actions.save();
    actions.save();
    await until(({ saved }) => saved);
    await turns();
    expect(await (await world.services.vault()).library.list()).toHaveLength(1);
  });
  /** A world with the library as it is, and the picture of its photograph with another threshold and with effects that nobody computed. */
  async function withRivals() {
    const world = testWorld();
    const opened = await explored(world);
    const own = opened.store.getState().result!.snapshot!;
    const fileOf = async (name: string, snapshot: Snapshot): Promise<Blob> =>
      new Blob([
        (await world.services.files.write([{ name, createdMs: 0, snapshot }], {
          values: snapshot.values !== null,
        })) as Uint8Array<ArrayBuffer>,
      ]);
    const loose: Snapshot = {
      ...own,
      tauFraction: 0.5,
      layers: own.layers.map((layer) => ({ ...layer, tau: 10 * layer.tau })),
    };
    // Patches a1 and b1 have each other's effects: nothing in the file itself speaks against it once the scores are left out.
    const exchanged = (effects: Float64Array): Float64Array =>
      effects.map((_, mask) => effects[(mask & ~3) | ((mask & 1) << 1) | ((mask & 2) >> 1)]!);
    const forged: Snapshot = {
      ...own,
      values: null,
      layers: own.layers.map((layer) => ({
        ...layer,
        interactions: changedEffects(layer.interactions, ({ and, or }) => {
          for (const effects of [and, or]) effects.set(exchanged(effects));
        }),
      })),
    };
    return { world, ...opened, own, loose, forged, fileOf };
  }
  it("keeps two files that differ in τ only beside each other, each under its name and its address", async () => {
    const { world, actions, until, own, loose, fileOf } = await withRivals();
    const addresses: string[] = [];
    for (const [name, snapshot] of [
      ["strict", own],
      ["loose", loose],
    ] as const) {
      actions.openFile(await fileOf(name, snapshot), `${name}.strata`);
      await until(
        ({ run, result, saved }) =>
          run.phase === "opened" && result?.snapshot?.tauFraction === snapshot.tauFraction && saved,
      );
      addresses.push(world.bar.entries[world.bar.at]!);
    }
    const { library } = await world.services.vault();
    expect((await library.list()).map(({ name, kind }) => `${kind} ${name}`).toSorted()).toEqual([
      "recent cat.jpg",
      "saved loose",
      "saved strict",
    ]);
    for (const [i, tau] of [
      [0, 0.05],
      [1, 0.5],
    ] as const) {
      world.bar.entries[world.bar.at] = addresses[i]!;
      expect((await page(world)).store.getState().result!.snapshot!.tauFraction).toBe(tau);
    }
    // Asked again, it is asked with its own τ, so that the two can be compared.
    const again = await page(world);
    again.actions.runAgain();
    expect((await again.phase("done")).verification).toMatchObject({ agrees: true });
    expect(again.store.getState().result!.snapshot!.tauFraction).toBe(0.5);
    again.actions.openFile(photo(5), "dog.jpg");
    expect(
      (await again.until(({ image, run }) => image?.title.from === "file" && run.phase === "done")).result!.snapshot!
        .tauFraction,
    ).toBe(0.05);
  });
  it("keeps a file that answers otherwise than this browser did, says it is saved only when it is, and opens that one at its address", async () => {
    const { world, store, actions, until, own, forged, fileOf } = await withRivals();
    expect(store.getState().saved).toBe(false);
    actions.openFile(await fileOf("cat.jpg", forged), "forged.strata");
    await until(({ run, saved }) => run.phase === "opened" && saved);
    const { library } = await world.services.vault();
    expect((await library.list()).map(({ kind, origin }) => [kind, origin]).toSorted()).toEqual([
      ["recent", undefined],
      ["saved", "file"],
    ]);
    const again = await page(world);
    const { result, run, saved } = again.store.getState();
    expect(run).toMatchObject({ phase: "opened", from: "file" });
    expect(result!.snapshot!.layers[0]!.interactions.and).toEqual(forged.layers[0]!.interactions.and);
    await again.until((state) => state.saved);
    expect(saved).toBe(false);
    // Computed here once more, the two still stand beside each other, and what was computed here is not saved.
    const { library: there } = await world.services.vault();
    const autosave = vi.spyOn(there, "autosave");
    again.actions.runAgain();
    await again.phase("done");
    await eventually(() => expect(autosave.mock.settledResults).toMatchObject([{ type: "fulfilled" }]));
    expect(again.store.getState()).toMatchObject({
      saved: false,
      result: { snapshot: { layers: [{ interactions: { and: own.layers[0]!.interactions.and } }, {}, {}] } },
    });
    expect((await library.list()).map(({ kind, origin }) => [kind, origin]).toSorted()).toEqual([
      ["recent", undefined],
      ["saved", "file"],
    ]);
  });
  it("exports and imports every answer and every double of it", async () => {
    const { world, actions, until, loose, forged, fileOf } = await withRivals();
    for (const snapshot of [loose, forged]) {
      const before = world.bar.entries[world.bar.at];
      actions.openFile(await fileOf("cat", snapshot), "cat.strata");
      await eventually(() => expect(world.bar.entries[world.bar.at]).not.toBe(before));
    }
    actions.openLibrary();
    const { libraryList } = await until(({ libraryList }) => libraryList?.entries.length === 3);
    for (const name of ["a copy", "a copy"]) actions.duplicateEntry(libraryList!.entries[0]!.id, name);
    await until(({ libraryList }) => libraryList?.entries.length === 5);
    actions.exportEntries(null);
    await eventually(() => expect(world.downloads).toHaveLength(1));
    const file = new Blob([world.downloads[0]!.bytes as Uint8Array<ArrayBuffer>]);
    const elsewhere = testWorld();
    const other = await page(elsewhere);
    for (const of of [
      { actions, world },
      { actions: other.actions, world: elsewhere },
      { actions: other.actions, world: elsewhere },
    ]) {
      const { library } = await of.world.services.vault();
      const takeIn = vi.spyOn(library, "takeIn");
      of.actions.openFile(file, "all.strata");
      await eventually(() =>
        expect(takeIn.mock.settledResults.filter(({ type }) => type === "fulfilled")).toHaveLength(5),
      );
      takeIn.mockRestore();
      const entries = await library.list();
      expect(entries.map(({ name }) => name).toSorted()).toEqual(["a copy", "a copy", "cat", "cat", "cat.jpg"]);
      expect(new Set(entries.map(({ content }) => content)).size).toBe(3);
    }
  });
  it("does not double what comes back in from a file", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    actions.exportEntries(null);
    await eventually(() => expect(world.downloads).toHaveLength(1));
    const file = new Blob([world.downloads[0]!.bytes as Uint8Array<ArrayBuffer>]);
    const elsewhere = testWorld();
    const other = await page(elsewhere);
    for (const [visitor, of] of [
      [{ actions, until }, world],
      [other, elsewhere],
      [other, elsewhere],
    ] as const) {
      visitor.actions.openFile(file, "all.strata");
      await visitor.until(({ run, load }) => run.phase === "opened" && load === null);
      expect(await (await of.services.vault()).library.list()).toMatchObject([{ kind: "saved" }]);
    }
    // What was computed here is still known to be.
    expect((await page(world)).store.getState().run).toMatchObject({ phase: "opened", from: "library" });
  });
});
