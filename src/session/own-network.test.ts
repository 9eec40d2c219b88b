import { beforeEach, describe, expect, it } from "vitest";
import { writeStrataFile } from "../formats/strata-file/write.ts";
import { readProbesFile } from "../formats/probes-file/read.ts";
import { writeProbesFile } from "../formats/probes-file/write.ts";
import { CATALOGUE, type Published } from "../models/catalogue.ts";
import { InferenceError } from "../backends/errors.ts";
import { ModelError } from "../models/errors.ts";
import { preparationsOf } from "../models/own-network.ts";
import { setupOf } from "../models/setup.ts";
import { eventually } from "../platform/eventually.fixture.ts";
import { ownCounts } from "./own-network.fixture.ts";
import { explored, page, photo } from "./page.fixture.ts";
import { gate, testWorld } from "./world.fixture.ts";

beforeEach(() => Object.assign(ownCounts, { tried: 0, open: 0 }));

const ONNX = { name: "mine.onnx", file: new Blob(["onnx and weights"]) };
const LABELS = { name: "labels.txt", file: new Blob(["red\ngreen\nblue"]) };

/** A page with a network that was read and tried on the image there. */
async function asked(world = testWorld(), files = [ONNX]) {
  const opened = await explored(world);
  opened.actions.openNetwork(files);
  await opened.until(({ own }) => own?.trial?.isOver === true);
  return { world, ...opened };
}

/** The same with the network taken, and its picture there. */
async function taken(keep: boolean, world = testWorld()) {
  const opened = await asked(world, [ONNX, LABELS]);
  opened.actions.takeNetwork(keep);
  await opened.until(({ model, run }) => model?.name === "mine" && run.phase === "done");
  await eventually(() => expect(opened.store.getState().ownNetworks).toHaveLength(1));
  return opened;
}

