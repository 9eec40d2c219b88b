import type { StrataState } from "./state.ts";
import { describe, expect, it } from "vitest";
import { readStrataFile } from "../formats/strata-file/read.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { writeStrataFile } from "../formats/strata-file/write.ts";
import { selectKnownClasses, selectPicture, selectRepeated } from "./selectors.ts";
import { ModelError } from "../models/errors.ts";
import { gate, startedStore, testModel, testWorld, type World } from "./world.fixture.ts";

/** What the command line makes of the page's own start: without scores, named by the file. */
async function computedBefore(): Promise<Snapshot> {
  const { actions, store, phase } = startedStore(testWorld());
  actions.start();
  await phase("done");
  const { snapshot } = store.getState().result!;
  const [entry] = await readStrataFile(
    await writeStrataFile([{ name: "dog.png", createdMs: 0, snapshot: snapshot! }], { values: false }),
  );
  return { ...entry!.snapshot, image: { ...entry!.snapshot.image, name: "dog.png" } };
}

const shipped = await computedBefore();

/** A world whose page ships with a picture. */
function worldWith(picture: Snapshot | null): World {
  const world = testWorld();
  world.services.shippedPicture = async () => picture;
  return world;
}

const rowsOf = (state: StrataState): string[] =>
  selectPicture(state)!.shown.map(({ kind, mask, fate }) => `${kind}${mask}${fate}`);

