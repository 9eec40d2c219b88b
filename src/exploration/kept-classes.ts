import { logSumExpWithout } from "../core/value.ts";
import type { Question } from "./exploration.ts";

/** A network of up to so many classes has all its logits kept. */
const KEEP_ALL = 20;

/** Of one with more, the logits of those that score highest on the whole image. */
const KEEP_BEST = 10;

/** Whether all logits of a network of so many classes are kept. */
export const keepsAll = (classCount: number): boolean => classCount <= KEEP_ALL;

/** Which classes' logits are kept, ascending; of more than KEEP_ALL the best at the output, and those that are asked for. `output`: [classes], of the whole image. */
export function keptClasses(output: Float32Array, { target, rather }: Pick<Question, "target" | "rather">): number[] {
  const all = Array.from(output.keys());
  if (keepsAll(all.length)) return all;
  const best = all.toSorted((a, b) => output[b]! - output[a]! || a - b).slice(0, KEEP_BEST);
  const asked = [target, rather].filter((index) => index !== "auto" && index !== null && index in all) as number[];
  return [...new Set([...best, ...asked])].toSorted((a, b) => a - b);
}

/** Columns of kept logits: one a kept class, and one more for all others together where there are others. */
export function columnCountOf(kept: readonly number[], classCount: number): number {
  return kept.length < classCount ? kept.length + 1 : classCount;
}

/**
 * Rows of logits [rows, classCount] as they are kept, [rows, columns]: the others' logsumexp stands in the last column, so that the
 * log-odds of every kept class stay what they are. Gives `logits` itself where all classes are kept. Costs O(rows · classCount).
 */
export function foldClasses(logits: Float32Array, classCount: number, kept: readonly number[]): Float32Array {
  const columns = columnCountOf(kept, classCount);
  if (columns === classCount) return logits;
  const rows = logits.length / classCount;
  const folded = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const offset = row * classCount;
    kept.forEach((c, column) => (folded[row * columns + column] = logits[offset + c]!));
    folded[row * columns + kept.length] = logSumExpWithout(logits, offset, classCount, kept);
  }
  return folded;
}
