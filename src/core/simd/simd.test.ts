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

  it("firstMoved finds the block of the first entry that moves far enough", () => {
    const memory = new KernelMemory(4096);
    const [x, y, part] = [fill(memory.doubles(32)), fill(memory.doubles(32)), fill(memory.doubles(32))];
    for (const least of [-1, 0.01, 0.3, 2, 1e9]) {
      const isMoved = (i: number) => (x[i]! + 0.7 * part[i]!) ** 2 > least * (Math.abs(y[i]!) + part[i]! ** 2 / 1.3);
      const sizes = y.map((value) => Math.abs(value));
      const room = memory.doubles(32);
      room.set(sizes);
      for (let from = 0; from < 32; from += 4) {
        const first = [...x.keys()].find((i) => i >= from && isMoved(i)) ?? 32;
        const found = memory.kernels.firstMoved(
          x.byteOffset,
          room.byteOffset,
          part.byteOffset,
          0.7,
          1.3,
          least,
          8 * from,
          8 * 32,
        );
        expect(found / 8).toBe(first - (first % 4));
      }
    }
  });

  it("sumShown", () => {
    const memory = new KernelMemory(4096);
    const [shown, values, list] = [memory.bytes(8 * 20), fill(memory.doubles(20)), memory.integers(9)];
    shown.forEach((_, at) => (shown[at] = random() < 0.5 ? 255 : 0));
    list.set([19, 0, 4, 4, 7, 12, 3, 18, 1]);
    const [sums, counts] = [memory.doubles(8), memory.integers(8)];
    memory.kernels.sumShown(
      shown.byteOffset,
      list.byteOffset,
      4 * 9,
      values.byteOffset,
      sums.byteOffset,
      counts.byteOffset,
    );
    const rows = [...sums.keys()].map((player) => [...list].filter((row) => shown[8 * row + player] === 255));
    expect([...counts]).toEqual(rows.map(({ length }) => length));
    expectClose(
      sums,
      rows.map((seen) => seen.reduce((sum, row) => sum + values[row]!, 0)),
    );
  });

  it("bitsInBoth, of more words than a byte can count bits of", () => {
    const memory = new KernelMemory(65536);
    const words = 1200;
    const [a, one, out] = [memory.integers(2 * words), memory.integers(words), memory.doubles(2)];
    one.fill(-1);
    a.fill(-1, 0, words);
    for (let i = words; i < 2 * words; i++) a[i] = Math.floor(2 ** 32 * random());
    memory.kernels.bitsInBoth(a.byteOffset, 4 * words, 8 * 2, one.byteOffset, out.byteOffset);
    const bits = a.subarray(words).reduce((sum, word) => sum + (word >>> 0).toString(2).replaceAll("0", "").length, 0);
    expect([...out]).toEqual([32 * words, bits]);
  });

  it("floatRowProducts and addTable", () => {
    const memory = new KernelMemory(4096);
    const [a, x, out] = [memory.floats(3 * 8), fill(memory.doubles(8)), memory.doubles(3)];
    for (let i = 0; i < a.length; i++) a[i] = random() - 0.5;
    memory.kernels.floatRowProducts(a.byteOffset, 4 * 8, 8 * 3, 4 * 8, x.byteOffset, out.byteOffset);
    expectClose(
      out,
      [0, 1, 2].map((k) => x.reduce((sum, value, i) => sum + value * a[8 * k + i]!, 0)),
    );
    const [line, patterns, table] = [memory.floats(8).fill(2), memory.shorts(8), memory.floats(4096)];
    for (let i = 0; i < table.length; i++) table[i] = i;
    patterns.set([4095, 0, 1, 2, 700, 3, 2048, 64]);
    memory.kernels.addTable(line.byteOffset, 4 * 8, patterns.byteOffset, 9, table.byteOffset);
    expect([...line]).toEqual([...patterns].map((pattern) => 2 + (pattern ^ 9)));
  });
});
