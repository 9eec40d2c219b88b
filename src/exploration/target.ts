import { logOdds, softmax } from "../core/value.ts";
import type { Evaluation, Question, RankedClass, Target } from "./exploration.ts";

/** How many of the model's classes are named. */
const TOP_CLASSES = 3;

type Answers = Pick<Evaluation, "logits" | "layerCount" | "classCount">;

/**
 * The class to explain and the model's best three on the whole image, p over the mapped classes at the output.
 * Needs the full mask's logits only. RangeError when the wanted class does not exist.
 */
export function targetOf({ logits, layerCount, classCount }: Answers, classes: readonly string[], wanted: Question["target"]): Target {
  const p = softmax(logits, logits.length - classCount, classCount);
  const ranked = Array.from(p, (_, index): RankedClass => ({ index, label: classes[index]!, p: p[index]! }));
  if (ranked.length !== classes.length || logits.length % (layerCount * classCount) !== 0) {
    throw new RangeError(`logits must be of ${classes.length} classes, got ${classCount}`);
  }
  const best = ranked.toSorted((a, b) => b.p - a.p || a.index - b.index);
  const chosen = wanted === "auto" ? best[0] : ranked[wanted];
  if (chosen === undefined) throw new RangeError(`target must be an integer from 0 to ${classes.length - 1}, got ${wanted}`);
  return { ...chosen, top: best.slice(0, TOP_CLASSES) };
}

/** Scores of one class at one layer, [2^n], nats, out of all logits. */
export function valuesOf({ logits, layerCount, classCount }: Answers, layer: number, target: number): Float64Array {
  const masks = logits.length / (layerCount * classCount);
  return Float64Array.from({ length: masks }, (_, mask) => logOdds(logits, (mask * layerCount + layer) * classCount, classCount, target));
}
