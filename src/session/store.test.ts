import { hasPlayer } from "../core/masks.ts";
import { describe, expect, it, vi } from "vitest";
import { eventually, turns } from "../platform/eventually.fixture.ts";
import { WorkerError } from "../platform/worker-error.ts";
import { InferenceError } from "../backends/errors.ts";
import { ModelError } from "../models/errors.ts";
import {
  selectAllRows,
  selectExpectedSeconds,
  selectFullScores,
  selectPatchCounts,
  selectPicture,
  selectShapley,
} from "./selectors.ts";
import { gate, listed, startedStore, testModel, testWorld } from "./world.fixture.ts";

async function explored(world = testWorld()) {
  const page = startedStore(world);
  page.actions.start();
  await page.phase("done");
  return { world, ...page };
}

describe("start", () => {
  it("explores the preferred model's own sample without a click, and measures the rate", async () => {
    const { store } = await explored();
    const state = store.getState();
    expect(state.model?.name).toBe("imagenette-residual");
    expect(state.image?.title).toEqual({ from: "sample", file: "dog.png" });
    expect(state.run).toMatchObject({ phase: "done", total: 512 });
    expect(state.result?.snapshot?.target.label).toBe("dog");
    expect(state.result?.layers.every((layer) => layer !== null)).toBe(true);
    const expected = selectExpectedSeconds(state);
    const { masksPerSecond, solved } = state.paces["imagenette-residual"]!;
    expect(expected(9)).toBeCloseTo(512 / masksPerSecond + solved!.seconds, 9);
    expect(expected(12)).toBeGreaterThan(8 * (512 / masksPerSecond) + 8 * solved!.seconds);
  });
  it("stays done when a solver's progress trails behind its result", async () => {
    const { store } = await explored();
    await turns();
    expect(store.getState().run.phase).toBe("done");
  });
  it("takes the first model listed where the preferred one is not shipped", async () => {
    const world = testWorld();
    const services = { ...world.services, models: async () => [listed("glass-box")] };
    const { store } = await explored({ ...world, services });
    expect(store.getState().image?.title).toEqual({ from: "sample", file: "box.png" });
  });
  it("says when nothing can be fetched, and starts again on request", async () => {
    const world = testWorld();
    world.beforeLoad = () =>
      Promise.reject(new ModelError("not-found", "models/imagenette-residual.onnx: Failed to fetch"));
    const { store, actions, phase } = startedStore(world);
    actions.start();
    expect((await phase("failed")).notice).toMatchObject({
      code: "model-missing",
      values: { name: "imagenette-residual" },
      action: "open-again",
    });
    world.beforeLoad = async () => undefined;
    actions.runAgain();
    await phase("done");
    expect(store.getState().result?.snapshot).not.toBeNull();
  });
});

describe("what fills up while a run goes on", () => {
  it("shows classes and scores after the first batch, then layers as they are solved", async () => {
    const world = testWorld();
    const hold = gate();
    let batches = 0;
    world.beforeBatch = async () => (++batches > 1 ? hold.opened : undefined);
    const { actions, until, phase } = startedStore(world);
    actions.start();
    const early = await until(({ result }) => result?.partial !== null && result !== null);
    expect(early.result?.top?.[0]?.label).toBe("dog");
    expect(selectFullScores(early).every(({ all }) => all !== null)).toBe(true);
    expect(selectPicture(early)).toBeNull();
    expect(selectShapley(early)).toEqual([null, null, null]);
    const last = gate();
    let solves = 0;
    world.beforeSolve = async () => (++solves === 3 ? last.opened : undefined);
    hold.open();
    const some = await until(({ run }) => run.phase === "solving" && run.solved > 0);
    expect(some.result?.layers.map((layer) => layer !== null)).toEqual([false, true, true]);
    last.open();
    expect(selectShapley(await phase("done")).every((values) => values?.length === 9)).toBe(true);
  });
});

