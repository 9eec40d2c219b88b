import type { Game } from "../core/games.ts";
import { logOdds, softmax } from "../core/value.ts";
import { nextTask } from "../platform/next-task.ts";
import { columnCountOf } from "./kept-classes.ts";
import type { Evaluation, Question, RankedClass, Target } from "./exploration.ts";

/** How many of the model's classes are named. */
const TOP_CLASSES = 3;

type Answers = Pick<Evaluation, "logits" | "layerCount" | "columnCount" | "classes">;

/**
 * The class to explain and the model's best three on the whole image, p over the mapped classes at the output.
 * Needs the full mask's logits only. RangeError when the wanted class is none of those that are kept.
 */
export function targetOf(
  { logits, layerCount, columnCount, classes }: Answers,
  labels: readonly string[],
  wanted: Question["target"],
): Target {
  if (columnCountOf(classes, labels.length) !== columnCount || logits.length % (layerCount * columnCount) !== 0) {
    throw new RangeError(`logits must be of ${labels.length} classes, got ${columnCount} columns`);
  }
  const p = softmax(logits, logits.length - columnCount, columnCount);
  const ranked = classes.map((index, column): RankedClass => ({ index, label: labels[index]!, p: p[column]! }));
  const best = ranked.toSorted((a, b) => b.p - a.p || a.index - b.index);
  const chosen = wanted === "auto" ? best[0] : ranked.find(({ index }) => index === wanted);
  if (chosen === undefined)
    throw new RangeError(
      `target must be ${classes.length < labels.length ? `one of the kept classes ${classes.join(", ")}` : `an integer from 0 to ${labels.length - 1}`}, got ${wanted}`,
    );
  return { ...chosen, top: best.slice(0, TOP_CLASSES) };
}

/** The score of one kept class at one mask and layer, nats. */
export function valueOf(
  { logits, layerCount, columnCount, classes }: Answers,
  mask: number,
  layer: number,
  target: number,
): number {
  return logOdds(logits, (mask * layerCount + layer) * columnCount, columnCount, classes.indexOf(target));
}

/**
 * The game of one kept class: its score at every layer, out of the network's answers. Pauses between layers, so that a page can draw.
 * Rejects with the signal's reason.
 */
export function gameOf(answers: Answers & Pick<Evaluation, "players">, target: number, signal?: AbortSignal): Game {
  const { layerCount, players } = answers;
  return {
    n: players.n,
    layerCount,
    values: async (masks) => {
      const layers: Float64Array[] = [];
      for (let layer = 0; layer < layerCount; layer++) {
        const v = new Float64Array(masks.length);
        for (let i = 0; i < v.length; i++) v[i] = valueOf(answers, masks[i]!, layer, target);
        layers.push(v);
        await nextTask();
        signal?.throwIfAborted();
      }
      return layers;
    },
  };
}
