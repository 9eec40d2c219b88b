import { describe, expect, it } from "vitest";
import { sampleMasks } from "../core/estimate/sample.ts";
import type { Mask } from "../core/masks.ts";
import type { Evaluation } from "../exploration/exploration.ts";
import { answersFor } from "../exploration/answers-at-hand.ts";
import { masksOf } from "../core/masks.ts";
import { budgetFor, masksWithin, moreMasks, offeredMasks, totalMasks, withAsked, withBudget } from "./budget.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import { fallSilent, page, photo } from "./page.fixture.ts";
import { testWorld, type World } from "./world.fixture.ts";

const SIDE = 5;
const N = SIDE * SIDE;
/** A page at the address of a sample's estimate. */
function pageOf(world: World, masks: number) {
  world.bar.entries[0] = `#sample=dog.png&grid=${SIDE}x${SIDE}&masks=${masks}`;
  return page(world);
}

/** A world that notes which masks its network is asked for. */
function notingWorld(): { readonly world: World; readonly asked: Mask[] } {
  const world = testWorld();
  const asked: Mask[] = [];
  const { createEngine } = world.services;
  world.services.createEngine = async (...given) => {
    const engine = await createEngine(...given);
    const { evaluator } = engine;
    const evaluate: typeof evaluator.evaluate = (input, masks, options) => {
      asked.push(...masks);
      return evaluator.evaluate(input, masks, options);
    };
    return { ...engine, evaluator: { ...evaluator, evaluate } };
  };
  return { world, asked };
}

describe("an estimate from a sample of masks", () => {
  it("goes on to more masks from what is there, and says what a fresh run says, to the bit", async () => {
    const { world, asked } = notingWorld();
    const { actions, store, until } = await pageOf(world, 80);
    const first = await until(({ run }) => run.phase === "done");
    expect(first.run).toMatchObject({ total: 80, measured: 80 });
    expect(asked).toHaveLength(80);
    actions.setSample(moreMasks(N, first.settings.sample!));
    const running = await until(({ run }) => run.phase !== "done");
    // What is there stands until there is more.
    expect(running.result).toMatchObject({ estimated: { masks: 80 }, snapshot: null });
    expect(running.result!.layers).toEqual(first.result!.layers);
    const more = await until(({ run }) => run.phase === "done");
    expect(more.run).toMatchObject({ total: 160, measured: 80 });
    expect(more.result!.estimated).toBeNull();
    expect([...asked]).toEqual([...sampleMasks(N, 160, 1)]);
    expect(store.getState().source).toEqual({ from: "sample", file: "dog.png" });
    const fresh = await pageOf(testWorld(), 160);
    const whole = await fresh.until(({ run }) => run.phase === "done");
    expect(more.result!.snapshot!.layers).toEqual(whole.result!.snapshot!.layers);
    expect(more.result!.snapshot!.values).toEqual(whole.result!.snapshot!.values);
    // Half-samples need no more answers, and leave every effect as it is.
    const askedSoFar = asked.length;
    actions.askHalves();
    const halving = await until(({ run }) => run.phase !== "done");
    expect(halving.result).toMatchObject({ estimated: { masks: 160 }, layers: more.result!.layers });
    const halved = await until(({ run }) => run.phase === "done");
    expect(asked).toHaveLength(askedSoFar);
    expect(halved.settings.sample).toEqual({ masks: 160, seed: 1, halves: 10 });
    expect(world.bar.entries.at(-1)).toContain("masks=160-1-10");
    halved.result!.layers.forEach((layer, l) => {
      const { interactions } = more.result!.layers[l]!;
      const { and, or, sampled } = layer!.interactions;
      expect({ and, or }).toEqual({ and: interactions.and, or: interactions.or });
      expect(sampled).toMatchObject({ masks: 160, halves: 10 });
      expect(sampled!.frequency!.and).toHaveLength(and.masks.length);
    });
    // A smaller one is its beginning: the network is not asked at all.
    actions.setSample({ masks: 80, seed: 1 });
    const emptied = await until(({ run }) => run.phase !== "done");
    expect(emptied.result).toMatchObject({ estimated: null, layers: more.result!.layers.map(() => null) });
    const less = await until(({ run }) => run.phase === "done");
    expect(less.run).toMatchObject({ total: 80, measured: 0 });
    expect(less.result!.snapshot!.layers).toEqual(first.result!.snapshot!.layers);
    // The very same is asked anew, for whoever wants to know what another backend says.
    actions.measureAgain();
    await until(({ run }) => run.phase !== "done");
    expect((await until(({ run }) => run.phase === "done")).run).toMatchObject({ measured: 80 });
  });

  it("that was stopped on its way to more is taken up where it was, by what is at hand and by what is kept", async () => {
    const { world, asked } = notingWorld();
    const file = photo();
    const { store, actions, until } = await page(world);
    actions.openFile(file, "mine.png");
    await until(({ run, image }) => run.phase === "done" && image?.title.from === "file");
    actions.setGrid(SIDE, SIDE);
    await until(({ run }) => run.phase === "loading");
    actions.setSample({ masks: 80, seed: 1 });
    const finished = await until(({ run }) => run.phase === "done");
    const before = asked.length;
    let batches = 0;
    world.beforeBatch = async () => {
      if (++batches === 4) actions.cancel();
    };
    actions.setSample({ masks: 160, seed: 1 });
    await until(({ notice }) => notice?.code === "estimate-before");
    // The picture that was finished before is back, and whole.
    expect(store.getState()).toMatchObject({
      run: finished.run,
      result: finished.result,
      settings: { sample: { masks: 80, seed: 1 } },
      notice: { values: { masks: "80" } },
    });
    world.beforeBatch = async () => undefined;
    fallSilent();
    const reloaded = await page(world);
    await reloaded.until(({ run }) => run.phase === "opened");
    reloaded.actions.setSample({ masks: 160, seed: 1 });
    const begun = await reloaded.until(({ run }) => run.phase === "loading" || run.phase === "running");
    // What was opened is not what this page found.
    expect(begun.result!.estimated).toBeNull();
    const ended = await reloaded.until(({ run }) => run.phase === "done");
    expect(ended.settings.sample).toEqual({ masks: 160, seed: 1 });
    expect(ended.run).toMatchObject({ total: 160, measured: 160 - 80 - 3 * 8 });
    expect(new Set(asked.slice(before)).size).toBe(80);
  });
});

