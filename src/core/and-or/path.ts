/**
 * One path from a problem whose optimal basis is known to the problem at hand: a parametric simplex whose pricing is a
 * butterfly. λ falls from 1 to 0, and between two events everything changes linearly in it. Where an effect reaches
 * zero or a residual ±κ, the dual moves along a ray until a row or a column makes room; where a dual reaches zero or a
 * price its bound, the effects do; either way the basis changes by one.
 *
 * Notation: A = [1, A_and, A_or]; z the basic effects, t the dual; residual r = A z − v + λ f and prices g = A^T t + λ q,
 * |r| ≤ κ, |g_j| ≤ c_j; B = A_RC the basis, s and σ the signs of r at R and of z at C; u and w the rates of z and t as λ
 * falls. f and q are what the known basis lacks of the problem at hand. Vectors over all columns are [AND by S | OR by
 * S], length 2·2^n; since A_or[T,S] = [S ⊆ N∖T] and N∖T is the mirrored index, both halves are transformed as one
 * vector and mirrored onto each other.
 */
import { moveBasic } from "./dense-rows.ts";
import type { EnteringColumn, EnteringRow, PathBasis } from "./path-basis.ts";
import { firstZeroDual, firstZeroEffect, type PathEvent, type Stop } from "./path-events.ts";
import type { PathProblem } from "./path-problem.ts";
import { PathSpace } from "./path-space.ts";
import type { Split } from "./scaled-problem.ts";

/** Vectors of length 2^n that a path needs. */
const VECTORS = 15;
/** A rate smaller than this is rounding. Rates are of size 1, rounded at 1e-13 or so. */
const SMALLEST_RATE = 1e-10;
/** The same along a ray, where the rate is the next pivot and divides the inverse. */
const SMALLEST_PIVOT = 1e-9;

/** A path on its way. Cost per event O(n 2^n + m²) for m active rows. */
export class Path {
  readonly basis: PathBasis;
  lambda = 1;
  /** The λ at which the path ends. */
  private last = 0;
  private readonly problem: PathProblem;
  private readonly space: PathSpace;
  private readonly residual: Float64Array;
  private readonly prices: Float64Array;
  /** κ and c where they may become active, Infinity where they are or must not. */
  private readonly rowBounds: Float64Array;
  private readonly columnBounds: Float64Array;
  /** f, [2^n]. */
  private readonly valueDrift: Float64Array;
  /** q, [2·2^n], or null where it is 0 and the dual has no rate. */
  private readonly priceDrift: Float64Array | null;
  /** A u − f, the rate of the residual, and A^T w − q, that of the prices; each as good as its flag says. */
  private readonly residualRate: Float64Array;
  private readonly priceRate: Float64Array;
  private residualRateKnown = false;
  private priceRateKnown = false;
  /** A ray's residuals. */
  private readonly masks: Float64Array;

  /**
   * `basis` with its z, σ, t and s is optimal where the residuals are `residual` and the prices `prices` (both copied):
   * ±κ and ±c on the basis as s and σ say, within these bounds elsewhere. `prices` = null: at the prices A^T t.
   */
  constructor(problem: PathProblem, basis: PathBasis, residual: Float64Array, prices: Float64Array | null) {
    const { n, size, v, kappa, costs } = problem;
    const space = new PathSpace(n, VECTORS);
    this.problem = problem;
    this.basis = basis;
    this.space = space;
    this.residual = copy(residual, space.overMasks());
    this.residualRate = space.overMasks();
    this.masks = space.overMasks();
    this.rowBounds = space.overMasks().fill(kappa);
    this.valueDrift = space.overMasks();
    this.prices = space.overColumns();
    this.priceRate = space.overColumns();
    this.columnBounds = copy(costs, space.overColumns());
    for (let place = 0; place < basis.m; place++) this.activate(basis.rows[place], basis.columns[place]);
    space.fit(basis, basis.z, this.masks);
    for (let mask = 0; mask < size; mask++) this.valueDrift[mask] = residual[mask] + v[mask] - this.masks[mask];
    const basisPrices = space.price(basis, basis.t);
    copy(prices ?? basisPrices, this.prices);
    this.priceDrift =
      prices &&
      copy(
        prices.map((price, column) => price - basisPrices[column]),
        space.overColumns(),
      );
    this.findRates();
  }

