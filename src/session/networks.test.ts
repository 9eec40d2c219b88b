import { afterEach, describe, expect, it, vi } from "vitest";
import { left3, makeLeft } from "../formats-before/database.fixture.ts";
import { before, beforeJson, pictureDigest } from "../formats-before/picture.fixture.ts";
import { eventually } from "../platform/eventually.fixture.ts";
import { explored, page } from "./page.fixture.ts";
import { listed, testWorld, type World } from "./world.fixture.ts";

afterEach(() => vi.restoreAllMocks());

const GOLDEN = beforeJson<{ readonly answers: Record<string, string> }>("golden.json");

/** The page as it ships without the network that pictures of before were computed with, in a browser that was visited before. */
async function withoutIt(address = ""): Promise<World> {
  const world = testWorld();
  world.services.models = async () => ["residual", "glass-box"].map(listed);
  world.services.samples = async () => [{ file: "dog.png", model: "residual", label: "dog" }];
  await makeLeft(world.database, left3);
  world.bar.entries[0] = address;
  return world;
}

const file = (name: string): Blob => new Blob([before(name) as Uint8Array<ArrayBuffer>]);

const RETIRED = { code: "model-retired", values: { name: "imagenette64" }, action: "choose-network" };

describe("a network that ships no longer", () => {
  it.each([
    ["a link", beforeJson<Record<string, string>>("links.json")["golf ball, exact image"]!],
    ["what is kept", left3.addresses["church"]!],
  ])("leaves the picture of %s to be opened, and says that it is gone to whoever asks it", async (_, address) => {
    const world = await withoutIt(address);
    const { store, actions, until } = await page(world);
    const { result, run, notice } = store.getState();
    expect([run.phase, notice, result?.model.name]).toEqual(["opened", null, "imagenette64"]);
    actions.runAgain();
    expect((await until((state) => state.notice !== null)).notice).toMatchObject(RETIRED);
    expect(store.getState()).toMatchObject({ result, run, load: null, model: null });
    actions.dismissNotice();
    actions.setGrid(2, 2);
    expect((await until((state) => state.notice !== null)).notice).toMatchObject(RETIRED);
    expect(store.getState().result).toBe(result);
    expect(world.bar.entries).toEqual([address]);
  });

  it("leaves files to be opened; its image can be asked of another network", async () => {
    const world = await withoutIt();
    const { store, actions, until } = await page(world);
    actions.openFile(file("golf-ball.with-v.strata"), "golf-ball.strata");
    await until(({ run, load, filing }) => run.phase === "opened" && load === null && !filing);
    const { image, notice } = store.getState();
    expect(notice).toBeNull();
    actions.runAgain();
    expect((await until((state) => state.notice !== null)).notice).toMatchObject(RETIRED);
    actions.openNetworks();
    expect(store.getState().dialog).toBe("networks");
    actions.closeDialog();
    actions.chooseModel("residual");
    const asked = await until(({ model, run }) => model?.name === "residual" && run.phase === "done");
    expect(asked.image?.title).toEqual(image?.title);
    expect(asked.result?.snapshot?.model.name).toBe("residual");
  });

  it("has the whole of what was kept of it in the library", async () => {
    const world = await withoutIt();
    const { store, actions, until } = await page(world);
    actions.openLibrary();
    const { libraryList } = await until((state) => state.libraryList !== null);
    const church = libraryList!.entries.filter(({ model }) => model.name === "imagenette64");
    expect(church.length).toBeGreaterThan(1);
    actions.openEntry(church[0]!.id);
    await until(({ run, load }) => run.phase === "opened" && load === null);
    expect(Object.values(GOLDEN.answers)).toContain(pictureDigest(store.getState().result!.snapshot!));
  });

  it.each(["parachute, interrupted", "chain saw, an image by itself"])(
    "has its image asked of the page's own network where that is all that is kept: %s",
    async (name) => {
      const world = await withoutIt(left3.addresses[name]!);
      const { store, until } = await page(world);
      await until(({ run }) => run.phase === "done");
      const { model, image, notice } = store.getState();
      expect(notice).toMatchObject({
        code: "model-replaced",
        values: { name: "imagenette64", other: "residual" },
        action: "choose-network",
      });
      expect(model?.name).toBe("residual");
      expect(image?.title).toEqual({
        from: "file",
        name: name.startsWith("parachute") ? "parachute.webp" : "chain-saw.jpg",
      });
      // The address is now that of what is on the page.
      await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/^#kept=726573/));
    },
  );

  it("says so when its interrupted run is to go on", async () => {
    const { actions, until, store } = await page(await withoutIt());
    actions.openLibrary();
    const { libraryList } = await until((state) => state.libraryList !== null);
    actions.resumeRun(libraryList!.interrupted[0]!.id);
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    expect(store.getState().notice).toMatchObject({ code: "model-replaced", values: { other: "residual" } });
  });

  it.each([
    ["#model=imagenette64&sample=dog.png", RETIRED],
    ["#model=imagenette64", RETIRED],
    ["#model=zebra&sample=dog.png", { code: "model-unknown", values: { name: "zebra" }, action: "choose-network" }],
    ["#sample=zebra.png", { code: "sample-unknown", values: { name: "zebra.png" } }],
  ])("is named when %s asks for it, and the page starts as it does on its own", async (address, notice) => {
    const world = await withoutIt(address);
    const { store, phase } = await page(world);
    const { model, image } = await phase("done");
    expect(store.getState().notice).toMatchObject(notice);
    expect([model?.name, image?.title]).toEqual(["residual", { from: "sample", file: "dog.png" }]);
  });
});

