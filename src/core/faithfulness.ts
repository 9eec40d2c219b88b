/** How well effects explain the v they come from, on all 2^n masks (paper, Eq. 3: "universal matching"). */
import type { AndOr } from "./and-or.ts";
import { checkValues } from "./masks.ts";
import { checkEffects, isSalient } from "./salience.ts";
import { subsetSums } from "./transforms.ts";

/** What v is rebuilt from. */
export type Rebuildable = Pick<AndOr, "constant" | "and" | "or">;

/** The residuals of a rebuilt v, nats. */
export interface RebuildError {
  readonly maxAbs: number;
  /** Root of the mean square over all masks. */
  readonly rms: number;
}

/** How well the salient concepts alone rebuild v. */
export interface SalientFit {
  /** Nats. */
  readonly maxAbs: number;
  /** 1 − Σ residual² / Σ (v − mean v)² over all masks; null when v is constant. */
  readonly r2: number | null;
}

/** constant + Σ_{∅≠S⊆T} and(S) + Σ_{S∩T≠∅} or(S) for every T, over the effects that `keep` lets pass. */
function rebuildFrom({ constant, and, or }: Rebuildable, keep: (effect: number) => boolean): Float64Array {
  const size = and.length;
  const rebuilt = new Float64Array(size);
  const missed = new Float64Array(size);
  rebuilt[0] = constant;
  for (let mask = 1; mask < size; mask++) {
    if (keep(and[mask])) rebuilt[mask] = and[mask];
    if (keep(or[mask])) missed[mask] = or[mask];
  }
  subsetSums(rebuilt);
  // S meets T unless S lies in T's complement, whose index is size − 1 − T.
  subsetSums(missed);
  const total = missed[size - 1];
  for (let mask = 0; mask < size; mask++) rebuilt[mask] += total - missed[size - 1 - mask];
  return rebuilt;
}

function checkRebuildable(from: Rebuildable): number {
  if (!Number.isFinite(from.constant)) throw new RangeError(`constant must be finite, got ${from.constant}`);
  return checkEffects(from);
}

function checkSameLength(v: Float64Array, from: Rebuildable): void {
  if (checkValues(v) !== checkRebuildable(from))
    throw new RangeError(
      `v must have as many values as there are effects of a kind, ${from.and.length}, got ${v.length}`,
    );
}

/**
 * v + δ of every mask, from the constant and all effects (paper, Eq. 3).
 *
 * @returns `[2^n]`, nats, a new array.
 * @throws RangeError on effects of a wrong length, or any number not finite. Costs O(n · 2^n).
 */
export function rebuild(from: Rebuildable): Float64Array {
  checkRebuildable(from);
  return rebuildFrom(from, () => true);
}

/**
 * How far the rebuilt v is from v: within κ at every mask, up to rounding, when the effects are a decomposition of v.
 *
 * @param v `[2^n]`, nats.
 * @throws RangeError on unequal or wrong lengths, or any number not finite. Costs O(n · 2^n).
 */
export function rebuildError(v: Float64Array, from: Rebuildable): RebuildError {
  checkSameLength(v, from);
  const rebuilt = rebuildFrom(from, () => true);
  let maxAbs = 0;
  let squares = 0;
  for (let mask = 0; mask < v.length; mask++) {
    const residual = rebuilt[mask] - v[mask];
    maxAbs = Math.max(maxAbs, Math.abs(residual));
    squares += residual * residual;
  }
  return { maxAbs, rms: Math.sqrt(squares / v.length) };
}

/**
 * How far v is from what the constant and the salient effects alone rebuild.
 *
 * @param v `[2^n]`, nats.
 * @param tau nats; effects of at most this size are left out.
 * @throws RangeError on unequal or wrong lengths, a negative τ, or any number not finite. Costs O(n · 2^n).
 */
export function salientFit(v: Float64Array, from: Rebuildable, tau: number): SalientFit {
  checkSameLength(v, from);
  if (!(tau >= 0 && tau < Infinity)) throw new RangeError(`tau must be 0 or more and finite, got ${tau}`);
  const rebuilt = rebuildFrom(from, (effect) => isSalient(effect, tau));
  const mean = v.reduce((sum, value) => sum + value, 0) / v.length;
  let maxAbs = 0;
  let residuals = 0;
  let deviations = 0;
  let constant = true;
  for (let mask = 0; mask < v.length; mask++) {
    const residual = rebuilt[mask] - v[mask];
    maxAbs = Math.max(maxAbs, Math.abs(residual));
    residuals += residual ** 2;
    deviations += (v[mask] - mean) ** 2;
    if (v[mask] !== v[0]) constant = false;
  }
  // Not by deviations === 0: the mean of equal numbers may be off by an ulp.
  return { maxAbs, r2: constant ? null : 1 - residuals / deviations };
}