describe("the picture that ships with the page", () => {
  it("is there before the network is asked for, and until its own run is through", async () => {
    const world = worldWith(shipped);
    const [load, solve] = [gate(), gate()];
    const thereAtLoad: boolean[] = [];
    world.beforeLoad = () => {
      thereAtLoad.push(selectPicture(store.getState()) !== null);
      return load.opened;
    };
    world.beforeSolve = () => solve.opened;
    const { store, actions, until, phase } = startedStore(world);
    actions.start();
    const first = await until(({ result }) => result !== null);
    expect(first).toMatchObject({
      image: { title: { from: "sample", file: "dog.png" } },
      run: { phase: "opened", from: "build" },
      load: { what: "model" },
    });
    expect(selectRepeated(first)).toBe("build");
    const rows = rowsOf(first);
    expect(rows.length).toBeGreaterThan(0);
    load.open();
    expect(thereAtLoad).toEqual([true]);
    const seen: StrataState[] = [];
    store.subscribe((state) => void seen.push(state));
    const solving = await phase("solving");
    expect(solving.result).toBe(first.result);
    expect(selectRepeated(solving)).toBe("build");
    solve.open();
    const done = await phase("done");
    // The rows were there all along, and are now the run's own.
    expect(seen.every((state) => rowsOf(state).join() === rows.join())).toBe(true);
    expect(done.result).toMatchObject({ opened: null, snapshot: { layers: { length: 3 } } });
    expect(done.result!.snapshot!.image.name).toBe("dog");
    expect(done.verification).toMatchObject({ agrees: true });
    expect(selectRepeated(done)).toBeNull();
    expect(world.bar.entries).toEqual([""]);
    expect(await (await world.services.vault()).library.list()).toEqual([]);
  });

  it("is drawn with all that its network can answer with, before that is there", async () => {
    const world = worldWith(shipped);
    world.services.manifestOf = async ({ name, sha256 }) =>
      name === "imagenette-residual" && sha256 === shipped.model.sha256
        ? { ...testModel(name).manifest, sha256, classes: ["cat", "dog"] }
        : null;
    const load = gate();
    world.beforeLoad = () => load.opened;
    const { store, actions, until, phase } = startedStore(world);
    const lists: string[] = [];
    store.subscribe((state) => void (state.result !== null && lists.push(selectKnownClasses(state).join())));
    actions.start();
    await until(({ result }) => result !== null);
    expect(lists[0]).toBe("cat,dog");
    load.open();
    const done = await phase("done");
    expect(selectKnownClasses(done)).toEqual(done.model!.manifest.classes);
  });

  it("is left on the page, as what it is, when its run is stopped", async () => {
    const world = worldWith(shipped);
    const load = gate();
    world.beforeLoad = () => load.opened;
    const { store, actions, until, phase } = startedStore(world);
    actions.start();
    const { result } = await until(({ run }) => run.phase === "opened");
    actions.cancel();
    expect(store.getState()).toMatchObject({ load: null, run: { phase: "opened", from: "build" }, result });
    load.open();
    const asked = gate();
    world.beforeBatch = () => {
      asked.open();
      return new Promise(() => undefined);
    };
    actions.runAgain();
    await asked.opened;
    actions.selectConcept({ kind: "and", mask: 3 }, 1);
    actions.cancel();
    expect(store.getState()).toMatchObject({
      run: { phase: "opened", from: "build", total: 512 },
      result,
      selection: { concept: { kind: "and", mask: 3 }, layer: 1 },
    });
    world.beforeBatch = async () => undefined;
    actions.runAgain();
    expect(await phase("done")).toMatchObject({ verification: { agrees: true }, selection: { layer: 1 } });
  });

  it("stays when the network cannot be had, or breaks, and the page says so", async () => {
    const world = worldWith(shipped);
    world.beforeLoad = () => Promise.reject(new ModelError("not-found", "Failed to fetch"));
    const { store, actions, until } = startedStore(world);
    actions.start();
    expect(await until(({ notice }) => notice !== null)).toMatchObject({
      notice: { code: "model-missing" },
      run: { phase: "opened", from: "build" },
    });
    world.beforeLoad = async () => undefined;
    world.beforeBatch = () => Promise.reject(new Error("broken"));
    actions.runAgain();
    const { result } = await until(({ notice }) => notice?.code === "run-unknown");
    expect(store.getState()).toMatchObject({ run: { phase: "opened", from: "build" }, result });
    world.beforeBatch = async () => undefined;
    actions.retry();
    expect(await until(({ run }) => run.phase === "done")).toMatchObject({ verification: { agrees: true } });
  });

  it("gives way at once where something else is asked meanwhile", async () => {
    const world = worldWith(shipped);
    const hold = gate();
    world.beforeBatch = () => hold.opened;
    const { actions, until, phase } = startedStore(world);
    actions.start();
    expect(await until(({ run, model }) => run.phase === "loading" && model !== null)).toMatchObject({
      result: { opened: "build" },
    });
    actions.setTarget(0);
    expect((await until(({ settings }) => settings.target === 0)).result).toMatchObject({
      opened: null,
      snapshot: null,
      target: null,
    });
    hold.open();
    expect(await phase("done")).toMatchObject({
      verification: null,
      result: { target: { index: 0 }, snapshot: { target: { index: 0 } } },
    });
  });

  it("gives way to another κ while its layers are solved, and after its run was stopped there", async () => {
    for (const stop of [false, true]) {
      const world = worldWith(shipped);
      const hold = gate();
      world.beforeSolve = () => hold.opened;
      const { actions, until, phase } = startedStore(world);
      actions.start();
      await phase("solving");
      if (stop) actions.cancel();
      actions.setKappa(0.1, "range");
      const after = await until(({ result }) => result?.opened === null);
      expect(after.result).toMatchObject({
        settings: { kappaFraction: 0.1 },
        snapshot: null,
        layers: [null, null, null],
      });
      hold.open();
      expect((await phase("done")).result!.snapshot!.kappaFraction).toBe(0.1);
    }
  });

  it("does not hide that the run found something else", async () => {
    const wrong = {
      ...shipped,
      layers: shipped.layers.map((layer, l) => (l === 1 ? { ...layer, vFull: layer.vFull + 1 } : layer)),
    };
    const { actions, phase } = startedStore(worldWith(wrong));
    actions.start();
    const done = await phase("done");
    expect(done.verification).toMatchObject({ agrees: false });
    expect(done.result!.layers[1]!.vFull).toBe(shipped.layers[1]!.vFull);
  });

  const { image } = shipped;
  const elsewhere: [string, Snapshot | null, string][] = [
    ["there is none", null, ""],
    ["it was made for another class", { ...shipped, target: { ...shipped.target, index: 0 } }, ""],
    ["it was made for another grid", { ...shipped, players: { ...shipped.players, rows: 1, cols: 9 } }, ""],
    ["it was made with another baseline", { ...shipped, baseline: "zero" }, ""],
    ["it was made with another κ", { ...shipped, kappaFraction: 0.1 }, ""],
    ["it was made with another τ", { ...shipped, tauFraction: 0.1 }, ""],
    ["it was made for another sample", { ...shipped, image: { ...image, name: "box.png" } }, ""],
    ["its image is not the one it was made for", { ...shipped, image: { ...image, sha256: "0".repeat(64) } }, ""],
    ["its image was left out", { ...shipped, image: { ...image, pixels: null, exact: false } }, ""],
    ["a sample is named", shipped, "#sample=dog.png"],
    ["another grid is asked for", shipped, "#grid=2x2"],
    ["another class is asked for", shipped, "#target=0"],
  ];
  it.each(elsewhere)("is not used where %s", async (_, picture, fragment) => {
    const world = worldWith(picture);
    world.bar.entries[0] = fragment;
    const { store, actions, phase } = startedStore(world);
    const phases = new Set<string>();
    store.subscribe(({ run }) => void phases.add(run.phase));
    actions.start();
    await phase("done");
    expect([...phases]).not.toContain("opened");
  });

  it("is looked at as the address says", async () => {
    const world = worldWith(shipped);
    world.bar.entries[0] = "#concept=and3&layer=1";
    const { actions, until, phase } = startedStore(world);
    actions.start();
    expect((await until(({ run }) => run.phase === "opened")).selection).toMatchObject({
      concept: { kind: "and", mask: 3 },
      layer: 1,
    });
    expect((await phase("done")).selection).toMatchObject({ concept: { kind: "and", mask: 3 }, layer: 1 });
    expect(world.bar.entries).toEqual(["#concept=and3&layer=1"]);
  });

  it("is looked at otherwise without its run being given up", async () => {
    const world = worldWith(shipped);
    const load = gate();
    world.beforeLoad = () => load.opened;
    const { store, actions, until, phase } = startedStore(world);
    actions.start();
    await until(({ run }) => run.phase === "opened");
    world.bar.entries[0] = "#concept=and3";
    world.bar.moved();
    expect(store.getState()).toMatchObject({
      selection: { concept: { kind: "and", mask: 3 } },
      load: { again: true },
    });
    load.open();
    expect((await phase("done")).selection.concept).toEqual({ kind: "and", mask: 3 });
  });
});