describe("a network by its name", () => {
  const SAMPLES = [
    { file: "dog.png", model: "imagenette-residual", label: "dog" },
    { file: "cat.png", model: "imagenette-residual", label: "cat" },
    { file: "cat.png", model: "plain", label: "cat" },
    { file: "dog.png", model: "plain", label: "dog" },
    { file: "box.png", model: "glass-box", label: "dog" },
  ];
  const withThree = (address = ""): World => {
    const world = testWorld();
    world.services.models = async () => ["imagenette-residual", "plain", "glass-box"].map(listed);
    world.services.samples = async () => SAMPLES;
    world.bar.entries[0] = address;
    return world;
  };

  it.each([
    ["#model=plain", "plain", "cat.png", "#model=plain"],
    ["#model=plain&sample=dog.png", "plain", "dog.png", "#model=plain&sample=dog.png"],
    ["#sample=dog.png", "imagenette-residual", "dog.png", "#sample=dog.png"],
    ["#model=imagenette-residual&sample=dog.png", "imagenette-residual", "dog.png", "#sample=dog.png"],
    ["#sample=box.png", "glass-box", "box.png", "#sample=box.png"],
    ["#model=glass-box&sample=dog.png", "glass-box", "dog.png", "#model=glass-box&sample=dog.png"],
  ])("%s opens it", async (address, name, sample, written) => {
    const world = withThree(address);
    const { phase } = await page(world);
    const { model, image } = await phase("done");
    expect([model?.name, image?.title]).toEqual([name, { from: "sample", file: sample }]);
    await eventually(() => expect(world.bar.entries).toEqual([written]));
  });

  it("takes the sample on the page along where that is offered for it, and the address says which of them is asked", async () => {
    const world = withThree("#sample=dog.png&grid=2x2");
    const { actions, until, phase } = await page(world);
    await phase("done");
    actions.chooseModel("plain");
    const plain = await until(({ model, run }) => model?.name === "plain" && run.phase === "done");
    expect([plain.image?.title, plain.settings.rows]).toEqual([{ from: "sample", file: "dog.png" }, 2]);
    await eventually(() => expect(world.bar.entries.at(-1)).toBe("#model=plain&sample=dog.png&grid=2x2"));
    actions.chooseModel("glass-box");
    const box = await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    expect(box.image?.title).toEqual({ from: "sample", file: "box.png" });
    // What was on the page with it last comes back where the sample has to give way.
    actions.chooseModel("plain");
    const back = await until(({ model, run }) => model?.name === "plain" && run.phase === "done");
    expect(back.image?.title).toEqual({ from: "sample", file: "dog.png" });
    world.goTo(-1);
    await until(({ model, load }) => model?.name === "glass-box" && load === null);
  });

  it("gets one's own image, whose address says by itself which network it is", async () => {
    const world = withThree();
    const { actions, until } = await explored(world);
    actions.chooseModel("plain");
    const { image } = await until(({ model, run }) => model?.name === "plain" && run.phase === "done");
    expect(image?.title).toEqual({ from: "file", name: "cat.jpg" });
    await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/^#kept=706c61696e/));
    const again = await page(world);
    expect(again.store.getState()).toMatchObject({
      image: { title: { name: "cat.jpg" } },
      result: { model: { name: "plain" } },
    });
  });
});
