import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.ts";
import {
  addTo,
  bitColumn,
  BitColumns,
  conjunction,
  disjunction,
  hasRow,
  pickRows,
  RowSums,
  rowsIn,
  rowsInBoth,
  sumOver,
} from "./bit-columns.ts";

/** A row more and a row less than whole words. */
const COUNTS = [1, 31, 32, 33, 95, 97];

describe("columns of bits", () => {
  it.each(COUNTS)("say of %i rows what lists of 0 and 1 say", (count) => {
    const random = mulberry32(count);
    const lists = [0, 1, 2].map(() => Array.from({ length: count }, () => (random() < 0.4 ? 1 : 0)));
    const columns = lists.map((list) => bitColumn(count, (row) => list[row] === 1));
    const f = Float64Array.from({ length: count }, () => random() - 0.5);
    const [a, b, c] = lists as [number[], number[], number[]];
    const product = (x: readonly number[], y: readonly number[]): number =>
      x.reduce((sum, bit, i) => sum + bit * y[i]!, 0);
    expect(columns.map(rowsIn)).toEqual(lists.map((list) => product(list, list)));
    expect(rowsInBoth(columns[0]!, columns[1]!)).toBe(product(a, b));
    expect(rowsIn(conjunction(columns))).toBe(a.filter((_, i) => a[i]! & b[i]! & c[i]!).length);
    expect(rowsIn(disjunction(columns))).toBe(a.filter((_, i) => a[i]! | b[i]! | c[i]!).length);
    expect(sumOver(columns[2]!, f)).toBeCloseTo(product(c, [...f]), 12);
    const together = new BitColumns(columns);
    lists.forEach((one, i) =>
      expect([...together.rowsInCommonWith(i)]).toEqual(lists.map((other) => product(one, other))),
    );
    const sums = new RowSums(f);
    lists.forEach((one, i) => {
      expect(sums.over(columns[i]!)).toBeCloseTo(product(one, [...f]), 12);
      const inBoth = one.map((bit, row) => bit & a[row]!);
      expect(sums.overBoth(columns[i]!, columns[0]!)).toBeCloseTo(product(inBoth, [...f]), 12);
    });
    const added = f.slice();
    addTo(added, columns[0]!, 2.5);
    a.forEach((bit, i) => expect(added[i]).toBe(f[i]! + 2.5 * bit));
    const rows = Uint32Array.from({ length: count }, (_, i) => count - 1 - i);
    const turned = pickRows(columns[1]!, rows);
    b.forEach((bit, i) => expect(hasRow(turned, count - 1 - i)).toBe(bit === 1));
  });
});