describe("a network that was brought", () => {
  it("is asked about, and changes nothing of the page before it is taken", async () => {
    const opened = await explored(testWorld());
    const { model, result, image, run } = opened.store.getState();
    opened.actions.openNetwork([ONNX]);
    expect(opened.store.getState()).toMatchObject({ dialog: "own", own: { stage: "reading", found: null } });
    const { own } = await opened.until((state) => state.own?.trial?.isOver === true);
    expect(own).toMatchObject({
      stage: "asking",
      answers: { output: 0, classes: 0, size: [8, 8], preparation: null },
      trial: { best: 1, outcomes: [[{ index: 1, p: 0.4 }], [{ index: 1, p: 0.9 }]] },
    });
    expect(opened.store.getState()).toMatchObject({ model, result, image, run });
    opened.actions.leaveNetwork();
    expect(opened.store.getState()).toMatchObject({ own: null, dialog: null, model, result, image, run });
    expect(ownCounts.open).toBe(0);
  });

  it("is tried anew where what changes concerns the numbers that go in, and only there", async () => {
    const { actions, store, until } = await asked();
    expect(ownCounts.tried).toBe(1);
    actions.answerNetwork({ preparation: 0 });
    actions.answerNetwork({ classes: 0 });
    expect(store.getState().own?.trial?.isOver).toBe(true);
    actions.answerNetwork({ size: [16, 16] });
    expect(store.getState().own?.trial?.isOver).toBe(false);
    await until(({ own }) => own?.trial?.isOver === true);
    actions.tryNetworkOn(photo(3), "dog.jpg");
    await until(({ own }) => own?.trial?.isOver === true);
    expect(ownCounts.tried).toBe(3);
    expect(store.getState().own?.answers).toMatchObject({ preparation: 0, size: [16, 16] });
  });

  it("takes names that are brought later, and keeps what was said", async () => {
    const { actions, store, until } = await asked();
    actions.answerNetwork({ preparation: 0 });
    actions.openNetwork([LABELS]);
    // What was found stays in sight meanwhile.
    expect(store.getState().own).toMatchObject({ stage: "reading", found: { title: "mine" } });
    const { own } = await until((state) => state.own?.stage === "asking" && state.own.trial?.isOver === true);
    expect(own?.answers?.preparation).toBe(0);
    expect(own?.found?.outputs[0]?.classes[0]?.names).toEqual(["red", "green", "blue"]);
    expect(ownCounts.open).toBe(1);
  });

  it("is fed as was said, whatever place that has among the ways once a file beside it has told more", async () => {
    const world = testWorld();
    const read = world.services.readNetwork;
    world.services.readNetwork = async (files, signal) => {
      const network = await read(files, signal);
      const [first] = network.found.preparations;
      const said = { ...first!, reason: "config" as const, range: [0, 255] as const };
      const told = files.some(({ name }) => name === "preprocessor_config.json") ? [said] : [];
      return { ...network, found: { ...network.found, preparations: [...told, ...network.found.preparations] } };
    };
    const { actions, store, until } = await asked(world);
    const own = { channels: "RGB", resize: "squash", range: [0, 1], mean: [0, 0, 0], std: [3, 3, 3] } as const;
    const config = { name: "preprocessor_config.json", file: new Blob(["{}"]) };
    const now = () => {
      const { own: of } = store.getState();
      return preparationsOf(of!.found!, of!.answers!)[of!.answers!.preparation!];
    };
    actions.answerNetwork({ preparation: 1 });
    actions.openNetwork([config]);
    await until((state) => state.own?.stage === "asking" && state.own.trial?.isOver === true);
    expect(now()).toMatchObject({ range: [-1, 1] });
    actions.openNetwork([ONNX]);
    await until((state) => state.own?.stage === "asking" && state.own.trial?.isOver === true);
    actions.answerNetwork({ ownPreparation: own, preparation: 2 });
    actions.openNetwork([config]);
    await until((state) => state.own?.stage === "asking" && state.own.trial?.isOver === true);
    expect(store.getState().own?.answers?.preparation).toBe(3);
    expect(now()).toEqual(own);
  });

  it("is told by a file that is dropped alone, by its content or by its name", async () => {
    const { actions, store, until } = await explored(testWorld());
    actions.openFile(new Blob(["a text"]), "notes.onnx");
    await until(({ own }) => own?.stage === "refused");
    expect(store.getState()).toMatchObject({
      own: { refusal: { code: "not-onnx" } },
      load: null,
      notice: null,
      dialog: "own",
    });
    // What it wanted may come later.
    actions.openNetwork([ONNX]);
    await until(({ own }) => own?.stage === "asking");
  });

  it("is read by nobody any more once its dialog is gone, whatever closes it", async () => {
    const world = testWorld();
    const { actions, store } = await explored(world);
    const reading = gate();
    let signal: AbortSignal | undefined;
    world.services.readNetwork = async (_, of) => {
      signal = of;
      await reading.opened;
      throw new ModelError("bad-onnx", "late");
    };
    actions.openNetwork([ONNX]);
    await eventually(() => expect(signal).toBeDefined());
    actions.openLibrary();
    expect(store.getState().own).toBeNull();
    expect(signal!.aborted).toBe(true);
    reading.open();
    await Promise.resolve();
    expect(store.getState()).toMatchObject({ own: null, notice: null });
  });

  it("does not come in the place of another one that was brought while it was looked up", async () => {
    const world = testWorld();
    const looked = gate();
    const { actions, until } = await explored(world);
    const shelf = await world.services.ownShelf();
    world.services.ownShelf = async () => {
      await looked.opened;
      return shelf;
    };
    actions.openNetwork([ONNX]);
    await eventually(() => expect(ownCounts.open).toBe(1));
    world.services.ownShelf = async () => shelf;
    actions.openNetwork([{ name: "other.onnx", file: new Blob(["onnx of another"]) }]);
    await until(({ own }) => own?.trial?.isOver === true);
    looked.open();
    await eventually(() => expect(ownCounts.open).toBe(1));
    actions.takeNetwork(false);
    await until(({ model, run }) => model?.name === "other" && run.phase === "done");
  });

  it("gives way to the network that ships where it is that very one", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    const read = world.services.readNetwork;
    world.services.readNetwork = async (files, signal) => {
      const network = await read(files, signal);
      const sha256 = Buffer.from("glass-box").toString("hex").padEnd(64, "0");
      return { ...network, found: { ...network.found, sha256 } };
    };
    actions.openNetwork([ONNX]);
    await until(({ model, own, run }) => model?.name === "glass-box" && own === null && run.phase === "done");
  });
});

