import { describe, expect, it } from "vitest";
import type { MaskEvaluator } from "../backends/evaluator.ts";
import { signalToNoise } from "../core/stability.ts";
import { analyse } from "./analyse.ts";
import { fakeEvaluator, fakeSolver, request, threeClasses } from "./fake-engine.fixture.ts";
import { stabilityToNoise, type NoiseProgress, type StabilityToNoise } from "./noisy-draws.ts";
import { snapshotModel, snapshotOf } from "./snapshot.ts";

/** What patches 0 and 1 together add in each draw; patch 2 takes half a nat away whatever the noise. */
const DRAWN = [2.5, 1.5, 2, 3];

/** A network whose answers hang on the noise, and the noise that it was asked with. */
function noisy() {
  const seeds: (number | undefined)[] = [];
  const evaluator: MaskEvaluator = {
    ...fakeEvaluator(),
    evaluate: (input, masks, watch) => {
      const { seed } = input.noise ?? {};
      if (seeds.at(-1) !== seed) seeds.push(seed);
      const together = seed === undefined ? 2 : DRAWN[seed - 7]!;
      return fakeEvaluator((mask, layer, target) =>
        layer === 0 || target !== 1 ? 0 : ((mask & 3) === 3 ? together : 0) - ((mask & 4) === 4 ? 0.5 : 0),
      ).evaluate(input, masks, watch);
    },
  };
  return { evaluator, seeds };
}

async function finished(evaluator: MaskEvaluator) {
  const exploration = await analyse(request, { evaluator, solver: fakeSolver });
  return snapshotOf(exploration, snapshotModel({ manifest: threeClasses }), { name: "dog.png", pixels: request.image });
}

describe("stability to noise", () => {
  const asked = { model: threeClasses, image: request.image, sigma: 0.02, seed: 7 };

  it("is the mean over draws against their deviation, worked by hand, and leaves out what no draw changes", async () => {
    const { evaluator, seeds } = noisy();
    const snapshot = await finished(evaluator);
    seeds.length = 0;
    const told: [NoiseProgress, StabilityToNoise | null][] = [];
    const engine = { evaluator, solver: fakeSolver };
    const found = await stabilityToNoise({ ...asked, snapshot, draws: 4 }, engine, {
      onProgress: (progress, sofar) => told.push([progress, sofar]),
    });
    expect(seeds).toEqual([7, 8, 9, 10]);
    expect(found).toMatchObject({ asked: { sigma: 0.02, draws: 4, seed: 7 }, done: 4 });
    // 2.25 over the root of (0.0625 + 0.5625 + 0.0625 + 0.5625) / 3.
    expect(found.layers[2]![1]).toEqual({
      ratio: expect.closeTo(2.25 / Math.sqrt(1.25 / 3), 4),
      concepts: 1,
      leftOut: 0,
    });
    expect(found.layers[2]![1]!.ratio).toBeCloseTo(signalToNoise(DRAWN)!, 4);
    expect(found.layers[2]![0]).toEqual({ ratio: null, concepts: 0, leftOut: 1 });
    // The first layer holds nothing.
    expect(found.layers[0]!.every(({ concepts, leftOut }) => concepts + leftOut === 0)).toBe(true);
    // What is told on the way is of the draws that are done, and it never goes back.
    expect(told.map(([{ fraction }]) => fraction)).toEqual(
      told.map(([{ fraction }]) => fraction).toSorted((a, b) => a - b),
    );
    expect(told.at(-1)).toEqual([{ done: 4, fraction: 1 }, found]);
    const [, sofar] = told.find(([{ done }]) => done === 3)!;
    expect(sofar).toMatchObject({ done: 3 });
    expect(sofar!.layers[2]![1]!.ratio).toBeCloseTo(signalToNoise(DRAWN.slice(0, 3))!, 4);
    expect(told.find(([{ done }]) => done === 1)![1]).toBeNull();
  });

  it("stops when it is told to, and needs two draws", async () => {
    const { evaluator } = noisy();
    const snapshot = await finished(evaluator);
    const engine = { evaluator, solver: fakeSolver };
    await expect(stabilityToNoise({ ...asked, snapshot, draws: 1 }, engine)).rejects.toThrow(RangeError);
    const stop = new AbortController();
    const stopped = stabilityToNoise({ ...asked, snapshot, draws: 3 }, engine, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("enough")),
    });
    await expect(stopped).rejects.toThrow("enough");
  });
});
