import { describe, expect, it, vi } from "vitest";
import { page } from "./page.fixture.ts";
import { left2 as left, makeLeft } from "../formats-before/database.fixture.ts";
import { startedStore, testWorld } from "./world.fixture.ts";

let databases = 0;

/** A world whose browser was last visited by a page that wrote version 2. */
async function visited() {
  const world = testWorld(`visited ${++databases}`);
  await makeLeft(world.database, left);
  return world;
}

const formerKeys = left.stores["entries"]!.map(({ value }) => (value as { readonly key: string }).key);

describe("what an earlier page kept", () => {
  it("has new keys after the first look, and nothing of it is lost", async () => {
    const world = await visited();
    const { library } = await world.services.vault();
    const entries = await library.list();
    expect(entries.map(({ formerKey }) => formerKey).toSorted()).toEqual(formerKeys.toSorted());
    expect(entries.map(({ key }) => key.slice(key.indexOf(".2x2"))).toSorted()).toEqual([
      ".2x2.mean.auto.delta-0.1.tau-0.05",
      ".2x2.mean.auto.range-0.04.tau-0.05",
      ".2x2.mean.auto.range-0.04.tau-0.5",
    ]);
    for (const written of left.stores["entries"]!) {
      const { thumbnail, ...told } = written.value as {
        readonly key: string;
        readonly thumbnail: { readonly $bytes: string };
      };
      expect(entries).toContainEqual({
        ...told,
        key: expect.any(String),
        content: expect.any(String),
        formerKey: told.key,
        thumbnail: Uint8Array.from(Buffer.from(thumbnail.$bytes, "base64")),
      });
    }
    for (const { id } of entries) expect(await world.services.files.read(await library.read(id))).toHaveLength(1);
  });
  it.each(left.addresses.slice(0, 3).map((address, i) => [address, i] as const))("opens at %s", async (address, i) => {
    const world = await visited();
    world.bar.entries[0] = address;
    const { store } = await page(world);
    const { run, result, notice, settings } = store.getState();
    expect({ phase: run.phase, notice }).toEqual({ phase: "opened", notice: null });
    expect([result!.snapshot!.tauFraction, settings.tauFraction, settings.kappaFraction]).toEqual(
      [
        [0.05, 0.05, 0.04],
        [0.05, 0.05, 0.1],
        [0.5, 0.5, 0.04],
      ][i],
    );
    // From then on the address is the new one, and it leads there too.
    expect(world.bar.entries[0]).toMatch(/^#kept=[0-9a-f]{32}\.0\.[0-9a-f]{32}\..*tau-0\.0?5&answer=[0-9a-f]{16}$/);
    expect((await page(world)).store.getState().result!.snapshot).toEqual(result!.snapshot);
  });
  it("goes on with its interrupted run", async () => {
    const world = await visited();
    world.bar.entries[0] = left.addresses[3]!;
    let masks = 0;
    world.beforeBatch = async () => void (masks += 8);
    const opened = startedStore(world);
    opened.actions.start();
    const { image, notice } = await opened.phase("done");
    expect({ title: image!.title, notice }).toEqual({ title: { from: "file", name: "dog.jpg" }, notice: null });
    expect(masks).toBe(64 - 24);
  });
  it("stays as it is where it cannot be read, and its address still leads to it", async () => {
    const world = await visited();
    const { files } = world.services;
    const refuse = vi.fn(() => Promise.reject(new Error("no worker")));
    world.services.files = { ...files, content: refuse };
    const { library } = await world.services.vault();
    expect(refuse).toHaveBeenCalledTimes(3);
    expect((await library.list()).map(({ key }) => key).toSorted()).toEqual(formerKeys.toSorted());
    world.bar.entries[0] = left.addresses[0]!;
    expect((await page(world)).store.getState()).toMatchObject({ run: { phase: "opened" }, notice: null });
  });
});
