import { checkValues } from "./masks.ts";

/** What κ is a fraction of: `range` max v − min v, `delta` |v(all shown) − v(none shown)| (the paper's). */
export type KappaRule = "range" | "delta";

/** How much of v the residual δ may take away: κ = kappaFraction × the span named by `kappaOf`. */
export interface DecomposeOptions {
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
}

/** The default residual: 4 % of the range of v. */
export const DEFAULT_DECOMPOSE: DecomposeOptions = { kappaFraction: 0.04, kappaOf: "range" };

/**
 * The AND and OR effects of a function v on masks, with a certificate (the paper's Eq. 3 and 5):
 * v(T) + δ(T) = constant + Σ_{∅≠S⊆T} and(S) + Σ_{S∩T≠∅} or(S), |δ(T)| ≤ κ.
 * Vectors have length 2^n, are indexed by mask and in the unit of v (nats for log-odds).
 */
export interface AndOr {
  readonly n: number;
  /** v(∅) + δ(∅). */
  readonly constant: number;
  /** AND effect of each S; entry 0 is 0; order-1 OR is folded in. */
  readonly and: Float64Array;
  /** OR effect of each S with Eq. 2's sign; 0 at orders 0 and 1. */
  readonly or: Float64Array;
  readonly delta: Float64Array;
  readonly kappa: number;
  /** Σ |and(S)| + |or(S)|. */
  readonly objective: number;
  /** A proven lower bound on the objective of every decomposition with this κ. */
  readonly bound: number;
  /** (objective − bound) / objective, 0 when the objective is 0. */
  readonly gap: number;
  readonly iterations: number;
  readonly method: "trivial" | "A" | "B";
}

/** How far a decomposition has come: an estimate of the fraction done (0 to 1) and the iterations so far. */
export interface SolveProgress {
  readonly fraction: number;
  readonly iterations: number;
}

/**
 * κ in the unit of v. Throws a RangeError on invalid v (length 2^n) or on a fraction that is negative
 * or not finite. Cost O(2^n).
 */
export function kappaOf(v: ArrayLike<number>, options: DecomposeOptions): number {
  checkValues(v);
  throw new Error(`kappaOf is not written yet (${options.kappaOf})`);
}

/**
 * Decomposes v (length 2^n), yielding progress at least every 20 ms of work; to stop it, call next() no
 * more. Throws a RangeError on invalid v or options.
 */
export function* decomposeSteps(v: Float64Array, options: DecomposeOptions): Generator<SolveProgress, AndOr, void> {
  yield { fraction: 0, iterations: 0 };
  throw new Error(`decomposeSteps is not written yet (${v.length}, ${options.kappaOf})`);
}

/** Decomposes v (length 2^n) in one go. Throws a RangeError on invalid v or options. */
export function decompose(v: Float64Array, options: DecomposeOptions = DEFAULT_DECOMPOSE): AndOr {
  const steps = decomposeSteps(v, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Whether the effects' identity is steady under tiny changes of v: true for method A, whose tie-break
 * picks one optimum among many; false for method B.
 */
export function identityStable(andOr: Pick<AndOr, "method">): boolean {
  return andOr.method !== "B";
}
