/**
 * The iterate of method B: restarted Halpern splitting, for κ = 0 and where the path's basis grows too dense. Between the soft
 * thresholds of the objective with the box |δ| ≤ κ (prox, p) and the exact fit (projection, q), a point s is reflected
 * and pulled back to an anchor: s ← w (s + 2 (q − p)) + (1 − w) anchor, w = (k+1)/(k+2), k counted since the last restart.
 * Source: Halpern-Peaceman-Rachford with restarts, as in Chen, Sun, Yuan, Zhang, Zhao, "HPR-LP" (2024).
 */
import { moebius } from "../transforms.ts";
import { AffineProjection } from "./affine-projection.ts";
import type { Approximation } from "./crossover.ts";
import { mirrorTransposed } from "./mirror-transform.ts";
import { evenSplit, type ScaledProblem, type Split } from "./scaled-problem.ts";

/** Weight per order of the norm, with and without a box: found by trial on the golden cases. */
const ORDER_WEIGHT_EXACT = 0.9;
const ORDER_WEIGHT_BOX = 0.8;
const DELTA_WEIGHT = 2;
/** First step length τ, relative to the range of v, and how it follows ‖p‖ / ‖s − p‖; by trial as well. */
const FIRST_STEP = 0.02;
const STEP_BALANCE_EXACT = 0.7;
const STEP_BALANCE_BOX = 0.5;
const LARGEST_STEP_CHANGE = 10;
const SMALLEST_STEP_CHANGE = 1.2;
/** Restart when the residual fell to this share of its start, or to the second and rises, or after long. */
const RESTART_AT = 0.2;
const RESTART_WHEN_RISING_AT = 0.6;
const LONGEST_RUN_SHARE = 0.2;
const LONGEST_RUN_OFFSET = 20;
/** The step length is looked at after this many iterations, then at growing distances. */
const FIRST_RESCALE = 50;
const RESCALE_GROWTH = 1.3;
const RESCALE_OFFSET = 20;

/** One of the three parts x, y, δ of the iterate, each vector [2^n]. */
interface Part {
  readonly s: Float64Array;
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly anchor: Float64Array;
}

/** The iterate of method B. */
export class Splitting {
  iterations = 0;
  /** Operations, about a nanosecond each. */
  readonly workPerIteration: number;
  private readonly n: number;
  private readonly kappa: number;
  private readonly projection: AffineProjection;
  private readonly x: Part;
  private readonly y: Part;
  private readonly delta: Part;
  private tau = FIRST_STEP;
  private sinceRestart = 0;
  private residual = 0;
  private firstResidual = 0;
  private lastResidual = 0;
  private nextRescale = FIRST_RESCALE;

  /** Starts at the even split of v. Cost O(n 2^n). */
  constructor({ n, size, v, kappa }: ScaledProblem) {
    this.n = n;
    this.kappa = kappa;
    this.workPerIteration = size * n * (kappa > 0 ? 12 : 8);
    const b = moebius(v.slice());
    this.projection =
      kappa > 0
        ? new AffineProjection(n, b, ORDER_WEIGHT_BOX, DELTA_WEIGHT)
        : new AffineProjection(n, b, ORDER_WEIGHT_EXACT, 0);
    const { x, y } = evenSplit(v);
    x[0] = y[0] = 0;
    this.x = newPart(x);
    this.y = newPart(y);
    this.delta = newPart(new Float64Array(size));
  }

  /** One iteration; it ends with p and q of the s it began with, which go together. */
  advance(): void {
    if (this.iterations > 0) this.moveOn();
    this.iterations++;
    this.residual = this.proxAndProject();
  }

  /** The next s. */
  private moveOn(): void {
    if (this.iterations === this.nextRescale) {
      this.nextRescale = Math.ceil(this.iterations * RESCALE_GROWTH) + RESCALE_OFFSET;
      if (this.rescale()) return;
    }
    this.pullBack();
  }

  /** p and q of every part from s; returns ‖q − p‖. */
  private proxAndProject(): number {
    const { x, y, delta, kappa, projection } = this;
    shrink(x, projection.weights, this.tau);
    shrink(y, projection.weights, this.tau);
    if (kappa > 0) clip(delta, kappa);
    projection.project(x.q, y.q, delta.q);
    const box = kappa > 0 ? distance(delta, null) / DELTA_WEIGHT : 0;
    return Math.sqrt(distance(x, projection.weights) + distance(y, projection.weights) + box);
  }

  /** The next s, or its last one before a restart. */
  private pullBack(): void {
    const { residual, iterations } = this;
    const restarting = this.sinceRestart === 0;
    if (restarting) this.firstResidual = residual;
    const w = (this.sinceRestart + 1) / (this.sinceRestart + 2);
    for (const part of this.parts()) {
      if (restarting) part.anchor.set(part.s);
      pullBack(part, w);
    }
    this.sinceRestart++;
    const fell = residual / this.firstResidual;
    const fellEnough = fell <= RESTART_AT || (fell <= RESTART_WHEN_RISING_AT && residual > this.lastResidual);
    const ranLong = this.sinceRestart > LONGEST_RUN_SHARE * iterations + LONGEST_RUN_OFFSET;
    if (this.sinceRestart > 1 && (fellEnough || ranLong)) this.sinceRestart = 0;
    this.lastResidual = residual;
  }