describe("a file of probes", () => {
  it("is saved of a network, and brings how it is asked to whoever has the same one", async () => {
    const { world, store, actions } = await taken(true);
    const [own] = store.getState().ownNetworks!;
    actions.exportProbes(own!.sha256);
    await eventually(() => expect(world.downloads.map(({ name }) => name)).toEqual(["mine.strata-probes"]));
    const file = new Blob([world.downloads[0]!.bytes as Uint8Array<ArrayBuffer>]);
    // In a browser that has never seen the network its file is asked for …
    const elsewhere = await explored(testWorld());
    elsewhere.actions.openProbes(file, "mine.strata-probes");
    const told = await elsewhere.until(({ notice }) => notice !== null);
    expect(told.notice).toMatchObject({ code: "probes-kept", values: { title: "mine" }, action: "choose-file" });
    elsewhere.actions.openNetworks();
    await eventually(() =>
      expect(elsewhere.store.getState().ownNetworks).toMatchObject([
        { sha256: own!.sha256, setup: own!.setup, title: "mine", isHere: false },
      ]),
    );
    // … and where it is at hand it comes to the page.
    actions.chooseModel("glass-box");
    await eventually(() =>
      expect(store.getState()).toMatchObject({ model: { name: "glass-box" }, run: { phase: "done" } }),
    );
    actions.openProbes(file, "mine.strata-probes");
    await eventually(() => expect(store.getState()).toMatchObject({ model: { name: "mine" }, run: { phase: "done" } }));
    expect(store.getState().ownNetworks).toHaveLength(1);
  });
  it("of the very network that is on the page comes to the page", async () => {
    const { world, store, actions, until } = await taken(true);
    actions.exportProbes(store.getState().ownNetworks![0]!.sha256);
    await eventually(() => expect(world.downloads).toHaveLength(1));
    const probes = await readProbesFile(world.downloads[0]!.bytes);
    const manifest = { ...probes.manifest, output: { ...probes.manifest.output, scale: 2 } };
    const before = store.getState().model!.setup;
    const file = new Blob([(await writeProbesFile({ ...probes, manifest })) as Uint8Array<ArrayBuffer>]);
    actions.openProbes(file, "theirs.strata-probes");
    const { model } = await until((state) => state.model?.setup !== before && state.run.phase === "done");
    expect(model?.manifest.output.scale).toBe(2);
    expect(store.getState().ownNetworks).toMatchObject([{ setup: model?.setup }]);
  });
  it("with which the network does not run is let go of, and what was made of it before stays", async () => {
    const { world, store, actions, until } = await taken(true);
    actions.exportProbes(store.getState().ownNetworks![0]!.sha256);
    await eventually(() => expect(world.downloads).toHaveLength(1));
    const probes = await readProbesFile(world.downloads[0]!.bytes);
    const manifest = { ...probes.manifest, output: { ...probes.manifest.output, scale: 2 } };
    const { model, result } = store.getState();
    world.beforeBatch = () => Promise.reject(new InferenceError("session-failed", { message: "no such tensor" }));
    const file = new Blob([(await writeProbesFile({ ...probes, manifest })) as Uint8Array<ArrayBuffer>]);
    actions.openProbes(file, "hostile.strata-probes");
    const { notice } = await until((state) => state.notice?.code === "probes-unfit");
    expect(notice?.values).toEqual({ name: "hostile.strata-probes" });
    await eventually(() => expect(store.getState().ownNetworks).toMatchObject([{ setup: model!.setup }]));
    expect(store.getState()).toMatchObject({ model: { setup: model!.setup }, run: { phase: "done" } });
    expect(store.getState().result!.snapshot).toBe(result!.snapshot);
  });
  it("that is none, or is damaged, is said to be so, and nothing changes", async () => {
    const { store, actions, until } = await explored(testWorld());
    const { result } = store.getState();
    actions.openProbes(new Blob(["probes"]), "mine.strata-probes");
    const { notice } = await until((state) => state.notice !== null);
    expect(notice).toMatchObject({ code: "probes-not-probes", values: { name: "mine.strata-probes" } });
    expect(store.getState().result).toBe(result);
  });
});