describe("settings", () => {
  const wide = { ...DEFAULT_SETTINGS, rows: 8, cols: 8 };

  it("of more patches than all masks can be run of have a sample, and lose it with a coarser grid", () => {
    const asked = withAsked(DEFAULT_SETTINGS, { rows: 8, cols: 8, picked: null });
    expect(asked.sample).toEqual({ masks: 2000, seed: 1 });
    expect(totalMasks(asked)).toBe(2000);
    const finer = withAsked({ ...asked, sample: { masks: 4000, seed: 7 } }, { rows: 16, cols: 16, picked: null });
    expect(finer.sample).toEqual({ masks: 4000, seed: 7 });
    const coarse = withAsked(finer, { rows: 4, cols: 4, picked: null });
    expect([coarse.sample, totalMasks(coarse)]).toEqual([null, 2 ** 16]);
    // The ends of 256 patches alone are 514 masks.
    expect(budgetFor({ rows: 16, cols: 16, picked: null }, { masks: 500, seed: 1 })).toEqual({ masks: 2000, seed: 1 });
    // Debiased effects are chosen among all.
    expect(withBudget({ ...wide, kappaOf: "debiased" })).toMatchObject({ kappaOf: "noise", sample: { masks: 2000 } });
    expect(withBudget(DEFAULT_SETTINGS)).toBe(DEFAULT_SETTINGS);
  });

  it("are offered by time, as many masks as the network answers in it, where that is another number than those that are offered", () => {
    // 23 masks a second: 230, 690, 1,380, 2,760 and 6,900, of which 230 and 690 have two digits.
    expect(masksWithin(64, 23)).toEqual([
      { seconds: 10, masks: 230 },
      { seconds: 30, masks: 690 },
      { seconds: 60, masks: 1300 },
      { seconds: 120, masks: 2700 },
      { seconds: 300, masks: 6900 },
    ]);
    // Too few for 64 patches, as many as are offered anyway, and more than are offered.
    expect(masksWithin(64, 50)).toEqual([
      { seconds: 30, masks: 1500 },
      { seconds: 60, masks: 3000 },
      { seconds: 120, masks: 6000 },
    ]);
    expect(masksWithin(64, 0)).toEqual([]);
    expect(masksWithin(256, 50).map(({ masks }) => masks)).toEqual([1500, 3000, 6000]);
    expect(masksWithin(9, 23)).toEqual([{ seconds: 10, masks: 230 }]);
  });

  it("offer numbers of masks that can be drawn, and twice as many until no more are offered", () => {
    expect(offeredMasks(64, 2000)).toEqual([500, 1000, 2000, 5000, 10_000]);
    expect(offeredMasks(64, 3000)).toContain(3000);
    expect(offeredMasks(256, 2000)[0]).toBe(1000);
    expect(offeredMasks(9, 100)).toEqual([100, 500]);
    expect(moreMasks(64, { masks: 8000, seed: 3 })).toEqual({ masks: 10_000, seed: 3 });
    expect(moreMasks(64, { masks: 10_000, seed: 3 })).toBeNull();
    expect(moreMasks(9, { masks: 400, seed: 3 })).toEqual({ masks: 512, seed: 3 });
  });
});

describe("answersFor", () => {
  it("gives those that both samples have, and none of masks drawn otherwise", () => {
    const masks = masksOf([...sampleMasks(9, 60, 1)].sort((a, b) => Number(a) - Number(b)));
    const evaluation = {
      masks,
      logits: Float32Array.from({ length: 2 * masks.length }, (_, i) => i),
      sample: { masks: 60, seed: 1 },
      players: { n: 9 } as Evaluation["players"],
    };
    expect(answersFor(evaluation, { masks: 90, seed: 2 })).toBeNull();
    expect(answersFor(evaluation, { masks: 90, seed: 1 })!.masks).toBe(masks);
    const less = answersFor(evaluation, { masks: 40, seed: 1 })!;
    expect([...less.masks].sort()).toEqual([...sampleMasks(9, 40, 1)].sort());
    less.masks.forEach((mask, i) => {
      const row = masks.indexOf(mask);
      expect([...less.logits.slice(2 * i, 2 * i + 2)]).toEqual([2 * row, 2 * row + 1]);
    });
  });
});
