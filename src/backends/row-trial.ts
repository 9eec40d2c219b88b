import { mulberry32 } from "../core/random.ts";
import { toElements, type Elements } from "../models/elements.ts";
import { toTensor } from "../models/preprocessing.ts";
import type { InputSpec } from "../models/spec/input.ts";
import { joinedElements } from "./joined-elements.ts";

/** An output of a run, its rows one after another. */
export type RowValues = ArrayLike<number>;

/** Runs a batch, and gives its outputs. */
export type RunRows = (batch: Elements, rows: number) => Promise<readonly RowValues[]>;

/** What a trial found. */
export interface RowTrial {
  /** Whether images give the same numbers beside others as by themselves, at every output. */
  readonly agrees: boolean;
  /** Of one image, ms. */
  readonly imageMs: number;
}

/**
 * Whether a network's rows know of each other: two unlike images, noise over all of the range and dark noise, are run in one batch and each by
 * itself.
 *
 * @param rows of every run, where the graph takes no other number of them: then a run by itself is one of copies.
 * @param rounding the largest difference that is put down to rounding, as a share of an output's largest number.
 * @throws what a run throws.
 */
export async function tryRows(
  run: RunRows,
  input: InputSpec,
  rows: number | null,
  rounding: number,
): Promise<RowTrial> {
  const [bright, dark] = [noise(input, 1, 256), noise(input, 2, 64)];
  const repeat = (image: Elements, times: number): Elements[] => new Array<Elements>(times).fill(image);
  const size = rows ?? 2;
  const alone = rows ?? 1;
  const together = await run(joinedElements([bright, ...repeat(dark, size - 1)]), size);
  const first = await run(joinedElements(repeat(bright, alone)), alone);
  const startMs = performance.now();
  const second = await run(joinedElements(repeat(dark, alone)), alone);
  const imageMs = (performance.now() - startMs) / alone;
  const agrees = together.every((values, output) => {
    const width = values.length / size;
    const [one, other] = [first[output]!, second[output]!];
    if (one.length !== width * alone || other.length !== width * alone) return false;
    const largest = Math.max(...[one, other].map((row) => largestOf(row, width)));
    return [one, other].every((row, i) => differenceOf(values, i * width, row, width) <= rounding * largest);
  });
  return { agrees, imageMs };
}

/** How long an image takes, ms, where a run takes so many of them and none of it need be tried; throws what the run throws. */
export async function timeRows(run: RunRows, input: InputSpec, rows: number): Promise<number> {
  const batch = joinedElements(new Array<Elements>(rows).fill(noise(input, 1, 256)));
  const startMs = performance.now();
  await run(batch, rows);
  return (performance.now() - startMs) / rows;
}

/** An image of noise from 0 to below `top`, as the network takes it. */
function noise(input: InputSpec, seed: number, top: number): Elements {
  const random = mulberry32(seed);
  const rgb = Uint8Array.from({ length: input.width * input.height * 3 }, () => Math.floor(random() * top));
  return toElements(input.type, toTensor(rgb, input));
}

function largestOf(values: RowValues, count: number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(Number(values[i])));
  return largest;
}

/** Largest difference of `count` numbers, of the first from `from` on; numbers that are equal, or none both times, do not differ. */
function differenceOf(values: RowValues, from: number, others: RowValues, count: number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const [value, other] = [Number(values[from + i]), Number(others[i])];
    if (!Object.is(value, other)) largest = Math.max(largest, Math.abs(value - other));
  }
  return largest;
}