describe("what comes with a network", () => {
  /** The probes of the network as they are saved, and as loose files. */
  async function saved() {
    const { world, store, actions } = await taken(true);
    actions.exportProbes(store.getState().ownNetworks![0]!.sha256);
    await eventually(() => expect(world.downloads).toHaveLength(1));
    const probes = await readProbesFile(world.downloads[0]!.bytes);
    const named = { ...probes, title: "Theirs", manifest: { ...probes.manifest, title: "Theirs", name: "theirs" } };
    return { world, probes: named, json: { name: "any.json", file: new Blob([JSON.stringify(named.manifest)]) } };
  }
  it("says how it is asked and what its classes are: a manifest that was dropped with it", async () => {
    const { json, probes } = await saved();
    const { store, actions, until } = await asked(testWorld(), [ONNX, json]);
    expect(store.getState().own?.answers).toMatchObject({ preparation: 1 });
    actions.takeNetwork(false);
    const { model } = await until(({ model, run }) => model?.name === "theirs" && run.phase === "done");
    expect(store.getState().ownNetworks).toMatchObject([{ title: "Theirs" }]);
    expect(model!.manifest.classes).toEqual(["red", "green", "blue"]);
    expect(model!.setup).toBe(await setupOf(probes.manifest));
  });
  it("says so, too, where it is dropped later, once: what is said after it holds", async () => {
    const { json, probes } = await saved();
    const { store, actions, until } = await asked(testWorld(), [ONNX]);
    actions.answerNetwork({ preparation: 0 });
    actions.openNetwork([{ ...json, name: "ANY.JSON" }]);
    await until(({ own }) => own?.stage === "asking" && own.trial?.isOver === true);
    expect(store.getState().own?.answers).toMatchObject({ preparation: 1, classes: 0 });
    actions.answerNetwork({ preparation: 0 });
    actions.openNetwork([{ name: "notes.md", file: new Blob(["notes"]) }]);
    await until(({ own }) => own?.stage === "asking" && own.trial?.isOver === true);
    expect(store.getState().own?.answers).toMatchObject({ preparation: 0, classes: 0 });
    actions.answerNetwork({ preparation: 1 });
    actions.takeNetwork(false);
    const { model } = await until(({ model, run }) => model?.name === "theirs" && run.phase === "done");
    expect(model!.setup).toBe(await setupOf(probes.manifest));
  });
  it("is taken with several scores to a class, which no answer can say", async () => {
    const { json, probes } = await saved();
    const grouped = { ...probes.manifest, classes: ["warm", "cold"], classMap: [[0], [1, 2]] };
    const file = new Blob([JSON.stringify(grouped)]);
    const { actions, until } = await asked(testWorld(), [ONNX, { ...json, file }]);
    actions.takeNetwork(false);
    const { model } = await until(({ own, load, model }) => own === null && load === null && model?.name === "theirs");
    expect(model!.manifest).toMatchObject({ classes: ["warm", "cold"], classMap: [[0], [1, 2]] });
  });
  it("says how it is asked: a file of probes that was dropped with it, and what is wrong with that", async () => {
    const { probes, world } = await saved();
    const file = { name: "Mine.strata-probes", file: new Blob([world.downloads[0]!.bytes as Uint8Array<ArrayBuffer>]) };
    const { store, actions, until } = await asked(testWorld(), [ONNX, file]);
    expect(store.getState().own?.answers).toMatchObject({ preparation: 1 });
    actions.takeNetwork(false);
    await until(({ model, run }) => model?.name === "mine" && run.phase === "done");
    expect(store.getState().model?.manifest.input).toEqual(probes.manifest.input);
    const other = await explored(testWorld());
    other.actions.openNetwork([ONNX, { ...file, file: new Blob(["probes"]) }]);
    const { own } = await other.until((state) => state.own?.stage === "refused");
    expect(own?.refusal).toMatchObject({ code: "bad-probes" });
  });
  it("is refused where it is another network's", async () => {
    const { json } = await saved();
    const { actions, until } = await explored(testWorld());
    actions.openNetwork([{ name: "mine.onnx", file: new Blob(["onnx of another"]) }, json]);
    const { own } = await until((state) => state.own?.stage === "refused");
    expect(own?.refusal).toMatchObject({ code: "other-network" });
    expect(ownCounts.open).toBe(0);
  });
  it("ships with the page for a network that its publisher keeps; where that cannot be fetched, the network is asked about all the same", async () => {
    const { probes } = await saved();
    const [first] = CATALOGUE;
    const catalogue = CATALOGUE as Published[];
    catalogue[0] = { ...first!, sha256: probes.manifest.network.sha256 };
    try {
      const world = testWorld();
      world.services.shippedProbes = async () => probes;
      const { actions, until } = await asked(world);
      actions.takeNetwork(false);
      await until(({ model, run }) => model?.name === "theirs" && run.phase === "done");
      const offline = await asked(testWorld());
      expect(offline.store.getState().own?.stage).toBe("asking");
    } finally {
      catalogue[0] = first!;
    }
  });
});

