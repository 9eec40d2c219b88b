/** How well effects explain the v they come from, on all masks or on some (paper, Eq. 3: "universal matching"). */
import { dense } from "./all-masks.ts";
import { checkEffects, type Effects, type Interactions, type SparseEffects } from "./interactions.ts";
import { compareMasks, everybody, isWithin, meets, type Mask, type Masks } from "./masks.ts";
import { isSalient } from "./salience.ts";
import { subsetSums } from "./transforms.ts";

/** What v is rebuilt from. */
export type Rebuildable = Effects & Pick<Interactions, "constant">;

/** The residuals of a rebuilt v, nats. */
export interface RebuildError {
  readonly maxAbs: number;
  /** Root of the mean square over the masks. */
  readonly rms: number;
}

/** How well a rebuilt v fits the measured one. */
export interface RebuildFit {
  /** Nats. */
  readonly maxAbs: number;
  /** Place of the mask at which that is, in the list of masks. */
  readonly worst: number;
  /** 1 − Σ residual² / Σ (v − mean v)² over the masks; null when v is constant. */
  readonly r2: number | null;
}

/** constant + Σ_{∅≠S⊆T} and(S) + Σ_{S∩T≠∅} or(S) at each mask T, over the effects that `keep` lets pass. */
function rebuildFrom(from: Rebuildable, masks: Masks, keep: (effect: number) => boolean): Float64Array {
  // A list that holds every mask ascends from ∅ to N: a mask is its own place in it.
  return masks.length === 2 ** from.n ? rebuildAll(from, keep) : rebuildSome(from, masks, keep);
}

/** At every mask; costs O(n · 2^n). */
function rebuildAll({ n, constant, and, or }: Rebuildable, keep: (effect: number) => boolean): Float64Array {
  const rebuilt = dense(kept(and, keep), n);
  const missed = dense(kept(or, keep), n);
  const size = rebuilt.length;
  rebuilt[0] = constant;
  subsetSums(rebuilt, n);
  // S meets T unless S lies in T's complement, whose index is size − 1 − T.
  subsetSums(missed, n);
  const total = missed[size - 1];
  for (let mask = 0; mask < size; mask++) rebuilt[mask] += total - missed[size - 1 - mask];
  return rebuilt;
}

/** Costs O(masks · effects). */
function rebuildSome(
  { constant, and, or }: Rebuildable,
  masks: Masks,
  keep: (effect: number) => boolean,
): Float64Array {
  const [ands, ors] = [kept(and, keep), kept(or, keep)];
  return Float64Array.from(masks, (shown: Mask) => {
    let value = constant;
    for (let i = 0; i < ands.masks.length; i++) if (isWithin(ands.masks[i], shown)) value += ands.effects[i];
    for (let i = 0; i < ors.masks.length; i++) if (meets(ors.masks[i], shown)) value += ors.effects[i];
    return value;
  });
}

function kept({ masks, effects }: SparseEffects, keep: (effect: number) => boolean): SparseEffects {
  return { masks: masks.filter((_, i) => keep(effects[i])), effects: effects.filter(keep) };
}

function checkRebuildable(from: Rebuildable): void {
  if (!Number.isFinite(from.constant)) throw new RangeError(`constant must be finite, got ${from.constant}`);
  checkEffects(from);
}

/** RangeError unless masks ascend and are of n players. */
function checkMasks(masks: Masks, n: number): void {
  const all = everybody(n);
  for (let i = 0; i < masks.length; i++) {
    if (!isWithin(masks[i], all)) throw new RangeError(`masks must be of ${n} players, got ${masks[i]}`);
    if (i > 0 && compareMasks(masks[i - 1], masks[i]) >= 0)
      throw new RangeError(`masks must ascend, got ${masks[i]} after ${masks[i - 1]}`);
  }
}

function checkKnown(v: Float64Array, masks: Masks, from: Rebuildable): void {
  checkRebuildable(from);
  checkMasks(masks, from.n);
  if (v.length !== masks.length)
    throw new RangeError(`v must have a value for each mask, ${masks.length}, got ${v.length}`);
  const wrong = v.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) throw new RangeError(`values must be finite, got ${v[wrong]} at mask ${masks[wrong]}`);
}

/**
 * v + δ at each mask of a list, from the constant and all effects (paper, Eq. 3).
 *
 * @param masks ascending, of n players.
 * @returns `[masks]`, nats, a new array.
 * @throws RangeError on bad masks or effects, or any number not finite. Costs O(n · 2^n) for all 2^n masks, else O(masks · effects).
 */
export function rebuild(from: Rebuildable, masks: Masks): Float64Array {
  checkRebuildable(from);
  checkMasks(masks, from.n);
  return rebuildFrom(from, masks, () => true);
}

/**
 * The same from the constant and the effects above τ alone.
 *
 * @param tau nats; effects of at most this size are left out.
 * @throws RangeError as `rebuild`, and on a negative τ. Costs as `rebuild`.
 */
export function rebuildSalient(from: Rebuildable, masks: Masks, tau: number): Float64Array {
  checkRebuildable(from);
  checkMasks(masks, from.n);
  if (!(tau >= 0 && tau < Infinity)) throw new RangeError(`tau must be 0 or more and finite, got ${tau}`);
  return rebuildFrom(from, masks, (effect) => isSalient(effect, tau));
}

/**
 * How far the rebuilt v is from v: within κ at every mask, up to rounding, when the effects are a decomposition of v.
 *
 * @param v `[masks]`, nats.
 * @throws RangeError on unequal lengths, bad masks or effects, or any number not finite. Costs as `rebuild`.
 */
export function rebuildError(v: Float64Array, masks: Masks, from: Rebuildable): RebuildError {
  checkKnown(v, masks, from);
  const rebuilt = rebuildFrom(from, masks, () => true);
  let maxAbs = 0;
  let squares = 0;
  for (let i = 0; i < v.length; i++) {
    const residual = rebuilt[i] - v[i];
    maxAbs = Math.max(maxAbs, Math.abs(residual));
    squares += residual * residual;
  }
  return { maxAbs, rms: Math.sqrt(squares / v.length) };
}

/** How a rebuilt v fits the measured one; both `[masks]`, nats, of one length. Linear in the masks. */
export function fitOf(v: ArrayLike<number>, rebuilt: ArrayLike<number>): RebuildFit {
  let [worst, maxAbs, residuals, sum] = [0, 0, 0, 0];
  for (let i = 0; i < v.length; i++) {
    const residual = Math.abs(rebuilt[i] - v[i]);
    if (residual > maxAbs) [worst, maxAbs] = [i, residual];
    residuals += residual ** 2;
    sum += v[i];
  }
  const mean = sum / v.length;
  let [deviations, isFlat] = [0, true];
  for (let i = 0; i < v.length; i++) {
    deviations += (v[i] - mean) ** 2;
    if (v[i] !== v[0]) isFlat = false;
  }
  // Not by deviations === 0: the mean of equal numbers may be off by an ulp.
  return { maxAbs, worst, r2: isFlat ? null : 1 - residuals / deviations };
}

/** The same once the rebuilt v is moved by what it is off on average: what is left out may add nearly as much at every mask. Linear in the masks. */
export function fitButForConstant(v: ArrayLike<number>, rebuilt: ArrayLike<number>): RebuildFit {
  let off = 0;
  for (let i = 0; i < v.length; i++) off += (v[i] - rebuilt[i]) / v.length;
  return fitOf(
    v,
    Float64Array.from(rebuilt, (value) => value + off),
  );
}
