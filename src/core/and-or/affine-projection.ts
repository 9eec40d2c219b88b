import { orderOf } from "../masks.ts";
import { moebius, supersetMoebius } from "../transforms.ts";
import { invert } from "./dense-rows.ts";
import { mirror, mirrorTransposed } from "./mirror-transform.ts";
import { fromLadders, schurWeyl, symmetricPower, toLadders, type SchurWeyl } from "./schur-weyl.ts";

/** The 2x2 factors of K (see mirror-transform.ts) and of M, the Möbius transform. */
const K_FACTOR = [
  [1, 1],
  [0, -1],
];
const M_FACTOR = [
  [1, 0],
  [-1, 1],
];

/**
 * The exact projection of (x, y, δ) onto x + K y − M δ = b (row ∅ left out), in the norm Σ x²/w + y²/w + δ²/w_δ with
 * w(S) = w^|S|; w_δ = 0 keeps δ at 0. The normal matrix D = W + K W K^T + w_δ M M^T commutes with permutations of the
 * players, so the ladder basis of schur-weyl.ts leaves small blocks, inverted once.
 */
export class AffineProjection {
  /** w(S) for every mask, [2^n]; 0 at ∅. */
  readonly weights: Float64Array;
  readonly deltaWeight: number;
  /** λ of the last projection, [2^n]: Z^T t of a dual candidate t. */
  readonly multiplier: Float64Array;
  private readonly n: number;
  private readonly b: Float64Array;
  private readonly basis: SchurWeyl;
  private readonly inverses: readonly Float64Array[];
  private readonly work: Float64Array;

  /** `b` [2^n] is kept, not copied; `orderWeight` is w. Cost O(2^n). */
  constructor(n: number, b: Float64Array, orderWeight: number, deltaWeight: number) {
    this.n = n;
    this.b = b;
    this.deltaWeight = deltaWeight;
    this.weights = new Float64Array(b.length);
    for (let mask = 1; mask < b.length; mask++) this.weights[mask] = orderWeight ** orderOf(mask);
    this.basis = schurWeyl(n);
    this.inverses = this.basis.groups.map(({ lowestOrder, length }) =>
      inverseBlock(lowestOrder, length, orderWeight, deltaWeight),
    );
    this.multiplier = new Float64Array(b.length);
    this.work = new Float64Array(b.length);
  }

  /** Projects in place; x, y, delta have length 2^n. Cost O(n 2^n). */
  project(x: Float64Array, y: Float64Array, delta: Float64Array): void {
    const { n, b, weights, deltaWeight, multiplier, work } = this;
    work.set(y);
    mirror(work, n);
    for (let mask = 1; mask < b.length; mask++) multiplier[mask] = b[mask] - x[mask] - work[mask];
    if (deltaWeight > 0) {
      work.set(delta);
      moebius(work, n);
      for (let mask = 1; mask < b.length; mask++) multiplier[mask] += work[mask];
    }
    multiplier[0] = 0;
    toLadders(multiplier, this.basis);
    this.applyInverse(multiplier);
    fromLadders(multiplier, this.basis);
    work.set(multiplier);
    mirrorTransposed(work, n);
    for (let mask = 1; mask < b.length; mask++) {
      x[mask] += weights[mask] * multiplier[mask];
      y[mask] += weights[mask] * work[mask];
    }
    if (deltaWeight > 0) {
      work.set(multiplier);
      supersetMoebius(work, n);
      for (let mask = 0; mask < b.length; mask++) delta[mask] -= deltaWeight * work[mask];
    }
  }

  private applyInverse(a: Float64Array): void {
    const ladder = new Float64Array(this.n + 1);
    this.basis.groups.forEach(({ length, positions }, group) => {
      const inverse = this.inverses[group];
      for (let start = 0; start < positions.length; start += length) {
        for (let k = 0; k < length; k++) ladder[k] = a[positions[start + k]];
        for (let i = 0; i < length; i++) {
          let sum = 0;
          for (let k = 0; k < length; k++) sum += inverse[i * length + k] * ladder[k];
          a[positions[start + i]] = sum;
        }
      }
    });
  }
}

/** The inverse of D on the ladders from order `lowestOrder`, row-major; the row and column of ∅ left at 0. */
function inverseBlock(lowestOrder: number, length: number, orderWeight: number, deltaWeight: number): Float64Array {
  const k = symmetricPower(K_FACTOR, length);
  const m = symmetricPower(M_FACTOR, length);
  const weight = (step: number) => (lowestOrder + step > 0 ? orderWeight ** (lowestOrder + step) : 0);
  const empty = lowestOrder === 0 ? 1 : 0;
  const kept = length - empty;
  const lines = Array.from({ length: kept }, (_, row) => {
    const line = new Float64Array(2 * kept);
    for (let column = 0; column < kept; column++) {
      const i = row + empty;
      const j = column + empty;
      let sum = i === j ? weight(i) : 0;
      for (let l = 0; l < length; l++) sum += k[i][l] * weight(l) * k[j][l] + m[i][l] * deltaWeight * m[j][l];
      line[column] = sum;
    }
    return line;
  });
  // At most 17 x 17: nothing worth yielding for, and positive definite, so never singular.
  const inversion = invert(lines);
  while (!inversion.next().done);
  const inverse = new Float64Array(length * length);
  lines.forEach((line, row) => inverse.set(line.subarray(kept), (row + empty) * length + empty));
  return inverse;
}