describe("a network by its address", () => {
  const ADDRESS = "https://models.example/nets/mine.onnx";
  it("is named with it in what is shared, by which others fetch the very same file after a yes", async () => {
    const { actions, until, store } = await explored(testWorld());
    actions.openAddress(ADDRESS);
    await until(({ own }) => own?.stage === "confirming");
    actions.fetchNetwork();
    await until(({ own }) => own?.trial?.isOver === true);
    actions.takeNetwork(false);
    await until(({ model, run }) => model?.name === "mine" && run.phase === "done");
    const snapshot = store.getState().result!.snapshot!;
    expect(snapshot.model.address).toBe(ADDRESS);
    const shared = new Blob([
      (await writeStrataFile([{ name: "cat", createdMs: 0, snapshot }], { values: true })) as Uint8Array<ArrayBuffer>,
    ]);
    const asked: string[] = [];
    const world = testWorld();
    world.beforeFetch = async (address) => void asked.push(address);
    const there = await page(world);
    there.actions.openFile(shared, "cat.strata");
    const { notice, result } = await there.until((state) => state.notice !== null);
    expect(notice).toMatchObject({ code: "model-not-here", action: "fetch-network" });
    there.actions.dismissNotice();
    const { address, sha256 } = result!.model;
    there.actions.openAddress(address!, { sha256, bytes: null });
    await there.until(({ own }) => own?.stage === "confirming");
    expect(asked).toEqual([]);
    there.actions.fetchNetwork();
    await there.until(({ own }) => own?.trial?.isOver === true);
    expect(asked).toEqual([ADDRESS]);
    there.actions.takeNetwork(false);
    const done = await there.until(({ run, model }) => model?.name === "mine" && run.phase !== "loading");
    expect(done.result?.model.sha256).toBe(sha256);
  });
});

