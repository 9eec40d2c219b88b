import { describe, expect, it } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import type { ProbeFitter } from "../probes/fitting.ts";
import { explored } from "./page.fixture.ts";
import { shareOf } from "./layers-work.ts";
import { reduce } from "./reduce.ts";
import { MOST_LAYERS } from "./reduce/layers.ts";
import { gate, testWorld } from "./world.fixture.ts";

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const LAYERS = ["stem", "block"].map((name, i) => ({
  tensor: `${name}:0`,
  name,
  op: "Relu",
  type: "float32" as const,
  dims: [1, 4, 4, 4],
  depth: (i + 1) / 3,
  proposed: i === 1,
}));

/** A page with a network of the person's own, and the dialog about its layers. */
async function opened(world = testWorld()) {
  const read = world.services.readNetwork;
  world.services.readNetwork = async (files, signal) => {
    const network = await read(files, signal);
    return { ...network, found: { ...network.found, layers: LAYERS } };
  };
  const page = await explored(world);
  page.actions.openNetwork([{ name: "mine.onnx", file: new Blob(["onnx"]) }]);
  await page.until(({ own }) => own?.trial?.isOver === true);
  page.actions.takeNetwork(false);
  await page.until(({ model, run }) => model?.name === "mine" && run.phase === "done");
  page.actions.openLayers();
  await page.until(({ layers }) => layers?.stage === "ready");
  return { world, ...page };
}

describe("the layers of a network", () => {
  it("are those that were found, the proposed ones chosen, and can be added and removed in the order of the network", async () => {
    const { store, actions } = await opened();
    const chosen = () => store.getState().layers?.chosen;
    expect(chosen()).toEqual(["block:0"]);
    actions.toggleLayer("stem:0");
    expect(chosen()).toEqual(["stem:0", "block:0"]);
    actions.toggleLayer("block:0");
    expect(chosen()).toEqual(["stem:0"]);
  });
  it("are no more than a picture has room for", async () => {
    const { store } = await opened();
    const many = Array.from({ length: 30 }, (_, i) => ({ ...LAYERS[0]!, tensor: `t${i}` }));
    const state = store.getState();
    const full = {
      ...state,
      layers: { ...state.layers!, layers: many, chosen: many.slice(0, MOST_LAYERS).map(({ tensor }) => tensor) },
    };
    expect(reduce(full, { type: "layer-toggled", tensor: "t29" })).toBe(full);
  });
  it("get probes on images that are given, and the picture then comes through them", async () => {
    const world = testWorld();
    const { store, actions, until } = await opened(world);
    const going = gate();
    const asked: Parameters<ProbeFitter["fit"]>[0][] = [];
    const noted: (string | null)[] = [];
    const discarded: string[] = [];
    world.services.fitUnderWay = { key: () => null, note: (key) => void noted.push(key) };
    const fitter: Partial<ProbeFitter> = {
      fit: async (job, onNews) => {
        asked.push(job);
        onNews({ stage: "features", done: 1, total: 2 });
        await going.opened;
        const draft = job.given!.draft;
        return {
          manifest: { ...draft, description: "fitted", output: { ...draft.output, scale: 2 } },
          files: new Map(),
        };
      },
      discard: async (id) => void discarded.push(id),
    };
    world.services.probeFitter = async () => fitter as ProbeFitter;
    actions.giveImages([
      { path: "red/1.png", file: new Blob([PNG]) },
      { path: "notes.txt", file: new Blob(["notes"]) },
    ]);
    await until(({ layers }) => layers?.images !== null);
    expect(store.getState().layers?.images).toMatchObject({ count: 1, others: 1 });
    actions.fitProbes();
    const { fit } = await until((state) => state.fit?.news?.stage === "features");
    expect(shareOf(fit!.news)).toBeCloseTo(0.4);
    expect(asked[0]!.given).toMatchObject({
      images: [{ name: "red/1.png" }],
      draft: { probes: null, taps: [{ name: "block" }] },
    });
    // It goes on while nobody looks.
    actions.leaveLayers();
    expect(store.getState().fit).not.toBeNull();
    const before = store.getState().model!;
    going.open();
    await until(({ model, run, fit: now }) => now === null && model!.setup !== before.setup && run.phase === "done");
    expect(store.getState().model?.manifest.output.scale).toBe(2);
    expect(discarded).toEqual([asked[0]!.id]);
    expect(noted).toEqual([asked[0]!.id, null]);
    // The same file dropped once more and asked as before is the network with what was made of it.
    const fitted = store.getState().model!;
    actions.openNetwork([{ name: "mine.onnx", file: new Blob(["onnx"]) }]);
    await until(({ own }) => own?.trial?.isOver === true);
    actions.takeNetwork(false);
    const { result } = await until(({ own, load, run }) => own === null && load === null && run.phase === "opened");
    expect(result?.model.setup).toBe(fitted.setup);
    // Otherwise it is another.
    actions.openNetwork([{ name: "mine.onnx", file: new Blob(["onnx"]) }]);
    await until(({ own }) => own?.trial?.isOver === true);
    actions.answerNetwork({ preparation: 0 });
    actions.takeNetwork(false);
    const other = await until(({ own, load, run }) => own === null && load === null && run.phase === "done");
    expect(other.model?.setup).not.toBe(fitted.setup);
    expect(other.model?.manifest.output.scale).toBeNull();
    // What was made of it is still there for who asks as before, though that is not the last time.
    actions.openNetwork([{ name: "mine.onnx", file: new Blob(["onnx"]) }]);
    await until(({ own }) => own?.trial?.isOver === true);
    actions.answerNetwork({ preparation: 1 });
    actions.takeNetwork(false);
    const again = await until(({ own, load, model }) => own === null && load === null && model !== other.model);
    expect(again.model?.setup).toBe(fitted.setup);
  });
  it("say why probes cannot be fitted, and a fit that is cancelled is stopped", async () => {
    const world = testWorld();
    const { store, actions, until } = await opened(world);
    let signal: AbortSignal | undefined;
    world.services.probeFitter = async () =>
      ({
        fit: (_job: unknown, _news: unknown, of: AbortSignal) => {
          signal = of;
          return new Promise((_, reject) => of.addEventListener("abort", () => reject(of.reason as Error)));
        },
      }) as unknown as ProbeFitter;
    actions.giveImages([{ path: "1.png", file: new Blob([PNG]) }]);
    await until(({ layers }) => layers?.images !== null);
    actions.fitProbes();
    await eventually(() => expect(signal).toBeDefined());
    actions.cancelFit();
    expect(signal!.aborted).toBe(true);
    expect(store.getState().fit).toBeNull();
    world.services.probeFitter = () => Promise.reject(new Error("none"));
  });
});
