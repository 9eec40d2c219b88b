/**
 * The AND-OR decomposition of a function on masks, with a certificate: the paper's Eq. 1-3 and 5 (Cheng et al.,
 * "Layerwise Change of Knowledge in Neural Networks", ICML 2024) as a linear programme, solved by method A (and-or/
 * path-method.ts), which method B (and-or/halpern-method.ts) gives a start where it would take long, and by B alone
 * where A does not apply or grows too dense; and-or/solve.ts decides.
 */
import { extent, isFlat, scaleProblem, type ScaledProblem } from "./and-or/scaled-problem.ts";
import { gapOf, solve, type Solved, type Working } from "./and-or/solve.ts";
import { tieBreakCosts } from "./and-or/tie-break.ts";
import { checkValues } from "./all-masks.ts";
import type { AndOr, SolveProgress } from "./and-or/answer.ts";
import { debiasedSteps } from "./debiased.ts";

export type { AndOr, SolveProgress };

/** Operations between two reports of progress: a few milliseconds, so that 20 ms hold on a machine four times slower; at n = 16 one certificate is more. */
const OPERATIONS_PER_REPORT = 4e6;

/**
 * What κ may be a fraction of: `range` max v − min v, `delta` |v(all shown) − v(none shown)| (the paper's); `noise`: of the range as well, and at least
 * twice as much of it as the probe is noisy. `debiased`: as `noise`, but nothing is bounded by it and nothing shrunk: half of it is the noise that v is taken
 * to have when few effects are fitted (debiased.ts), and the answer's κ is the most that they leave.
 */
export const KAPPA_RULES = ["noise", "range", "delta", "debiased"] as const;

/** One of `KAPPA_RULES`. */
export type KappaRule = (typeof KAPPA_RULES)[number];

/** By the rule `noise`: two fits of a probe differ by more than this many times its noise at few masks only. */
const NOISE_IN_KAPPA = 2;

/** How much of v the residual δ may take away: κ = kappaFraction × the span named by `kappaOf`. */
export interface DecomposeOptions {
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
  /**
   * Which hash settles what is equal between two answers in all else, an integer from 0 to 16383; 0, the page's own, where it is left out. What
   * differs between two hashes is arbitrary.
   */
  readonly tieBreak?: number;
  /** For the rule `noise`: how noisy the probe is, as a share of the range of v (see `noiseShareOf`); not at all where it is left out. */
  readonly probeNoise?: number | undefined;
}

/** The default residual: 4 % of the range of v. */
export const DEFAULT_DECOMPOSE: DecomposeOptions = { kappaFraction: 0.04, kappaOf: "range" };

/**
 * κ in the unit of v (length 2^n). Throws a RangeError on invalid v, on a fraction that is negative or not finite, and
 * on an unknown rule. Cost O(2^n).
 */
export function kappaOf(v: ArrayLike<number>, options: DecomposeOptions): number {
  checkValues(v);
  const { kappaFraction, kappaOf: rule, probeNoise = 0 } = options;
  for (const [name, share] of Object.entries({ kappaFraction, probeNoise })) {
    if (!(share >= 0) || !Number.isFinite(share))
      throw new RangeError(`${name} must be a finite number from 0 up, got ${share}`);
  }
  if (rule === "delta") return kappaFraction * Math.abs(v[v.length - 1] - v[0]);
  if (!KAPPA_RULES.includes(rule))
    throw new RangeError(`kappaOf must be one of ${KAPPA_RULES.join(", ")}, got ${JSON.stringify(rule)}`);
  const [low, high] = extent(v);
  return kappaShareOf(options) * (high - low);
}

/** The share of the range of v, or of |v(all shown) − v(none shown)| by the rule `delta`, that κ is. */
export function kappaShareOf({ kappaFraction, kappaOf: rule, probeNoise = 0 }: DecomposeOptions): number {
  return rule === "noise" || rule === "debiased" ? Math.max(kappaFraction, NOISE_IN_KAPPA * probeNoise) : kappaFraction;
}

/**
 * Decomposes v (length 2^n, left as it is), yielding progress every few milliseconds of work (at n = 16 every 50 or so,
 * 150 before the first); to stop it, call next() no more. The same input gives the same bytes. Throws a RangeError on
 * invalid v or options. Cost: milliseconds at n = 9, up to a second at n = 12, up to a minute at n = 16 where v is dense.
 */
export function* decomposeSteps(v: Float64Array, options: DecomposeOptions): Generator<SolveProgress, AndOr, void> {
  if (options.kappaOf === "debiased")
    return yield* debiasedSteps(v, yield* decomposeSteps(v, { ...options, kappaOf: "noise" }));
  const kappa = kappaOf(v, options);
  const problem = scaleProblem(v, kappa);
  const costs = tieBreakCosts(problem.n, options.tieBreak);
  if (isFlat(problem)) return constantAnswer(v, problem, kappa);
  return answer(problem, kappa, yield* reported(solve(problem, costs)));
}

/** Decomposes v (length 2^n) in one go; see `decomposeSteps`. */
export function decompose(v: Float64Array, options: DecomposeOptions = DEFAULT_DECOMPOSE): AndOr {
  const steps = decomposeSteps(v, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Whether the effects' identity is steady under tiny changes of v: true for method A, whose tie-break
 * picks one optimum among many, and for the debiased answer, whose criterion does; false for method B.
 */
export function identityStable(andOr: Pick<AndOr, "method">): boolean {
  return andOr.method !== "B";
}

/** Passes on progress once per OPERATIONS_PER_REPORT. */
export function* reported<R>(method: Generator<Working, R, void>): Generator<SolveProgress, R, void> {
  let work = 0;
  for (;;) {
    const step = method.next();
    if (step.done) return step.value;
    work += step.value.work;
    if (work < OPERATIONS_PER_REPORT) continue;
    work = 0;
    yield { fraction: step.value.fraction, iterations: step.value.iterations };
  }
}

/** Back in the unit and with the signs of the paper: Σ_{S∩T=∅} y(S) = Σ_S y(S) − Σ_{S∩T≠∅} y(S), so or = −y. */
function answer(
  { n, middle, range }: ScaledProblem,
  kappa: number,
  { feasible, bound, iterations, method }: Solved,
): AndOr {
  const { x, y } = feasible.split;
  const objective = range * feasible.objective;
  // Where the two meet, rounding may put the bound a last digit above; a smaller bound is a bound too.
  const safeBound = Math.min(range * bound, objective);
  return {
    n,
    constant: middle + range * (feasible.constant + y.reduce((sum, effect) => sum + effect, 0)),
    and: x.map((effect) => range * effect),
    // 0 − 0 is 0, −0 is not.
    or: y.map((effect) => 0 - range * effect),
    delta: feasible.delta.map((d) => Math.max(-kappa, Math.min(kappa, range * d))),
    kappa,
    objective,
    bound: safeBound,
    gap: gapOf(objective, safeBound),
    iterations,
    method,
  };
}

/** No effect at all: v is constant, or within κ of a constant. */
function constantAnswer(v: Float64Array, { n, size, middle }: ScaledProblem, kappa: number): AndOr {
  return {
    n,
    constant: middle,
    and: new Float64Array(size),
    or: new Float64Array(size),
    delta: v.map((value) => Math.max(-kappa, Math.min(kappa, middle - value))),
    kappa,
    objective: 0,
    bound: 0,
    gap: 0,
    iterations: 0,
    method: "trivial",
  };
}