describe("another question", () => {
  it("does not run the network again, and answers for the new class", async () => {
    const { world, store, actions, until } = await explored();
    actions.setTarget(2);
    await until(({ run, result }) => run.phase === "done" && result?.snapshot?.target.label === "owl");
    actions.setKappa(0.08, "delta");
    await until(({ run, result }) => run.phase === "done" && result?.snapshot?.kappaOf === "delta");
    expect(world.counts.evaluations).toBe(1);
    expect(store.getState().result?.snapshot?.target.label).toBe("owl");
  });
  it("of one class rather than another scores the difference of their logits, and keeps its own address", async () => {
    const { world, store, actions, until } = await explored();
    const plain = store.getState().result!.snapshot!;
    actions.setTarget(2, 0);
    await until(({ run, result }) => run.phase === "done" && result?.snapshot?.target.rather !== undefined);
    const { target, layers, values } = store.getState().result!.snapshot!;
    expect(target).toMatchObject({ index: 2, label: "owl", rather: { index: 0, label: "cat" } });
    expect(world.counts.evaluations).toBe(1);
    expect(layers.every(({ scaleFrom }) => scaleFrom === "image")).toBe(true);
    // Held against each other the other way round, every score has the other sign.
    actions.setTarget(0, 2);
    await until(({ run, result }) => run.phase === "done" && result?.snapshot?.target.index === 0);
    const turned = store.getState().result!.snapshot!.values!;
    values!.layers.forEach((v, l) =>
      v.forEach((score, mask) => expect(turned.layers[l]![mask]).toBeCloseTo(-score, 9)),
    );
    expect(values!.layers).not.toEqual(plain.values!.layers);
    expect(store.getState().settings).toMatchObject({ target: 0, rather: 2 });
    actions.setTarget("auto");
    await until(({ run, result }) => run.phase === "done" && result?.snapshot?.target.rather === undefined);
    expect(store.getState().result!.snapshot!.values).toEqual(plain.values);
  });
  it("asked while masks are still measured, is answered at their end, with no score of the other class shown", async () => {
    const world = testWorld();
    const hold = gate();
    let batches = 0;
    world.beforeBatch = async () => (++batches > 2 ? hold.opened : undefined);
    const { store, actions, until, phase } = startedStore(world);
    actions.start();
    await until(({ result }) => (result?.partial ?? null) !== null);
    actions.setTarget(0);
    expect(store.getState().result).toMatchObject({ partial: null, settings: { target: 0 } });
    hold.open();
    const done = await phase("done");
    expect(done.result?.snapshot?.target.label).toBe("cat");
    expect(world.counts.evaluations).toBe(1);
  });
  it("keeps the selection; another grid clears it and runs the network", async () => {
    const { world, store, actions, phase, until } = await explored();
    actions.togglePatch(3, false);
    actions.setTarget(0);
    await until(({ run, result }) => run.phase === "done" && result?.snapshot?.target.index === 0);
    expect(store.getState().selection.patches).toBe(8);
    actions.setGrid(2, 2);
    expect(store.getState().selection.patches).toBe(0);
    await phase("done");
    expect(store.getState().result?.players.n).toBe(4);
    expect(world.counts.evaluations).toBe(2);
  });
  it("and what is painted are gone with another cut, whose patches are others, and stay with another baseline", async () => {
    const { store, actions, phase } = await explored();
    actions.togglePatch(3, false);
    actions.paint(0b11, "object");
    const { selection, regions } = store.getState();
    expect(regions.object).toBe(3);
    actions.setBaseline("zero");
    await phase("done");
    expect(store.getState()).toMatchObject({ selection: { patches: 8 }, regions });
    actions.setCut("superpixels");
    expect(store.getState()).toMatchObject({ selection: { patches: 0 }, regions: { object: 0 } });
    await phase("done");
    expect(selection.patches).toBe(8);
    expect(store.getState().result?.players.cut).toBe("superpixels");
  });
});

describe("a network with many classes", () => {
  function worldOfManyClasses() {
    const world = testWorld();
    const labels = Array.from({ length: 30 }, (_, c) => `class ${c}`);
    world.services.loadModel = async (name) => {
      const { manifest, ...model } = testModel(name);
      return { ...model, manifest: { ...manifest, classes: labels, classMap: labels.map((_, c) => [c]) } };
    };
    return world;
  }

  it("keeps ten, and runs once more, saying so, for another", async () => {
    const world = worldOfManyClasses();
    const { store, actions, phase, until } = startedStore(world);
    actions.start();
    await phase("done");
    const { evaluations } = world.counts;
    actions.setTarget(store.getState().result!.top![2]!.index);
    await until(({ run, settings, result }) => run.phase === "done" && result?.target?.index === settings.target);
    expect(world.counts.evaluations).toBe(evaluations);
    actions.setTarget(5);
    expect(store.getState().notice?.code).toBe("class-not-kept");
    await until(({ run, result }) => run.phase === "done" && result?.target?.index === 5);
    expect(world.counts.evaluations).toBeGreaterThan(evaluations);
  });

  it("runs once more, saying so, for a class that is asked about while it runs", async () => {
    const world = worldOfManyClasses();
    const hold = gate();
    let batches = 0;
    world.beforeBatch = async () => (++batches > 3 ? hold.opened : undefined);
    const { store, actions, until, phase } = startedStore(world);
    actions.start();
    await until(({ run }) => run.phase === "running" && run.done > 0);
    actions.setTarget(5);
    expect(store.getState().notice).toBeNull();
    hold.open();
    await until(({ notice }) => notice?.code === "class-not-kept");
    await phase("done");
    expect(store.getState().result?.target?.index).toBe(5);
    // Each run asks about the whole image first, to learn which classes to keep.
    expect(world.counts.evaluations).toBe(2 * 2);
  });
});

