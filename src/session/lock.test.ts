import { describe, expect, it } from "vitest";
import type { ModelManifest, ManifestTruth } from "../models/manifest.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { encodePayload } from "../formats/link/payload.ts";
import { sha256 } from "../platform/sha256.ts";
import { page, photo } from "./page.fixture.ts";
import { selectLock } from "./lock.ts";
import { selectTruth } from "./truth.ts";
import { testModel, testWorld, type World } from "./world.fixture.ts";

/** A world whose glass box is constructed for its own sample: two classes, v known at both layers and the output. */
async function worldWithTruth(): Promise<{ readonly world: World; readonly truth: ManifestTruth }> {
  const world = testWorld();
  const { pixels } = await world.services.decode(new Blob(["box.png"]), { width: 8, height: 8, resize: "centre-crop" });
  const truth: ManifestTruth = {
    rows: 3,
    cols: 3,
    baseline: "mean",
    images: [await sha256(pixels.rgb)],
    target: 1,
    concepts: [{ kind: "and", mask: 1, effects: [0.5, 0, -2] }],
  };
  world.services.loadModel = async (name) => {
    await world.beforeLoad(name);
    const loaded = testModel(name);
    const classes = loaded.manifest.classes.slice(0, 2);
    return name !== "glass-box"
      ? loaded
      : { ...loaded, manifest: { ...loaded.manifest, classes, classMap: [[0], [1]], truth } as ModelManifest };
  };
  return { world, truth };
}

it("is one object as long as the network is the same, so that a view that reads it is drawn once", async () => {
  const { world } = await worldWithTruth();
  const there = await atRest(world);
  await choose(there, "glass-box");
  const state = there.store.getState();
  expect(selectLock(state)).toMatchObject({ rows: 3, cols: 3, picked: null, baseline: "mean" });
  expect(selectLock({ ...state })).toBe(selectLock(state));
});

const atRest = (world: World) => page(world);
type Page = Awaited<ReturnType<typeof atRest>>;

async function choose({ actions, until }: Page, name: string): Promise<void> {
  actions.chooseModel(name);
  await until(
    ({ model, result, run, load }) =>
      (model?.name ?? result?.model.name) === name && load === null && ["done", "opened"].includes(run.phase),
  );
}

describe("a network whose truth is known", () => {
  it("takes no other grid and no other baseline", async () => {
    const { world } = await worldWithTruth();
    const shown = await atRest(world);
    expect(selectLock(shown.store.getState())).toBeNull();
    shown.actions.setGrid(2, 2);
    await shown.until(({ settings, run }) => settings.rows === 2 && run.phase === "done");
    await choose(shown, "glass-box");
    expect(shown.store.getState()).toMatchObject({
      settings: { rows: 3, cols: 3, baseline: "mean" },
      result: { players: { n: 9 } },
    });
    expect(selectLock(shown.store.getState())).toMatchObject({ rows: 3, cols: 3, baseline: "mean" });
    const { result, settings } = shown.store.getState();
    shown.actions.setGrid(4, 4);
    shown.actions.setBaseline("blur");
    expect(shown.store.getState()).toMatchObject({ run: { phase: "done" } });
    expect(shown.store.getState().result).toBe(result);
    expect(shown.store.getState().settings).toBe(settings);
  });

  it.each(["#sample=box.png&grid=4x4", "#sample=box.png&hidden=zero"])(
    "answers an address that asks otherwise with its own question, and says so: %s",
    async (fragment) => {
      const { world } = await worldWithTruth();
      world.bar.entries[0] = fragment;
      const { store, until } = await atRest(world);
      await until(({ run }) => run.phase === "done");
      expect(store.getState()).toMatchObject({
        settings: { rows: 3, cols: 3, baseline: "mean" },
        notice: { code: "question-locked", values: { name: "glass-box", rows: 3, cols: 3 } },
      });
      expect(world.bar.entries).toEqual(["#sample=box.png"]);
    },
  );

  it("says nothing where an address asks its own question", async () => {
    const { world } = await worldWithTruth();
    world.bar.entries[0] = "#sample=box.png&kappa=0.1-range";
    const { store, until } = await atRest(world);
    await until(({ run }) => run.phase === "done");
    expect(store.getState()).toMatchObject({ notice: null, settings: { kappaFraction: 0.1 } });
  });

  it("has its truth for its own image, with the other sign for the other class, and for no other image", async () => {
    const { world, truth } = await worldWithTruth();
    const shown = await atRest(world);
    expect(selectTruth(shown.store.getState())).toBeNull();
    await choose(shown, "glass-box");
    expect(selectTruth(shown.store.getState())).toEqual({ of: "image", concepts: truth.concepts });
    expect(selectTruth(shown.store.getState())).toBe(selectTruth(shown.store.getState()));
    shown.actions.setTarget(0);
    await shown.until(({ run, result }) => run.phase === "done" && result?.target?.index === 0);
    expect(selectTruth(shown.store.getState())).toEqual({
      of: "image",
      concepts: [{ kind: "and", mask: 1, effects: [-0.5, -0, 2] }],
    });
    shown.actions.openFile(photo(5), "cat.jpg");
    await shown.until(({ run, image }) => run.phase === "done" && image?.title.from === "file");
    expect(selectTruth(shown.store.getState())).toEqual({ of: "other-image" });
  });
});

