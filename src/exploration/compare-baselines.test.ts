import { describe, expect, it } from "vitest";
import type { BaselineKind } from "../core/baseline.ts";
import type { MaskEvaluator } from "../backends/evaluator.ts";
import { analyse } from "./analyse.ts";
import { compareBaselines, type BaselineProgress } from "./compare-baselines.ts";
import { fakeEvaluator, fakeSolver, request, threeClasses, type Scores } from "./fake-engine.fixture.ts";
import { snapshotModel, snapshotOf } from "./snapshot.ts";

/** What patches 0 and 1 together add at the output, by what hides the patches; patch 2 alone takes half a nat away whatever does. */
const TOGETHER: Readonly<Record<BaselineKind, number>> = { mean: 2, zero: 1.5, blur: -2, "image-mean": 0 };

/** A network whose answers hang on the baseline, and the baselines that it was asked with. */
function hanging(): { readonly evaluator: MaskEvaluator; readonly asked: Set<BaselineKind> } {
  const asked = new Set<BaselineKind>();
  const scoresOf =
    (baseline: BaselineKind): Scores =>
    (mask, layer, target) =>
      layer === 0 || target !== 1
        ? 0
        : layer * ((mask & 3) === 3 ? TOGETHER[baseline] : 0) - ((mask & 4) === 4 ? 0.5 : 0);
  return {
    asked,
    evaluator: {
      ...fakeEvaluator(),
      evaluate: (input, masks, watch) => {
        asked.add(input.baseline);
        return fakeEvaluator(scoresOf(input.baseline)).evaluate(input, masks, watch);
      },
    },
  };
}

async function finished(evaluator: MaskEvaluator) {
  const exploration = await analyse({ ...request, baseline: "mean" }, { evaluator, solver: fakeSolver });
  return snapshotOf(exploration, snapshotModel({ manifest: threeClasses }), { name: "dog.png", pixels: request.image });
}

describe("other baselines", () => {
  it("find a concept where it is salient with the picture's sign, and nowhere else, as worked by hand", async () => {
    const { evaluator, asked } = hanging();
    const snapshot = await finished(evaluator);
    asked.clear();
    const told: BaselineProgress[] = [];
    const { concepts, others } = await compareBaselines(
      { model: threeClasses, image: request.image, snapshot },
      { evaluator, solver: fakeSolver },
      { onProgress: (progress) => told.push(progress) },
    );
    expect([...asked]).toEqual(["zero", "blur", "image-mean"]);
    expect(others.map(({ baseline }) => baseline)).toEqual(["zero", "blur", "image-mean"]);
    const pair = concepts.findIndex(({ kind, mask }) => kind === "and" && mask === 3);
    const single = concepts.findIndex(({ mask }) => mask === 4);
    expect(Math.min(pair, single)).toBeGreaterThanOrEqual(0);
    // The first layer knows nothing. With blur the pair speaks against, with the image's own colour it is silent.
    expect(others.map(({ found }) => [...found[pair]!])).toEqual([
      [0, 1, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(others.map(({ found }) => [...found[single]!])).toEqual([
      [0, 1, 1],
      [0, 1, 1],
      [0, 1, 1],
    ]);
    // Signs are not looked at: with the first two both concepts are salient, with the last one of the two.
    expect(others.map(({ agreements }) => agreements)).toEqual([
      [null, 1, 1],
      [null, 1, 1],
      [null, 0.5, 0.5],
    ]);
    for (const baseline of ["zero", "blur", "image-mean"] as const)
      for (const stage of ["masks", "solving"] as const)
        expect(told.filter((news) => news.baseline === baseline && news.stage === stage).at(-1)?.fraction).toBe(1);
  });

  it("ask only with those that the picture was not computed with, and stop when they are told to", async () => {
    const { evaluator, asked } = hanging();
    const snapshot = { ...(await finished(evaluator)), baseline: "blur" as const };
    asked.clear();
    const stop = new AbortController();
    const comparing = compareBaselines(
      { model: threeClasses, image: request.image, snapshot },
      { evaluator, solver: fakeSolver },
      { signal: stop.signal, onProgress: ({ baseline }) => baseline === "zero" && stop.abort(new Error("enough")) },
    );
    await expect(comparing).rejects.toThrow("enough");
    expect([...asked]).toEqual(["mean", "zero"]);
  });
});
