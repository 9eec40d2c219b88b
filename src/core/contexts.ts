/**
 * One effect as the changes that one of its patches makes. Eq. 1 and 2 sum v over 2^|S| masks, whose large values cancel; taken in pairs that differ
 * in one patch i of S they are differences:
 *
 *   I(S) = Σ_{T⊆S∖i} (−1)^{|S|−1−|T|} D(T),   D(T) = Σ_{R∋i, R⊆T∪i} I(R).
 *
 * For AND, T is shown, and D is what showing i as well adds to v_and. For OR, T is hidden, and D is what hiding i as well takes from v_or.
 */
import type { Effects, Kind } from "./interactions.ts";
import {
  hasPlayer,
  isWithin,
  masksOf,
  NOBODY,
  onlyPlayer,
  orderOf,
  patchesOf,
  union,
  without,
  type Mask,
  type Masks,
} from "./masks.ts";
import { subsetSums } from "./transforms.ts";

/** Of more patches the contexts are too many to be gone through. */
export const MOST_IN_CONTEXT = 16;

/** A concept: its kind and its patches. */
interface Concept {
  readonly kind: Kind;
  readonly mask: Mask;
}

/** An effect by the contexts of one of its patches, the largest changes first; those that change nothing are left out. */
export interface Contexts {
  /** The patch that comes (AND) or goes (OR). */
  readonly patch: number;
  /** The concept's other patches that are shown (AND) or hidden (OR) at that. */
  readonly masks: Masks;
  /** D(T), nats: what the patch's coming adds, or its going takes. */
  readonly changes: Float64Array;
  /** The sum of the changes up to each, with the signs with which they enter the effect, nats: the last is the effect, up to rounding. */
  readonly running: Float64Array;
  /** Contexts in which nothing changes. */
  readonly unchanged: number;
}

/** With which sign a context enters the effect of a concept of `order` patches. */
export function signOfContext(order: number, context: Mask): 1 | -1 {
  return (order - 1 - orderOf(context)) % 2 === 0 ? 1 : -1;
}

/** The sets whose bits of their index stand for these patches, by index. [2^patches] */
function subsetsByIndex(patches: readonly number[]): Mask[] {
  const subsets: Mask[] = [NOBODY];
  for (const patch of patches) {
    const size = subsets.length;
    for (let i = 0; i < size; i++) subsets.push(union(subsets[i], onlyPlayer(patch)));
  }
  return subsets;
}

/** D of every subset of the others, by index. Costs O(effects + |S| · 2^|S|). */
function changesOf(effects: Effects, { kind, mask }: Concept, patch: number, others: readonly number[]): Float64Array {
  const changes = new Float64Array(2 ** others.length);
  const of = effects[kind];
  for (let i = 0; i < of.masks.length; i++) {
    const part = of.masks[i];
    if (!hasPlayer(part, patch) || !isWithin(part, mask)) continue;
    const index = others.reduce((sum, other, bit) => sum + (hasPlayer(part, other) ? 2 ** bit : 0), 0);
    changes[index] += of.effects[i];
  }
  return others.length === 0 ? changes : subsetSums(changes, others.length);
}

const othersOf = (mask: Mask, patch: number): number[] => patchesOf(without(mask, onlyPlayer(patch)));

/** The contexts of one patch of a concept. RangeError where it has no such patch, or too many. Costs O(effects + |S| · 2^|S|). */
export function contextsOf(effects: Effects, concept: Concept, patch: number): Contexts {
  const { mask } = concept;
  const order = orderOf(mask);
  if (!hasPlayer(mask, patch)) throw new RangeError(`the concept has no patch ${patch}`);
  if (order > MOST_IN_CONTEXT)
    throw new RangeError(`a concept must have at most ${MOST_IN_CONTEXT} patches, got ${order}`);
  const others = othersOf(mask, patch);
  const all = changesOf(effects, concept, patch, others);
  const sets = subsetsByIndex(others);
  const changing = sets.map((_, i) => i).filter((i) => all[i] !== 0);
  // Of equal ones first that in which most of the concept's patches take part.
  changing.sort((a, b) => Math.abs(all[b]) - Math.abs(all[a]) || orderOf(sets[b]) - orderOf(sets[a]) || a - b);
  const masks = masksOf(changing.map((i) => sets[i]));
  const changes = Float64Array.from(changing, (i) => all[i]);
  const running = new Float64Array(changes.length);
  let sum = 0;
  for (let i = 0; i < changes.length; i++) running[i] = sum += signOfContext(order, masks[i]) * changes[i];
  return { patch, masks, changes, running, unchanged: sets.length - changing.length };
}

/** The patch of a concept whose changes cancel least: that of the smallest Σ |D|, of equal ones the first. Costs O(|S| · effects + |S|² · 2^|S|). */
export function clearestPatch(effects: Effects, concept: Concept): number {
  let [clearest, least] = [patchesOf(concept.mask)[0], Infinity];
  for (const patch of patchesOf(concept.mask)) {
    const all = changesOf(effects, concept, patch, othersOf(concept.mask, patch));
    const size = all.reduce((sum, change) => sum + Math.abs(change), 0);
    if (size < least * (1 - SAME)) [clearest, least] = [patch, size];
  }
  return clearest;
}

/** Sums of the same numbers in another order differ by less, as a share. */
const SAME = 1e-12;

/**
 * How many contexts decide the effect: the fewest of the largest from which on the running sum stays within `tau` nats of it and, where the effect is
 * above `tau`, has its sign. 0 where there are none.
 */
export function decisiveContexts({ running }: Contexts, tau: number): number {
  const effect = running.length === 0 ? 0 : running[running.length - 1];
  let count = running.length;
  while (count > 1) {
    const before = running[count - 2];
    const isOtherSign = Math.abs(effect) > tau && Math.sign(before) !== Math.sign(effect);
    if (Math.abs(before - effect) > tau || isOtherSign) break;
    count--;
  }
  return count;
}
