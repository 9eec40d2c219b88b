/** What a link tells of the sample that a picture is estimated from, behind its effects. The bits are told in docs/format.md. */
import { KINDS, type Effects, type Interactions, type Kind, type SampleQuality } from "../../core/interactions.ts";
import { indexOfMask } from "../../core/masks.ts";
import { isBudget, MAX_HALVES, MAX_SAMPLE } from "../../exploration/exploration.ts";
import type { BitCoder } from "./bit-coder.ts";
import { codeEven, codeNumber, codeShare, codeWhole, newFamily, newNumberFamily, toDigits } from "./coded-numbers.ts";
import { LinkError } from "./errors.ts";
import { MAX_NATS } from "./header.ts";

/** Binary digits of a standard error, which then is off by a thirty-second of itself at most. */
const ERROR_DIGITS = 5;
const SEED_DIGITS = 32;

/** What is told of effects some of which are left out: of those that are left. Costs O(effects). */
export function qualityOf({ sampled, ...before }: Interactions, left: Effects): SampleQuality | undefined {
  if (sampled === undefined) return undefined;
  const ofLeft = (told: Readonly<Record<Kind, Float64Array>>): Record<Kind, Float64Array> => {
    const [and, or] = KINDS.map((kind) =>
      Float64Array.from(left[kind].masks, (mask) => told[kind][indexOfMask(before[kind].masks, mask)]!),
    );
    return { and: and!, or: or! };
  };
  const { errors, frequency } = sampled;
  return { ...sampled, errors: ofLeft(errors), ...(frequency && { frequency: ofLeft(frequency) }) };
}

/**
 * Codes what is told of the sample of layers with these effects: a writer is given it, a reader null. LinkError `damaged` where what is read is of no
 * sample of so many players. Costs O(effects).
 */
export function codeSample(
  coder: BitCoder,
  layers: readonly Effects[],
  given: readonly SampleQuality[] | null,
): readonly SampleQuality[] {
  const [first] = given ?? [];
  const damaged = (): LinkError => new LinkError("damaged", { problem: "sample" });
  const masks = codeWhole(coder, newFamily(), MAX_SAMPLE, first?.masks ?? 0);
  const heldOut = codeWhole(coder, newFamily(), MAX_SAMPLE, first?.heldOut ?? 0);
  const halves = codeWhole(coder, newFamily(), MAX_HALVES, first?.halves ?? 0);
  const seed = codeEven(coder, SEED_DIGITS, first?.seed ?? 0);
  if (!isBudget(layers[0]!.n, { masks, seed }) || heldOut > masks) throw damaged();
  const [explained, error, chosen] = [newNumberFamily(), newNumberFamily(), newFamily()];
  const r2 = (value = 0): number => {
    const read = codeNumber(coder, explained, toDigits(value));
    if (!(read >= -MAX_NATS && read <= 1)) throw damaged();
    return read;
  };
  const errorOf = (value = 0): number => {
    const read = codeNumber(coder, error, toDigits(value, ERROR_DIGITS), ERROR_DIGITS);
    if (!(read >= 0 && read <= MAX_NATS)) throw damaged();
    return read;
  };
  const frequencyOf = (value = 0): number => codeWhole(coder, chosen, halves, Math.round(value * halves)) / halves;
  return layers.map((effects, l): SampleQuality => {
    const one = given?.[l];
    const [heldOutR2, heldOutR2Whole] = [r2(one?.heldOutR2), r2(one?.heldOutR2Whole)];
    const unseenShare = codeShare(coder, one?.unseenShare ?? 0);
    if (unseenShare > 1) throw damaged();
    const ofEach = (code: (value?: number) => number, told: SampleQuality["frequency"]): Record<Kind, Float64Array> => {
      const [and, or] = KINDS.map((kind) => Float64Array.from(effects[kind].masks, (_, i) => code(told?.[kind][i])));
      return { and: and!, or: or! };
    };
    const errors = ofEach(errorOf, one?.errors);
    return {
      ...{ masks, heldOut, seed, heldOutR2, heldOutR2Whole, unseenShare, errors },
      ...(halves > 0 && { halves, frequency: ofEach(frequencyOf, one?.frequency) }),
    };
  });
}
