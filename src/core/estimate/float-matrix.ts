/** A large square matrix that is multiplied with vectors again and again. */
import { roomOf, type KernelMemory } from "../simd/memory.ts";

const FLOAT = 4;
const DOUBLE = 8;

/** Entries of a line that kernels read together. */
const TOGETHER = 4;

/** A square matrix of floats, in the memory of kernels. */
export class FloatMatrix {
  readonly side: number;
  readonly #memory: KernelMemory;
  readonly #stride: number;
  readonly #entries: Float32Array;
  readonly #x: Float64Array;
  readonly #out: Float64Array;

  /** What a matrix takes of a memory. */
  static roomOf(side: number): number {
    const stride = strideOf(side);
    return roomOf(FLOAT * side * stride, DOUBLE * stride, DOUBLE * side);
  }

  /** All entries are 0. */
  constructor(memory: KernelMemory, side: number) {
    this.side = side;
    this.#memory = memory;
    this.#stride = strideOf(side);
    this.#entries = memory.floats(side * this.#stride);
    this.#x = memory.doubles(this.#stride);
    this.#out = memory.doubles(side);
  }

  /** The i-th line, `[side]`, to be written. */
  line(i: number): Float32Array {
    return this.#entries.subarray(i * this.#stride, i * this.#stride + this.side);
  }

  /** Writes the entries of these lines before the diagonal also behind it, in their columns; of some lines at a time, so that memory is written as it lies. */
  mirror(from: number, until: number): void {
    const entries = this.#entries;
    const stride = this.#stride;
    for (let j = 0; j < until; j++)
      for (let i = Math.max(from, j + 1); i < until; i++) entries[j * stride + i] = entries[i * stride + j];
  }

  /** What the lines from `from` to `until` give with x, which is 0 behind its end. */
  products(x: Float64Array, from: number, until: number): Float64Array<ArrayBuffer> {
    const [entries, stride, padded, out] = [this.#entries, this.#stride, this.#x, this.#out];
    padded.fill(0, x.length);
    padded.set(x);
    this.#memory.kernels.floatRowProducts(
      entries.byteOffset + FLOAT * from * stride,
      FLOAT * stride,
      DOUBLE * (until - from),
      FLOAT * strideOf(x.length),
      padded.byteOffset,
      out.byteOffset,
    );
    return out.slice(0, until - from);
  }
}

function strideOf(side: number): number {
  return TOGETHER * Math.ceil(side / TOGETHER);
}
