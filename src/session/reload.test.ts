import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { mulberry32 } from "../core/random.ts";
import { StorageError } from "../storage/library/errors.ts";
import { fakeBrowserLocks } from "../storage/library/locks.fixture.ts";
import { openVault } from "../storage/library/vault.ts";
import { describeKept } from "./contents.ts";
import { page, photo } from "./page.fixture.ts";
import { gate, startedStore, testWorld } from "./world.fixture.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A browser whose one tab can be loaded again at any moment: the page before ends as it stands, with its locks and its connection. */
function browser() {
  const tabs = fakeBrowserLocks();
  const world = testWorld();
  let end = async (): Promise<void> => undefined;
  const reload = async () => {
    await end();
    const tab = tabs();
    vi.stubGlobal("navigator", { locks: tab.locks });
    const vault = openVault(describeKept(world.services.files), world.database);
    world.services.vault = () => vault;
    let lives = true;
    const { addressBar } = world.services;
    const put: typeof addressBar.put = (fragment, how) => lives && addressBar.put(fragment, how);
    const opened = startedStore({ ...world, services: { ...world.services, addressBar: { ...addressBar, put } } });
    end = async () => {
      lives = false;
      tab.die();
      const { library, runs, images } = await vault;
      library.close();
      images.close();
      await runs.close();
    };
    opened.actions.start();
    return { ...opened, vault: await vault };
  };
  return { world, reload, close: () => end() };
}

const settledPage = async ({ until }: ReturnType<typeof startedStore>) =>
  until(({ run, load, image }) => load === null && image !== null && (run.phase === "done" || run.phase === "opened"));

const cat = { title: { from: "file", name: "cat.jpg" } };

