import { describe, expect, it } from "vitest";
import { mulberry32, normals } from "../random.ts";
import { bitColumn, rowsIn } from "./bit-columns.ts";
import type { Column } from "./dictionary.ts";
import { ERROR_INFLATION, standardErrors } from "./standard-errors.ts";

function columnOf(rows: number, isIn: (row: number) => boolean): Column {
  const bits = bitColumn(rows, isIn);
  return { kind: "and", players: [0], bits, count: rowsIn(bits) };
}

describe("standard errors", () => {
  it("of one column are those of two means, each with its own spread", () => {
    const rows = 200;
    const noise = normals(3, rows);
    const isIn = (row: number): boolean => row % 4 === 0;
    const v = Float64Array.from(noise, (drawn, row) => (isIn(row) ? 2 + 3 * drawn : drawn));
    const groups = [true, false].map((wanted) => [...v].filter((_, row) => isIn(row) === wanted));
    const means = groups.map((list) => list.reduce((sum, value) => sum + value, 0) / list.length);
    const residual = v.map((value, row) => value - means[isIn(row) ? 0 : 1]!);
    const variance = groups.reduce(
      (sum, list, g) => sum + list.reduce((all, value) => all + (value - means[g]!) ** 2, 0) / list.length ** 2,
      0,
    );
    const [error] = standardErrors([columnOf(rows, isIn)], residual);
    expect(error).toBeCloseTo(ERROR_INFLATION * Math.sqrt((variance * rows) / (rows - 2)), 10);
  });

  it("are infinite where columns say the same, and those of the others stay", () => {
    const random = mulberry32(8);
    const lists = [0, 1].map(() => Array.from({ length: 100 }, () => random() < 0.5));
    const [a, b] = lists.map((list) => columnOf(100, (row) => list[row]!)) as [Column, Column];
    const residual = normals(1, 100);
    const [first, second] = standardErrors([a, b], residual);
    const [again, other, twin] = standardErrors([a, b, a], residual);
    expect(twin).toBe(Infinity);
    expect(other! / second!).toBeCloseTo(1, 1);
    expect(again! / first!).toBeCloseTo(1, 1);
  });
});