describe("cancel", () => {
  it("while loading, measuring and solving leaves a clear state and what was measured", async () => {
    const world = testWorld();
    const hold = gate();
    let batches = 0;
    world.beforeBatch = async () => (++batches > 3 ? hold.opened : undefined);
    const { store, actions, until, phase } = startedStore(world);
    actions.start();
    await until(({ run }) => run.phase === "running" && run.done === 24);
    actions.cancel();
    expect(store.getState().run).toEqual({ phase: "cancelled", during: "running", done: 24, total: 512 });
    hold.open();
    await turns();
    // Late batches of the cancelled run change nothing.
    expect(store.getState().run.phase).toBe("cancelled");
    expect(store.getState().result?.partial?.done).toBe(24);

    const solving = gate();
    world.beforeSolve = () => solving.opened;
    actions.runAgain();
    await phase("solving");
    actions.escape();
    expect(store.getState().run).toMatchObject({ phase: "cancelled", during: "solving" });
    solving.open();
    await turns();
    expect(store.getState().result?.snapshot).toBeNull();

    const before = world.counts.evaluations;
    actions.runAgain();
    await phase("done");
    expect(world.counts.evaluations).toBe(before);
  });
  it("before the first model is in can be followed by another start", async () => {
    const world = testWorld();
    const hold = gate();
    world.beforeLoad = () => hold.opened;
    const { store, actions, phase } = startedStore(world);
    actions.start();
    actions.cancel();
    expect(store.getState().run).toMatchObject({ phase: "cancelled", during: "loading" });
    hold.open();
    await turns();
    expect(store.getState().image).toBeNull();
    actions.runAgain();
    await phase("done");
  });
});

describe("a new image", () => {
  it("cancels the running one, whose late results are ignored", async () => {
    const world = testWorld();
    const hold = gate();
    let batches = 0;
    world.beforeBatch = async () => (++batches > 2 && batches < 5 ? hold.opened : undefined);
    const { store, actions, until, phase } = startedStore(world);
    actions.start();
    await until(({ run }) => run.phase === "running");
    actions.openFile(new Blob(["abc"]), "mine.png");
    await until(({ image }) => image?.title.from === "file");
    hold.open();
    await phase("done");
    expect(store.getState().image?.title).toEqual({ from: "file", name: "mine.png" });
    expect(store.getState().result?.snapshot?.image.sha256).toBeDefined();
    expect(store.getState().result?.image.pixels.rgb[0]).toBe(3);
  });
  it("that cannot be read leaves the page and even a running run untouched", async () => {
    const { store, actions, until } = await explored();
    const { result, image, run } = store.getState();
    actions.openFile(new Blob([]), "empty.jpg");
    const { notice } = await until((state) => state.notice !== null);
    expect(notice).toMatchObject({ code: "empty", values: { name: "empty.jpg" }, action: "choose-file" });
    expect(store.getState()).toMatchObject({ result, image, run, load: null });
  });
  it("wished for last wins, whichever is decoded first", async () => {
    const { world, store, actions, until } = await explored();
    const slow = gate();
    world.beforeDecode = async (file) => (file.size === 1 ? slow.opened : undefined);
    actions.openFile(new Blob(["1"]), "slow.png");
    actions.openFile(new Blob(["22"]), "quick.png");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    slow.open();
    await turns();
    expect(store.getState().image?.title).toMatchObject({ name: "quick.png" });
  });
  it("is let go of while it is decoded: by Cancel, and by another wish", async () => {
    const { world, store, actions, until } = await explored();
    const { image, result } = store.getState();
    const signals: AbortSignal[] = [];
    world.beforeDecode = (file, signal) => {
      signals.push(signal!);
      return file.size === 3 ? Promise.resolve() : gate().opened;
    };
    actions.openFile(new Blob(["1"]), "endless.png");
    await eventually(() => expect(signals).toHaveLength(1));
    actions.cancel();
    expect(signals[0]!.aborted).toBe(true);
    expect(store.getState()).toMatchObject({ load: null, image, result });
    actions.openFile(new Blob(["22"]), "endless.png");
    await eventually(() => expect(signals).toHaveLength(2));
    actions.openFile(new Blob(["333"]), "quick.png");
    expect(signals[1]!.aborted).toBe(true);
    await until(({ image: now, run }) => now?.title.from === "file" && run.phase === "done");
    expect(signals[2]!.aborted).toBe(false);
    expect(store.getState().image?.title).toMatchObject({ name: "quick.png" });
  });
});

