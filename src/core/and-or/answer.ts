import type { Method } from "../interactions.ts";

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
  readonly method: Method;
}

/** How far a decomposition has come: an estimate of the fraction done (0 to 1) and the iterations so far. */
export interface SolveProgress {
  readonly fraction: number;
  readonly iterations: number;
}
