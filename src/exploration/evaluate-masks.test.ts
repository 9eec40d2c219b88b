import { type Masks, compareMasks, orderOf, type Mask } from "../core/masks.ts";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { MaskEvaluator } from "../backends/evaluator.ts";
import { allMasks, placeOf } from "../core/all-masks.ts";
import { sampleMasks } from "../core/estimate/sample.ts";
import { evaluateMasks, SCHEDULE_SEED } from "./evaluate-masks.ts";
import type { MaskLogits, MaskProgress } from "./events.ts";
import { energyOf, logOdds, softmax } from "../core/value.ts";
import { targetOf, gameOf } from "./target.ts";
import { dogScores, fakeEvaluator, request } from "./fake-engine.fixture.ts";

const ROW = 9;

/**
 * Batches of three whose answers depend on their company and place, as a network's last bits may: only the very same batches
 * give the same result. They are answered in the order of `order`.
 */
function touchyEvaluator(
  order: (batches: Masks[]) => Masks[] = (batches) => batches,
): MaskEvaluator & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    layerCount: 3,
    replicateCount: 0,
    classCount: 3,
    dispose: () => undefined,
    asked,
    evaluate: async (_, masks, { signal, onBatch }) => {
      signal?.throwIfAborted();
      const batches = Array.from({ length: Math.ceil(masks.length / 3) }, (_, i) => masks.slice(3 * i, 3 * i + 3));
      for (const batch of order(batches)) {
        asked.push(...Array.from(batch, placeOf));
        onBatch(
          batch,
          Float32Array.from(
            { length: batch.length * ROW },
            (_, i) => Math.sin(placeOf(batch[0]!) + 17 * i) + placeOf(batch[Math.floor(i / ROW)]!),
          ),
        );
        await Promise.resolve();
        signal?.throwIfAborted();
      }
    },
  };
}

const BLANK = { width: 16, height: 16, rgb: new Uint8Array(768) };
const SIZED = { ...request.model, input: { ...request.model.input, width: 16, height: 16 } };

/** Whose logits are how many patches a mask shows. */
function countingEvaluator(): MaskEvaluator & { readonly asked: Mask[] } {
  const asked: Mask[] = [];
  return {
    layerCount: 3,
    replicateCount: 0,
    classCount: 3,
    dispose: () => undefined,
    asked,
    evaluate: async (_, masks, { onBatch }) => {
      asked.push(...masks);
      onBatch(
        masks,
        Float32Array.from({ length: masks.length * ROW }, (__, i) => orderOf(masks[Math.floor(i / ROW)]!)),
      );
      await Promise.resolve();
    },
  };
}

/** An uninterrupted run, and its batches as they came. */
async function whole() {
  const batches: MaskLogits[] = [];
  const evaluation = await evaluateMasks(
    request,
    touchyEvaluator((all) => all.toReversed()),
    { onLogits: (masks, logits) => batches.push({ masks, logits }) },
  );
  return { evaluation, batches };
}

afterEach(() => void vi.useRealTimers());

