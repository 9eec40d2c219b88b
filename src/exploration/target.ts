import type { Game } from "../core/games.ts";
import { indexOfMask, type Mask } from "../core/masks.ts";
import { energyOf, logitDifference, logOdds, softmax } from "../core/value.ts";
import { nextTask } from "../platform/next-task.ts";
import { columnCountOf } from "./kept-classes.ts";
import type { Evaluation, Question, RankedClass, Target } from "./exploration.ts";

/** How many of the model's classes are named. */
const TOP_CLASSES = 3;

/** What is asked of the classes. */
export type ClassesAsked = Pick<Question, "target" | "rather">;

type Answers = Pick<Evaluation, "masks" | "logits" | "layerCount" | "columnCount" | "classes">;

/**
 * The class to explain and the model's best three on the whole image, p and energy over the mapped classes at the output.
 * Needs the logits of the full mask only, or of the whole image where that does not show it. RangeError when the wanted class is none of those
 * that are kept.
 */
export function targetOf(
  { logits, layerCount, columnCount, classes, wholeImage }: Answers & Pick<Evaluation, "wholeImage">,
  labels: readonly string[],
  { target: wanted, rather }: ClassesAsked,
): Target {
  if (columnCountOf(classes, labels.length) !== columnCount || logits.length % (layerCount * columnCount) !== 0) {
    throw new RangeError(`logits must be of ${labels.length} classes, got ${columnCount} columns`);
  }
  const whole = wholeImage ?? logits.subarray(-columnCount);
  const p = softmax(whole, 0, columnCount);
  const ranked = classes.map((index, column): RankedClass => ({ index, label: labels[index]!, p: p[column]! }));
  const best = ranked.toSorted((a, b) => b.p - a.p || a.index - b.index);
  const keptClass = (name: "target" | "rather", of: number): RankedClass => {
    const found = ranked.find(({ index }) => index === of);
    if (found !== undefined) return found;
    throw new RangeError(
      `${name} must be ${classes.length < labels.length ? `one of the kept classes ${classes.join(", ")}` : `an integer from 0 to ${labels.length - 1}`}, got ${of}`,
    );
  };
  const chosen = wanted === "auto" ? best[0]! : keptClass("target", wanted);
  if (chosen.index === rather) throw new RangeError(`rather must be another class than the target, got ${rather}`);
  return {
    ...chosen,
    top: best.slice(0, TOP_CLASSES),
    ...(rather !== null && { rather: keptClass("rather", rather) }),
    energy: energyOf(whole, 0, columnCount),
  };
}

/** The class that is explained, and the one that it is held against, by index. */
export interface ClassPair {
  readonly target: number;
  readonly rather: number | null;
}

/** Those of a target. */
export const pairOf = ({ index, rather }: Pick<Target, "index" | "rather">): ClassPair => ({
  target: index,
  rather: rather?.index ?? null,
});

/** Whether both score the same classes. */
export const samePair = (a: ClassPair, b: ClassPair): boolean => a.target === b.target && a.rather === b.rather;

/** The score out of one row of logits `[… columns …]`, of which `columnOf` gives a class's place, nats. */
export function scoreOf(
  logits: ArrayLike<number>,
  offset: number,
  columns: number,
  { target, rather }: ClassPair,
  columnOf: (index: number) => number,
): number {
  return rather === null
    ? logOdds(logits, offset, columns, columnOf(target))
    : logitDifference(logits, offset, columns, columnOf(target), columnOf(rather));
}

/** The score of kept classes at one layer, by the mask's place among the answers, nats. */
export function valueOf(
  { logits, layerCount, columnCount, classes }: Answers,
  row: number,
  layer: number,
  pair: ClassPair,
): number {
  const columnOf = (index: number): number => classes.indexOf(index);
  return scoreOf(logits, (row * layerCount + layer) * columnCount, columnCount, pair, columnOf);
}

/** A mask's place among the answers; RangeError where the network was not run on it. */
export function rowOf({ masks }: Pick<Evaluation, "masks">, mask: Mask): number {
  const row = indexOfMask(masks, mask);
  if (row < 0) throw new RangeError(`the network was not run on mask ${mask}`);
  return row;
}

/**
 * The game of kept classes: their score at every layer, out of the network's answers. Pauses between layers, so that a page can draw.
 * Rejects with the signal's reason, or with RangeError about a mask that the network was not run on.
 */
export function gameOf(answers: Answers & Pick<Evaluation, "players">, pair: ClassPair, signal?: AbortSignal): Game {
  const { layerCount, players } = answers;
  return {
    n: players.n,
    layerCount,
    values: async (masks) => {
      const rows = Uint32Array.from(masks, (mask) => rowOf(answers, mask));
      const layers: Float64Array[] = [];
      for (let layer = 0; layer < layerCount; layer++) {
        const v = new Float64Array(rows.length);
        for (let i = 0; i < v.length; i++) v[i] = valueOf(answers, rows[i]!, layer, pair);
        layers.push(v);
        await nextTask();
        signal?.throwIfAborted();
      }
      return layers;
    },
  };
}
