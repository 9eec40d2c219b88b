import type { Game } from "../core/games.ts";
import { indexOfMask, type Mask } from "../core/masks.ts";
import { energyOf, logOdds, softmax } from "../core/value.ts";
import { nextTask } from "../platform/next-task.ts";
import { columnCountOf } from "./kept-classes.ts";
import type { Evaluation, Question, RankedClass, Target } from "./exploration.ts";

/** How many of the model's classes are named. */
const TOP_CLASSES = 3;

type Answers = Pick<Evaluation, "masks" | "logits" | "layerCount" | "columnCount" | "classes">;

/**
 * The class to explain and the model's best three on the whole image, p and energy over the mapped classes at the output.
 * Needs the logits of the full mask only, or of the whole image where that does not show it. RangeError when the wanted class is none of those
 * that are kept.
 */
export function targetOf(
  { logits, layerCount, columnCount, classes, wholeImage }: Answers & Pick<Evaluation, "wholeImage">,
  labels: readonly string[],
  wanted: Question["target"],
): Target {
  if (columnCountOf(classes, labels.length) !== columnCount || logits.length % (layerCount * columnCount) !== 0) {
    throw new RangeError(`logits must be of ${labels.length} classes, got ${columnCount} columns`);
  }
  const whole = wholeImage ?? logits.subarray(-columnCount);
  const p = softmax(whole, 0, columnCount);
  const ranked = classes.map((index, column): RankedClass => ({ index, label: labels[index]!, p: p[column]! }));
  const best = ranked.toSorted((a, b) => b.p - a.p || a.index - b.index);
  const chosen = wanted === "auto" ? best[0] : ranked.find(({ index }) => index === wanted);
  if (chosen === undefined)
    throw new RangeError(
      `target must be ${classes.length < labels.length ? `one of the kept classes ${classes.join(", ")}` : `an integer from 0 to ${labels.length - 1}`}, got ${wanted}`,
    );
  return { ...chosen, top: best.slice(0, TOP_CLASSES), energy: energyOf(whole, 0, columnCount) };
}

/** The score of one kept class at one layer, by the mask's place among the answers, nats. */
export function valueOf(
  { logits, layerCount, columnCount, classes }: Answers,
  row: number,
  layer: number,
  target: number,
): number {
  return logOdds(logits, (row * layerCount + layer) * columnCount, columnCount, classes.indexOf(target));
}

/** A mask's place among the answers; RangeError where the network was not run on it. */
export function rowOf({ masks }: Pick<Evaluation, "masks">, mask: Mask): number {
  const row = indexOfMask(masks, mask);
  if (row < 0) throw new RangeError(`the network was not run on mask ${mask}`);
  return row;
}

/**
 * The game of one kept class: its score at every layer, out of the network's answers. Pauses between layers, so that a page can draw.
 * Rejects with the signal's reason, or with RangeError about a mask that the network was not run on.
 */
export function gameOf(answers: Answers & Pick<Evaluation, "players">, target: number, signal?: AbortSignal): Game {
  const { layerCount, players } = answers;
  return {
    n: players.n,
    layerCount,
    values: async (masks) => {
      const rows = Uint32Array.from(masks, (mask) => rowOf(answers, mask));
      const layers: Float64Array[] = [];
      for (let layer = 0; layer < layerCount; layer++) {
        const v = new Float64Array(rows.length);
        for (let i = 0; i < v.length; i++) v[i] = valueOf(answers, rows[i]!, layer, target);
        layers.push(v);
        await nextTask();
        signal?.throwIfAborted();
      }
      return layers;
    },
  };
}
