import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.ts";
import { subsetSums, supersetSums } from "../transforms.ts";
import { KernelMemory, subsetSumsIn, supersetSumsIn } from "./memory.ts";

const random = mulberry32(3);

function fill(a: Float64Array): Float64Array {
  for (let i = 0; i < a.length; i++) a[i] = random() - 0.5;
  return a;
}

function expectClose(actual: Float64Array, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-12));
}

describe("the kernels do what plain loops do", () => {
  it.each([1, 2, 3, 4, 5, 8, 9])("the sums over subsets and supersets, n = %i", (n) => {
    const memory = new KernelMemory(2 ** 16);
    const a = fill(memory.doubles(2 << n));
    const expected = a.slice();
    subsetSumsIn(memory.kernels, a, n);
    expectClose(a, subsetSums(expected, n));
    supersetSumsIn(memory.kernels, a, n);
    expectClose(a, supersetSums(expected, n));
  });

  const rows = 6;
  const stride = 8;
  const at = (k: number, i: number) => k * stride + i;

  it("addOuter, with pairs of rows whose factors are 0 or half so", () => {
    const memory = new KernelMemory(4096);
    const a = fill(memory.doubles(rows * stride));
    const factors = memory.doubles(rows);
    factors.set([0, 2, 0, 0, -1, 0.5]);
    const row = fill(memory.doubles(stride));
    const expected = a.map((value, index) => value + factors[Math.floor(index / stride)]! * row[index % stride]!);
    memory.kernels.addOuter(a.byteOffset, 8 * stride, 8 * rows, 8 * stride, factors.byteOffset, row.byteOffset);
    expectClose(a, expected);
  });

  it("rowProducts and sumRows", () => {
    const memory = new KernelMemory(4096);
    const a = fill(memory.doubles(rows * stride));
    const x = fill(memory.doubles(stride));
    const out = memory.doubles(stride);
    memory.kernels.rowProducts(a.byteOffset, 8 * stride, 8 * rows, 8 * stride, x.byteOffset, out.byteOffset);
    const products = Array.from({ length: rows }, (_, k) => x.reduce((sum, value, i) => sum + value * a[at(k, i)]!, 0));
    expectClose(out.subarray(0, rows), products);
    const list = memory.integers(8);
    list.set([5, 0, 3, 3, 1, 2, 4, 5]);
    out.fill(1);
    memory.kernels.sumRows(a.byteOffset, 8 * stride, list.byteOffset, 4 * 8, 8 * stride, out.byteOffset);
    expectClose(
      out,
      x.map((_, i) => list.reduce((sum, k) => sum + a[at(k, i)]!, 1)),
    );
  });

  it("addScaled", () => {
    const memory = new KernelMemory(4096);
    const [to, from] = [fill(memory.doubles(10)), fill(memory.doubles(10))];
    const expected = to.map((value, i) => value - 3 * from[i]!);
    memory.kernels.addScaled(to.byteOffset, -3, from.byteOffset, 80);
    expectClose(to, expected);
  });

  it("addMirrored", () => {
    const memory = new KernelMemory(4096);
    const [to, a] = [memory.doubles(6), fill(memory.doubles(12))];
    memory.kernels.addMirrored(to.byteOffset, a.byteOffset, 48);
    expectClose(
      to,
      [...to.keys()].map((i) => a[i]! + a[11 - i]!),
    );
  });

  it("firstBeyond finds the block of the first entry past its bound, on either side", () => {
    const memory = new KernelMemory(4096);
    const [x, rate, bounds] = [memory.doubles(32), memory.doubles(32), memory.doubles(32).fill(1)];
    const first = (from: number) =>
      memory.kernels.firstBeyond(x.byteOffset, 0.5, rate.byteOffset, bounds.byteOffset, 8 * from, 8 * 32) / 8;
    x.fill(1);
    expect(first(0)).toBe(32);
    rate[6] = -5;
    rate[13] = 0.1;
    x[31] = Infinity;
    expect(first(0)).toBe(4);
    expect(first(8)).toBe(12);
    bounds[13] = bounds[31] = Infinity;
    expect(first(8)).toBe(32);
  });
});
