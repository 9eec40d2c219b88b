import { afterEach, describe, expect, it, vi } from "vitest";
import { StorageError } from "../storage/library/errors.ts";
import { explored, page, photo, settle } from "./page.fixture.ts";
import { testWorld } from "./world.fixture.ts";

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
    const { shelf } = await again.until(({ shelf }) => (shelf?.entries.length ?? 0) === 2);
    again.actions.removeEntry(shelf!.entries.find(({ kind }) => kind === "saved")!.id);
    await again.until(({ saved }) => !saved);
    again.actions.undoRemove();
    await again.until(({ saved }) => saved);
  });
  it("exports what can be read, and says what could not", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    actions.setGrid(2, 2);
    await until(({ settings, run }) => settings.rows === 2 && run.phase === "done");
    const { library } = await world.services.vault();
    await vi.waitFor(async () => expect(await library.list()).toHaveLength(2));
    const read = library.read.bind(library);
    const [damaged] = await library.list();
    vi.spyOn(library, "read").mockImplementation(async (id) => (id === damaged!.id ? new Uint8Array([0x1f, 0x8b, 0]) : read(id)));
    actions.exportEntries(damaged!.id);
    expect((await until(({ notice }) => notice !== null)).notice?.code).toBe("file-damaged");
    actions.dismissNotice();
    actions.exportEntries(null);
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({ code: "left-behind", values: { count: 1 } });
    expect(await world.services.files.read(world.downloads[0]!.bytes)).toHaveLength(1);
  });
  it("says when a run was taken up in another tab", async () => {
    const world = testWorld();
    const { actions, until } = await page(world);
    actions.openLibrary();
    await until(({ shelf }) => shelf !== null);
    actions.resumeRun("elsewhere");
    expect((await until(({ notice }) => notice !== null)).notice?.code).toBe("storage-gone");
  });
  it("renames, duplicates, deletes and brings back", async () => {
    const world = testWorld();
    const { store, actions, until } = await explored(world);
    actions.openLibrary();
    const [entry] = (await until(({ shelf }) => shelf?.entries.length === 1)).shelf!.entries;
    expect(entry).toMatchObject({ name: "cat.jpg", kind: "recent", target: "dog", rows: 3, cols: 3 });
    actions.renameEntry(entry!.id, "My cat");
    await until(({ shelf }) => shelf?.entries[0]?.name === "My cat");
    actions.duplicateEntry(entry!.id, "Other cat");
    await until(({ shelf }) => shelf?.entries.length === 2);
    actions.removeEntry(entry!.id);
    await until(({ shelf }) => shelf?.entries.length === 1 && shelf.removed !== null);
    actions.undoRemove();
    await until(({ shelf }) => shelf?.entries.length === 2 && shelf.removed === null);
    actions.openEntry(entry!.id);
    await until(({ run }) => run.phase === "opened");
    expect(store.getState().dialog).toBeNull();
  });
  it("saves the picture on the page, and exports all as one file that opens again", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    actions.save();
    await until(({ saved }) => saved);
    actions.openLibrary();
    expect((await until(({ shelf }) => shelf !== null)).shelf?.entries.map(({ kind }) => kind)).toEqual(["saved"]);
    actions.exportEntries(null);
    await vi.waitFor(() => expect(world.downloads).toHaveLength(1));
    expect(await world.services.files.read(world.downloads[0]!.bytes)).toHaveLength(1);
  });
  it("loses nothing when there is no room, and says what to do", async () => {
    const world = testWorld();
    const { library } = await world.services.vault();
    vi.spyOn(library, "autosave").mockRejectedValue(new StorageError("full"));
    const { store, actions, until } = await page(world);
    actions.openImage(photo(), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({ code: "storage-full", action: "open-library" });
    expect(store.getState().result?.snapshot).not.toBeNull();
  });
  it("is not missed where the browser keeps nothing", async () => {
    const world = testWorld();
    world.services.vault = () => Promise.reject(new StorageError("unavailable"));
    const { store, actions, until } = await page(world);
    actions.openImage(photo(), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    await settle();
    expect(store.getState().notice).toBeNull();
    // A long run is another matter: it starts over should it break off.
    for (const told of ["storage-none", undefined]) {
      actions.setGrid(2, 5);
      await until(({ run, result }) => run.phase === "done" && result?.players.n === 10);
      expect(store.getState().notice?.code).toBe(told);
    }
    actions.openLibrary();
    expect(await until(({ notice }) => notice !== null)).toMatchObject({ notice: { code: "storage-none" }, dialog: null });
    actions.dismissNotice();
    world.bar.entries[world.bar.at] = "#kept=aa.bb.3x3.mean.auto.range.0.04";
    world.goTo(0);
    expect((await until(({ notice }) => notice !== null)).notice?.code).toBe("storage-none");
  });
  it("stays closed once it was closed", async () => {
    const { store, actions } = await explored(testWorld());
    actions.openLibrary();
    actions.closeDialog();
    await settle(50);
    expect(store.getState().dialog).toBeNull();
  });
  it("takes two presses on Save for one", async () => {
    const world = testWorld();
    const { actions, until } = await page(world);
    actions.save();
    actions.save();
    await until(({ saved }) => saved);
    await settle(50);
    expect(await (await world.services.vault()).library.list()).toHaveLength(1);
  });
  it("does not double what comes back in from a file", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    actions.exportEntries(null);
    await vi.waitFor(() => expect(world.downloads).toHaveLength(1));
    const file = new Blob([world.downloads[0]!.bytes as Uint8Array<ArrayBuffer>]);
    const elsewhere = testWorld();
    const other = await page(elsewhere);
    for (const [visitor, of] of [[{ actions, until }, world], [other, elsewhere], [other, elsewhere]] as const) {
      visitor.actions.openImage(file, "all.strata");
      await visitor.until(({ run }) => run.phase === "opened");
      await settle(50);
      expect(await (await of.services.vault()).library.list()).toMatchObject([{ kind: "saved" }]);
    }
    // What was computed here is still known to be.
    expect((await page(world)).store.getState().run).toMatchObject({ phase: "opened", from: "library" });
  });
});
