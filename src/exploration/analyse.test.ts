import { withLayers } from "../models/manifest.fixture.ts";
import { describe, expect, it } from "vitest";
import { effectAt } from "../core/interactions.ts";
import { pickedCells } from "../core/patches.ts";
import { analyse } from "./analyse.ts";
import { derive } from "./derived.ts";
import { createExhaustiveEstimator } from "./estimator.ts";
import { evaluateMasks } from "./evaluate-masks.ts";
import { explain } from "./explain.ts";
import type { MaskProgress, PartialValues } from "./events.ts";
import { dogScores, fakeEvaluator, fakeSolver, request, threeClasses } from "./fake-engine.fixture.ts";
import { nextTask } from "../platform/next-task.ts";

const engine = { evaluator: fakeEvaluator(), solver: fakeSolver };
const estimator = createExhaustiveEstimator(fakeSolver);
const LN2 = Math.log(2);

describe("analyse", () => {
  it("explains the model's own top class, with the best three", async () => {
    const { target } = await analyse(request, engine);
    const e = Math.exp(3.5);
    expect(target).toMatchObject({ index: 1, label: "dog" });
    expect(target.top.map(({ label }) => label)).toEqual(["dog", "cat", "owl"]);
    expect(target.p).toBeCloseTo(e / (e + 2), 6);
    expect(target.top.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it("finds the concepts behind the scores, layer by layer", async () => {
    const { layers, values } = await analyse(request, engine);
    const { tracks } = derive(layers, request.tauFraction);
    expect(layers.map(({ name }) => name)).toEqual(["stem", "block1", "output"]);
    // v = logit − log(2 · e^0), so the concepts' effects are the formula's.
    expect(values.layers[2]![15]).toBeCloseTo(3.5 - LN2, 6);
    expect(effectAt(layers[2]!.interactions, "and", 3)).toBeCloseTo(4, 3);
    expect(effectAt(layers[2]!.interactions, "and", 4)).toBeCloseTo(-0.5, 3);
    expect(effectAt(layers[1]!.interactions, "and", 3)).toBeCloseTo(2, 3);
    expect(tracks.map(({ kind, mask, fate, born }) => [kind, mask, fate, born])).toEqual([
      ["and", 4, "kept", 1],
      ["and", 3, "kept", 1],
    ]);
  });

  it("takes scales from the manifest, else from this image, and says which", async () => {
    const { layers } = await analyse(request, engine);
    expect(layers.map(({ scale, scaleFrom }) => [scale, scaleFrom])).toEqual([
      [2, "dataset"],
      [expect.closeTo(1.5, 6), "image"],
      [5, "dataset"],
    ]);
  });

  it("marks layers that know little: by the span of v, or by the probe", async () => {
    const knows = async (accuracy: number) => {
      const model = withLayers(threeClasses, () => ({ accuracy }));
      return (await analyse({ ...request, model }, engine)).layers.map(({ knowsLittle }) => knowsLittle);
    };
    expect(await knows(0.9)).toEqual([true, false, false]);
    expect(await knows(0.6)).toEqual([true, true, false]);
    // Picked cells are a part of the image: what they span says nothing of what the layer knows of it.
    const picked = pickedCells(2, 2, [0, 1, 3], "shown");
    const few = async (accuracy: number) => {
      const model = withLayers(threeClasses, () => ({ accuracy }));
      return (await analyse({ ...request, picked, model }, engine)).layers.map(({ knowsLittle }) => knowsLittle);
    };
    expect(await few(0.9)).toEqual([false, false, false]);
    expect(await few(0.6)).toEqual([true, true, false]);
  });

  it("copes with a layer whose score never changes, which has neither scale nor concepts", async () => {
    const model = withLayers(threeClasses, () => ({ scale: null }));
    const { layers } = await analyse({ ...request, model }, engine);
    const { completeness, redundancy } = derive(layers, request.tauFraction);
    expect(layers[0]).toMatchObject({
      scale: 1,
      scaleFrom: "image",
      tau: 0,
      interactions: { exactness: { rebuildMaxAbs: 0 } },
    });
    expect(completeness[0]!.all).toBe(0);
    expect(redundancy[0]!.all).toBeNull();
  });

  it("tells progress, and the first scores from the batch with the full mask on, in any order of batches", async () => {
    const progress: MaskProgress[] = [];
    const known: number[][] = [];
    const evaluator = fakeEvaluator();
    await analyse(
      request,
      { evaluator, solver: fakeSolver },
      {
        onMasks: (masks) => progress.push(masks),
        onValues: ({ target, done, values }: PartialValues) => {
          expect(target.label).toBe("dog");
          // With nothing shown, with each of four patches alone, with all.
          expect([...values.masks]).toEqual([0, 1, 2, 4, 8, 15]);
          known.push([done, ...values.layers.map((v) => v.filter(Number.isFinite).length)]);
        },
      },
    );
    expect(progress.map(({ done, total }) => [done, total])).toEqual([
      [4, 16],
      [8, 16],
      [12, 16],
      [16, 16],
    ]);
    // All of them are in the first two batches, of which the second comes first.
    expect(known).toEqual([
      [8, 6, 6, 6],
      [12, 6, 6, 6],
      [16, 6, 6, 6],
    ]);
  });

  it("tells each layer once", async () => {
    const told: number[] = [];
    const { layers } = await analyse(request, engine, { onLayer: (index) => told.push(index) });
    expect(told.sort()).toEqual(layers.map((_, index) => index));
  });

  it("gives the same exploration twice", async () => {
    expect(await analyse(request, engine)).toEqual(
      await analyse(request, { ...engine, evaluator: fakeEvaluator(dogScores, 7) }),
    );
  });

  it("rejects with the signal's reason while it runs masks and while it solves", async () => {
    const running = new AbortController();
    await expect(
      analyse(request, engine, { signal: running.signal, onMasks: () => running.abort() }),
    ).rejects.toMatchObject({ name: "AbortError" });
    const solving = new AbortController();
    const told: number[] = [];
    const stopped = analyse(request, engine, {
      signal: solving.signal,
      onLayer: (index) => {
        told.push(index);
        solving.abort(new Error("enough"));
      },
    });
    await expect(stopped).rejects.toThrow("enough");
    expect(told).toHaveLength(1);
  });

  it("rejects with the signal's reason while it works out the scores, and asks no solver", async () => {
    const evaluation = await evaluateMasks(request, fakeEvaluator());
    const scoring = new AbortController();
    let asked = 0;
    const counting = createExhaustiveEstimator({
      ...fakeSolver,
      solve: (...question) => {
        asked++;
        return fakeSolver.solve(...question);
      },
    });
    const stopped = explain(evaluation, request, counting, { signal: scoring.signal });
    // A task of its own, so that it comes between two layers.
    void nextTask().then(() => scoring.abort(new Error("late")));
    await expect(stopped).rejects.toThrow("late");
    expect(asked).toBe(0);
  });

  it("refuses a class that does not exist", async () => {
    await expect(analyse({ ...request, target: 3 }, engine)).rejects.toThrow(
      "target must be an integer from 0 to 2, got 3",
    );
  });
});

describe("explain", () => {
  it("asks another question of the same answers without running the network", async () => {
    const evaluator = fakeEvaluator();
    const evaluation = await evaluateMasks(request, evaluator);
    const runs = evaluator.runs();
    const cat = await explain(evaluation, { ...request, target: 0 }, estimator);
    expect(cat.target).toMatchObject({
      index: 0,
      label: "cat",
      top: [{ label: "dog" }, { label: "cat" }, { label: "owl" }],
    });
    expect(await explain(evaluation, request, estimator)).toEqual(await analyse(request, engine));
    expect(evaluator.runs()).toBe(runs);
  });
});
