import { describe, expect, it } from "vitest";
import { page } from "./page.fixture.ts";
import { gate, testWorld } from "./world.fixture.ts";

const CROP = { x: 3, y: 2, size: 5 };

describe("cropping", () => {
  async function dropped() {
    const world = testWorld();
    const here = await page(world);
    here.actions.openFile(new Blob(["cat"]), "cat.jpg");
    await here.until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    return { world, ...here };
  }

  it("shows the whole image of a file, and explores the part that is chosen", async () => {
    const { store, actions, until } = await dropped();
    const before = store.getState().image!;
    actions.openCrop();
    expect(store.getState()).toMatchObject({ dialog: "crop", cropping: { phase: "reading" } });
    const { cropping } = await until((state) => state.cropping.phase === "ready");
    expect(cropping).toMatchObject({ width: 9, height: 9 });
    actions.applyCrop(CROP);
    expect(store.getState().dialog).toBeNull();
    const { image } = await until(({ image, run }) => image !== before && run.phase === "done");
    expect(image).toMatchObject({ crop: CROP, title: { from: "file", name: "cat.jpg" } });
    expect(image!.sha256).not.toBe(before.sha256);
    actions.applyCrop(null);
    const again = await until(({ image, run }) => image?.crop === undefined && run.phase === "done");
    expect(again.image!.sha256).toBe(before.sha256);
  });

  it("leaves the page as it was where the dialog is closed, also while the file is read", async () => {
    const { world, store, actions, until } = await dropped();
    const { image, result } = store.getState();
    const reading = gate();
    world.beforeDecode = () => reading.opened;
    actions.openCrop();
    actions.closeDialog();
    reading.open();
    await until((state) => state.cropping.phase === "ready");
    expect(store.getState()).toMatchObject({ dialog: null, image, result });
  });

  it("is of no sample, and says so where a file cannot be read any more", async () => {
    const world = testWorld();
    const { store, actions, until } = await page(world);
    actions.openCrop();
    actions.applyCrop(CROP);
    expect(store.getState()).toMatchObject({ dialog: null, load: null });
    actions.openFile(new Blob(["cat"]), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    world.beforeDecode = () => Promise.reject(new Error("gone"));
    actions.openCrop();
    await until((state) => state.cropping.phase === "failed");
  });

  it("comes back with a run that broke off", async () => {
    const { world, store, actions, until } = await dropped();
    actions.applyCrop(CROP);
    const cropped = await until(({ image, run }) => image?.crop !== undefined && run.phase === "done");
    const asked = gate();
    world.beforeBatch = () => asked.opened;
    actions.setGrid(2, 2);
    await until(({ address }) => address.written.fragment.includes("kept"));
    await until(({ stored }) => stored.length > 0);
    const { fragment } = store.getState().address.written;
    const elsewhere = testWorld();
    elsewhere.services.vault = world.services.vault;
    elsewhere.bar.entries[0] = `#${fragment}`;
    const reloaded = await page(elsewhere);
    const { image } = reloaded.store.getState();
    expect(image).toMatchObject({ sha256: cropped.image!.sha256 });
    asked.open();
  });
});
