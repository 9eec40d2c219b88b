import { kernelModule } from "./kernels.ts";

/*
 * As much of WebAssembly as is needed here: it is neither of the language nor of the page, so no library of types that
 * this folder may use declares it.
 */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Memory: new (descriptor: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** The kernels; pointers and lengths are in bytes. Lengths are multiples of 16, of 32 where a comment says so. */
export interface Kernels {
  /** a(k, i) += factors(k) · row(i): `rows` (8 bytes each, an even number of them) rows `stride` apart; `length` a multiple of 32. */
  addOuter(a: number, stride: number, rows: number, length: number, factors: number, row: number): void;
  /** out(k) = Σ_i a(k, i) x(i); `rows` 8 bytes each, `length` a multiple of 32. */
  rowProducts(a: number, stride: number, rows: number, length: number, x: number, out: number): void;
  /** out += the rows of a that `list` (of i32, `count` 4 bytes each and a multiple of 16) names. */
  sumRows(a: number, stride: number, list: number, count: number, length: number, out: number): void;
  /** to += factor · from. */
  addScaled(to: number, factor: number, from: number, length: number): void;
  /** to(i) = a(i) + a(last − i): `to` has `length`, a twice that. */
  addMirrored(to: number, a: number, length: number): void;
  /** The offset from which on 32 bytes hold the first |x + step · rate| > bounds, from `from` (a multiple of 32) on; `length` if there is none. */
  firstBeyond(x: number, step: number, rate: number, bounds: number, from: number, length: number): number;
  /** The butterflies of transforms.ts: bit 0; bits 0 and 1; two bits from `bit` (8 · 2^k bytes, k ≥ 1) on. */
  subsetOne(a: number, length: number): void;
  subsetTwo(a: number, length: number): void;
  subsetPass(a: number, length: number, bit: number): void;
  supersetOne(a: number, length: number): void;
  supersetTwo(a: number, length: number): void;
  supersetPass(a: number, length: number, bit: number): void;
  /**
   * The offset from which on 32 bytes hold the first (x + step · part)² > least · (y + part² / own), from `from` (a multiple of 32) on; `length` or more if
   * there is none.
   */
  firstMoved(
    x: number,
    y: number,
    part: number,
    step: number,
    own: number,
    least: number,
    from: number,
    length: number,
  ): number;
  /**
   * Of 8 players: sums(player) = Σ values(row) over those rows of `list` (of i32, `count` 4 bytes each) that show it, and how many these are in `counts` (i32),
   * less than 2^15. `shown`: 8 bytes a row, 255 for a player that is shown, else 0.
   */
  sumShown(shown: number, list: number, count: number, values: number, sums: number, counts: number): void;
  /** out(k) = how many bits a(k) and `one` have in common, `stride` bytes (a multiple of 16) each; `rows` 8 bytes each. */
  bitsInBoth(a: number, stride: number, rows: number, one: number, out: number): void;
  /** As rowProducts, of floats a; stride and `length` in their bytes, `length` a multiple of 16. */
  floatRowProducts(a: number, stride: number, rows: number, length: number, x: number, out: number): void;
  /** line(i) += table(patterns(i) ^ own), of floats by unsigned shorts; `length` in bytes of line. */
  addTable(line: number, length: number, patterns: number, own: number, table: number): void;
}

const PAGE = 65536;
const ALIGNMENT = 32;
let compiled: object | undefined;

/** Memory that the kernels work on, handed out in pieces until it is full. */
export class KernelMemory {
  readonly kernels: Kernels;
  private readonly buffer: ArrayBuffer;
  private used = 0;

  /** Room for `bytes` in all, each piece rounded up to 32. Throws a RangeError where the machine has no such room. */
  constructor(bytes: number) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    compiled ??= new WebAssembly.Module(kernelModule());
    this.kernels = new WebAssembly.Instance(compiled, { environment: { memory } }).exports as Kernels;
    this.buffer = memory.buffer;
  }

  /** `length` doubles, all 0. Their byteOffset is their pointer. */
  doubles(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.buffer, this.take(8 * length), length);
  }

  /** `length` integers, all 0. */
  integers(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.buffer, this.take(4 * length), length);
  }

  /** `length` floats, all 0. */
  floats(length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.buffer, this.take(4 * length), length);
  }

  /** `length` unsigned shorts, all 0. */
  shorts(length: number): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.buffer, this.take(2 * length), length);
  }

  /** `length` bytes, all 0. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer, this.take(length), length);
  }

  private take(bytes: number): number {
    const start = this.used;
    this.used += roomOf(bytes);
    return start;
  }
}

/** What pieces of so many bytes take of a memory. */
export function roomOf(...pieces: readonly number[]): number {
  return pieces.reduce((sum, bytes) => sum + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT, 0);
}

/** Z of transforms.ts on vectors of 2^n end to end, in the memory of `kernels`. In place. */
export function subsetSumsIn(kernels: Kernels, a: Float64Array, n: number): void {
  const { byteOffset, byteLength } = a;
  if (n & 1) kernels.subsetOne(byteOffset, byteLength);
  else kernels.subsetTwo(byteOffset, byteLength);
  for (let bit = 2 - (n & 1); bit < n; bit += 2) kernels.subsetPass(byteOffset, byteLength, 8 << bit);
}

/** Z^T of transforms.ts likewise. */
export function supersetSumsIn(kernels: Kernels, a: Float64Array, n: number): void {
  const { byteOffset, byteLength } = a;
  if (n & 1) kernels.supersetOne(byteOffset, byteLength);
  else kernels.supersetTwo(byteOffset, byteLength);
  for (let bit = 2 - (n & 1); bit < n; bit += 2) kernels.supersetPass(byteOffset, byteLength, 8 << bit);
}
