/**
 * Method A: follows a path (path.ts) to the problem at hand, from one of two problems with a known answer. The first is
 * so flat that its answer is zero; the second (crossover.ts) is one that method B's approximation solves exactly.
 */
import { PathBasis } from "./path-basis.ts";
import type { Stop } from "./path-events.ts";
import type { PathProblem } from "./path-problem.ts";
import { Path } from "./path.ts";
import { extent, type Split } from "./scaled-problem.ts";

/** Steps between two refinements of the path, which drifts by rounding as it is carried along. */
const REFINE_EVERY = 100;
/** Largest rate of what should stand still before the inverse is computed afresh; refinement converges far above it. */
const LARGEST_DRIFT = 1e-7;

/** Where the path ended: at the problem, given up on by its caller, or at a singular basis. */
export interface PathEnd {
  readonly status: "reached" | "left" | "singular";
  readonly split: Split;
  /** Dual vectors on masks, [2^n] each, to prove the bound with. */
  readonly duals: readonly Float64Array[];
  readonly steps: number;
}

/** Operations so far and since the last report, steps so far, and λ, which falls from 1 to 0. */
export interface PathReport {
  readonly spent: number;
  readonly work: number;
  readonly steps: number;
  readonly lambda: number;
}

/**
 * Follows a path to its end, or until `leave` says so; `onStop` hears of every stop before the basis is exchanged there. Yields after
 * every step. Cost per step O(n 2^n + m²) for m active rows.
 */
export function* followPath(
  path: Path,
  leave: (report: PathReport) => boolean,
  onStop?: (stop: Stop) => void,
): Generator<PathReport, PathEnd, void> {
  const end = (status: PathEnd["status"], steps: number): PathEnd => ({ status, steps, ...path.end() });
  let spent = 0;
  for (let steps = 0; ; steps++) {
    const stop = path.fall();
    if (stop === null) return end("reached", steps);
    onStop?.(stop);
    const drift = path.drift();
    if (!path.exchange(stop)) return end("singular", steps);
    if (drift > LARGEST_DRIFT) {
      const refactoring = path.basis.refactor();
      let part = refactoring.next();
      for (; !part.done; part = refactoring.next()) {
        spent += part.value;
        yield { spent, work: part.value, steps, lambda: path.lambda };
      }
      if (!part.value) return end("singular", steps);
      path.refine();
    } else if (steps % REFINE_EVERY === REFINE_EVERY - 1) path.refine();
    const work = path.workPerStep();
    spent += work;
    const report = { spent, work, steps, lambda: path.lambda };
    yield report;
    if (leave(report)) return end("left", steps + 1);
  }
}

/**
 * The path from the problem whose v is flat: from mid-range to every value, κ/κ₀ of the way, κ₀ = range/2, where |r| ≤ κ
 * without any effect. Its λ stands for the problem at hand with a larger κ, κ / (1 − λ (1 − κ/κ₀)).
 */
export function pathFromFlat(problem: PathProblem): Path {
  const { size, v, kappa } = problem;
  const [low, high] = extent(v);
  const middle = (low + high) / 2;
  const basis = new PathBasis(size, v.indexOf(high), -1);
  basis.z[0] = middle;
  const flattening = kappa / (high - middle);
  return new Path(
    problem,
    basis,
    v.map((value) => flattening * (middle - value)),
    null,
  );
}
