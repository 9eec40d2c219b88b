import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { MaskEvaluator } from "../inference/evaluator.ts";
import { evaluateMasks } from "./evaluate-masks.ts";
import type { MaskLogits, MaskProgress } from "./events.ts";
import { dogScores, fakeEvaluator, request } from "./fake-engine.fixture.ts";

const ROW = 9;

/**
 * Batches of three whose answers depend on their company and place, as a network's last bits may: only the very same batches
 * give the same result. They are answered in the order of `order`.
 */
function touchyEvaluator(order: (batches: Uint32Array[]) => Uint32Array[] = (batches) => batches): MaskEvaluator & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    layerCount: 3, classCount: 3, dispose: () => undefined, asked,
    evaluate: async (_, masks, { signal, onBatch }) => {
      signal?.throwIfAborted();
      const batches = Array.from({ length: Math.ceil(masks.length / 3) }, (_, i) => masks.slice(3 * i, 3 * i + 3));
      for (const batch of order(batches)) {
        asked.push(...batch);
        onBatch(batch, Float32Array.from({ length: batch.length * ROW }, (_, i) => Math.sin(batch[0]! + 17 * i) + batch[Math.floor(i / ROW)]!));
        await Promise.resolve();
        signal?.throwIfAborted();
      }
    },
  };
}

/** An uninterrupted run, and its batches as they came. */
async function whole() {
  const batches: MaskLogits[] = [];
  const evaluation = await evaluateMasks(request, touchyEvaluator((all) => all.toReversed()), { onLogits: (masks, logits) => batches.push({ masks, logits }) });
  return { evaluation, batches };
}

afterEach(() => void vi.useRealTimers());

describe("evaluateMasks", () => {
  it("tells each batch as the network gave it", async () => {
    const { evaluation, batches } = await whole();
    expect(batches.flatMap(({ masks }) => [...masks]).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, mask) => mask));
    for (const { masks, logits } of batches) {
      masks.forEach((mask, i) => expect(logits.subarray(i * ROW, (i + 1) * ROW)).toEqual(evaluation.logits.subarray(mask * ROW, (mask + 1) * ROW)));
    }
  });

  it("gives the result of an uninterrupted run to the bit, wherever that was interrupted", async () => {
    const { evaluation, batches } = await whole();
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray(batches), async (known) => {
      const evaluator = touchyEvaluator();
      const resumed = await evaluateMasks({ ...request, known }, evaluator);
      expect(new Uint32Array(resumed.logits.buffer)).toEqual(new Uint32Array(evaluation.logits.buffer));
      const run = new Set(evaluator.asked);
      expect(run.size).toBe(evaluator.asked.length);
      expect(known.some(({ masks }) => masks.some((mask) => run.has(mask)))).toBe(false);
    }));
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
    await evaluateMasks(request, fakeEvaluator(dogScores, 4), { onLogits: (masks, logits) => known.push({ masks, logits }) });
    vi.useFakeTimers({ toFake: ["performance"] });
    const progress: MaskProgress[] = [];
    const scores: number[] = [];
    const fresh: number[] = [];
    // Of the four batches the first that came is the second; the full mask is in the other.
    await evaluateMasks({ ...request, known: known.slice(0, 2) }, fakeEvaluator(dogScores, 4), {
      onMasks: (told) => progress.push(told),
      onValues: ({ done, values }) => scores.push(done, values[0]!.filter(Number.isFinite).length),
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
    expect(scores).toEqual([8, 8, 12, 12, 16, 16]);
    expect(fresh).toEqual([4, 4]);
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
    const resumed = await evaluateMasks({ ...request, known }, touchyEvaluator(), { onMasks: (told) => done.push(told.done) });
    expect(resumed.logits).toEqual(evaluation.logits);
    // The schedule's last batch has one mask, and came first.
    expect(done[0]).toBe(4);
    expect(done.at(-1)).toBe(16);
  });

  it.each<[string, MaskLogits]>([
    ["known logits of 2 masks must be 18, got 17", { masks: Uint32Array.of(1, 2), logits: new Float32Array(17) }],
    ["known masks must be below 16, got 16", { masks: Uint32Array.of(1, 16), logits: new Float32Array(18) }],
    ["known logits must be finite", { masks: Uint32Array.of(1), logits: new Float32Array(9).fill(NaN) }],
  ])("refuses answers that are not of this run: %s", async (message, chunk) => {
    const evaluator = touchyEvaluator();
    await expect(evaluateMasks({ ...request, known: [chunk] }, evaluator)).rejects.toThrow(new RangeError(message));
    expect(evaluator.asked).toEqual([]);
  });
});