  /** Balances τ between primal and dual, keeping both where they are; false when it is balanced already. */
  private rescale(): boolean {
    const change = stepChange(this.x, this.y, this.kappa > 0 ? this.delta : null, this.projection.weights);
    if (!(change > SMALLEST_STEP_CHANGE || change < 1 / SMALLEST_STEP_CHANGE)) return false;
    for (const { s, p } of this.parts())
      for (let mask = 0; mask < s.length; mask++) s[mask] = p[mask] + change * (s[mask] - p[mask]);
    this.tau *= change;
    this.sinceRestart = 0;
    return true;
  }

  /** The primal candidate: q, which fits exactly. */
  split(): Split {
    return { x: this.x.q, y: this.y.q };
  }

  /** Candidates for l = Z^T t: the projection's multiplier, and the gradients of the objective in x and (through K) in y. */
  duals(): Float64Array[] {
    const { weights, multiplier } = this.projection;
    const gradient = ({ s, p }: Part) => s.map((value, mask) => (mask === 0 ? 0 : (value - p[mask]) / weights[mask]));
    const candidates = [multiplier.slice(), gradient(this.x), mirrorTransposed(gradient(this.y), this.n)];
    for (const l of candidates) l[0] = 0;
    return candidates;
  }

  /** p and what it leaves of s, which is τ times a dual: sparse both, and in agreement by the nature of a prox. For κ > 0. */
  approximation(): Approximation {
    const {
      x,
      y,
      delta,
      tau,
      projection: { weights },
    } = this;
    const size = weights.length;
    const effects = new Float64Array(2 * size);
    const prices = new Float64Array(2 * size);
    for (let mask = 1; mask < size; mask++) {
      effects[mask] = x.p[mask];
      effects[size + mask] = y.p[mask];
      prices[mask] = (x.s[mask] - x.p[mask]) / (tau * weights[mask]);
      prices[size + mask] = (y.s[mask] - y.p[mask]) / (tau * weights[mask]);
    }
    // The OR of one player is its AND's mirror.
    for (let single = 1; single < size; single <<= 1) {
      effects[single] -= effects[size + single];
      effects[size + single] = 0;
    }
    const dual = delta.s.map((value, mask) => (delta.p[mask] - value) / (tau * DELTA_WEIGHT));
    return { effects, prices, residual: delta.p.slice(), dual };
  }

  private parts(): readonly Part[] {
    return this.kappa > 0 ? [this.x, this.y, this.delta] : [this.x, this.y];
  }
}

function newPart(s: Float64Array): Part {
  return { s, p: new Float64Array(s.length), q: new Float64Array(s.length), anchor: s.slice() };
}

/** p = soft threshold of s at τ w, q = its reflection 2p − s. */
function shrink({ s, p, q }: Part, weights: Float64Array, tau: number): void {
  for (let mask = 0; mask < s.length; mask++) {
    const threshold = tau * weights[mask];
    const cut = Math.max(-threshold, Math.min(threshold, s[mask]));
    p[mask] = s[mask] - cut;
    q[mask] = p[mask] - cut;
  }
}

/** p = s kept within ±κ, q = its reflection 2p − s. */
function clip({ s, p, q }: Part, kappa: number): void {
  for (let mask = 0; mask < s.length; mask++) {
    p[mask] = Math.max(-kappa, Math.min(kappa, s[mask]));
    q[mask] = 2 * p[mask] - s[mask];
  }
}

/** ‖q − p‖² in the norm of the weights (1 where null); ∅ has no weight and no part in it. */
function distance({ p, q }: Part, weights: Float64Array | null): number {
  let sum = 0;
  for (let mask = weights ? 1 : 0; mask < p.length; mask++) {
    const difference = q[mask] - p[mask];
    sum += (difference * difference) / (weights ? weights[mask] : 1);
  }
  return sum;
}

function pullBack({ s, p, q, anchor }: Part, w: number): void {
  for (let mask = 0; mask < s.length; mask++)
    s[mask] = w * (s[mask] + 2 * (q[mask] - p[mask])) + (1 - w) * anchor[mask];
}

/** The factor on τ that balances primal ‖p‖ against dual ‖s − p‖. */
function stepChange(x: Part, y: Part, delta: Part | null, weights: Float64Array): number {
  let primal = 0;
  let dual = 0;
  const add = ({ s, p }: Part, mask: number, weight: number) => {
    primal += p[mask] ** 2 / weight;
    dual += (s[mask] - p[mask]) ** 2 / weight;
  };
  for (let mask = 1; mask < weights.length; mask++) {
    add(x, mask, weights[mask]);
    add(y, mask, weights[mask]);
  }
  if (delta) for (let mask = 0; mask < weights.length; mask++) add(delta, mask, DELTA_WEIGHT);
  const change = (delta ? STEP_BALANCE_BOX : STEP_BALANCE_EXACT) * Math.sqrt(primal / dual);
  return Math.min(LARGEST_STEP_CHANGE, Math.max(1 / LARGEST_STEP_CHANGE, change));
}