describe("a network that was taken", () => {
  it("explores the image that was on the page, by the answers that were given", async () => {
    const { store } = await taken(true);
    const { model, image, result, dialog, own, notice } = store.getState();
    expect({ dialog, own, notice }).toEqual({ dialog: null, own: null, notice: null });
    expect(image?.title).toEqual({ from: "file", name: "cat.jpg" });
    expect(model?.manifest).toMatchObject({
      name: "mine",
      title: "mine",
      classes: ["red", "green", "blue"],
      // The one that the network is surest with, since nobody chose.
      input: { range: [-1, 1], width: 8 },
      probes: null,
    });
    expect(result?.layerNames).toEqual(["output"]);
    expect(store.getState().ownNetworks).toMatchObject([{ name: "mine", isHere: true, isKept: true, layers: 1 }]);
  });

  it("is there again after a reload where its file was kept", async () => {
    const { world } = await taken(true);
    await eventually(async () => expect(await (await world.services.vault()).library.list()).toHaveLength(2));
    await eventually(() => expect(world.bar.entries[world.bar.at]).toMatch(/^#kept=/));
    const again = await page(world);
    expect(again.store.getState()).toMatchObject({ run: { phase: "opened" }, notice: null });
    again.actions.runAgain();
    const done = await again.until(({ run }) => run.phase === "done");
    expect(done).toMatchObject({ model: { name: "mine" }, verification: { agrees: true } });
    again.actions.openFile(photo(5), "dog.jpg");
    await again.until(
      ({ image, run }) => image?.title.from === "file" && image.title.name === "dog.jpg" && run.phase === "done",
    );
    expect(again.store.getState().model?.name).toBe("mine");
  });

  it("leaves its picture to be opened where its file was not kept, and asks for it when it is to run", async () => {
    const { world, store } = await taken(false);
    expect(store.getState().ownNetworks).toMatchObject([{ isHere: true, isKept: false }]);
    await eventually(async () => expect(await (await world.services.vault()).library.list()).toHaveLength(2));
    await eventually(() => expect(world.bar.entries[world.bar.at]).toMatch(/^#kept=/));
    const later = testWorld(world.database);
    later.bar.entries[0] = world.bar.entries[world.bar.at]!;
    const again = await page(later);
    expect(again.store.getState().run.phase).toBe("opened");
    again.actions.runAgain();
    await again.until(({ notice }) => notice?.code === "model-not-here");
    const { result } = again.store.getState();
    // The file once more: what was said of it before need not be said again, and what is on the page is asked.
    again.actions.dismissNotice();
    again.actions.openNetwork([ONNX]);
    const { own } = await again.until((state) => state.own?.trial?.isOver === true);
    expect(own?.answers).toMatchObject({ preparation: 1 });
    again.actions.takeNetwork(false);
    await again.until(({ own: of, load, run }) => of === null && load === null && run.phase === "opened");
    again.actions.runAgain();
    const done = await again.until(({ run }) => run.phase === "done");
    expect(done.result?.snapshot?.image.sha256).toBe(result?.snapshot?.image.sha256);
    // Its classes are called as they were, though nobody brought their names once more.
    expect(done.model?.manifest.classes).toEqual(["red", "green", "blue"]);
    expect(done.verification).toMatchObject({ agrees: true });
  });

  it("has its classes called as a file beside it says, however they were called before", async () => {
    const { actions, until } = await asked();
    actions.takeNetwork(false);
    await until(({ model, run }) => model?.name === "mine" && run.phase === "done");
    actions.openNetwork([ONNX, LABELS]);
    await until(({ own }) => own?.trial?.isOver === true);
    actions.takeNetwork(false);
    const { model } = await until(({ own, load, run }) => own === null && load === null && run.phase === "done");
    expect(model!.manifest.classes).toEqual(["red", "green", "blue"]);
  });

  it("is renamed, let go of and removed", async () => {
    const { actions, until } = await taken(true);
    const sha256 = (await until(({ ownNetworks }) => ownNetworks !== null)).ownNetworks![0]!.sha256;
    actions.renameOwn(sha256, "Colours");
    await until(({ ownNetworks }) => ownNetworks?.[0]?.title === "Colours");
    actions.keepOwn(sha256, false);
    await until(({ ownNetworks }) => ownNetworks?.[0]?.isKept === false);
    actions.removeOwn(sha256);
    await until(({ ownNetworks }) => ownNetworks?.length === 0);
  });

  it("has a name of its own, whatever its file is called", async () => {
    const { actions, until } = await taken(true);
    actions.openNetwork([{ name: "mine.onnx", file: new Blob(["onnx of another"]) }]);
    await until(({ own }) => own?.trial?.isOver === true);
    actions.takeNetwork(false);
    await until(({ model, run }) => model?.name === "mine-2" && run.phase === "done");
    actions.openNetwork([{ name: "glass-box.onnx", file: new Blob(["onnx of a third"]) }]);
    await until(({ own }) => own?.trial?.isOver === true);
    actions.takeNetwork(false);
    await until(({ model, run }) => model?.name === "glass-box-2" && run.phase === "done");
  });
});
