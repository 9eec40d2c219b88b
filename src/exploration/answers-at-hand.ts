/** The network's answers to one sample of masks, for another sample that it is the beginning of, or that begins it. */
import { sampleMasks } from "../core/estimate/sample.ts";
import { masksOf, type Mask } from "../core/masks.ts";
import type { SampleBudget } from "./estimator.ts";
import type { MaskLogits } from "./events.ts";
import type { Evaluation } from "./exploration.ts";

/** Of a network's answers those to the masks that a sample of the same players has, too; null where they are not of masks drawn by the same seed. */
export function answersFor(
  { masks, logits, sample: of, players }: Pick<Evaluation, "masks" | "logits" | "sample" | "players">,
  sample: SampleBudget,
): MaskLogits | null {
  if (of?.seed !== sample.seed) return null;
  if (of.masks <= sample.masks) return { masks, logits };
  const asked = new Set<Mask>(sampleMasks(players.n, sample.masks, sample.seed));
  const rowSize = logits.length / masks.length;
  const rows = Array.from(masks, (mask, row) => ({ mask, row })).filter(({ mask }) => asked.has(mask));
  const kept = new Float32Array(rows.length * rowSize);
  rows.forEach(({ row }, i) => kept.set(logits.subarray(row * rowSize, (row + 1) * rowSize), i * rowSize));
  return { masks: masksOf(rows.map(({ mask }) => mask)), logits: kept };
}
