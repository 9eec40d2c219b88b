import { describe, expect, it } from "vitest";
import { allMasks } from "../core/all-masks.ts";
import { analyse } from "./analyse.ts";
import { dogScores, fakeEvaluator, fakeSolver, request } from "./fake-engine.fixture.ts";
import { evaluateWithReplicates, noiseShares, probesOnImage, replicateValues } from "./replicates.ts";
import type { MaskEvaluator } from "../backends/evaluator.ts";
import { createExhaustiveEstimator } from "./estimator.ts";
import type { AnalyseRequest, Engine } from "./events.ts";
import { explain } from "./explain.ts";

/** How far the two replicates of each probe are from it, nats. */
const SHIFTS = [0.5, -1];

/** The fake network, whose replicates say of a dog what their probe says, shifted. */
function replicated(scores = dogScores): MaskEvaluator & { readonly runs: () => number } {
  const plain = fakeEvaluator(scores);
  return {
    ...plain,
    replicateCount: 2,
    evaluate: (input, masks, { onBatch, ...watch }) =>
      plain.evaluate(input, masks, {
        ...watch,
        onBatch: (batch, logits) =>
          onBatch(
            batch,
            Float32Array.from(
              Array.from(batch).flatMap((_, row) => {
                const layers = Array.from(logits.subarray(9 * row, 9 * row + 9));
                const ofLayer = (layer: number) =>
                  SHIFTS.flatMap((shift) =>
                    layers.slice(3 * layer, 3 * layer + 3).map((x, c) => (c === 1 ? x + shift : x)),
                  );
                return [...layers, ...ofLayer(0), ...ofLayer(1)];
              }),
            ),
          ),
      }),
  };
}

async function analyseWithReplicates(asked: AnalyseRequest, { evaluator, solver }: Engine) {
  const { evaluation, replicates } = await evaluateWithReplicates(asked, evaluator);
  return { exploration: await explain(evaluation, asked, createExhaustiveEstimator(solver)), replicates: replicates! };
}

describe("replicates", () => {
  it("answer in the run of the network itself, which is explained as it is without them", async () => {
    const evaluator = replicated();
    const engine = { evaluator, solver: fakeSolver };
    const { exploration, replicates } = await analyseWithReplicates(request, engine);
    expect(exploration).toEqual(await analyse(request, { evaluator: fakeEvaluator(), solver: fakeSolver }));
    // 16 masks in batches of 4, each run once.
    expect(evaluator.runs()).toBe(4);
    expect([replicates.target, replicates.layers.length]).toEqual([1, 2]);
    replicates.layers.forEach((columns, layer) =>
      columns.forEach((v, r) =>
        v.forEach((value, mask) => expect(value).toBeCloseTo(exploration.values.layers[layer]![mask]! + SHIFTS[r]!, 6)),
      ),
    );
  });

  it("say how noisy a probe is on the image, worked by hand, and nothing of one whose score never changes", async () => {
    const { exploration, replicates } = await analyseWithReplicates(request, {
      evaluator: replicated(),
      solver: fakeSolver,
    });
    // Layer 1 spans -0.5 to 2 about the constant; half a nat above it and one below are √((0.25 + 1) / 2) off.
    const share = Math.sqrt(0.625) / 2.5;
    const [first, second] = noiseShares(exploration.values, replicates);
    expect(first).toBeNull();
    expect(second).toBeCloseTo(share, 6);
    expect(probesOnImage(exploration.values, replicates, [null, 0.75])).toEqual([
      { noiseShare: first, replicateAgreement: null },
      { noiseShare: second, replicateAgreement: 0.75 },
    ]);
  });

  it("give the same by themselves, of the class that is asked for, as they do beside the first run", async () => {
    const scores = (mask: number, layer: number, target: number): number => Math.sin(mask * 1.7 + layer + 5 * target);
    const engine = { evaluator: replicated(scores), solver: fakeSolver };
    const { replicates } = await analyseWithReplicates({ ...request, target: 2 }, engine);
    const told: number[] = [];
    const again = await replicateValues({ ...request, target: 2 }, engine.evaluator, {
      onMasks: (done) => void told.push(done),
    });
    expect(again).toEqual(replicates);
    expect(told).toEqual([4, 8, 12, 16]);
    expect(again.layers[0]![0]).toHaveLength(allMasks(4).length);
  });

  it("stop when they are told to", async () => {
    const stop = new AbortController();
    const evaluator = replicated();
    const work = replicateValues({ ...request, target: 1 }, evaluator, {
      signal: stop.signal,
      onMasks: () => stop.abort(new Error("enough")),
    });
    await expect(work).rejects.toThrow("enough");
    expect(evaluator.runs()).toBe(1);
  });

  it("are not compared with scores of which some are missing", async () => {
    const { exploration, replicates } = await analyseWithReplicates(request, {
      evaluator: replicated(),
      solver: fakeSolver,
    });
    const { masks, layers } = exploration.values;
    expect(() => noiseShares({ masks: masks.slice(1), layers }, replicates)).toThrow(RangeError);
  });
});
