import { KernelMemory, subsetSumsIn, supersetSumsIn, type Kernels } from "../simd/memory.ts";
import type { PathBasis } from "./path-basis.ts";
import type { PathEvent } from "./path-events.ts";

/** Bytes that the search for an entry beyond its bound looks at together. */
const BLOCK = 32;

/** The long vectors of a path, over masks [2^n] and over columns [2·2^n], and what is done to them. */
export class PathSpace {
  private readonly n: number;
  private readonly memory: KernelMemory;
  private readonly kernels: Kernels;
  private readonly columns: Float64Array;

  /** Room for `vectors` vectors over masks; one over columns takes that of two, and one of these is taken. */
  constructor(n: number, vectors: number) {
    const bytes = Float64Array.BYTES_PER_ELEMENT * 2 ** n;
    this.n = n;
    this.memory = new KernelMemory(vectors * Math.max(BLOCK, bytes));
    this.kernels = this.memory.kernels;
    this.columns = this.overColumns();
  }

  /** A vector over masks, all 0. */
  overMasks(): Float64Array {
    return this.memory.doubles(2 ** this.n);
  }

  /** A vector over columns, all 0. */
  overColumns(): Float64Array {
    return this.memory.doubles(2 ** (this.n + 1));
  }

  /** A z into `out` (over masks), z by places of columns, with `extra` at the column `extraColumn` besides. Cost O(n 2^n). */
  fit(basis: PathBasis, z: Float64Array, out: Float64Array, extraColumn = -1, extra = 0): void {
    const { n, columns, kernels } = this;
    basis.scatterColumns(z, columns);
    if (extraColumn >= 0) columns[extraColumn] = extra;
    subsetSumsIn(kernels, columns, n);
    kernels.addMirrored(out.byteOffset, columns.byteOffset, out.byteLength);
  }

  /** A^T t (over columns), t by places of rows, with `extra` at the mask `extraRow` besides; good until the next fit or price. */
  price(basis: PathBasis, t: Float64Array, extraRow = -1, extra = 0): Float64Array {
    const { n, columns, kernels } = this;
    basis.scatterRows(t, columns);
    if (extraRow >= 0) columns[extraRow] = columns[columns.length - 1 - extraRow] = extra;
    supersetSumsIn(kernels, columns, n);
    return columns;
  }

  /** x += step · rate, of one length. */
  move(x: Float64Array, rate: Float64Array, step: number): void {
    this.kernels.addScaled(x.byteOffset, step, rate.byteOffset, x.byteLength);
  }

  /**
   * The first entry of x to leave ±bounds (see path-events.ts), all of one length; `sign` is that of x there. What may not
   * leave has the bound Infinity. Cost O(2^n).
   */
  firstBeyond(
    x: Float64Array,
    rate: Float64Array,
    bounds: Float64Array,
    smallest: number,
    limit: number,
  ): PathEvent | null {
    let step = limit;
    let index = -1;
    for (let from = 0; ;) {
      const block = this.kernels.firstBeyond(
        x.byteOffset,
        step,
        rate.byteOffset,
        bounds.byteOffset,
        from,
        x.byteLength,
      );
      if (block >= x.byteLength) break;
      from = block + BLOCK;
      for (let i = block / x.BYTES_PER_ELEMENT; i < x.length && i < from / x.BYTES_PER_ELEMENT; i++) {
        if (Math.abs(x[i] + step * rate[i]) <= bounds[i] || bounds[i] === Infinity) continue;
        const speed = Math.abs(rate[i]);
        if (speed <= smallest) continue;
        const candidate = Math.max(0, (bounds[i] - (rate[i] < 0 ? -x[i] : x[i])) / speed);
        if (candidate >= step) continue;
        step = candidate;
        index = i;
      }
    }
    return index < 0 ? null : { step, index, sign: rate[index] > 0 ? 1 : -1 };
  }
}