  /**
   * Another path, from the end of this one: λ falls from 0 on, and for every λ below it the effects are those that cost least where |λ| times
   * the effect of `column` (0 to 2·2^n − 1, not ∅) is taken off the costs, or with `direction` −1 put on them. Its vertices so have
   * the largest effect, or the smallest, of all answers that cost no more than they do.
   */
  tilted(column: number, direction: 1 | -1): Path {
    const { problem, basis, residual, prices } = this;
    const path = new Path(problem, basis.copy(), residual, prices);
    path.valueDrift.fill(0);
    path.priceDrift!.fill(0)[column] = -direction;
    path.lambda = 0;
    // A column can be said by fewer others than this, so that no effect is worth more.
    path.last = -2 * problem.size;
    path.findRates();
    return path;
  }

  /** Lets λ fall to the next event, or to its last (null). */
  fall(): Stop | null {
    const { basis, residual, prices, residualRate, priceRate, priceDrift } = this;
    const left = this.lambda - this.last;
    this.priceRates();
    const primal = this.firstOfEffects(basis.u, residualRate, SMALLEST_RATE, left);
    const dual = priceDrift && this.firstOfDual(basis.w, priceRate, SMALLEST_RATE, primal?.step ?? left);
    const stop = dual ?? primal;
    const step = stop?.step ?? left;
    this.space.move(residual, residualRate, step);
    moveBasic(basis.z, basis.u, step, basis.m);
    if (priceDrift) {
      this.space.move(prices, priceRate, step);
      moveBasic(basis.t, basis.w, step, basis.m);
    }
    this.lambda -= step;
    return stop;
  }

  /** Makes room for an event and exchanges the basis there; false if no room can be made. */
  exchange(stop: Stop): boolean {
    return stop.kind === "effect" || stop.kind === "row" ? this.moveDual(stop) : this.moveEffects(stop);
  }

  /** Moves the dual along the ray that an effect at zero or a residual at its bound leaves it, to its first event. */
  private moveDual({ kind, index, sign }: Stop): boolean {
    const { basis, prices, residualRate, space } = this;
    const ray = new Float64Array(basis.m);
    if (kind === "effect") basis.inverseRow(index, -basis.sigma[index], ray);
    else basis.combineRow(index, sign, ray);
    const rayPrices = kind === "effect" ? space.price(basis, ray) : space.price(basis, ray, index, -sign);
    // An effect at zero may also change sign: its price then travels from one bound to the other.
    const flip = kind === "effect" ? 2 * this.problem.costs[basis.columns[index]] : Infinity;
    const event = this.firstOfDual(ray, rayPrices, SMALLEST_PIVOT, flip);
    const step = event?.step ?? flip;
    if (step === Infinity) return false;
    moveBasic(basis.t, ray, step, basis.m);
    this.space.move(prices, rayPrices, step);
    if (event === null) {
      basis.sigma[index] *= -1;
      return true;
    }
    const row = kind === "row" ? { row: index, s: sign, t: -sign * step, ray, rate: residualRate[index] } : null;
    const column = event.kind === "column" ? this.enteringColumn(event) : null;
    // The rate of the dual turns along the ray until it holds what has come to its bound.
    const turn = column ? -column.rate / rayPrices[event.index] : -basis.w[event.index] / ray[event.index];
    this.exchangeIn(row, column, index, event.index);
    if (this.priceDrift) this.space.move(this.priceRate, rayPrices, turn);
    this.residualRateKnown = false;
    return true;
  }

  /** Moves the effects along the ray that a dual at zero or a price at its bound leaves them, to its first event. */
  private moveEffects(stop: Stop): boolean {
    const { index, sign } = stop;
    const { basis, residual, priceRate, masks: rayResiduals } = this;
    const { combined, ray } = this.effectRay(stop);
    this.space.fit(basis, ray, rayResiduals, combined ? index : -1, sign);
    // A residual may also travel from one bound to the other.
    const flip = combined ? Infinity : 2 * this.problem.kappa;
    const event = this.firstOfEffects(ray, rayResiduals, SMALLEST_PIVOT, flip);
    const step = event?.step ?? flip;
    if (step === Infinity) return false;
    moveBasic(basis.z, ray, step, basis.m);
    this.space.move(residual, rayResiduals, step);
    if (event === null) {
      basis.s[index] *= -1;
      return true;
    }
    const column = combined && { column: index, sigma: sign, z: sign * step, combined, rate: priceRate[index] };
    const row = event.kind === "row" ? this.enteringRow(event) : null;
    const turn = row ? -row.rate / rayResiduals[event.index] : -basis.u[event.index] / ray[event.index];
    this.exchangeIn(row, column, event.index, index);
    this.space.move(this.residualRate, rayResiduals, turn);
    this.priceRateKnown = false;
    return true;
  }

