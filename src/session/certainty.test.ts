import { beforeEach, describe, expect, it } from "vitest";
import { readStrataFile } from "../formats/strata-file/read.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { withReplicates } from "../models/probe-choice.ts";
import { eventually } from "../platform/eventually.fixture.ts";
import { explored, page } from "./page.fixture.ts";
import { canTellCertainty, certaintyFrom, selectCertaintyCheck } from "./certainty.ts";
import { selectFirmCounts } from "./selectors.ts";
import { gate, REPLICATE_SHIFTS, startedStore, testModel, testWorld, type World } from "./world.fixture.ts";

const SETUP = "5".repeat(64);

/** A world whose networks say what their answers come through. */
function worldWithSetup(): World {
  const world = testWorld();
  const { loadModel, loadReplicated } = world.services;
  const withSetup = async (coming: Promise<LoadedModel>) => ({ ...(await coming), setup: SETUP });
  world.services.loadModel = (...how) => withSetup(loadModel(...how));
  world.services.loadReplicated = (...how) => withSetup(loadReplicated(...how));
  return world;
}

describe("how sure a picture is", () => {
  let world: World;
  let shown: Awaited<ReturnType<typeof explored>>;
  beforeEach(async () => {
    world = worldWithSetup();
    shown = await explored(world);
  });

  it("comes to the pinned picture too, where that is the one on the page", async () => {
    const { store, actions, until } = shown;
    actions.pinPicture();
    actions.askCertainty();
    const { pinned, result } = await until(
      (state) => state.certainty === null && state.result?.snapshot?.certainty !== undefined,
    );
    expect(pinned!.snapshot).toBe(result!.snapshot);
    actions.setTarget(2);
    await until((state) => state.run.phase === "done" && state.result?.snapshot?.target.index === 2);
    actions.askCertainty();
    await until((state) => state.certainty === null && state.result?.snapshot?.certainty !== undefined);
    expect(store.getState().pinned).toBe(pinned);
  });

  it("comes to the finished picture, with the noise of its probes worked by hand, and changes nothing else of it", async () => {
    const { store, actions, until } = shown;
    const before = store.getState();
    expect(canTellCertainty(before)).toBe(true);
    const told: string[] = [];
    store.subscribe(({ certainty }) => {
      if (certainty?.progress) told.push(`${certainty.progress.stage} ${certainty.progress.fraction}`);
    });
    actions.askCertainty();
    expect(store.getState().certainty).toMatchObject({ progress: null });
    const after = await until(({ certainty }) => certainty === null);
    // Half of the replicates are half a nat above the probe and half of them one below, whatever the mask.
    const expected = before.result!.snapshot!.values!.layers.slice(0, -1).map((v) => {
      return Math.sqrt((0.25 + 1) / 2) / (Math.max(...v) - Math.min(...v));
    });
    after.result!.layers.forEach((layer, l) => {
      if (l < expected.length) expect(layer!.noiseShare).toBeCloseTo(expected[l]!, 6);
      else expect(layer!.noiseShare).toBeUndefined();
      // What differs by a constant has the same concepts.
      expect(layer!.replicateAgreement).toBe(l < expected.length ? 1 : undefined);
    });
    expect(told.filter((text) => text.endsWith(" 1"))).toEqual(["masks 1", "solving 1"]);
    const { certainty, nextId, result, finished, ...rest } = after;
    expect([certainty, nextId]).toEqual([null, before.nextId + 1]);
    expect(rest).toEqual(Object.fromEntries(Object.keys(rest).map((key) => [key, before[key as keyof typeof rest]])));
    const { certainty: found, layers, ...same } = result!.snapshot!;
    expect({ ...same, layers: null }).toEqual({ ...before.result!.snapshot!, layers: null });
    expect(layers).toBe(result!.layers);
    expect(found!.replicates).toBe(4);
    expect(finished!.page.result).toBe(result);
    // It is known now.
    expect(canTellCertainty(after)).toBe(false);
  });

  it("is not waited for by a run, which ends it", async () => {
    const { store, actions, until, phase } = shown;
    const held = gate();
    world.beforeBatch = () => held.opened;
    actions.askCertainty();
    await until(({ certainty }) => certainty !== null);
    world.beforeBatch = async () => undefined;
    actions.setBaseline("blur");
    expect(store.getState()).toMatchObject({ certainty: null, run: { phase: "loading" } });
    held.open();
    const { result, notice } = await phase("done");
    expect(notice).toBeNull();
    expect(result!.layers.map((layer) => layer!.noiseShare)).toEqual([undefined, undefined, undefined]);
    expect(result!.layers.some((layer) => "replicateAgreement" in layer!)).toBe(false);
  });

  it("can be cancelled, and its failure is said and fails nothing", async () => {
    const { store, actions, until } = shown;
    const { result, run } = store.getState();
    const aborted: boolean[] = [];
    const { loadReplicated } = world.services;
    world.services.loadReplicated = (_name, signal) => {
      signal.addEventListener("abort", () => aborted.push(true));
      return new Promise(() => undefined);
    };
    actions.askCertainty();
    actions.cancelCertainty();
    await eventually(() => expect(aborted).toEqual([true]));
    expect(store.getState()).toMatchObject({ certainty: null, notice: null });
    world.services.loadReplicated = () => Promise.reject(new Error("no way"));
    actions.askCertainty();
    const failed = await until(({ notice }) => notice !== null);
    expect(failed).toMatchObject({
      certainty: null,
      notice: { code: "certainty-failed", values: { message: "no way" } },
    });
    // Neither are replicates of other probes than the picture came through.
    world.services.loadReplicated = async (name, signal) => ({
      ...(await loadReplicated(name, signal)),
      setup: "6".repeat(64),
    });
    actions.dismissNotice();
    actions.askCertainty();
    expect(await until(({ notice }) => notice !== null)).toMatchObject({ notice: { code: "certainty-other-probes" } });
    expect(store.getState().result).toBe(result);
    expect(store.getState().run).toBe(run);
  });

  it("says of a picture by probes of the labels what is robust, and nothing of one without its v", async () => {
    const { actions, until, store } = shown;
    actions.setProbes("labels");
    await until(({ settings, run }) => settings.probes === "labels" && run.phase === "done");
    const { loadReplicated } = world.services;
    world.services.loadReplicated = () => Promise.reject(new Error("nobody may ask"));
    actions.askCertainty();
    const { result } = await until((state) => state.result?.snapshot?.certainty !== undefined);
    world.services.loadReplicated = loadReplicated;
    expect(result!.snapshot!.certainty!.replicates).toBe(0);
    expect(selectFirmCounts(store.getState())).toMatchObject({ firm: null });
    const [draft] = (await world.services.links.draft(store.getState().result!.snapshot!)).drafts;
    world.bar.entries.splice(0, Infinity, `#s=${draft!.payload}`);
    world.bar.at = 0;
    const opened = await page(world);
    expect(canTellCertainty(opened.store.getState())).toBe(false);
  });

  it("takes away nothing of what another tab calls concepts of the kept picture", async () => {
    const { store, actions, until } = shown;
    const { library } = await world.services.vault();
    await eventually(async () => expect(await library.list()).toHaveLength(1));
    const [entry] = await library.list();
    const other = startedStore(world);
    other.actions.start();
    await other.until(({ image, load }) => image !== null && load === null);
    other.actions.openEntry(entry!.id);
    await other.until(({ run }) => run.phase === "opened");
    const names = async () => (await readStrataFile(await library.read(entry!.id)))[0]!.snapshot.names;
    other.actions.nameConcept({ kind: "or", mask: 5 }, "sky");
    await eventually(async () => expect(await names()).toEqual([{ kind: "or", mask: 5, name: "sky" }]));
    expect(store.getState().names).toEqual([]);
    actions.askCertainty();
    await until((state) => state.result?.snapshot?.certainty !== undefined);
    await eventually(async () => expect(await library.list()).toMatchObject([{ tellsCertainty: true }]));
    expect(await names()).toEqual([{ kind: "or", mask: 5, name: "sky" }]);
  });

  it("comes to the kept picture, which stays one, and is there at once when that is opened", async () => {
    const { store, actions, until } = shown;
    const { library } = await world.services.vault();
    const [before] = await library.list();
    actions.askCertainty();
    await until((state) => state.result?.snapshot?.certainty !== undefined);
    await eventually(async () => expect(await library.list()).toMatchObject([{ tellsCertainty: true }]));
    expect(await library.list()).toMatchObject([{ id: before!.id, content: before!.content }]);
    actions.save();
    await until(({ saved }) => saved);
    expect(await library.list()).toMatchObject([{ id: before!.id, kind: "saved" }]);
    const again = await page(world);
    expect(again.store.getState().run.phase).toBe("opened");
    expect(again.store.getState().result!.snapshot!.certainty).toEqual(store.getState().result!.snapshot!.certainty);
    expect(selectFirmCounts(again.store.getState())).toEqual(selectFirmCounts(store.getState()));
  });

  it("comes to a kept picture that was opened, too", async () => {
    const { library } = await world.services.vault();
    const [before] = await library.list();
    const again = await page(world);
    expect(again.store.getState().result!.opened).toBe("library");
    await again.until(canTellCertainty);
    again.actions.askCertainty();
    const { result } = await again.until((state) => state.result?.snapshot?.certainty !== undefined);
    await eventually(async () =>
      expect(await library.list()).toMatchObject([{ id: before!.id, tellsCertainty: true }]),
    );
    const [kept] = await world.services.files.read(await library.read(before!.id));
    expect(kept!.snapshot.certainty).toEqual(result!.snapshot!.certainty);
  });

  it("is the file's word where a picture was opened with it, until it is looked at here and compared", async () => {
    const { store, actions, until } = shown;
    actions.askCertainty();
    const { result } = await until((state) => state.result?.snapshot?.certainty !== undefined);
    expect(certaintyFrom(store.getState())).toBe("here");
    const snapshot = result!.snapshot!;
    const { certainty } = snapshot;
    const forged = {
      ...certainty!,
      concepts: certainty!.concepts.map((concept) => ({
        ...concept,
        effectSd: concept.effectSd.map((_, l) => (l === 0 ? 3 : 0)),
      })),
    };
    const image = { ...snapshot.image, name: "theirs" };
    const entry = { snapshot: { ...snapshot, image, certainty: forged }, name: "theirs", createdMs: 0 };
    const bytes = await world.services.files.write([entry], { values: true });
    actions.openFile(new Blob([Uint8Array.from(bytes)]), "theirs.strata");
    const opened = await until(
      ({ run, load, result: now }) => load === null && run.phase === "opened" && now !== result,
    );
    expect([certaintyFrom(opened), selectCertaintyCheck(opened), canTellCertainty(opened)]).toEqual([
      "file",
      null,
      true,
    ]);
    actions.askCertainty();
    const looked = await until((state) => certaintyFrom(state) === "here");
    expect(looked.result!.snapshot!.certainty).toEqual(certainty);
    expect(canTellCertainty(looked)).toBe(false);
    const rows = selectFirmCounts(looked)!.rows;
    expect(selectCertaintyCheck(looked)).toEqual({ rows, otherwise: rows, layersOtherwise: 0, replicates: true });
    // What is kept of the file says what was found.
    const { library } = await world.services.vault();
    const theirs = (await library.list()).find(({ name }) => name === "theirs")!;
    const kept = async () => (await world.services.files.read(await library.read(theirs.id)))[0]!.snapshot.certainty;
    await eventually(async () => expect(await kept()).toEqual(certainty));
    // A run of the page's own is compared, too.
    actions.runAgain();
    await until(({ run, result: now }) => run.phase === "done" && now!.opened === null);
    expect([certaintyFrom(store.getState()), selectCertaintyCheck(store.getState())]).toEqual([null, null]);
    actions.askCertainty();
    const again = await until((state) => state.result?.snapshot?.certainty !== undefined);
    expect(selectCertaintyCheck(again)).toEqual({ rows, otherwise: rows, layersOtherwise: 0, replicates: true });
  });

  it("is looked at without being asked for, but not where data are to be saved, nor with many players", async () => {
    const { store, actions, until } = shown;
    expect(store.getState().result!.snapshot!.certainty).toBeUndefined();
    world.services.savesData = false;
    actions.setBaseline("blur");
    const known = await until((state) => state.result?.snapshot?.certainty !== undefined);
    expect(known.settings.baseline).toBe("blur");
    // Replicates that only differ by a constant explain everything alike.
    const { rows, firm } = selectFirmCounts(known)!;
    expect([firm, rows]).toEqual([rows, known.result!.snapshot!.certainty!.concepts.length]);
    expect(known.finished!.page.result).toBe(known.result);
  });

  it("that is not to be had without being asked for is said once a visit; who asks is told each time", async () => {
    const { store, actions, until } = shown;
    world.services.savesData = false;
    world.services.loadReplicated = () => Promise.reject(new Error("no way"));
    const code = () => store.getState().notice?.code ?? null;
    const looked = async (baseline: "blur" | "zero") => {
      actions.setBaseline(baseline);
      await until(({ settings, run }) => settings.baseline === baseline && run.phase === "done");
      await until(({ certainty }) => certainty === null);
    };
    await looked("blur");
    expect(code()).toBe("certainty-failed");
    actions.dismissNotice();
    await looked("zero");
    expect([code(), store.getState().result!.snapshot!.certainty]).toEqual([null, undefined]);
    actions.askCertainty();
    await until(({ notice }) => notice?.code === "certainty-failed");
  });

  it("has replicates that are there already answer in the run itself", async () => {
    const { actions, until } = shown;
    let fetched = 0;
    const { loadReplicated } = world.services;
    world.services.loadReplicated = (...how) => (fetched++, loadReplicated(...how));
    world.services.savesData = false;
    let batches = 0;
    world.beforeBatch = async () => void batches++;
    actions.setBaseline("blur");
    await until(({ settings, result }) => settings.baseline === "blur" && result?.snapshot?.certainty !== undefined);
    // The network ran once more for the replicates.
    const twice = batches;
    batches = 0;
    actions.setBaseline("zero");
    const { result } = await until(
      ({ settings, result: now }) => settings.baseline === "zero" && now?.snapshot?.certainty !== undefined,
    );
    expect(result!.snapshot!.certainty!.replicates).toBe(4);
    expect([batches * 2, fetched]).toEqual([twice, 1]);
  });

  it("is told of an estimate when somebody asks, from its own masks; half-samples leave it, more masks do not", async () => {
    const of = worldWithSetup();
    of.bar.entries[0] = "#sample=dog.png&grid=5x5&masks=80";
    const { store, actions, until } = await page(of);
    const before = await until(({ run }) => run.phase === "done");
    expect(canTellCertainty(before)).toBe(true);
    actions.askCertainty();
    const sure = await until(
      ({ certainty, result }) => certainty === null && result?.snapshot?.certainty !== undefined,
    );
    const { certainty, layers } = sure.result!.snapshot!;
    expect(certainty!.replicates).toBe(REPLICATE_SHIFTS.length);
    // What differs by a constant has the same effects.
    expect(layers.map(({ replicateAgreement }) => replicateAgreement)).toEqual([1, 1, undefined]);
    expect(layers[0]!.noiseShare).toBeGreaterThan(0);
    const { rows, firm } = selectFirmCounts(sure)!;
    expect(firm).toBe(rows);
    actions.askHalves();
    await until(({ run }) => run.phase !== "done");
    const halved = await until(({ run }) => run.phase === "done");
    expect(halved.settings.sample).toMatchObject({ masks: 80, halves: 10 });
    expect(halved.result!.snapshot!.certainty).toBe(certainty);
    expect(halved.result!.layers.map((layer) => layer!.replicateAgreement)).toEqual([1, 1, undefined]);
    expect(canTellCertainty(halved)).toBe(false);
    actions.setSample({ masks: 160, seed: 1 });
    await until(({ run }) => run.phase !== "done");
    const more = await until(({ run }) => run.phase === "done");
    expect(more.result!.snapshot!.certainty).toBeUndefined();
    expect(canTellCertainty(store.getState())).toBe(true);
  });

  it("is asked of the replicates of a network of the person's own, whose shelf has them", async () => {
    const shelf = await world.services.ownShelf();
    const withFile = (model: LoadedModel): LoadedModel => ({
      ...model,
      manifest: {
        ...model.manifest,
        probes: {
          ...{ file: "probes.onnx", sha256: "5e".repeat(32), bytes: 1, fitted: { target: "network", data: "" } },
          replicates: { file: "replicates.onnx", sha256: "5f".repeat(32), bytes: 1, count: REPLICATE_SHIFTS.length },
          layers: testModel("mine").manifest.probes!.layers,
        },
      },
    });
    const counted = ({ manifest, ...model }: LoadedModel) => ({ ...model, manifest: withReplicates(manifest) });
    let shipped = 0;
    world.services.loadReplicated = () => (shipped++, Promise.reject(new Error("ships with none")));
    world.services.ownShelf = async () => ({
      ...shelf,
      load: async (...how) => withFile(await shelf.load(...how)),
      loadReplicated: async (listed) => counted(withFile(await shelf.loadReplicated(listed))),
    });
    const { store, actions, until } = shown;
    actions.openNetwork([{ name: "mine.onnx", file: new Blob(["onnx"]) }]);
    await until(({ own }) => own?.trial?.isOver === true);
    actions.takeNetwork(false);
    await until(({ model, run }) => model?.name === "mine" && run.phase === "done");
    expect(canTellCertainty(store.getState())).toBe(true);
    actions.askCertainty();
    const { result } = await until(
      ({ certainty, result: now }) => certainty === null && now?.snapshot?.certainty !== undefined,
    );
    expect(result!.snapshot!.certainty!.replicates).toBe(REPLICATE_SHIFTS.length);
    expect([result!.model.name, shipped]).toEqual(["mine", 0]);
  });
});
