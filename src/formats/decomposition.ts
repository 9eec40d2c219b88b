/** A decomposed score function as plain data, as `strata decompose` prints it. */
import { decomposeSteps, type AndOr, type DecomposeOptions } from "../core/and-or.ts";
import { allMasks, sparse } from "../core/all-masks.ts";
import { rebuildError } from "../core/faithfulness.ts";
import type { Method } from "../core/interactions.ts";
import { drainSteps } from "../backends/drain-steps.ts";
import { pairsOf, type SparseEffect } from "./codec.ts";

/** The AND and OR effects of one v, in its unit: v(T) + δ(T) = constant + Σ and(S) over S ⊆ T + Σ or(S) over S ∩ T ≠ ∅. */
export interface Decomposition {
  /** v(∅) + δ(∅). */
  readonly constant: number;
  /** Every effect that is not 0, masks ascending. */
  readonly and: readonly SparseEffect[];
  /** The same; an OR has two players or more. */
  readonly or: readonly SparseEffect[];
  /** [2^n] by mask, |δ| ≤ kappa. */
  readonly delta: readonly number[];
  readonly kappa: number;
  /** The largest |v rebuilt − v| over all masks, of the numbers as they stand here. */
  readonly residual: number;
  /** Σ |effects|, and a proven lower bound of it. */
  readonly objective: number;
  readonly bound: number;
  /** (objective − bound) / objective. */
  readonly gap: number;
  readonly iterations: number;
  readonly method: Method;
}

/** The effects are larger than a number can be. */
export class ScoresOverflow extends RangeError {
  override readonly name = "ScoresOverflow";
}

/**
 * Decomposes v, [2^n] by mask, with pauses in which others get on. Rejects with the signal's reason, with RangeError on another length and on numbers that
 * are not finite, and with ScoresOverflow.
 */
export async function decomposed(
  v: Float64Array,
  options: DecomposeOptions,
  signal?: AbortSignal,
): Promise<Decomposition> {
  const solved = await decomposeShifted(v, options, signal);
  const residual = residualOf(v, solved);
  if (residual === null) throw new ScoresOverflow("the effects of v are larger than a number can be");
  const effects = sparse(solved);
  const { constant, delta, kappa, objective, bound, gap, iterations, method } = solved;
  return {
    constant,
    and: pairsOf(effects.and),
    or: pairsOf(effects.or),
    delta: Array.from(delta),
    kappa,
    residual,
    objective,
    bound,
    gap,
    iterations,
    method,
  };
}

/**
 * Decomposes v. A v that is nearly as large everywhere is taken from its first value on, which no effect changes with: the
 * differences are exact (by Sterbenz's lemma), and their digits are not lost beside v's own.
 */
async function decomposeShifted(v: Float64Array, options: DecomposeOptions, signal?: AbortSignal): Promise<AndOr> {
  const [first] = v;
  const isNear = (value: number): boolean =>
    Math.sign(value) === Math.sign(first!) &&
    Math.abs(value) <= 2 * Math.abs(first!) &&
    Math.abs(first!) <= 2 * Math.abs(value);
  const shift = v.every(isNear) ? first! : 0;
  const shifted = v.map((value) => value - shift);
  const answer = await drainSteps(decomposeSteps(shifted, options), { signal });
  return { ...answer, constant: answer.constant + shift };
}

/**
 * The largest |v rebuilt − v| of the numbers of an answer, without the rounding of whoever adds them up far from 0; null where one of
 * them is not finite, so that it says nothing.
 */
function residualOf(v: Float64Array, answer: AndOr): number | null {
  const { constant, and, or, delta, kappa, objective, bound, gap } = answer;
  const isFinite = [[constant, kappa, objective, bound, gap], and, or, delta].every((numbers) =>
    numbers.every(Number.isFinite),
  );
  const differences = v.map((value) => value - constant);
  if (!isFinite || !differences.every(Number.isFinite)) return null;
  const { maxAbs } = rebuildError(differences, allMasks(answer.n), { ...sparse(answer), constant: 0 });
  return Number.isFinite(maxAbs) ? maxAbs : null;
}