describe("the order of writes", () => {
  it("has an image kept before it is shown and named", async () => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    const { images } = await world.services.vault();
    const hold = gate();
    const keep = images.hold.bind(images);
    vi.spyOn(images, "hold").mockImplementation(async (...image) => hold.opened.then(() => keep(...image)));
    actions.openFile(photo(), "cat.jpg");
    await eventually(() => expect(images.hold).toHaveBeenCalled());
    expect([store.getState().image!.title.from, store.getState().load?.name, ...world.bar.entries]).toEqual([
      "sample",
      "cat.jpg",
      "",
    ]);
    hold.open();
    await until(({ image }) => image?.title.from === "file");
    expect(world.bar.entries.at(-1)).toMatch(/^#kept=/);
  });
  it("shows an image all the same where keeping it takes its time, and names it as soon as it is kept", async () => {
    const world = testWorld();
    const { actions, until } = await page(world);
    const vault = await world.services.vault();
    const hold = gate();
    world.services.vault = () => hold.opened.then(() => vault);
    actions.openFile(photo(), "cat.jpg");
    await until(({ image }) => image?.title.from === "file");
    expect(world.bar.entries).toEqual([""]);
    hold.open();
    await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/^#kept=/));
  });
  it("leaves the address of a picture that came with a link until the image is kept for a question of its own", async () => {
    const world = testWorld();
    const { store } = await page(world);
    const { snapshot } = store.getState().result!;
    world.services.links = {
      ...world.services.links,
      open: async () => ({
        ...snapshot!,
        image: {
          ...snapshot!.image,
          pixels: { ...snapshot!.image.pixels!, rgb: new Uint8Array(192).fill(3) },
          exact: false,
        },
      }),
    };
    world.bar.entries[0] = "#s=AAAA";
    const { actions, until } = await page(world);
    const { images, runs } = await world.services.vault();
    const hold = gate();
    vi.spyOn(images, "hold").mockRejectedValue(new StorageError("full"));
    const begin = runs.begin.bind(runs);
    vi.spyOn(runs, "begin").mockImplementation((...run) => hold.opened.then(() => begin(...run)));
    actions.setGrid(2, 2);
    await until(({ model }) => model !== null);
    expect(world.bar.entries).toEqual(["#s=AAAA"]);
    hold.open();
    await until(({ run }) => run.phase === "done");
    expect(world.bar.entries).toEqual(["#s=AAAA", expect.stringMatching(/^#kept=.*\.2x2\./) as string]);
  });
});

describe("loading the page again", () => {
  it("brings the image back whenever it comes after the image was shown", async () => {
    const random = mulberry32(12);
    let others = 0;
    for (let attempt = 0; attempt < 25; attempt++) {
      const { world, reload, close } = browser();
      const first = await reload();
      await settledPage(first);
      first.actions.openFile(photo(9), "cat.jpg");
      await first.until(({ image }) => image?.title.from === "file");
      for (let turns = Math.floor(random() * 40); turns > 0; turns--)
        await new Promise((resolve) => setImmediate(resolve));
      const second = await reload();
      const { image, notice } = await settledPage(second);
      expect([image!.pixels.rgb[0], notice], `attempt ${attempt}, ${world.bar.entries.join(" ")}`).toEqual([9, null]);
      // And another question about it, at once.
      second.actions.setGrid(2, 3);
      for (let turns = Math.floor(random() * 20); turns > 0; turns--)
        await new Promise((resolve) => setImmediate(resolve));
      // The address names what is kept by then: on a busy machine it may still be the question before.
      const players = world.bar.entries[world.bar.at]!.includes(".2x3.") ? 6 : 9;
      others += Number(players === 6);
      const third = await settledPage(await reload());
      expect(
        [third.image!.pixels.rgb[0], third.settings.cols, third.result!.players.n, third.notice],
        `attempt ${attempt}`,
      ).toEqual([9, 3, players, null]);
      await close();
    }
    expect(others).toBeGreaterThan(15);
  });
  it("brings the image back, whatever is kept of it, where the answer is gone", async () => {
    const { world, reload } = browser();
    const { actions, until, vault } = await reload();
    await until(({ run }) => run.phase === "done");
    actions.openFile(photo(9), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    const address = world.bar.entries[world.bar.at]!;
    actions.setGrid(2, 2);
    await until(({ run, settings }) => settings.rows === 2 && run.phase === "done");
    await eventually(async () => expect(await vault.library.list()).toHaveLength(2));
    const entries = await vault.library.list();
    await vault.library.remove(entries.find(({ rows }) => rows === 3)!.id);
    world.bar.entries[world.bar.at] = address;
    expect(await settledPage(await reload())).toMatchObject({
      notice: null,
      settings: { rows: 3 },
      image: { title: { name: "cat.jpg" } },
    });
  });
});

describe("where the store fails", () => {
  it("the picture alone, its run stays with all its masks, and comes back by them", async () => {
    const { world, reload } = browser();
    const { store, actions, until, vault } = await reload();
    await until(({ run }) => run.phase === "done");
    vi.spyOn(vault.library, "autosave").mockRejectedValue(new StorageError("full"));
    actions.openFile(photo(9), "cat.jpg");
    await until(({ notice }) => notice !== null);
    expect(store.getState()).toMatchObject({
      run: { phase: "done" },
      notice: { code: "storage-full-picture", action: "open-library" },
    });
    await eventually(async () => expect(await vault.runs.list()).toMatchObject([{ done: 512, total: 512 }]));
    let batches = 0;
    world.beforeBatch = async () => void batches++;
    const again = await reload();
    expect(await settledPage(again)).toMatchObject({ notice: null, image: cat });
    expect(batches).toBe(0);
    await eventually(async () =>
      expect([(await again.vault.library.list()).length, (await again.vault.runs.all()).length]).toEqual([1, 0]),
    );
  });
  it("the picture and the last masks of its run, the page speaks of the picture and of no run that goes on", async () => {
    const world = testWorld();
    // No time passes between two batches, so that the masks wait for the end of the run.
    world.services.nowMs = () => 0;
    const { store, actions, until } = await page(world);
    const { library, runs } = await world.services.vault();
    const autosave = vi.spyOn(library, "autosave").mockRejectedValue(new StorageError("full"));
    const append = runs.append.bind(runs);
    const full = vi.fn(() => Promise.reject(new StorageError("full")));
    vi.spyOn(runs, "append").mockImplementation((...masks) =>
      autosave.mock.calls.length > 0 ? full() : append(...masks),
    );
    const release = vi.spyOn(runs, "release");
    actions.openFile(photo(9), "cat.jpg");
    await until(({ run, notice }) => run.phase === "done" && notice !== null);
    await eventually(() => expect([full.mock.calls.length, release.mock.calls.length]).toEqual([1, 1]));
    expect(store.getState().notice).toMatchObject({ code: "storage-full-picture" });
  });
  it("during a run that is then stopped, the page no longer says that it goes on", async () => {
    const world = testWorld();
    const { store, actions, until, phase } = await page(world);
    vi.spyOn((await world.services.vault()).runs, "append").mockRejectedValue(new StorageError("full"));
    const hold = gate();
    let batches = 0;
    world.beforeBatch = async () => (++batches > 40 ? hold.opened : undefined);
    actions.openFile(photo(9), "cat.jpg");
    await until(({ notice }) => notice?.code === "storage-full-run");
    actions.cancel();
    hold.open();
    await phase("cancelled");
    await eventually(() => expect(store.getState().notice).toBeNull());
  });
  it("during a run, the page speaks of the run, and no more once the picture is kept", async () => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    const { runs } = await world.services.vault();
    const append = vi.spyOn(runs, "append").mockRejectedValue(new StorageError("full"));
    const hold = gate();
    let batches = 0;
    world.beforeBatch = async () => (++batches > 40 ? hold.opened : undefined);
    actions.openFile(photo(9), "cat.jpg");
    expect(await until(({ notice }) => notice !== null)).toMatchObject({
      run: { phase: "running" },
      notice: { code: "storage-full-run" },
    });
    hold.open();
    await until(({ run }) => run.phase === "done");
    await until(({ notice }) => notice === null);
    expect(append).toHaveBeenCalledTimes(1);
    expect(store.getState().image).toMatchObject(cat);
  });
  it("altogether, the page says that a reload would not bring the image, and does not name it", async () => {
    const world = testWorld();
    const { actions, until } = await page(world);
    const { runs, images, library } = await world.services.vault();
    for (const [of, name] of [
      [runs, "begin"],
      [images, "hold"],
      [library, "autosave"],
    ] as unknown as [object, string][])
      vi.spyOn(of as Record<typeof name, () => Promise<unknown>>, name).mockRejectedValue(new StorageError("full"));
    actions.openFile(photo(9), "cat.jpg");
    await until(({ notice }) => notice?.code === "storage-full-image");
    await until(({ notice }) => notice?.code === "storage-full-picture");
    expect(world.bar.entries).toEqual([""]);
    // Once there is room, saving it is enough.
    actions.save();
    await until(({ saved, notice }) => saved && notice === null);
    expect(world.bar.entries.at(-1)).toMatch(/^#kept=/);
  });
});

describe("a database that is deleted under the page", () => {
  const deleteDatabase = (name: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error);
    });
  it("during a run is made again, and the run goes on being kept", async () => {
    const { world, reload } = browser();
    const { store, actions, until, vault } = await reload();
    await until(({ run }) => run.phase === "done");
    const hold = gate();
    const rest = gate();
    let batches = 0;
    world.beforeBatch = async () => (++batches > 40 ? rest.opened : batches > 20 ? hold.opened : undefined);
    actions.openFile(photo(9), "cat.jpg");
    await until(({ run }) => run.phase === "running" && run.done >= 150);
    await eventually(async () => expect((await vault.runs.all())[0]?.done).toBeGreaterThan(0));
    await deleteDatabase(world.database);
    hold.open();
    await until(({ run }) => run.phase === "running" && run.done >= 300);
    await eventually(() => expect(batches).toBe(41));
    await eventually(async () => expect((await vault.runs.all())[0]?.done).toBeGreaterThan(100));
    expect(store.getState().notice).toBeNull();
    batches = 0;
    world.beforeBatch = async () => void batches++;
    expect(await settledPage(await reload())).toMatchObject({ notice: null, image: cat });
    expect(batches).toBeLessThan(64 - 10);
    rest.open();
  });
  it("under a finished picture keeps at least its image, and says that it is saved no longer", async () => {
    const { world, reload } = browser();
    const { actions, until, vault } = await reload();
    await until(({ run }) => run.phase === "done");
    actions.openFile(photo(9), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    actions.save();
    await until(({ saved }) => saved);
    await deleteDatabase(world.database);
    await until(({ saved, stored }) => !saved && stored.length === 1);
    expect(await vault.library.list()).toEqual([]);
    expect(await settledPage(await reload())).toMatchObject({ notice: null, image: cat });
  });
  it.each(["file", "library"] as const)(
    "under a picture that was opened from the %s keeps that picture",
    async (from) => {
      const { world, reload } = browser();
      const first = await reload();
      await first.until(({ run }) => run.phase === "done");
      first.actions.openFile(photo(9), "cat.jpg");
      await first.until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
      const own = first.store.getState().result!.snapshot!;
      await eventually(async () => expect(await first.vault.library.list()).toHaveLength(1));
      if (from === "file") world.bar.entries[world.bar.at] = "";
      // A page of which nothing has been kept yet.
      const { store, actions, until, vault } = await reload();
      await until(({ run }) => run.phase === (from === "file" ? "done" : "opened"));
      if (from === "file") {
        const rival = {
          ...own,
          tauFraction: 0.5,
          layers: own.layers.map((layer) => ({ ...layer, tau: 10 * layer.tau })),
        };
        const file = await world.services.files.write([{ name: "cat.jpg", createdMs: 0, snapshot: rival }], {
          values: true,
        });
        actions.openFile(new Blob([file as Uint8Array<ArrayBuffer>]), "cat.strata");
        await until(({ run }) => run.phase === "opened");
      }
      const shown = store.getState().result!.snapshot!;
      await deleteDatabase(world.database);
      await eventually(async () =>
        expect(await vault.library.list()).toMatchObject([
          { kind: from === "file" ? "saved" : "recent", name: "cat.jpg" },
        ]),
      );
      const again = await reload();
      expect(await settledPage(again)).toMatchObject({ notice: null, run: { phase: "opened", from } });
      expect(again.store.getState().result!.snapshot).toEqual(shown);
    },
  );
});