  /** The ray along which the effects leave a stop, by places of columns; where a column is to enter, B⁻¹ of it. */
  private effectRay({ kind, index, sign }: Stop): {
    readonly combined: Float64Array | null;
    readonly ray: Float64Array;
  } {
    const { basis } = this;
    const combined = kind === "column" ? basis.combineColumn(index) : null;
    const ray = combined ? combined.map((entry) => -sign * entry) : basis.inverseColumn(index, -basis.s[index]);
    return { combined, ray };
  }

  /** The effects over all columns, [2·2^n], the intercept at the AND of ∅. Cost O(2^n). */
  effects(): Float64Array {
    return this.overColumns(this.basis.z);
  }

  /** The ray along which the effects leave a dual at zero or a price at its bound, over all columns as `effects`; good until the exchange. */
  directionAt(stop: Stop): Float64Array {
    const { combined, ray } = this.effectRay(stop);
    const direction = this.overColumns(ray);
    if (combined) direction[stop.index] = stop.sign;
    return direction;
  }

  private overColumns(byPlace: Float64Array): Float64Array {
    const columns = new Float64Array(2 * this.problem.size);
    this.basis.scatterColumns(byPlace, columns);
    return columns;
  }

  /** One of the four exchanges: what enters, or else the place of the column and of the row that leaves. */
  private exchangeIn(
    row: EnteringRow | null,
    column: EnteringColumn | null,
    columnPlace: number,
    rowPlace: number,
  ): void {
    const {
      basis,
      problem: { kappa, costs },
    } = this;
    // Where only one of the two enters, its like leaves; where none does, both.
    if (!column) this.rowBounds[basis.rows[rowPlace]] = kappa;
    if (!row) this.columnBounds[basis.columns[columnPlace]] = costs[basis.columns[columnPlace]];
    this.activate(row?.row ?? -1, column?.column ?? -1);
    if (row && column) basis.add(row, column);
    else if (row) basis.replaceRow(rowPlace, row);
    else if (column) basis.replaceColumn(columnPlace, column);
    else basis.remove(columnPlace, rowPlace);
  }

  private enteringColumn({ index, sign }: PathEvent): EnteringColumn {
    return { column: index, sigma: sign, z: 0, combined: this.basis.combineColumn(index), rate: this.priceRate[index] };
  }

  private enteringRow({ index, sign }: PathEvent): EnteringRow {
    const ray = new Float64Array(this.basis.m);
    this.basis.combineRow(index, sign, ray);
    return { row: index, s: sign, t: 0, ray, rate: this.residualRate[index] };
  }

  /** Lets a row and a column (−1: none) stay at their bounds. */
  private activate(row: number, column: number): void {
    if (row >= 0) this.rowBounds[row] = Infinity;
    if (column >= 0) this.columnBounds[column] = Infinity;
  }

  private firstOfEffects(u: Float64Array, residualRate: Float64Array, smallest: number, limit: number): Stop | null {
    const { basis, residual, rowBounds } = this;
    const row = this.space.firstBeyond(residual, residualRate, rowBounds, smallest, limit);
    const effect = firstZeroEffect(basis.z, u, basis.sigma, basis.m, smallest, row?.step ?? limit);
    return effect ? { ...effect, kind: "effect" } : row && { ...row, kind: "row" };
  }

  private firstOfDual(w: Float64Array, priceRate: Float64Array, smallest: number, limit: number): Stop | null {
    const { basis, prices, columnBounds } = this;
    const dual = firstZeroDual(basis.t, w, basis.s, basis.m, smallest, limit);
    const column = this.space.firstBeyond(prices, priceRate, columnBounds, smallest, dual?.step ?? limit);
    return column ? { ...column, kind: "column" } : dual && { ...dual, kind: "dual" };
  }

