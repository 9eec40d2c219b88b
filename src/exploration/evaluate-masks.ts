import { maskSchedule } from "../core/masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { logOdds } from "../core/value.ts";
import type { MaskEvaluator } from "../inference/evaluator.ts";
import { sha256 } from "../model/sha256.ts";
import type { EvaluateRequest, MaskLogits, PartialValues, Watch } from "./events.ts";
import type { Evaluation, Question } from "./exploration.ts";
import { createRunRate } from "./run-rate.ts";
import { targetOf } from "./target.ts";

/**
 * Runs the network on every mask of an image: all shown, none, single patches, all but one, then the rest by size; but not on
 * those whose answers are known. Costs 2^n runs of the network. Rejects with the signal's reason, or as the evaluator does;
 * RangeError on an unfit image, grid or target, and on known answers that are not of this grid and network or not finite.
 */
export async function evaluateMasks(
  request: EvaluateRequest & Pick<Question, "target">, evaluator: MaskEvaluator,
  watch: Pick<Watch, "signal" | "onMasks" | "onLogits" | "onValues"> = {},
): Promise<Evaluation> {
  const { model: manifest, image, rows, cols, baseline, target, known = [] } = request;
  const players = gridPlayers(rows, cols, manifest.input.width, manifest.input.height);
  const masks = maskSchedule(players.n);
  const { layerCount, classCount } = evaluator;
  const rowSize = layerCount * classCount;
  const logits = new Float32Array(masks.length * rowSize);
  const before = fillKnown(logits, known, masks.length);
  const missing = masks.filter((mask) => !before.has(mask));
  const partial = watch.onValues === undefined ? null : createPartialValues(logits, masks.length, evaluator, manifest.classes, target);
  const rate = createRunRate(missing.length, performance.now());
  let run = 0;
  const tell = (news: Uint32Array): void => {
    watch.onMasks?.({ ...rate.progress(run, performance.now()), done: before.size + run, total: masks.length });
    const values = partial?.take(news);
    if (values) watch.onValues?.(values);
  };
  if (before.size > 0) tell(Uint32Array.from(before));
  await evaluator.evaluate({ image, players, baseline }, missing, {
    signal: watch.signal,
    onBatch: (batch, rows) => {
      place(logits, { masks: batch, logits: rows });
      run += batch.length;
      watch.onLogits?.(batch, rows);
      tell(batch);
    },
  });
  return { manifest, image, imageSha256: await sha256(image.rgb), players, baseline, layerCount, classCount, logits };
}

/** Writes known answers to their places; returns their masks, of which one that comes twice counts once, with its last answer. */
function fillKnown(logits: Float32Array, known: readonly MaskLogits[], maskCount: number): ReadonlySet<number> {
  const rowSize = logits.length / maskCount;
  const filled = new Set<number>();
  for (const { masks, logits: rows } of known) {
    if (rows.length !== masks.length * rowSize) throw new RangeError(`known logits of ${masks.length} masks must be ${masks.length * rowSize}, got ${rows.length}`);
    if (!rows.every(Number.isFinite)) throw new RangeError("known logits must be finite");
    const beyond = masks.find((mask) => mask >= maskCount);
    if (beyond !== undefined) throw new RangeError(`known masks must be below ${maskCount}, got ${beyond}`);
    place(logits, { masks, logits: rows });
    for (const mask of masks) filled.add(mask);
  }
  return filled;
}

/** Writes some masks' answers to their places among all. */
function place(all: Float32Array, { masks, logits }: MaskLogits): void {
  const rowSize = logits.length / masks.length;
  masks.forEach((mask, i) => all.set(logits.subarray(i * rowSize, (i + 1) * rowSize), mask * rowSize));
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