describe("an opened picture of a network whose truth is known", () => {
  it("has its lock and its truth before it is run again, and the truth of no other image and no other network", async () => {
    const { world, truth } = await worldWithTruth();
    const first = await atRest(world);
    await choose(first, "glass-box");
    const { snapshot } = first.store.getState().result!;
    const address = async (of: Snapshot): Promise<string> => `#s=${(await encodePayload(of, null)).text}`;
    const lossy = { ...snapshot!, image: { ...snapshot!.image, exact: false } };
    world.services.manifestOf = async ({ name }) =>
      name === "glass-box"
        ? (await world.services.loadModel(name, new AbortController().signal, "first")).manifest
        : null;
    const opened = async (of: Snapshot): Promise<Page> => {
      world.bar.entries.splice(0, world.bar.entries.length, await address(of));
      world.bar.at = 0;
      const shown = await page(world);
      await shown.until(({ knownManifest }) => knownManifest !== null);
      return shown;
    };
    for (const of of [snapshot!, lossy]) {
      const { store, actions } = await opened(of);
      expect(store.getState().model).toBeNull();
      expect(selectLock(store.getState())).toMatchObject({ rows: 3, cols: 3, baseline: "mean" });
      expect(selectTruth(store.getState())).toEqual({ of: "image", concepts: truth.concepts });
      actions.setGrid(2, 2);
      expect(store.getState()).toMatchObject({ settings: { rows: 3, cols: 3 }, run: { phase: "opened" } });
    }
    expect(
      selectTruth(
        (await opened({ ...snapshot!, image: { ...snapshot!.image, sha256: "0".repeat(64) } })).store.getState(),
      ),
    ).toEqual({ of: "other-image" });
    const fewer = (await opened({ ...snapshot!, layers: snapshot!.layers.slice(1), values: null })).store.getState();
    expect(selectTruth(fewer)).toBeNull();
    const foreign = {
      ...fewer,
      result: { ...fewer.result!, model: { ...fewer.result!.model, sha256: "1".repeat(64) } },
    };
    expect([selectTruth(foreign), selectLock(foreign)]).toEqual([null, null]);
  });
});

describe("going back to another network", () => {
  it("brings back the sample and the question that were there", async () => {
    const { world } = await worldWithTruth();
    world.services.samples = async () => [
      { file: "dog.png", model: "imagenette-residual", label: "dog" },
      { file: "cat.png", model: "imagenette-residual", label: "cat" },
      { file: "box.png", model: "glass-box", label: "dog" },
    ];
    const shown = await atRest(world);
    shown.actions.chooseSample({ file: "cat.png", model: "imagenette-residual", label: "cat" });
    await shown.until(
      ({ run, image }) => run.phase === "done" && image?.title.from === "sample" && image.title.file === "cat.png",
    );
    shown.actions.setGrid(2, 2);
    await shown.until(({ run, settings }) => run.phase === "done" && settings.rows === 2);
    const { image, settings } = shown.store.getState();
    await choose(shown, "glass-box");
    expect(shown.store.getState().image?.title).toEqual({ from: "sample", file: "box.png" });
    await choose(shown, "imagenette-residual");
    expect(shown.store.getState()).toMatchObject({
      image: { title: image!.title, sha256: image!.sha256 },
      settings,
      notice: null,
    });
    expect(world.bar.entries[world.bar.at]).toBe("#sample=cat.png&grid=2x2");
  });

  it("takes a person's own image along, and gives it the grid back that the lock took", async () => {
    const { world } = await worldWithTruth();
    const shown = await atRest(world);
    shown.actions.openFile(photo(5), "cat.jpg");
    await shown.until(({ run, image }) => run.phase === "done" && image?.title.from === "file");
    shown.actions.setGrid(2, 2);
    await shown.until(({ run, settings }) => run.phase === "done" && settings.rows === 2);
    await choose(shown, "glass-box");
    expect(shown.store.getState()).toMatchObject({
      image: { title: { from: "file", name: "cat.jpg" } },
      settings: { rows: 3, cols: 3 },
    });
    await choose(shown, "imagenette-residual");
    expect(shown.store.getState()).toMatchObject({
      image: { title: { from: "file", name: "cat.jpg" } },
      settings: { rows: 2, cols: 2 },
    });
  });

  it("brings back a person's own image that a sample has taken the place of elsewhere", async () => {
    const { world } = await worldWithTruth();
    const shown = await atRest(world);
    shown.actions.openFile(photo(5), "cat.jpg");
    await shown.until(({ run, image }) => run.phase === "done" && image?.title.from === "file");
    await choose(shown, "glass-box");
    shown.actions.chooseSample({ file: "box.png", model: "glass-box", label: "dog" });
    await shown.until(({ run, image }) => run.phase === "done" && image?.title.from === "sample");
    await choose(shown, "imagenette-residual");
    expect(shown.store.getState().image?.title).toEqual({ from: "file", name: "cat.jpg" });
  });
});