  /** Brings the rates of the residuals and prices up to u and w. */
  private priceRates(): void {
    const { basis, space, residualRate, priceRate, valueDrift, priceDrift } = this;
    if (!this.residualRateKnown) {
      space.fit(basis, basis.u, residualRate);
      space.move(residualRate, valueDrift, -1);
      this.residualRateKnown = true;
    }
    if (priceDrift && !this.priceRateKnown) {
      priceRate.set(space.price(basis, basis.w));
      space.move(priceRate, priceDrift, -1);
      this.priceRateKnown = true;
    }
  }

  /** u = B⁻¹ f and w = B⁻ᵀ q, at the basis. */
  private findRates(): void {
    const { basis, valueDrift, priceDrift } = this;
    const { m, rows, columns } = basis;
    basis.solve(
      Float64Array.from({ length: m }, (_, r) => valueDrift[rows[r]]),
      basis.u,
    );
    if (priceDrift)
      basis.solveTransposed(
        Float64Array.from({ length: m }, (_, k) => priceDrift[Math.max(0, columns[k])]),
        basis.w,
      );
    this.residualRateKnown = this.priceRateKnown = false;
  }

  /** The largest rate of an active residual or of a basic price, as of the last fall: 0 but for the error of the inverse. */
  drift(): number {
    const { basis, residualRate, priceRate } = this;
    let drift = 0;
    for (let r = 0; r < basis.m; r++) drift = Math.max(drift, Math.abs(residualRate[basis.rows[r]]));
    for (let k = 1; k < basis.m; k++) drift = Math.max(drift, Math.abs(priceRate[basis.columns[k]]));
    return drift;
  }

  /** Computes everything anew from z and t, and corrects these by what B leaves over: one step of iterative refinement. */
  refine(): void {
    const {
      basis,
      space,
      residual,
      prices,
      masks,
      valueDrift,
      priceDrift,
      lambda,
      problem: { v, kappa, costs },
    } = this;
    const { m } = basis;
    const left = new Float64Array(m);
    const correction = new Float64Array(m);
    space.fit(basis, basis.z, residual);
    for (let mask = 0; mask < v.length; mask++) residual[mask] += lambda * valueDrift[mask] - v[mask];
    for (let r = 0; r < m; r++) left[r] = kappa * basis.s[r] - residual[basis.rows[r]];
    basis.solve(left, correction);
    space.fit(basis, correction, masks);
    moveBasic(basis.z, correction, 1, m);
    space.move(residual, masks, 1);
    const pricesNow = (): void => {
      prices.set(space.price(basis, basis.t));
      if (priceDrift) space.move(prices, priceDrift, lambda);
    };
    pricesNow();
    left[0] = -prices[0];
    for (let k = 1; k < m; k++) left[k] = basis.sigma[k] * costs[basis.columns[k]] - prices[basis.columns[k]];
    basis.solveTransposed(left, correction);
    moveBasic(basis.t, correction, 1, m);
    pricesNow();
    this.findRates();
  }

  /** Operations of one step, about a nanosecond each on one core of 2025: transforms and scans, and the basis. */
  workPerStep(): number {
    const { n, size } = this.problem;
    return size * (n + (this.priceDrift ? 4 : 0)) + this.basis.m ** 2;
  }

  /** The split and two duals, with λ at 0: t with the tie-break's costs, and the same basis with unit costs. */
  end(): { readonly split: Split; readonly duals: readonly Float64Array[] } {
    this.refine();
    const {
      basis,
      problem: { size },
    } = this;
    const unitDual = new Float64Array(basis.m);
    basis.solveTransposed(basis.sigma, unitDual);
    const columns = new Float64Array(2 * size);
    const duals = [basis.t, unitDual].map((t) => {
      basis.scatterRows(t, columns);
      return columns.slice(0, size);
    });
    const effects = this.effects();
    return { split: { x: effects.slice(0, size), y: effects.slice(size) }, duals };
  }
}

function copy(from: Float64Array, to: Float64Array): Float64Array {
  to.set(from);
  return to;
}
