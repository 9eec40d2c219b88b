import { describe, expect, it } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { withoutProbes } from "../models/covered.ts";
import { FittingError, type ProbeFitter } from "../probes/fitting.ts";
import { StorageError } from "../storage/library/errors.ts";
import { explored, photo } from "./page.fixture.ts";
import { shareOf } from "./layers-work.ts";
import { canInquire } from "./inquiries.ts";
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
async function opened(world = testWorld(), address: string | null = null) {
  const read = world.services.readNetwork;
  world.services.readNetwork = async (files, signal) => {
    const network = await read(files, signal);
    return { ...network, found: { ...network.found, layers: LAYERS } };
  };
  const page = await explored(world);
  if (address === null) page.actions.openNetwork([{ name: "mine.onnx", file: new Blob(["onnx"]) }]);
  else {
    page.actions.openAddress(address);
    await page.until(({ own }) => own?.stage === "confirming");
    page.actions.fetchNetwork();
  }
  await page.until(({ own }) => own?.trial?.isOver === true);
  page.actions.takeNetwork(false);
  await page.until(({ model, run }) => model?.name === "mine" && run.phase === "done");
  page.actions.openLayers();
  await page.until(({ layers }) => layers?.stage === "ready");
  return { world, ...page };
}

/** Fits nothing, and says that it did. */
const onImage: ProbeFitter["onImage"] = async ({ manifest, target }) => ({
  manifest: {
    ...manifest,
    probes: {
      file: "on-image.onnx",
      sha256: "5e".repeat(32),
      bytes: 1,
      fitted: { target: "network", data: "" },
      covers: [target],
      layers: manifest.taps.map(({ name }) => ({
        ...{ name, logits: `${name}_probe`, accuracy: null, accuracyHalfHidden: null, scale: null },
        ...{ meanAbsVEmpty: null, halves: null, noiseFloor: null },
      })),
    },
    probeChoice: "on-image",
  },
  tail: Uint8Array.of(0),
  checks: manifest.taps.map(({ name }) => ({ layer: name, r2: 0.5, agreement: 1, fitted: 256, checked: 256 })),
});

describe("linear functions of one image", () => {
  /** A page that was looked at so, and all that such functions were fitted for. */
  async function looked(world = testWorld()) {
    const fitted: Parameters<ProbeFitter["onImage"]>[0][] = [];
    world.services.probeFitter = async () =>
      ({
        onImage: (question, onNews, ...more) => {
          onNews({ stage: "masks", done: 64, total: 512 });
          fitted.push(question);
          return onImage(question, onNews, ...more);
        },
      }) satisfies Partial<ProbeFitter> as unknown as ProbeFitter;
    const opening = await opened(world);
    const heard = new Set<unknown>();
    opening.store.subscribe(({ load }) => load?.news !== undefined && heard.add(load.news));
    opening.actions.lookOnImage();
    await opening.until(({ settings, run }) => settings.probes === "on-image" && run.phase === "done");
    expect([...heard]).toEqual([{ stage: "masks", done: 64, total: 512 }]);
    const ask = async (change: () => void) => {
      const { result: before } = opening.store.getState();
      change();
      const { result } = await opening.until(
        ({ result: of, run, load }) =>
          load === null && run.phase === "done" && of!.snapshot !== null && of!.snapshot !== before!.snapshot,
      );
      return result!.snapshot!;
    };
    return { ...opening, fitted, ask };
  }
  it("are those of its masks", async () => {
    const { store, fitted } = await looked();
    expect(store.getState().result).toMatchObject({
      layerNames: ["block", "output"],
      snapshot: { probes: "on-image" },
    });
    expect(fitted).toMatchObject([{ players: { n: 9 }, baseline: "mean" }]);
    expect(canInquire(store.getState(), "baselines")).toBe(false);
    expect(store.getState().model!.checks).toMatchObject([{ layer: "block", r2: 0.5 }]);
  });
  it("say nothing of another image", async () => {
    const { ask, actions } = await looked();
    const { probes, layers } = await ask(() => actions.openFile(photo(5), "dog.jpg"));
    expect([probes, layers.map(({ name }) => name)]).toEqual(["first", ["output"]]);
  });
  it("are fitted anew to other masks, and to another class", async () => {
    const { ask, actions, fitted, store } = await looked();
    actions.leaveLayers();
    const first = fitted[0]!.target;
    expect(await ask(() => actions.setGrid(2, 2))).toMatchObject({ probes: "on-image", players: { n: 4 } });
    expect(await ask(() => actions.setBaseline("zero"))).toMatchObject({ probes: "on-image", baseline: "zero" });
    const other = (first + 1) % 3;
    expect(await ask(() => actions.setTarget(other))).toMatchObject({ probes: "on-image", target: { index: other } });
    expect(store.getState().result!.layerNames).toEqual(["block", "output"]);
    expect(fitted.map(({ players: { n }, baseline, target }) => [n, baseline, target])).toEqual([
      [9, "mean", first],
      [4, "mean", first],
      [4, "zero", first],
      [4, "zero", other],
    ]);
  });
  it("are of the network as the page asks it, though it was asked otherwise the last time", async () => {
    const world = testWorld();
    const { fitted, store, actions, until } = await looked(world);
    const shelf = await world.services.ownShelf();
    const { manifest } = store.getState().model!;
    const other = { ...withoutProbes(manifest), taps: [], input: { ...manifest.input, range: [0, 255] as const } };
    const origin = { kind: "file", fileName: "mine.onnx" } as const;
    await shelf.take({ title: "mine", origin, network: null, manifest: other, files: [] }, false);
    actions.openLayers();
    const { layers } = await until(({ layers: of }) => of?.stage === "ready");
    expect(layers!.chosen).toEqual(["block:0"]);
    actions.toggleLayer("stem:0");
    actions.lookOnImage();
    await until(({ load, run }) => load === null && run.phase === "done" && fitted.length === 2);
    expect(fitted[1]!.manifest).toMatchObject({ input: manifest.input, taps: [{ name: "stem" }, { name: "block" }] });
  });
  it("name the address of their network, but none with a key in it", async () => {
    for (const [address, told] of [
      ["https://models.example/mine.onnx", "https://models.example/mine.onnx"],
      ["https://models.example/mine.onnx?key=secret", null],
    ] as const) {
      const world = testWorld();
      world.services.probeFitter = async () => ({ onImage }) as unknown as ProbeFitter;
      const { store, actions, until } = await opened(world, address);
      expect(store.getState().result!.snapshot!.model.address).toBe(told);
      actions.lookOnImage();
      await until(({ settings, run }) => settings.probes === "on-image" && run.phase === "done");
      expect(store.getState().result!.snapshot!.model.address).toBe(told);
    }
  });
});

