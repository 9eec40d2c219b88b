/**
 * Method A: follow κ down from the value at which the answer is zero. A parametric simplex whose pricing is a
 * butterfly: the answer changes linearly in κ until an effect reaches zero or one more residual reaches ±κ; then the
 * dual moves until a row or a column can make room, and the basis changes by one.
 *
 * Notation: A = [1, A_and, A_or]; z the basic effects, residual r = A z − v, u = dz/dκ; t the dual, g = A^T t its
 * prices, |g_j| ≤ c_j; B = A_RC the basis, s and σ the signs of r at R and of z at C. Vectors over all columns are
 * [AND by S | OR by S], length 2·2^n; since A_or[T,S] = [S ⊆ N∖T] and N∖T is the mirrored index, both halves are
 * transformed as one vector and mirrored onto each other.
 */
import { subsetSums, supersetSums } from "../transforms.ts";
import { PathBasis } from "./path-basis.ts";
import { firstColumnEvent, firstRowEvent, firstZeroDual, firstZeroEffect, type PathEvent } from "./path-events.ts";
import { extent, type ScaledProblem, type Split } from "./scaled-problem.ts";
import { shiftValues, tieBreakCosts, VALUE_SHIFT } from "./tie-break.ts";

/** Below this κ / range the shift of v against degeneracy is no longer small beside κ. */
export const SMALLEST_PATH_KAPPA = 100 * VALUE_SHIFT;

/** Steps between two refinements of z, t, r and g, which drift by rounding as they are carried along. */
const REFINE_EVERY = 100;
/** Largest |A u − s| on active rows before the inverse is computed afresh; refinement still converges far above it. */
const LARGEST_DRIFT = 1e-7;

/** Where the path ended: at the target κ, out of its budget of operations, or at a singular basis. */
export interface PathEnd {
  readonly status: "reached" | "budget" | "singular";
  readonly split: Split;
  /** Dual vectors on masks, [2^n] each, to prove the bound with. */
  readonly duals: readonly Float64Array[];
  readonly steps: number;
}

/** The work since the last report in operations, steps so far, and κ so far (scaled). */
export interface PathReport {
  readonly work: number;
  readonly steps: number;
  readonly kappa: number;
}

/**
 * Follows the path of a problem with SMALLEST_PATH_KAPPA ≤ κ < ½ within `budget` operations. Yields after every step.
 * Cost per step O(n 2^n + m²) for m active rows.
 */
export function* followPath(problem: ScaledProblem, budget: number): Generator<PathReport, PathEnd, void> {
  const path = new Path(problem);
  let spent = 0;
  for (let steps = 0; ; steps++) {
    const event = path.fall();
    if (event === null) return path.end("reached", steps);
    if (spent > budget) return path.end("budget", steps);
    const drift = path.drift();
    if (!path.exchange(event)) return path.end("singular", steps);
    if (drift > LARGEST_DRIFT) {
      const refactoring = path.basis.refactor();
      let part = refactoring.next();
      for (; !part.done; part = refactoring.next()) {
        spent += part.value;
        yield { work: part.value, steps, kappa: path.kappa };
      }
      if (!part.value) return path.end("singular", steps);
    }
    if (steps % REFINE_EVERY === REFINE_EVERY - 1) path.refine();
    const work = path.workPerStep();
    spent += work;
    yield { work, steps, kappa: path.kappa };
  }
}

/** What stops κ from falling: an effect at zero (index: its place) or a residual at ±κ (index: its mask). */
type PrimalEvent = PathEvent & { readonly kind: "effect" | "row" };

class Path {
  readonly basis: PathBasis;
  kappa: number;
  private readonly problem: ScaledProblem;
  private readonly target: number;
  private readonly v: Float64Array;
  private readonly costs: Float64Array;
  private readonly residual: Float64Array;
  /** d(residual)/dκ = A u, [2^n]. */
  private readonly rate: Float64Array;
  private readonly g: Float64Array;
  /** Over all columns, [2·2^n]: the work space of both transforms, and g or dg after `price`. */
  private readonly columns: Float64Array;

  constructor(problem: ScaledProblem) {
    const { n, size, v, kappa } = problem;
    this.problem = problem;
    // Solved a little inside, so that the shift of v cannot push the true residual past κ.
    this.target = kappa - VALUE_SHIFT;
    this.v = shiftValues(v);
    this.costs = tieBreakCosts(n);
    const [low, high] = extent(this.v);
    this.kappa = (high - low) / 2;
    this.basis = new PathBasis(size, this.v.indexOf(high), -1);
    this.basis.z[0] = low + this.kappa;
    this.residual = this.v.map((value) => this.basis.z[0] - value);
    this.rate = new Float64Array(size);
    this.g = new Float64Array(2 * size);
    this.columns = new Float64Array(2 * size);
  }

  /** Lets κ fall to the next event, or to the target (null). */
  fall(): PrimalEvent | null {
    const { basis, residual, rate } = this;
    this.fit(basis.u, rate);
    const room = this.kappa - this.target;
    const row = firstRowEvent(residual, rate, basis.activeRows, this.kappa, room);
    const effect = firstZeroEffect(basis.z, basis.u, basis.sigma, basis.m, row?.step ?? room);
    const event = effect ? ({ ...effect, kind: "effect" } as const) : row ? ({ ...row, kind: "row" } as const) : null;
    const step = event?.step ?? room;
    for (let mask = 0; mask < residual.length; mask++) residual[mask] -= step * rate[mask];
    for (let k = 0; k < basis.m; k++) basis.z[k] -= step * basis.u[k];
    this.kappa -= step;
    return event;
  }

