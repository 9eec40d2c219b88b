import { sampledSnapshot } from "../exploration/sampled-snapshot.fixture.ts";
import { changedEffects } from "../core/effects.fixture.ts";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { WorkerError } from "../platform/worker-error.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { writeStrataFile } from "../formats/strata-file/write.ts";
import { explored, page } from "./page.fixture.ts";
import { canTellCertainty } from "./certainty.ts";
import { canInquire } from "./inquiries.ts";
import { selectAllValues, selectClasses, selectKnownClasses, selectSample } from "./selectors.ts";
import { uniquenessOffer } from "./uniqueness.ts";
import { gate, testWorld, type World } from "./world.fixture.ts";

describe("a picture from a file", () => {
  async function fileOf(world: World): Promise<Blob> {
    const { store } = await explored(world);
    const { snapshot } = store.getState().result!;
    return new Blob([
      (await writeStrataFile([{ name: "cat", createdMs: 0, snapshot: snapshot! }], {
        values: true,
      })) as Uint8Array<ArrayBuffer>,
    ]);
  }
  it("is drawn, kept, and verified by running again", async () => {
    const file = await fileOf(testWorld());
    const world = testWorld();
    const { actions, until } = await page(world);
    actions.openFile(file, "cat.strata");
    await until(({ run, saved }) => run.phase === "opened" && saved);
    // Never checked here: after a reload it says so still, and no run takes it for an answer of this browser's.
    const again = await page(world);
    expect(again.store.getState().run).toEqual({ phase: "opened", from: "file", total: 512 });
    actions.runAgain();
    const done = await until(({ run }) => run.phase === "done");
    expect(done.verification).toMatchObject({
      agrees: true,
      scoreDifference: 0,
      compared: "all",
      stated: [],
      differing: [],
    });
    // What was computed here stands in its place, under its name.
    await eventually(async () =>
      expect(await (await world.services.vault()).library.list()).toMatchObject([{ kind: "saved", name: "cat" }]),
    );
    await eventually(async () =>
      expect((await (await world.services.vault()).library.list())[0]).not.toHaveProperty("origin"),
    );
    expect((await page(world)).store.getState().run).toEqual({ phase: "opened", from: "library", total: 512 });
  });
  it("is opened as the estimate that it is, and comes back from where it is kept", async () => {
    const world = testWorld();
    const { actions, store, until } = await page(world);
    const snapshot = await sampledSnapshot({ side: 8, layers: 1, masks: 300, seed: 3 });
    const bytes = await writeStrataFile([{ name: "wide", createdMs: 0, snapshot }], { values: false });
    actions.openFile(new Blob([bytes as Uint8Array<ArrayBuffer>]), "wide.strata");
    const opened = await until(({ run, load }) => run.phase === "opened" && run.from === "file" && load === null);
    expect(opened.run).toMatchObject({ total: 300 });
    expect(opened.settings).toMatchObject({ rows: 8, cols: 8, sample: { masks: 300, seed: 3 } });
    expect(opened.result!.layers).toEqual(snapshot.layers);
    expect(selectSample(store.getState())).toMatchObject({ masks: 300, heldOutR2: expect.any(Number) as number });
    // What takes v at every mask is not offered.
    expect([selectAllValues(opened), canTellCertainty(opened), canInquire(opened, "kappas")]).toEqual([
      null,
      false,
      false,
    ]);
    expect(uniquenessOffer(opened.result!, 0)).toBe("estimated");
    const [entry] = await (await world.services.vault()).library.list();
    expect(entry!.key).toContain(".8x8.mean.");
    expect(entry!.key).toMatch(/\.masks-300-3$/);
    world.bar.entries[0] = `#kept=${entry!.key}`;
    world.bar.at = 0;
    const again = await page(world);
    expect((await again.until(({ run }) => run.phase === "opened")).result!.layers).toEqual(snapshot.layers);
  });
  it("gives way to what is computed here where the two cannot be compared", async () => {
    const file = await fileOf(testWorld());
    const world = testWorld();
    const { actions, until } = await page(world);
    actions.openFile(file, "cat.strata");
    await until(({ run, saved }) => run.phase === "opened" && saved);
    world.services.files.verify = async () => {
      throw new WorkerError("worker-died", { attempts: 3, message: "gone" });
    };
    actions.runAgain();
    const done = await until(({ run: { phase }, notice }) => phase === "done" || notice !== null);
    expect(done).toMatchObject({ run: { phase: "done" }, verification: null, notice: null, result: { opened: null } });
  });
  it.each<[string, (snapshot: Snapshot) => Partial<Snapshot>]>([
    [
      "effects",
      ({ layers }) => ({
        layers: layers.map((layer) => ({
          ...layer,
          interactions: changedEffects(layer.interactions, ({ and }) => {
            [and[1], and[2]] = [and[2]!, and[1]!];
          }),
        })),
        values: null,
      }),
    ],
    [
      "the class that the network named first",
      ({ target }) => ({
        target: { ...target, ...target.top[1]!, top: [target.top[1]!, target.top[0]!, target.top[2]!] },
      }),
    ],
    [
      "the accuracy of a probe",
      ({ layers }) => ({ layers: layers.map((layer) => ({ ...layer, probeAccuracy: 0.99 })) }),
    ],
  ])("is said to differ when it was forged: %s", async (_, forge) => {
    const { store: from } = await explored(testWorld());
    const { snapshot } = from.getState().result!;
    const forged = { ...snapshot!, ...forge(snapshot!) };
    const file = new Blob([
      (await writeStrataFile([{ name: "cat", createdMs: 0, snapshot: forged }], {
        values: false,
      })) as Uint8Array<ArrayBuffer>,
    ]);
    const { actions, until } = await page(testWorld());
    actions.openFile(file, "cat.strata");
    await until(({ run, saved }) => run.phase === "opened" && saved);
    actions.runAgain();
    expect((await until(({ run }) => run.phase === "done")).verification).toMatchObject({ agrees: false });
  });
  it("is not compared with the answer to another question", async () => {
    const { actions, until } = await page(testWorld());
    actions.openFile(await fileOf(testWorld()), "cat.strata");
    await until(({ run, saved }) => run.phase === "opened" && saved);
    actions.runAgain();
    await until(({ run, verification }) => run.phase === "done" && verification !== null);
    actions.setTarget(2);
    expect(
      (await until(({ run, result }) => run.phase === "done" && result?.snapshot?.target.index === 2)).verification,
    ).toBeNull();
    actions.setTarget(1);
    expect(
      (await until(({ run, result }) => run.phase === "done" && result?.snapshot?.target.index === 1)).verification,
    ).toMatchObject({ agrees: true });
  });
  it("comes back when the run that was to verify it is cancelled or fails", async () => {
    const file = await fileOf(testWorld());
    const world = testWorld();
    const { store, actions, until } = await page(world);
    actions.openFile(file, "cat.strata");
    await until(({ run, filing }) => run.phase === "opened" && !filing);
    const { result } = store.getState();
    const asked = gate();
    world.beforeBatch = () => {
      asked.open();
      return new Promise(() => undefined);
    };
    actions.runAgain();
    await asked.opened;
    actions.cancel();
    expect(store.getState()).toMatchObject({ run: { phase: "opened" }, result });
    world.beforeBatch = () => Promise.reject(new Error("broken"));
    actions.runAgain();
    await until(({ notice }) => notice?.code === "run-unknown");
    expect(store.getState()).toMatchObject({ run: { phase: "opened" }, result });
  });
  it("names its classes before its network is here, and says so when it never will be", async () => {
    const source = testWorld();
    const { store: from } = await explored(source);
    const snapshot = from.getState().result!.snapshot!;
    const foreign = {
      ...snapshot,
      model: { ...snapshot.model, sha256: "f".repeat(64), address: "https://models.example/cat.onnx" },
    };
    const file = new Blob([
      (await writeStrataFile([{ name: "cat", createdMs: 0, snapshot: foreign }], {
        values: true,
      })) as Uint8Array<ArrayBuffer>,
    ]);
    const { store, actions, until } = await page(testWorld());
    const own = new Blob([
      (await writeStrataFile([{ name: "cat", createdMs: 0, snapshot }], { values: true })) as Uint8Array<ArrayBuffer>,
    ]);
    actions.openFile(own, "own.strata");
    await until(({ run, filing }) => run.phase === "opened" && !filing);
    // Its network was at hand until then.
    expect(store.getState().model).toBeNull();
    expect(selectKnownClasses(store.getState())).toEqual(["cat", "dog", "owl"]);
    actions.openFile(file, "cat.strata");
    await until(
      ({ run, filing, result }) => run.phase === "opened" && !filing && result?.model.sha256 === foreign.model.sha256,
    );
    // What the shipped network of this name knows is not said of another one.
    expect(selectKnownClasses(store.getState())).toEqual([]);
    const { result } = store.getState();
    expect(selectClasses(store.getState()).map(({ label }) => label)).toEqual(
      snapshot.target.top.map(({ label }) => label),
    );
    actions.runAgain();
    const refused = await until(({ notice }) => notice !== null);
    expect(refused.notice).toMatchObject({
      code: "model-not-here",
      values: { sha256: "ffffffffffff", where: " (https://models.example/cat.onnx)" },
    });
    expect(refused).toMatchObject({ run: { phase: "opened" }, result });
  });
  it("says where its network is to be had, if that is none of those that ship", async () => {
    const { store: from } = await explored(testWorld());
    const snapshot = from.getState().result!.snapshot!;
    const foreign = {
      ...snapshot,
      model: {
        ...snapshot.model,
        name: "elsewhere",
        sha256: "f".repeat(64),
        address: "https://models.example/cat.onnx",
      },
    };
    const file = new Blob([
      (await writeStrataFile([{ name: "cat", createdMs: 0, snapshot: foreign }], {
        values: true,
      })) as Uint8Array<ArrayBuffer>,
    ]);
    const { actions, until } = await page(testWorld());
    actions.openFile(file, "cat.strata");
    expect(await until(({ notice }) => notice !== null)).toMatchObject({
      run: { phase: "opened" },
      notice: {
        code: "model-not-here",
        action: "fetch-network",
        values: { name: "elsewhere", where: " (https://models.example/cat.onnx)" },
      },
    });
  });
  it("is what is verified, whatever failed before", async () => {
    const file = await fileOf(testWorld());
    const world = testWorld();
    const { actions, until } = await page(world);
    actions.openFile(file, "cat.strata");
    await until(({ run }) => run.phase === "opened");
    world.beforeBatch = () => Promise.reject(new Error("broken"));
    actions.setGrid(2, 2);
    await until(({ notice }) => notice?.code === "run-unknown");
    actions.dismissNotice();
    world.beforeBatch = async () => undefined;
    actions.runAgain();
    expect(await until(({ run }) => run.phase === "done")).toMatchObject({
      settings: { rows: 3 },
      verification: { agrees: true },
    });
  });
  it("comes back as it was looked at, if what was asked of it is stopped", async () => {
    const file = await fileOf(testWorld());
    const world = testWorld();
    const { store, actions, until } = await page(world);
    actions.openFile(file, "cat.strata");
    await until(({ run, saved }) => run.phase === "opened" && saved);
    actions.togglePatch(0, false);
    actions.selectConcept({ kind: "and", mask: 3 }, 1);
    const { selection, filters } = store.getState();
    world.beforeBatch = () => new Promise(() => undefined);
    actions.setGrid(2, 2);
    await until(({ run }) => run.phase === "loading");
    actions.cancel();
    expect(store.getState()).toMatchObject({ run: { phase: "opened" }, selection, filters, saved: true });
  });
  it("that holds nothing is said to, under its name without what makes a text read otherwise, and the page stays", async () => {
    const { store, actions, until } = await page(testWorld());
    const before = store.getState().result;
    const nothing = await writeStrataFile([], { values: false });
    for (const content of [nothing, gzipSync(""), '{"format":"strata","version":1,"explorations":[]}']) {
      actions.openFile(new Blob([content as BlobPart]), "x\u202eatarts.strata");
      expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
        code: "file-empty",
        values: { name: "x\ufffdatarts.strata" },
      });
      expect(store.getState()).toMatchObject({ result: before, dialog: null });
      actions.dismissNotice();
    }
  });
  it("may be UTF-16, as Windows writes it", async () => {
    const { store, actions, until } = await page(testWorld());
    const file = await readFile(new URL("../formats/strata-file/utf16.fixture.json", import.meta.url));
    actions.openFile(new Blob([file]), "cat.json");
    await until(({ run }) => run.phase === "opened");
    expect(store.getState().notice).toBe(null);
  });
  it("is refused with a sentence when it is none, and the page stays", async () => {
    const { store, actions, until } = await page(testWorld());
    const before = store.getState().result;
    actions.openFile(new Blob(['{"format": "other"}']), "x.json");
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "file-not-strata",
      values: { name: "x.json" },
    });
    expect(store.getState().result).toBe(before);
  });
});