describe("another model", () => {
  it("gets its own sample, but keeps a person's own image; the workers of both are kept", async () => {
    const { world, store, actions, until } = await explored();
    actions.chooseModel("glass-box");
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    expect(store.getState().image?.title).toMatchObject({ file: "box.png" });
    expect(world.counts).toMatchObject({ opened: 2, disposed: 0 });
    actions.openFile(new Blob(["x"]), null);
    await until(({ image, run }) => image?.title.from === "clipboard" && run.phase === "done");
    actions.chooseModel("imagenette-residual");
    await until(({ model, run }) => model?.name === "imagenette-residual" && run.phase === "done");
    expect(store.getState().image?.title).toEqual({ from: "clipboard" });
  });
  it("that cannot be fetched leaves everything and may be tried again", async () => {
    const { world, store, actions, until } = await explored();
    const { result } = store.getState();
    world.beforeLoad = () => Promise.reject(new ModelError("not-found", "404"));
    actions.chooseModel("glass-box");
    await until(({ notice }) => notice?.code === "model-missing");
    expect(store.getState()).toMatchObject({ result, model: { name: "imagenette-residual" } });
    world.beforeLoad = async () => undefined;
    actions.openAgain();
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
  });
});

describe("a run that breaks", () => {
  it("brings the last finished page back, says why, and can be tried again with fresh workers", async () => {
    const { world, store, actions, until, phase } = await explored();
    const { result } = store.getState();
    world.beforeBatch = () => Promise.reject(new WorkerError("worker-died"));
    actions.setGrid(2, 2);
    await until(({ notice }) => notice?.code === "run-worker-died");
    expect(store.getState()).toMatchObject({ result, settings: { rows: 3, cols: 3 }, run: { phase: "done" } });
    world.beforeBatch = async () => undefined;
    actions.retry();
    await phase("done");
    expect(store.getState().result?.players.n).toBe(4);
    expect(world.counts).toMatchObject({ opened: 2, disposed: 1 });
  });
  it("with nothing before it says so and keeps what was measured", async () => {
    const world = testWorld();
    let batches = 0;
    world.beforeBatch = async () => {
      if (++batches === 3) throw new InferenceError("non-finite", { layer: "two" });
    };
    const { actions, phase } = startedStore(world);
    actions.start();
    const failed = await phase("failed");
    expect(failed.notice).toMatchObject({ code: "run-non-finite", values: { layer: "two" } });
    expect(failed.result?.partial?.done).toBe(16);
  });
});

describe("another language", () => {
  it("comes once its strings are here, and the last wish wins", async () => {
    const world = testWorld();
    const [fetching, remember] = [gate(), vi.fn()];
    Object.assign(world.services, {
      bringStrings: (language: string) => (language === "zh" ? fetching.opened : Promise.resolve()),
      remember,
    });
    const { store, actions } = startedStore(world);
    actions.setLanguage("zh");
    expect(store.getState().language).toBe("en");
    actions.setLanguage("en");
    actions.setLanguage("zh");
    fetching.open();
    await eventually(() => expect(store.getState().language).toBe("zh"));
    expect(remember.mock.calls).toEqual([[{ language: "zh", theme: "light" }], [{ language: "zh", theme: "light" }]]);
  });

  it("that cannot be fetched leaves the page in the one before, and says so", async () => {
    const world = testWorld();
    world.services.bringStrings = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module"));
    const { store, actions } = startedStore(world);
    actions.setLanguage("zh");
    await eventually(() => expect(store.getState().notice?.code).toBe("part-missing"));
    expect(store.getState().language).toBe("en");
  });
});

describe("selectors", () => {
  it("give the same object for the same state, and count every concept with the selected patches", async () => {
    const { store, actions } = await explored();
    expect(selectPicture(store.getState())).toBe(selectPicture(store.getState()));
    const rows = selectAllRows(store.getState())!;
    actions.togglePatch(0, false);
    expect(selectPatchCounts(store.getState())).toEqual({
      within: rows.filter(({ mask }) => hasPlayer(mask, 0)).length,
      all: rows.length,
    });
    expect(selectPatchCounts(store.getState())).toBe(selectPatchCounts(store.getState()));
  });
});