describe("evaluateMasks", () => {
  it("tells each batch as the network gave it", async () => {
    const { evaluation, batches } = await whole();
    expect(batches.flatMap(({ masks }) => Array.from(masks, placeOf)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 16 }, (_, mask) => mask),
    );
    for (const { masks, logits } of batches) {
      masks.forEach((mask, i) =>
        expect(logits.subarray(i * ROW, (i + 1) * ROW)).toEqual(
          evaluation.logits.subarray(placeOf(mask) * ROW, (placeOf(mask) + 1) * ROW),
        ),
      );
    }
  });

  it("runs the masks of a sample alone, in its order, of more patches than there are masks to be run", async () => {
    const evaluator = countingEvaluator();
    const sample = { masks: 300, seed: 7 };
    const asked = { ...request, image: BLANK, model: SIZED, rows: 8, cols: 8, sample };
    const totals: number[] = [];
    const evaluation = await evaluateMasks(asked, evaluator, { onMasks: ({ total }) => totals.push(total) });
    expect(evaluator.asked).toEqual([...sampleMasks(64, 300, 7)]);
    expect([...evaluation.masks]).toEqual([...evaluator.asked].sort(compareMasks));
    expect(evaluation.sample).toEqual(sample);
    expect(new Set(totals)).toEqual(new Set([300]));
    evaluation.masks.forEach((mask, row) => expect(evaluation.logits[row * ROW]).toBe(orderOf(mask)));
    const known = [{ masks: evaluation.masks.slice(0, 200), logits: evaluation.logits.slice(0, 200 * ROW) }];
    const rest = countingEvaluator();
    expect((await evaluateMasks({ ...asked, known }, rest)).logits).toEqual(evaluation.logits);
    expect(rest.asked).toHaveLength(100);
    await expect(evaluateMasks({ ...asked, sample: null }, countingEvaluator())).rejects.toThrow("from 1 to 16");
  });

  it("gives the result of an uninterrupted run to the bit, wherever that was interrupted", async () => {
    const { evaluation, batches } = await whole();
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(batches), async (known) => {
        const evaluator = touchyEvaluator();
        const resumed = await evaluateMasks({ ...request, known }, evaluator);
        expect(new Uint32Array(resumed.logits.buffer)).toEqual(new Uint32Array(evaluation.logits.buffer));
        const run = new Set(evaluator.asked);
        expect(run.size).toBe(evaluator.asked.length);
        expect(known.some(({ masks }) => [...masks].some((mask) => run.has(placeOf(mask))))).toBe(false);
      }),
    );
  });

  it("goes on from what a cancelled run told", async () => {
    const { evaluation } = await whole();
    const controller = new AbortController();
    const known: MaskLogits[] = [];
    const cancelled = evaluateMasks(request, touchyEvaluator(), {
      signal: controller.signal,
      onLogits: (masks, logits) => {
        if (known.push({ masks, logits }) === 2) controller.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect((await evaluateMasks({ ...request, known }, touchyEvaluator())).logits).toEqual(evaluation.logits);
  });

  it("counts known masks as done, at once and apart from the rate, and tells their scores but not their logits", async () => {
    const known: MaskLogits[] = [];
    await evaluateMasks(request, fakeEvaluator(dogScores, 4), {
      onLogits: (masks, logits) => known.push({ masks, logits }),
    });
    vi.useFakeTimers({ toFake: ["performance"] });
    const progress: MaskProgress[] = [];
    const scores: number[] = [];
    const fresh: number[] = [];
    // Of the four batches the first that came is the second; the full mask is in the other.
    await evaluateMasks({ ...request, known: known.slice(0, 2) }, fakeEvaluator(dogScores, 4), {
      onMasks: (told) => progress.push(told),
      onValues: ({ done, values }) => scores.push(done, values.layers[0]!.filter(Number.isFinite).length),
      onLogits: (masks) => {
        fresh.push(masks.length);
        vi.advanceTimersByTime(2000);
      },
    });
    expect(progress).toEqual([
      { done: 8, total: 16, masksPerSecond: 0, secondsLeft: null },
      { done: 12, total: 16, masksPerSecond: 2, secondsLeft: 2 },
      { done: 16, total: 16, masksPerSecond: 2, secondsLeft: 0 },
    ]);
    // With nothing shown, with each of four patches alone, with all: the first two batches hold them.
    expect(scores).toEqual([8, 6, 12, 6, 16, 6]);
    expect(fresh).toEqual([4, 4]);
  });

  it("tells of beginnings as soon as all of their masks are in, in whatever order batches come, and of none that are too few", async () => {
    const counts: number[] = [];
    const answered = new Set<number>();
    await evaluateMasks(
      { ...request, rows: 4, cols: 3 },
      fakeEvaluator(() => 1, 64),
      {
        onLogits: (masks) => masks.forEach((mask) => answered.add(placeOf(mask))),
        onBeginning: ({ masks, logits }, count) => {
          counts.push(count);
          const sample = sampleMasks(12, count, SCHEDULE_SEED);
          expect(
            Array.from(sample).every((mask) => answered.has(placeOf(mask)) && logits[masks.indexOf(mask) * ROW] === 1),
          ).toBe(true);
          expect(answered.size).toBeLessThan(count + 2 * 64);
        },
      },
    );
    expect(counts).toEqual([410, 1024, 2000]);
    const onBeginning = vi.fn();
    await evaluateMasks(request, fakeEvaluator(), { onBeginning });
    expect(onBeginning).not.toHaveBeenCalled();
  });

  it("runs nothing when all is known", async () => {
    const { evaluation, batches } = await whole();
    const evaluator = touchyEvaluator();
    expect((await evaluateMasks({ ...request, known: batches }, evaluator)).logits).toEqual(evaluation.logits);
    expect(evaluator.asked).toEqual([]);
  });

  it("counts a mask that is known twice once", async () => {
    const { evaluation, batches } = await whole();
    const done: number[] = [];
    const known = [batches[0]!, batches[1]!, batches[0]!];
    const resumed = await evaluateMasks({ ...request, known }, touchyEvaluator(), {
      onMasks: (told) => done.push(told.done),
    });
    expect(resumed.logits).toEqual(evaluation.logits);
    // The schedule's last batch has one mask, and came first.
    expect(done[0]).toBe(4);
    expect(done.at(-1)).toBe(16);
  });

  it.each<[string, MaskLogits]>([
    ["of another size", { masks: Uint32Array.of(1, 2), logits: new Float32Array(17) }],
    ["of another grid", { masks: Uint32Array.of(1, 16), logits: new Float32Array(18) }],
    ["that are no numbers", { masks: Uint32Array.of(1), logits: new Float32Array(9).fill(NaN) }],
  ])("passes over answers %s, and runs their masks", async (_, chunk) => {
    const { evaluation, batches } = await whole();
    const evaluator = touchyEvaluator();
    expect((await evaluateMasks({ ...request, known: [chunk, batches[0]!] }, evaluator)).logits).toEqual(
      evaluation.logits,
    );
    expect(evaluator.asked).toHaveLength(16 - batches[0]!.masks.length);
  });
});

describe("evaluateMasks of picked cells", () => {
  /** Answers with how much of the image is shown, by the input that it is given; class 2 wins where all of it is. */
  function seeing(): MaskEvaluator & { readonly asked: [players: number, mask: number][] } {
    const asked: [number, number][] = [];
    return {
      layerCount: 3,
      replicateCount: 0,
      classCount: 3,
      dispose: () => undefined,
      asked,
      evaluate: async ({ players }, masks, { onBatch }) => {
        for (const mask of Array.from(masks, placeOf)) {
          asked.push([players.n, mask]);
          const isWhole = players.n === 1 || (players.picked?.others === "shown" && mask === 2 ** players.n - 1);
          onBatch(
            Uint32Array.of(mask),
            Float32Array.from({ length: ROW }, (_, i) => (i % 3 === (isWhole ? 2 : 1) ? 3 : 0) + mask / 100),
          );
        }
      },
    };
  }
  const cells = (others: "hidden" | "shown") => ({
    ...request,
    rows: 4,
    cols: 4,
    picked: { cells: [5, 6, 9], others },
  });

  it("asks for the masks of the picked, and for the image as it is, of which it tells the class", async () => {
    const evaluator = seeing();
    const targets: number[] = [];
    const evaluation = await evaluateMasks(cells("hidden"), evaluator, {
      onValues: ({ target }) => targets.push(target.index),
    });
    expect(evaluation.players.patches).toEqual([[[1, 1, 1, 1]], [[2, 1, 1, 1]], [[1, 2, 1, 1]]]);
    expect([...evaluation.masks]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(evaluator.asked[0]).toEqual([1, 1]);
    expect(evaluator.asked.slice(1).toSorted(([, a], [, b]) => a - b)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => [3, mask]),
    );
    // With all players shown and the others hidden the network says class 1.
    expect(targetOf(evaluation, ["a", "b", "c"], { target: "auto", rather: null })).toMatchObject({ index: 2 });
    expect(targetOf(evaluation, ["a", "b", "c"], { target: "auto", rather: null }).p).toBeCloseTo(
      softmax([0, 0, 3], 0, 3)[2]!,
      6,
    );
    // Every score of the image as it is has a hundredth more.
    expect(targetOf(evaluation, ["a", "b", "c"], { target: "auto", rather: null }).energy).toBeCloseTo(
      Math.log(2 + Math.exp(3)) + 0.01,
      6,
    );
    expect(new Set(targets)).toEqual(new Set([2]));
  });

  it("needs no image of its own where the others are shown", async () => {
    const evaluator = seeing();
    const evaluation = await evaluateMasks(cells("shown"), evaluator);
    expect(evaluator.asked).toHaveLength(8);
    expect(evaluation.wholeImage).toBeNull();
    expect(targetOf(evaluation, ["a", "b", "c"], { target: "auto", rather: null }).index).toBe(2);
  });

  it("goes on from what is known", async () => {
    const known: MaskLogits[] = [];
    const whole = await evaluateMasks(cells("hidden"), seeing(), {
      onLogits: (masks, logits) => known.push({ masks, logits }),
    });
    const evaluator = seeing();
    expect(await evaluateMasks({ ...cells("hidden"), known: known.slice(2) }, evaluator)).toEqual(whole);
    expect(evaluator.asked).toHaveLength(3);
  });

  it("keeps the classes of the image as it is", async () => {
    const labels = Array.from({ length: 30 }, (_, c) => `class ${c}`);
    const model = { ...request.model, classes: labels, classMap: labels.map((_, c) => [c]) };
    const evaluator: MaskEvaluator = {
      layerCount: 3,
      replicateCount: 0,
      classCount: 30,
      dispose: () => undefined,
      evaluate: async ({ players }, masks, { onBatch }) => {
        for (const mask of Array.from(masks, placeOf))
          onBatch(
            Uint32Array.of(mask),
            Float32Array.from({ length: 90 }, (_, i) => -Math.abs((i % 30) - (players.n === 1 ? 20 : 4)) + mask / 50),
          );
      },
    };
    const known: MaskLogits[] = [];
    const evaluation = await evaluateMasks({ ...cells("hidden"), model }, evaluator, {
      onLogits: (masks, logits) => known.push({ masks, logits }),
    });
    expect(evaluation.classes).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect(evaluation.wholeImage).toHaveLength(11);
    expect(targetOf(evaluation, labels, { target: "auto", rather: null })).toMatchObject({ index: 20 });
    // What is known is of the same classes: it is held against the mask of all players, not against the image.
    let asked = 0;
    await evaluateMasks(
      { ...cells("hidden"), model, known },
      {
        ...evaluator,
        evaluate: (input, masks, options) => ((asked += masks.length), evaluator.evaluate(input, masks, options)),
      },
    );
    expect(asked).toBe(2);
  });
});

describe("evaluateMasks of a network with many classes", () => {
  const CLASSES = 30;
  const labels = Array.from({ length: CLASSES }, (_, c) => `class ${c}`);
  const many = { ...request, model: { ...request.model, classes: labels, classMap: labels.map((_, c) => [c]) } };
  /** On the whole image class 20 scores highest, and the others the lower the further they are from it. */
  const logit = (mask: number, layer: number, c: number): number =>
    Math.fround(-Math.abs(c - 20) / 3 + Math.sin(7 * mask + 3 * layer + c * (mask === 15 ? 0 : 1)));
  const evaluator = (): MaskEvaluator => ({
    layerCount: 3,
    replicateCount: 0,
    classCount: CLASSES,
    dispose: () => undefined,
    evaluate: async (_, masks, { onBatch }) => {
      for (const mask of Array.from(masks, placeOf))
        onBatch(
          Uint32Array.of(mask),
          Float32Array.from({ length: 3 * CLASSES }, (__, i) => logit(mask, Math.floor(i / CLASSES), i % CLASSES)),
        );
    },
  });
  const row = (mask: number, layer: number): number[] => labels.map((_, c) => logit(mask, layer, c));

  it("keeps the ten best and one column for the others, and gives the very log-odds of all logits", async () => {
    const evaluation = await evaluateMasks(many, evaluator());
    expect(evaluation.classes).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect(evaluation.logits).toHaveLength(16 * 3 * 11);
    for (const target of evaluation.classes) {
      (await gameOf(evaluation, { target, rather: null }).values(allMasks(4))).forEach((values, layer) =>
        values.forEach((v, mask) => expect(v).toBeCloseTo(logOdds(row(mask, layer), 0, CLASSES, target), 5)),
      );
    }
    const target = targetOf(evaluation, labels, { target: "auto", rather: null });
    expect(target.index).toBe(20);
    expect(target.p).toBeCloseTo(softmax(row(15, 2), 0, CLASSES)[20]!, 6);
    expect(target.energy).toBeCloseTo(energyOf(row(15, 2), 0, CLASSES), 5);
    expect(() => targetOf(evaluation, labels, { target: 3, rather: null })).toThrow(RangeError);
  });

  it("keeps the class that is asked for as well", async () => {
    const evaluation = await evaluateMasks({ ...many, target: 3 }, evaluator());
    expect(evaluation.classes[0]).toBe(3);
    expect(evaluation.classes).toHaveLength(11);
    const [, second] = await gameOf(evaluation, { target: 3, rather: null }).values(Uint32Array.of(6));
    expect(second![0]).toBeCloseTo(logOdds(row(6, 1), 0, CLASSES, 3), 5);
  });

  it("keeps the class that it is held against, and scores their difference", async () => {
    const evaluation = await evaluateMasks({ ...many, target: 3, rather: 7 }, evaluator());
    expect(evaluation.classes.slice(0, 3)).toEqual([3, 7, 15]);
    const [, second] = await gameOf(evaluation, { target: 3, rather: 7 }).values(Uint32Array.of(6));
    expect(second![0]).toBeCloseTo(logit(6, 1, 3) - logit(6, 1, 7), 5);
    expect(targetOf(evaluation, labels, { target: 3, rather: 7 })).toMatchObject({ index: 3, rather: { index: 7 } });
    expect(() => targetOf(evaluation, labels, { target: 3, rather: 3 })).toThrow(RangeError);
    expect(() => targetOf(evaluation, labels, { target: 3, rather: 4 })).toThrow(/^rather must be one of/);
  });

  it("goes on from answers of the same classes, and passes over those of others", async () => {
    const told: MaskLogits[] = [];
    const evaluation = await evaluateMasks(many, evaluator(), {
      onLogits: (masks, logits) => told.push({ masks, logits }),
    });
    const runs = async (known: readonly MaskLogits[]) => {
      let asked = 0;
      const counting = evaluator();
      const { logits } = await evaluateMasks(
        { ...many, known },
        {
          ...counting,
          evaluate: (input, masks, options) => ((asked += masks.length), counting.evaluate(input, masks, options)),
        },
      );
      expect(logits).toEqual(evaluation.logits);
      return asked;
    };
    // The whole image is asked again, for its classes.
    expect(await runs(told.slice(0, 10))).toBe(7);
    const others = told.map(({ masks, logits }) => ({ masks, logits: logits.map((value) => value + 1) }));
    expect(await runs(others)).toBe(17);
  });
});
