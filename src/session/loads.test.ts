import { ImageError } from "../images/errors.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually, turns } from "../platform/eventually.fixture.ts";
import { ModelError } from "../models/errors.ts";
import { explored } from "./page.fixture.ts";
import { gate, startedStore, testWorld } from "./world.fixture.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("what comes late", () => {
  const slowly =
    <A extends unknown[], T>(hold: Promise<void>, work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      await hold;
      return work(...args);
    };
  async function kept() {
    const world = testWorld();
    const opened = await explored(world);
    opened.actions.openLibrary();
    const { libraryList } = await opened.until(({ libraryList }) => libraryList?.entries.length === 1);
    opened.actions.closeDialog();
    return { world, ...opened, id: libraryList!.entries[0]!.id };
  }
  it("does not take the place of what was wished for since", async () => {
    const { world, store, actions, until, id } = await kept();
    const hold = gate();
    (world.services.files as { read: typeof world.services.files.read }).read = slowly(
      hold.opened,
      world.services.files.read,
    );
    actions.openEntry(id);
    await until(({ load }) => load?.what === "kept");
    actions.chooseSample(store.getState().samples[1]!);
    await until(({ image, run }) => image?.title.from === "sample" && run.phase === "done");
    hold.open();
    await turns();
    expect(store.getState()).toMatchObject({
      image: { title: { from: "sample" } },
      run: { phase: "done" },
      notice: null,
    });
  });
  it("is not fetched a second time where it is asked for again", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    const hold = gate();
    const asked: string[] = [];
    world.beforeLoad = (name) => {
      asked.push(name);
      return hold.opened;
    };
    const other = "glass-box";
    actions.chooseModel(other);
    await until(({ load }) => load?.name === other);
    await eventually(() => expect(asked).toEqual([other]));
    actions.cancel();
    actions.chooseModel(other);
    await turns(10);
    hold.open();
    await until(({ model, run }) => model?.name === other && run.phase === "done");
    expect(asked).toEqual([other]);
  });
  it("can be stopped", async () => {
    const { world, store, actions, until, id } = await kept();
    const hold = gate();
    (world.services.files as { read: typeof world.services.files.read }).read = slowly(
      hold.opened,
      world.services.files.read,
    );
    const before = store.getState().result;
    actions.openEntry(id);
    await until(({ load }) => load?.what === "kept");
    actions.cancel();
    hold.open();
    await turns();
    expect(store.getState()).toMatchObject({ load: null, run: { phase: "done" } });
    expect(store.getState().result).toBe(before);
  });
  it("leaves what was selected while a network came", async () => {
    const { world, actions, until, id } = await kept();
    actions.openEntry(id);
    await until(({ run }) => run.phase === "opened");
    const hold = gate();
    const elsewhere = startedStore(world);
    elsewhere.actions.start();
    await elsewhere.until(({ run, load }) => run.phase === "opened" && load === null);
    world.beforeLoad = () => hold.opened;
    elsewhere.actions.runAgain();
    await elsewhere.until(({ load }) => load !== null);
    elsewhere.actions.selectConcept({ kind: "and", mask: 3 }, 1);
    hold.open();
    expect((await elsewhere.until(({ run }) => run.phase === "done")).selection).toEqual({
      concept: { kind: "and", mask: 3 },
      layer: 1,
      patches: 0,
    });
  });
  it("is no reason to forget what is selected: a file that cannot be read", async () => {
    const { store, actions, until, id } = await kept();
    actions.openEntry(id);
    await until(({ run }) => run.phase === "opened");
    actions.selectConcept({ kind: "and", mask: 3 }, 1);
    actions.openFile(new Blob([]), "empty.png");
    await until(({ notice }) => notice !== null);
    expect(store.getState().selection.concept).toEqual({ kind: "and", mask: 3 });
  });
  it("is stopped with its reader when a file is no longer wished for, by Cancel or by another wish", async () => {
    const world = testWorld();
    const { store, actions, until } = await explored(world);
    const signals: AbortSignal[] = [];
    world.services.files = {
      ...world.services.files,
      read: (_, signal) =>
        new Promise((__, reject) => {
          signals.push(signal!);
          signal!.addEventListener("abort", () => reject(signal!.reason));
        }),
    };
    const file = (): Blob => new Blob(['{"format":"strata"}']);
    actions.openFile(file(), "large.strata");
    await eventually(() => expect(signals).toHaveLength(1));
    actions.cancel();
    actions.openFile(file(), "larger.strata");
    await eventually(() => expect(signals).toHaveLength(2));
    actions.chooseSample(store.getState().samples[0]!);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    await until(({ load }) => load === null);
    expect(store.getState().notice).toBeNull();
  });
  it("is called by its own name: an image that is gone when another network is to see it, a network that is damaged when a sample is wished for", async () => {
    const world = testWorld();
    const { store, actions, until } = await explored(world);
    actions.openFile(new Blob([new Uint8Array(7).fill(9)]), "cat.jpg");
    await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
    const { loadModel } = world.services;
    const larger: typeof loadModel = async (name, ...how) => {
      const { manifest, bytes } = await loadModel(name, ...how);
      return { manifest: { ...manifest, input: { ...manifest.input, width: 16, height: 16 } }, bytes };
    };
    world.services.loadModel = larger;
    world.beforeDecode = () => Promise.reject(new ImageError("unreadable"));
    actions.chooseModel("glass-box");
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "unreadable",
      values: { name: "cat.jpg" },
    });
    actions.dismissNotice();
    world.services.loadModel = () => Promise.reject(new ModelError("hash-mismatch", "other bytes"));
    actions.chooseSample(store.getState().samples.find(({ model }) => model === "glass-box")!);
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "model-damaged",
      values: { name: "glass-box" },
    });
  });
  it("is no reason to take a file before what was chosen after it, however slow it is to look into", async () => {
    const { world, store, actions, until } = await kept();
    const hold = gate();
    const slow = new Blob([new Uint8Array(5).fill(1)]);
    slow.slice = () => ({ arrayBuffer: () => hold.opened.then(() => new ArrayBuffer(2)) }) as Blob;
    actions.openFile(slow, "slow.png");
    actions.chooseSample(store.getState().samples[1]!);
    hold.open();
    await until(({ image, run }) => image?.title.from === "sample" && run.phase === "done");
    await turns();
    expect(store.getState().image?.title.from).toBe("sample");
    expect(world.counts.evaluations).toBe(3);
  });
  it("does not undo a class that was chosen while an answer was looked up", async () => {
    const world = testWorld();
    const { actions, until } = await explored(world);
    actions.setGrid(2, 2);
    await until(({ settings, run }) => settings.rows === 2 && run.phase === "done");
    await eventually(async () => expect(await (await world.services.vault()).library.list()).toHaveLength(2));
    const hold = gate();
    const { read } = world.services.files;
    world.services.files = { ...world.services.files, read: slowly(hold.opened, read) };
    const again = startedStore(world);
    again.actions.start();
    again.actions.openFile(new Blob([new Uint8Array(7).fill(9)]), "cat.jpg");
    hold.open();
    await again.until(({ run }) => run.phase === "done" || run.phase === "opened");
    again.actions.setTarget(2);
    expect(
      (await again.until(({ run, result }) => run.phase === "done" && result?.target?.index === 2)).settings.target,
    ).toBe(2);
  });
});
