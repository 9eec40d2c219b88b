import { describe, expect, it } from "vitest";
import { ImageError } from "../images/errors.ts";
import { eventually } from "../platform/eventually.fixture.ts";
import { page } from "./page.fixture.ts";
import { selectTrayAt } from "./selectors.ts";
import { TRAY_MOST } from "./tray.ts";
import { testWorld } from "./world.fixture.ts";

const files = (...names: string[]) => names.map((name, i) => ({ name, file: new Blob(["x".repeat(i + 1)]) }));

describe("several images at once", () => {
  async function brought(...names: string[]) {
    const world = testWorld();
    const here = await page(world);
    here.actions.openImages(files(...names));
    await here.until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    const items = () => here.store.getState().tray!.items;
    return { world, items, ...here };
  }

  it("shows the first, and reads the others for their thumbnails only", async () => {
    const { store, items } = await brought("a.jpg", "b.jpg", "c.jpg");
    expect(store.getState().image!.title).toEqual({ from: "file", name: "a.jpg" });
    expect(selectTrayAt(store.getState())).toBe(0);
    await eventually(() => expect(items().every(({ thumbnail }) => thumbnail !== null)).toBe(true));
    expect(store.getState().image!.title).toEqual({ from: "file", name: "a.jpg" });
  });

  it("goes to another, and back to a picture that is kept, for which the network does not run", async () => {
    const { world, store, actions, until } = await brought("a.jpg", "b.jpg");
    const first = store.getState().image!.sha256;
    actions.goToImage(1);
    expect(selectTrayAt(store.getState())).toBe(1);
    await until(({ image, run }) => image!.sha256 !== first && run.phase === "done");
    const { evaluations } = world.counts;
    await eventually(() => expect(store.getState().stored.length).toBeGreaterThanOrEqual(2));
    actions.goToImage(0);
    const back = await until(
      ({ image, load, run }) => load === null && image!.sha256 === first && run.phase === "opened",
    );
    expect(back.run).toMatchObject({ from: "library" });
    expect(world.counts.evaluations).toBe(evaluations);
    expect(selectTrayAt(store.getState())).toBe(0);
    actions.goToImage(7);
    expect(store.getState().load).toBeNull();
  });

  it("says of the one that cannot be read that it cannot, and leaves the others", async () => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    const [a, b] = files("a.jpg", "b.jpg");
    actions.openImages([{ name: "none.jpg", file: new Blob([]) }, a!, { name: "nor.jpg", file: new Blob([]) }, b!]);
    const { notice } = await until((state) => state.notice !== null);
    expect(notice).toMatchObject({ code: "empty", values: { name: "none.jpg" } });
    actions.goToImage(1);
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    await eventually(() =>
      expect(store.getState().tray!.items.map(({ isBroken }) => isBroken === true)).toEqual([true, false, true, false]),
    );
    await eventually(() => expect(store.getState().tray!.items[3]!.thumbnail).not.toBeNull());
  });

  it("calls no image unreadable whose network could not be had, nor one that was read after all", async () => {
    const { world, store, actions, items, until } = await brought("a.jpg", "b.jpg");
    const { beforeDecode } = world;
    world.beforeDecode = () => Promise.reject(new ImageError("decoder-missing", { format: "avif" }));
    actions.goToImage(1);
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({ code: "decoder-missing" });
    expect(items().map(({ isBroken }) => isBroken)).toEqual([undefined, undefined]);
    world.beforeDecode = () => Promise.reject(new ImageError("damaged", { format: "jpeg" }));
    actions.goToImage(1);
    await eventually(() => expect(items()[1]!.isBroken).toBe(true));
    world.beforeDecode = beforeDecode;
    actions.goToImage(1);
    await until(({ image, load }) => load === null && image?.title.from === "file" && image.title.name === "b.jpg");
    expect(store.getState().tray!.items[1]!.isBroken).toBeUndefined();
  });

  it("takes images off, and closes; what is on the page stays", async () => {
    const { store, actions, items } = await brought("a.jpg", "b.jpg", "c.jpg");
    const { image } = store.getState();
    actions.removeImage(items()[0]!.id);
    expect(items().map(({ name }) => name)).toEqual(["b.jpg", "c.jpg"]);
    expect(selectTrayAt(store.getState())).toBe(-1);
    actions.closeTray();
    expect(store.getState()).toMatchObject({ tray: null, image });
    actions.openImages(files("d.jpg"));
    actions.removeImage(items()[0]!.id);
    expect(store.getState().tray).toBeNull();
  });

  it("remembers the part of an image that was looked at", async () => {
    const { actions, items, until } = await brought("a.jpg", "b.jpg");
    const crop = { x: 2, y: 0, size: 4 };
    actions.applyCrop(crop);
    const cropped = await until(({ image, run }) => image!.crop !== undefined && run.phase === "done");
    expect(items()[0]!.crop).toEqual(crop);
    actions.goToImage(1);
    await until(({ image, load }) => load === null && image!.crop === undefined);
    actions.goToImage(0);
    const back = await until(({ image, load }) => load === null && image!.crop !== undefined);
    expect(back.image!.sha256).toBe(cropped.image!.sha256);
  });

  it("takes so many and says how many were left out", async () => {
    const { store } = await brought(...Array.from({ length: TRAY_MOST + 5 }, (_, i) => `${i}.jpg`));
    expect(store.getState().tray).toMatchObject({ left: 5 });
    expect(store.getState().tray!.items).toHaveLength(TRAY_MOST);
  });
});
