import { maskSchedule } from "../core/masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { logOdds } from "../core/value.ts";
import type { MaskEvaluator } from "../inference/evaluator.ts";
import { sha256 } from "../model/sha256.ts";
import type { EvaluateRequest, PartialValues, Watch } from "./events.ts";
import type { Evaluation, Question } from "./exploration.ts";
import { createRunRate } from "./run-rate.ts";
import { targetOf } from "./target.ts";

/**
 * Runs the network on every mask of an image: all shown, none, single patches, all but one, then the rest by size. Costs 2^n
 * runs of the network. Rejects with the signal's reason, or as the evaluator does; RangeError on an unfit image, grid or target.
 */
export async function evaluateMasks(
  request: EvaluateRequest & Pick<Question, "target">, evaluator: MaskEvaluator, watch: Pick<Watch, "signal" | "onMasks" | "onValues"> = {},
): Promise<Evaluation> {
  const { model: manifest, image, rows, cols, baseline, target } = request;
  const players = gridPlayers(rows, cols, manifest.input.width, manifest.input.height);
  const masks = maskSchedule(players.n);
  const { layerCount, classCount } = evaluator;
  const rowSize = layerCount * classCount;
  const logits = new Float32Array(masks.length * rowSize);
  const partial = watch.onValues === undefined ? null : createPartialValues(logits, masks.length, evaluator, manifest.classes, target);
  const rate = createRunRate(masks.length, performance.now());
  let done = 0;
  await evaluator.evaluate({ image, players, baseline }, masks, {
    signal: watch.signal,
    onBatch: (batch, rows) => {
      batch.forEach((mask, i) => logits.set(rows.subarray(i * rowSize, (i + 1) * rowSize), mask * rowSize));
      done += batch.length;
      watch.onMasks?.(rate.progress(done, performance.now()));
      const known = partial?.take(batch);
      if (known) watch.onValues?.(known);
    },
  });
  return { manifest, image, imageSha256: await sha256(image.rgb), players, baseline, layerCount, classCount, logits };
}

/** Scores of the masks known so far; null as long as the full mask, which decides the target, is not among them. */
function createPartialValues(
  logits: Float32Array, maskCount: number, { layerCount, classCount }: MaskEvaluator, classes: readonly string[], wanted: Question["target"],
): { take(batch: Uint32Array): PartialValues | null } {
  const values = Array.from({ length: layerCount }, () => new Float64Array(maskCount).fill(NaN));
  const pending: Uint32Array[] = [];
  let target: PartialValues["target"] | null = null;
  let done = 0;
  return {
    take: (batch) => {
      pending.push(batch);
      done += batch.length;
      if (target === null && batch.includes(maskCount - 1)) target = targetOf({ logits, layerCount, classCount }, classes, wanted);
      if (target === null) return null;
      for (const masks of pending.splice(0)) {
        for (const mask of masks) {
          values.forEach((v, layer) => (v[mask] = logOdds(logits, (mask * layerCount + layer) * classCount, classCount, target!.index)));
        }
      }
      return { target, done, total: maskCount, values };
    },
  };
}
