import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { sha256 } from "../platform/sha256.ts";
import { fakeBrowserLocks, type FakeTab } from "../storage/library/locks.fixture.ts";
import type { LibraryEntry } from "../storage/library/entry.ts";
import { openVault } from "../storage/library/vault.ts";
import { describeKept } from "./contents.ts";
import { injectFaults, type Fault, type Faults } from "./faults.fixture.ts";
import { photo } from "./page.fixture.ts";
import { startedStore, testWorld, type World } from "./world.fixture.ts";

let faults: Faults;
beforeEach(() => void (faults = injectFaults()));
afterEach(() => {
  faults.restore();
  vi.unstubAllGlobals();
});

/** A browser with one tab at a time, which can be loaded again. */
function browser() {
  const tabs = fakeBrowserLocks();
  const world = testWorld();
  world.bar.entries[0] = "#sample=dog.png&grid=1x2";
  let tab: FakeTab | null = null;
  /** A page at the address in the bar, in the place of the one before: with locks and a connection of its own. */
  const load = async () => {
    tab?.die();
    tab = tabs();
    vi.stubGlobal("navigator", { locks: tab.locks });
    const vault = openVault(describeKept(world.services.files), world.database);
    world.services.vault = () => vault;
    vault.catch(() => (world.services.vault = () => openVault(describeKept(world.services.files), world.database)));
    const opened = startedStore(world);
    opened.actions.start();
    await opened.until(
      ({ run, load, image }) => load === null && image !== null && (run.phase === "done" || run.phase === "opened"),
    );
    await faults.quiet();
    return opened;
  };
  return { world, load };
}

type Page = Awaited<ReturnType<ReturnType<typeof browser>["load"]>>;

/** A file of a picture whose effects are other than the world's network gives: for another photograph, and with another τ. */
async function foreignFile(): Promise<Blob> {
  const world = testWorld();
  world.bar.entries[0] = "#sample=dog.png&grid=1x2";
  const { actions, phase, until } = startedStore(world);
  actions.start();
  await phase("done");
  actions.openFile(photo(5), "owl.jpg");
  const { result } = await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
  const snapshot = result!.snapshot!;
  const loose = {
    ...snapshot,
    tauFraction: 0.5,
    layers: snapshot.layers.map((layer) => ({ ...layer, tau: 10 * layer.tau })),
  };
  return new Blob([
    (await world.services.files.write([{ name: "owl", createdMs: 0, snapshot: loose }], {
      values: true,
    })) as Uint8Array<ArrayBuffer>,
  ]);
}

/** What people do, one after the other. */
const steps = (file: Blob): readonly (readonly [name: string, go: (page: Page) => Promise<unknown>])[] => [
  [
    "drops a photograph",
    ({ actions, until }) => {
      actions.openFile(photo(7), "cat.jpg");
      return until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    },
  ],
  ["saves it", async ({ actions }) => actions.save()],
  [
    "asks another grid",
    ({ actions, until }) => {
      actions.setGrid(2, 2);
      return until(({ settings, run }) => settings.rows === 2 && run.phase === "done");
    },
  ],
  [
    "drops a file",
    ({ actions, until }) => {
      actions.openFile(file, "owl.strata");
      return until(({ run, result }) => run.phase === "opened" && result!.snapshot!.tauFraction === 0.5);
    },
  ],
  [
    "drops another photograph",
    ({ actions, until }) => {
      actions.openFile(photo(6), "fox.jpg");
      return until(
        ({ image, run }) => image?.title.from === "file" && image.title.name === "fox.jpg" && run.phase === "done",
      );
    },
  ],
];

/** What is kept, with the digest of each payload; the vault is opened anew, so that nothing fails. */
async function kept(
  world: World,
): Promise<ReadonlyMap<string, { readonly entry: LibraryEntry; readonly payload: string }>> {
  const { library, runs, images } = await openVault(describeKept(world.services.files), world.database);
  const found = await Promise.all(
    (await library.list()).map(
      async (entry) => [entry.id, { entry, payload: await sha256(await library.read(entry.id)) }] as const,
    ),
  );
  library.close();
  images.close();
  await runs.close();
  return new Map(found);
}

