import { beforeEach, describe, expect, it } from "vitest";
import type { LoadedModel } from "../models/model-files.ts";
import { eventually } from "../platform/eventually.fixture.ts";
import { explored, page } from "./page.fixture.ts";
import { canTellNoise } from "./selectors.ts";
import { gate, testWorld, type World } from "./world.fixture.ts";

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

describe("the noise of the probes on an image", () => {
  let world: World;
  let shown: Awaited<ReturnType<typeof explored>>;
  beforeEach(async () => {
    world = worldWithSetup();
    shown = await explored(world);
  });

  it("comes to the layers of the finished picture, worked by hand, and changes nothing else of it", async () => {
    const { store, actions, until } = shown;
    const before = store.getState();
    expect(canTellNoise(before)).toBe(true);
    const fractions: (number | null)[] = [];
    store.subscribe(({ noise }) => noise !== null && fractions.push(noise.fraction));
    actions.askNoise();
    expect(store.getState().noise).toMatchObject({ fraction: null });
    const after = await until(({ noise }) => noise === null);
    // The replicates are half a nat above the probe and one below, whatever the mask.
    const expected = before.result!.snapshot!.values!.layers.slice(0, -1).map((v) => {
      return Math.sqrt((0.25 + 1) / 2) / (Math.max(...v) - Math.min(...v));
    });
    after.result!.layers.forEach((layer, l) => {
      if (l < expected.length) expect(layer!.noiseShare).toBeCloseTo(expected[l]!, 6);
      else expect(layer!.noiseShare).toBeUndefined();
    });
    expect(fractions.at(-1)).toBe(1);
    const { noise, nextId, result, finished, ...rest } = after;
    expect([noise, nextId]).toEqual([null, before.nextId + 1]);
    expect(rest).toEqual(Object.fromEntries(Object.keys(rest).map((key) => [key, before[key as keyof typeof rest]])));
    expect(result!.snapshot).toBe(before.result!.snapshot);
    expect(finished!.page.result).toBe(result);
    // It is known now.
    expect(canTellNoise(after)).toBe(false);
  });

  it("is not waited for by a run, which ends it", async () => {
    const { store, actions, until, phase } = shown;
    const held = gate();
    world.beforeBatch = () => held.opened;
    actions.askNoise();
    await until(({ noise }) => noise !== null);
    world.beforeBatch = async () => undefined;
    actions.setBaseline("blur");
    expect(store.getState()).toMatchObject({ noise: null, run: { phase: "loading" } });
    held.open();
    const { result, notice } = await phase("done");
    expect(notice).toBeNull();
    expect(result!.layers.map((layer) => layer!.noiseShare)).toEqual([undefined, undefined, undefined]);
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
    actions.askNoise();
    actions.cancelNoise();
    await eventually(() => expect(aborted).toEqual([true]));
    expect(store.getState()).toMatchObject({ noise: null, notice: null });
    world.services.loadReplicated = () => Promise.reject(new Error("no way"));
    actions.askNoise();
    const failed = await until(({ notice }) => notice !== null);
    expect(failed).toMatchObject({ noise: null, notice: { code: "noise-failed", values: { message: "no way" } } });
    // Neither are replicates of other probes than the picture came through.
    world.services.loadReplicated = async (name, signal) => ({
      ...(await loadReplicated(name, signal)),
      setup: "6".repeat(64),
    });
    actions.dismissNotice();
    actions.askNoise();
    expect(await until(({ notice }) => notice !== null)).toMatchObject({ notice: { code: "noise-other-probes" } });
    expect(store.getState().result).toBe(result);
    expect(store.getState().run).toBe(run);
  });

  it("can be told of no picture by probes of the labels, and of none without its v", async () => {
    const { actions, until, store } = shown;
    actions.setProbes("labels");
    await until(({ settings, run }) => settings.probes === "labels" && run.phase === "done");
    expect(canTellNoise(store.getState())).toBe(false);
    actions.askNoise();
    expect(store.getState().noise).toBeNull();
    const [draft] = await world.services.links.draft(store.getState().result!.snapshot!);
    world.bar.entries.splice(0, Infinity, `#s=${draft!.payload}`);
    world.bar.at = 0;
    const opened = await page(world);
    expect(canTellNoise(opened.store.getState())).toBe(false);
  });
});
