import { effectAt, type Effects, type Kind } from "../../core/interactions.ts";
import {
  compareMasks,
  everybody,
  hasPlayer,
  orderOf,
  patchesOf,
  subsetsOf,
  without,
  type Mask,
} from "../../core/masks.ts";
import { NO_PLAYER } from "../../core/patches.ts";
import type { Pixels } from "../../core/resize.ts";
import type { ConceptId } from "../../session/shape.ts";

/** Up to this order every term fits the page: 2^3 = 8. */
export const LARGEST_SHOWN_ORDER = 3;

/** One masked input behind an effect. */
export interface Term {
  /** The concept's patches that this input is named by: shown for AND, hidden for OR. */
  readonly named: Mask;
  /** What the input shows. */
  readonly shown: Mask;
  readonly sign: 1 | -1;
  /** v_and of the input for AND, v_or for OR, both counted from nothing shown; nats at first. */
  readonly value: number;
}

/** Every subset of a mask, the whole mask first, then by falling size. */
function bySize(mask: Mask): Mask[] {
  return subsetsOf(mask).sort((a, b) => orderOf(b) - orderOf(a) || compareMasks(a, b));
}

function sumWithin(effects: Effects, kind: Kind, mask: Mask): number {
  return bySize(mask).reduce<number>((sum, subset) => sum + effectAt(effects, kind, subset), 0);
}

/**
 * The masked inputs whose signed sum is the effect: the paper's Eq. 1 for AND, Eq. 2 for OR.
 *
 * v_and(T) = Σ_{∅≠R⊆T} and(R) and v_or(T) = Σ_{R∩T≠∅} or(R): the parts of the score that AND and OR explain.
 * Costs O(effects + 4^|S| · log effects).
 */
export function termsOf({ kind, mask }: ConceptId, effects: Effects): Term[] {
  const all = everybody(effects.n);
  const orders = orderOf(mask);
  const signOf = (subset: Mask): 1 | -1 => ((orders - orderOf(subset)) % 2 === 0 ? 1 : -1);
  if (kind === "and")
    return bySize(mask).map((subset) => ({
      named: subset,
      shown: subset,
      sign: signOf(subset),
      value: sumWithin(effects, "and", subset),
    }));
  const total = effects.or.effects.reduce((sum, effect) => sum + effect, 0);
  return subsetsOf(mask)
    .sort((a, b) => orderOf(a) - orderOf(b) || compareMasks(a, b))
    .map((hidden) => ({
      named: hidden,
      shown: without(all, hidden),
      sign: signOf(hidden) === 1 ? -1 : 1,
      value: total - sumWithin(effects, "or", hidden),
    }));
}

/** Terms in other units, one of which is so many nats. */
export function termsIn(terms: readonly Term[], natsPerUnit: number): Term[] {
  return terms.map((term) => ({ ...term, value: term.value / natsPerUnit }));
}

/** The terms' signed sum: the effect itself, up to rounding. */
export function sumOfTerms(terms: readonly Term[]): number {
  return terms.reduce((sum, { sign, value }) => sum + sign * value, 0);
}

/** The image with the patches of `shown` left; all other pixels, those that belong to no patch as well, come from `hidden`: see `nothingShown` in `core`. */
export function maskedImage(image: Pixels, hidden: Float32Array, owners: Uint16Array, shown: Mask): Pixels {
  const rgb = new Uint8ClampedArray(image.rgb.length);
  owners.forEach((owner, pixel) => {
    const visible = owner !== NO_PLAYER && hasPlayer(shown, owner);
    for (let channel = 0; channel < 3; channel++)
      rgb[3 * pixel + channel] = (visible ? image.rgb : hidden)[3 * pixel + channel]!;
  });
  return { ...image, rgb: new Uint8Array(rgb.buffer) };
}

/** The patches a term is named by, ascending. */
export const namedPatches = ({ named }: Term): number[] => patchesOf(named);