/** A session with a fault at the call number `at`, looked at after the step in which it came and at the end; how many calls there were. */
async function session(file: Blob, at: number | null, fault: Fault): Promise<number> {
  const { world, load } = browser();
  let page = await load();
  let before: Awaited<ReturnType<typeof kept>> = new Map();
  faults.arm(at, fault);
  for (const [name, go] of steps(file)) {
    const where = `${fault} at ${at ?? "no call"}: ${name}`;
    const hadStruck = faults.struck();
    await go(page);
    const content = await world.services.files.content(page.store.getState().result!.snapshot!);
    /** Whether the step has come to its end: the picture is kept, saved where that was asked, or something is said. */
    const isOver = async (): Promise<boolean> => {
      if (page.store.getState().notice !== null) return true;
      const entries = [...(await faults.spare(() => kept(world))).values()].map(({ entry }) => entry);
      return entries.some((entry) => entry.content === content && (name !== "saves it" || entry.kind === "saved"));
    };
    await eventually(async () => expect(await isOver(), `${where}: kept, or said not to be`).toBe(true), 5);
    await faults.quiet();
    before = await faults.spare(async () => {
      const { image, notice, saved } = page.store.getState();
      const now = await kept(world);
      // Nothing that was kept is lost, and nothing of it is another's.
      for (const [id, { payload }] of before)
        expect(now.get(id)?.payload, `${where}: what was kept before`).toBe(payload);
      // Every notice is true: without one the picture is there, and what is said to be saved is.
      const kinds = [...now.values()].flatMap(({ entry }) => (entry.content === content ? [entry.kind] : []));
      if (notice === null) expect(kinds, `${where}: kept, as nothing else is said`).not.toEqual([]);
      else expect(notice.code, where).toMatch(/^storage-/);
      if (notice?.code === "storage-full-picture") expect(kinds, `${where}: said not to be kept`).toEqual([]);
      if (notice?.code === "storage-full-image")
        expect(page.store.getState().stored, where).not.toContain(image!.sha256.slice(0, 32));
      if (saved) expect(kinds, `${where}: said to be saved`).toContain("saved");
      page.actions.dismissNotice();
      if (hadStruck === faults.struck() && name !== "drops another photograph") return now;
      // A reload brings the image back in whatever form is kept of it, unless the page said that it is not kept.
      const address = world.bar.entries[world.bar.at]!;
      page = await load();
      const again = page.store.getState();
      expect(again.notice, `${where}: after a reload`).toBeNull();
      if (notice === null || address.includes(image!.sha256.slice(0, 32)))
        expect(again.image!.sha256, `${where}: after a reload`).toBe(image!.sha256);
      for (const [id, { payload }] of now)
        expect((await kept(world)).get(id)?.payload, `${where}: through a reload`).toBe(payload);
      return kept(world);
    });
  }
  return faults.count();
}

describe.each(["throws", "undone"] as const)("a session in which one call of the store %s", (fault) => {
  it("keeps a picture whole when how sure it is comes to it, with that or without", async () => {
    for (let at: number | null = null, calls = Infinity, number = 0; number < calls; at = number++) {
      const { world, load } = browser();
      const page = await load();
      page.actions.openFile(photo(7), "cat.jpg");
      await page.until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
      await faults.quiet();
      const before = await kept(world);
      const packing = vi.spyOn(world.services.files, "write");
      faults.arm(at, fault);
      page.actions.askCertainty();
      const { result } = await page.until((state) => state.result?.snapshot?.certainty !== undefined);
      // It is packed, then kept.
      await eventually(() => expect(packing).toHaveBeenCalled());
      await packing.mock.results[0]!.value;
      await faults.quiet();
      if (at === null) calls = faults.count() + 1;
      await faults.spare(async () => {
        const now = await kept(world);
        expect([...now.keys()], `fault at ${at}`).toEqual([...before.keys()]);
        const [id] = [...now.keys()];
        const { entry, payload } = now.get(id!)!;
        const bytes = await (await world.services.vault()).library.read(id!);
        const [read] = await world.services.files.read(bytes);
        expect(entry.bytes, `fault at ${at}`).toBe(bytes.length);
        if (entry.tellsCertainty) expect(read!.snapshot, `fault at ${at}`).toEqual(result!.snapshot);
        else expect(payload, `fault at ${at}`).toBe(before.get(id!)!.payload);
        if (at === null) expect(entry.tellsCertainty).toBe(true);
      });
    }
  }, 60_000);
  it("loses nothing that is kept, comes back to its image after a reload, and says only what is true", async () => {
    const file = await foreignFile();
    const calls = await session(file, null, fault);
    expect(calls).toBeGreaterThan(30);
    for (let at = 0; at < calls; at++) await session(file, at, fault);
  }, 120_000);
  it("brings the image at a reload, or says that it could not be read and brings it at the next", async () => {
    const { world, load } = browser();
    const { actions, until } = await load();
    actions.openFile(photo(9), "cat.jpg");
    const { image } = await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    await faults.quiet();
    const place = world.bar.entries[world.bar.at]!;
    for (let at = 0, calls = Infinity; at < calls; at++) {
      faults.arm(at, fault);
      const { notice, image: found } = (await load()).store.getState();
      calls = faults.struck() ? Infinity : 0;
      if (notice === null) expect(found!.sha256, `fault at ${at}`).toBe(image!.sha256);
      else expect(notice.code, `fault at ${at}`).toMatch(/^storage-/);
      expect(world.bar.entries[world.bar.at]!.slice(0, place.length), `fault at ${at}`).toBe(place);
      const again = await faults.spare(load);
      expect([again.store.getState().image!.sha256, again.store.getState().notice], `after a fault at ${at}`).toEqual([
        image!.sha256,
        null,
      ]);
    }
  });
});
