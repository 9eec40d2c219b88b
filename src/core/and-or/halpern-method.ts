/**
 * Method B: restarted Halpern splitting, for κ = 0 and where the path's basis grows too dense. Between the soft
 * thresholds of the objective with the box |δ| ≤ κ (prox, p) and the exact fit (projection, q), a point s is reflected
 * and pulled back to an anchor: s ← w (s + 2 (q − p)) + (1 − w) anchor, w = (k+1)/(k+2), k counted since the last restart.
 * Source: Halpern-Peaceman-Rachford with restarts, as in Chen, Sun, Yuan, Zhang, Zhao, "HPR-LP" (2024).
 */
import { moebius, supersetMoebius } from "../transforms.ts";
import { AffineProjection } from "./affine-projection.ts";
import { dualBound, makeFeasible, type Feasible } from "./certificate.ts";
import { mirrorTransposed } from "./mirror-transform.ts";
import { evenSplit, type ScaledProblem } from "./scaled-problem.ts";

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
/** Iterations between two certificates, each worth a few iterations. */
const CERTIFY_EVERY = 25;
const MAX_ITERATIONS = 20_000;

/** The best split and bound so far. */
export interface HalpernEnd {
  readonly feasible: Feasible;
  readonly bound: number;
  readonly iterations: number;
}

/** The work since the last report in operations, iterations so far, and the gap at the last certificate. */
export interface HalpernReport {
  readonly work: number;
  readonly iterations: number;
  readonly gap: number;
}

/** One of the three parts x, y, δ of the iterate, each vector [2^n]. */
interface Part {
  readonly s: Float64Array;
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly anchor: Float64Array;
}

/**
 * Iterates until the gap is at most `targetGap`, starting from the lower `bound` known. Yields after every iteration.
 * Cost per iteration O(n 2^n).
 */
export function* halpern(problem: ScaledProblem, targetGap: number, bound: number): Generator<HalpernReport, HalpernEnd, void> {
  const { n, size, v, kappa } = problem;
  const box = kappa > 0;
  const projection = new AffineProjection(n, moebius(v.slice()), box ? ORDER_WEIGHT_BOX : ORDER_WEIGHT_EXACT, box ? DELTA_WEIGHT : 0);
  const { weights } = projection;
  const start = evenSplit(v);
  start.x[0] = start.y[0] = 0;
  const x = newPart(start.x);
  const y = newPart(start.y);
  const delta = newPart(new Float64Array(size));
  const parts = box ? [x, y, delta] : [x, y];
  const work = size * n * (box ? 12 : 8);
  let tau = FIRST_STEP;
  let feasible = makeFeasible(problem, start);
  let sinceRestart = 0;
  let firstResidual = 0;
  let lastResidual = 0;
  let nextRescale = 50;
  let iterations = 0;
  const gap = () => (feasible.objective - bound) / feasible.objective;
  while (iterations < MAX_ITERATIONS && gap() > targetGap) {
    iterations++;
    shrink(x, weights, tau);
    shrink(y, weights, tau);
    if (box) clip(delta, kappa);
    projection.project(x.q, y.q, delta.q);
    if (iterations % CERTIFY_EVERY === 0) {
      const candidate = makeFeasible(problem, { x: x.q, y: y.q });
      if (candidate.objective < feasible.objective) feasible = candidate;
      for (const l of dualCandidates(n, x, y, projection)) bound = Math.max(bound, dualBound(problem, supersetMoebius(l)));
    }
    const residual = distance(x, weights) + distance(y, weights) + (box ? distance(delta, null) / DELTA_WEIGHT : 0);
    if (iterations === nextRescale) {
      nextRescale = Math.ceil(iterations * 1.3) + 20;
      const change = stepChange(x, y, delta, weights, box);
      if (change > SMALLEST_STEP_CHANGE || change < 1 / SMALLEST_STEP_CHANGE) {
        for (const { s, p } of parts) for (let mask = 0; mask < size; mask++) s[mask] = p[mask] + change * (s[mask] - p[mask]);
        tau *= change;
        sinceRestart = 0;
        yield { work, iterations, gap: gap() };
        continue;
      }
    }
    if (sinceRestart === 0) {
      firstResidual = residual;
      for (const { s, anchor } of parts) anchor.set(s);
    }
    for (const part of parts) pullBack(part, (sinceRestart + 1) / (sinceRestart + 2));
    sinceRestart++;
    const fell = Math.sqrt(residual / firstResidual);
    const rising = residual > lastResidual;
    if (sinceRestart > 1 && (fell <= RESTART_AT || (fell <= RESTART_WHEN_RISING_AT && rising) || sinceRestart > 0.2 * iterations + 20)) {
      sinceRestart = 0;
    }
    lastResidual = residual;
    yield { work, iterations, gap: gap() };
  }
  return { feasible, bound, iterations };
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
  for (let mask = 0; mask < s.length; mask++) s[mask] = w * (s[mask] + 2 * (q[mask] - p[mask])) + (1 - w) * anchor[mask];
}

/** The factor on τ that balances primal ‖p‖ against dual ‖s − p‖. */
function stepChange(x: Part, y: Part, delta: Part, weights: Float64Array, box: boolean): number {
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
  if (box) for (let mask = 0; mask < weights.length; mask++) add(delta, mask, DELTA_WEIGHT);
  const change = (box ? STEP_BALANCE_BOX : STEP_BALANCE_EXACT) * Math.sqrt(primal / dual);
  return Math.min(LARGEST_STEP_CHANGE, Math.max(1 / LARGEST_STEP_CHANGE, change));
}

/** Candidates for l = Z^T t: the projection's multiplier, and the gradients of the objective in x and (through K) in y. */
function dualCandidates(n: number, x: Part, y: Part, { weights, multiplier }: AffineProjection): Float64Array[] {
  const gradient = ({ s, p }: Part) => s.map((value, mask) => (mask === 0 ? 0 : (value - p[mask]) / weights[mask]));
  const candidates = [multiplier.slice(), gradient(x), mirrorTransposed(gradient(y), n)];
  for (const l of candidates) l[0] = 0;
  return candidates;
}