  /** Moves the dual along its ray dt to its first event and exchanges the basis there; false if there is none. */
  exchange(event: PrimalEvent): boolean {
    const { basis, g, columns: dg } = this;
    const dt = new Float64Array(basis.m);
    if (event.kind === "effect") {
      basis.inverseRow(event.index, -basis.sigma[event.index], dt);
      this.price(dt);
    } else {
      basis.combineRow(event.index, event.sign, dt);
      this.price(dt, event.index, -event.sign);
    }
    // An effect at zero may also change sign: its price then travels from one bound to the other.
    const flip = event.kind === "effect" ? 2 * this.costs[basis.columns[event.index]] : Infinity;
    const row = firstZeroDual(basis.t, dt, basis.s, basis.m, flip);
    const column = firstColumnEvent(g, dg, this.costs, basis.activeColumns, row?.step ?? flip);
    const step = column?.step ?? row?.step ?? flip;
    if (step === Infinity) return false;
    for (let r = 0; r < basis.m; r++) basis.t[r] += step * dt[r];
    for (let j = 0; j < g.length; j++) g[j] += step * dg[j];
    if (event.kind === "effect") {
      if (column) basis.replaceColumn(event.index, column.index, column.sign);
      else if (row) basis.remove(event.index, row.index);
      else basis.sigma[event.index] *= -1;
    } else {
      const entering = { row: event.index, s: event.sign, t: -event.sign * step, ray: dt };
      if (column) basis.add(entering, column.index, column.sign);
      else if (row) basis.replaceRow(row.index, entering);
    }
    return true;
  }

  /** A z into `out` [2^n], z by places of columns. */
  private fit(z: Float64Array, out: Float64Array): void {
    const { columns, problem: { n, size } } = this;
    this.basis.scatterColumns(z, columns);
    subsetSums(columns, n);
    for (let mask = 0, mirror = 2 * size - 1; mask < size; mask++, mirror--) out[mask] = columns[mask] + columns[mirror];
  }

  /** A^T t into `columns`, t by places of rows, with `extra` at the mask `extraRow` besides. */
  private price(t: Float64Array, extraRow = -1, extra = 0): void {
    const { columns, problem: { n, size } } = this;
    this.basis.scatterRows(t, columns);
    if (extraRow >= 0) columns[extraRow] = columns[2 * size - 1 - extraRow] = extra;
    supersetSums(columns, n);
  }

  /** The largest |A u − s| on the active rows, as of the last fall: 0 but for the error of the inverse. */
  drift(): number {
    const { basis, rate } = this;
    let drift = 0;
    for (let r = 0; r < basis.m; r++) drift = Math.max(drift, Math.abs(rate[basis.rows[r]] - basis.s[r]));
    return drift;
  }

  /** Computes r and g from z and t, and corrects z, t and u by what B leaves over: one step of iterative refinement. */
  refine(): void {
    const { basis, residual, rate, g, columns, v, costs } = this;
    const { m } = basis;
    const left = new Float64Array(m);
    const correction = new Float64Array(m);
    this.fit(basis.z, residual);
    for (let mask = 0; mask < v.length; mask++) residual[mask] -= v[mask];
    for (let r = 0; r < m; r++) left[r] = this.kappa * basis.s[r] - residual[basis.rows[r]];
    basis.solve(left, correction);
    this.fit(correction, rate);
    for (let k = 0; k < m; k++) basis.z[k] += correction[k];
    for (let mask = 0; mask < v.length; mask++) residual[mask] += rate[mask];
    this.price(basis.t);
    left[0] = -columns[0];
    for (let k = 1; k < m; k++) left[k] = basis.sigma[k] * costs[basis.columns[k]] - columns[basis.columns[k]];
    basis.solveTransposed(left, correction);
    for (let r = 0; r < m; r++) basis.t[r] += correction[r];
    this.price(basis.t);
    g.set(columns);
    basis.solve(basis.s, basis.u);
  }

  /** Operations of one step, about a nanosecond each on one core of 2025: transforms and scans, and the basis. */
  workPerStep(): number {
    const { n, size } = this.problem;
    return size * (2 * n + 8) + 2 * this.basis.m ** 2;
  }

  /** The split and two duals at this κ: t with the tie-break's costs, and the same basis with unit costs. */
  end(status: PathEnd["status"], steps: number): PathEnd {
    this.refine();
    const { basis, columns, problem: { size } } = this;
    const unitDual = new Float64Array(basis.m);
    basis.solveTransposed(basis.sigma, unitDual);
    const duals = [basis.t, unitDual].map((t) => {
      basis.scatterRows(t, columns);
      return columns.slice(0, size);
    });
    basis.scatterColumns(basis.z, columns);
    return { status, split: { x: columns.slice(0, size), y: columns.slice(size) }, duals, steps };
  }
}