/** The same with a fit under way that does not end by itself; `keys` are those that were noted for a reload. */
async function fitting() {
  const world = testWorld();
  const page = await opened(world);
  const keys: (string | null)[] = [null];
  world.services.fitUnderWay.key = () => keys.at(-1)!;
  world.services.fitUnderWay.note = (key) => void keys.push(key);
  let signal: AbortSignal | undefined;
  const fit = (_job: unknown, _news: unknown, of: AbortSignal) => {
    signal = of;
    return new Promise((_, reject) => of.addEventListener("abort", () => reject(of.reason as Error)));
  };
  world.services.probeFitter = async () => ({ fit }) as unknown as ProbeFitter;
  page.actions.giveImages([{ path: "1.png", file: new Blob([PNG]) }]);
  await page.until(({ layers }) => layers?.images !== null);
  page.actions.fitProbes();
  await eventually(() => expect(signal).toBeDefined());
  return { ...page, world, keys, signal: () => signal! };
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
  it("get probes on the images that are told, though others that were given before are looked through later", async () => {
    const world = testWorld();
    const { store, actions, until } = await opened(world);
    const slow = gate();
    const png = new Blob([PNG]);
    const waiting = slow.opened.then(() => [{ path: "slow.png", file: png }]);
    actions.giveImages(waiting);
    actions.giveImages([
      { path: "1.png", file: png },
      { path: "2.png", file: png },
    ]);
    await until(({ layers }) => layers?.images?.count === 2);
    slow.open();
    await waiting;
    await new Promise((resolve) => setTimeout(resolve, 50));
    const asked: Parameters<ProbeFitter["fit"]>[0][] = [];
    world.services.probeFitter = async () =>
      ({
        fit: (job: (typeof asked)[number]) => (asked.push(job), new Promise(() => undefined)),
      }) as unknown as ProbeFitter;
    actions.fitProbes();
    await eventually(() => expect(asked).toHaveLength(1));
    expect(asked[0]!.given!.images.map(({ name }) => name)).toEqual(["1.png", "2.png"]);
    expect(store.getState().layers?.images?.count).toBe(2);
  });
  it("have probes that are there, and it is said that they are not kept, where the browser has no room", async () => {
    const world = testWorld();
    const { store, actions, until } = await opened(world);
    const shelf = await world.services.ownShelf();
    const full = new StorageError("full");
    world.services.ownShelf = async () => ({
      ...shelf,
      take: async (network, keep) => ({ ...(await shelf.take(network, keep)), unkept: full }),
    });
    world.services.probeFitter = async () =>
      ({
        fit: async ({ given }: Parameters<ProbeFitter["fit"]>[0]) => ({
          manifest: { ...given!.draft, output: { ...given!.draft.output, scale: 2 } },
          files: new Map(),
        }),
        discard: async () => undefined,
      }) as unknown as ProbeFitter;
    actions.giveImages([{ path: "1.png", file: new Blob([PNG]) }]);
    await until(({ layers }) => layers?.images?.count === 1);
    actions.fitProbes();
    await until(
      ({ model, run, load }) => load === null && model?.manifest.output.scale === 2 && run.phase !== "loading",
    );
    expect(store.getState().notice).toMatchObject({ code: "storage-full" });
  });
  it("have no probes any more where the network is forgotten while they are fitted, and none come back", async () => {
    const { store, actions, until, signal, keys } = await fitting();
    actions.removeOwn(store.getState().model!.manifest.network.sha256);
    await until(({ fit, ownNetworks }) => fit === null && ownNetworks?.length === 0);
    expect(signal().aborted).toBe(true);
    expect(keys.at(-1)).toBeNull();
  });
  it("are fitted on in the tab that began, whatever another one opens with", async () => {
    const { world, keys } = await fitting();
    const another = testWorld();
    another.services.fitUnderWay = world.services.fitUnderWay;
    another.services.probeFitter = async () =>
      ({
        fit: () => {
          asked += 1;
          return Promise.reject(new FittingError("elsewhere"));
        },
      }) as unknown as ProbeFitter;
    let asked = 0;
    const { store } = await explored(another);
    await eventually(() => expect(asked).toBe(1));
    await eventually(() => expect(store.getState().fit).toBeNull());
    expect(store.getState().notice).toBeNull();
    expect(keys.at(-1)).not.toBeNull();
  });
  it("are another question than a picture that was opened before them, with which theirs is not compared", async () => {
    const { world, store, actions, until } = await opened();
    // The very network once more, asked as before: its picture is opened.
    actions.openNetwork([{ name: "mine.onnx", file: new Blob(["onnx"]) }]);
    await until(({ own }) => own?.trial?.isOver === true);
    actions.takeNetwork(false);
    await until(({ own, load, run }) => own === null && load === null && run.phase === "opened");
    expect(store.getState().reference).not.toBeNull();
    const fitter: Partial<ProbeFitter> = {
      fit: async ({ given }) => ({
        manifest: { ...given!.draft, output: { ...given!.draft.output, scale: 2 } },
        files: new Map(),
      }),
      discard: async () => undefined,
    };
    world.services.probeFitter = async () => fitter as ProbeFitter;
    actions.openLayers();
    await until(({ layers }) => layers?.stage === "ready");
    actions.giveImages([{ path: "1.png", file: new Blob([PNG]) }]);
    await until(({ layers }) => (layers?.images ?? null) !== null);
    actions.fitProbes();
    const { verification } = await until(
      ({ model, run }) => model?.manifest.output.scale === 2 && run.phase === "done",
    );
    expect(verification).toBeNull();
  });
  it("say in a sentence of its own what a fit, or a set of images, lacks", async () => {
    const world = testWorld();
    const { actions, until } = await opened(world);
    actions.giveImages([{ path: "notes.txt", file: new Blob(["notes"]) }]);
    expect((await until(({ layers }) => (layers?.refusal ?? null) !== null)).layers?.refusal).toMatchObject({
      code: "no-images",
    });
    const few = new FittingError("too-few-images", { images: 1, least: 16 });
    world.services.probeFitter = async () => ({ fit: () => Promise.reject(few) }) as unknown as ProbeFitter;
    actions.giveImages([{ path: "1.png", file: new Blob([PNG]) }]);
    await until(({ layers }) => (layers?.images ?? null) !== null);
    actions.fitProbes();
    const { layers } = await until((state) => (state.layers?.refusal ?? null) !== null);
    expect(layers?.refusal).toMatchObject({ code: "too-few-images", values: { images: 1, least: 16 } });
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
    // What nobody can go on with is not kept, but what a reload may go on with is.
    const keys: (string | null)[] = [null];
    const discarded: string[] = [];
    world.services.fitUnderWay.key = () => keys.at(-1)!;
    world.services.fitUnderWay.note = (key) => void keys.push(key);
    const failing = (error: Error): void => {
      world.services.probeFitter = async () =>
        ({
          fit: () => Promise.reject(error),
          discard: async (id: string) => void discarded.push(id),
        }) as unknown as ProbeFitter;
    };
    failing(new FittingError("too-few-images", { images: 1, least: 16 }));
    actions.fitProbes();
    await until(({ layers }) => layers?.refusal?.code === "too-few-images");
    await eventually(() => expect(discarded).toEqual([keys[1]]));
    expect(keys).toEqual([null, discarded[0], null]);
  });
  it("have their fit gone on with by a later reload where this one could not fetch what that takes", async () => {
    const world = testWorld();
    const keys: (string | null)[] = ["a"];
    world.services.fitUnderWay = { key: () => keys.at(-1)!, note: (key) => void keys.push(key) };
    let asked = 0;
    world.services.probeFitter = () => {
      asked++;
      return Promise.reject(
        new TypeError("Failed to fetch dynamically imported module: https://strata.test/fitter.js"),
      );
    };
    const { store } = await explored(world);
    await eventually(() => expect([asked, store.getState().fit]).toEqual([1, null]));
    expect(keys.at(-1)).toBe("a");
  });
});
