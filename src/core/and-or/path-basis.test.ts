import { describe, expect, it } from "vitest";
import { PathBasis } from "./path-basis.ts";

/** Four players; columns 0-15 are ANDs, 16-31 ORs. */
const SIZE = 16;

/** A basis grown by hand: rows 0, 1, 2, 4, 8 with the intercept, ANDs of 1, 2, 4 and the OR of players 2 and 3. */
function grown(): PathBasis {
  const basis = new PathBasis(SIZE, 0, -1);
  const enter = (row: number, s: number, column: number) => {
    const ray = new Float64Array(basis.m);
    basis.combineRow(row, s, ray);
    basis.add({ row, s, t: 0.5, ray }, column, 1);
  };
  enter(1, 1, 1);
  enter(2, -1, 2);
  enter(4, 1, 4);
  enter(8, 1, SIZE + 12);
  return basis;
}

/** Asserts that solving with the inverse undoes the basis matrix, written out from the definition, and that u = B⁻¹ s. */
function expectInverse(basis: PathBasis): void {
  const { m } = basis;
  const holds = (row: number, column: number) =>
    column < 0 || (column < SIZE ? (row & column) === column : (row & (column - SIZE)) === 0);
  const x = Float64Array.from({ length: m }, (_, k) => Math.sin(k + 1));
  const image = new Float64Array(m);
  const rate = new Float64Array(m);
  for (let r = 0; r < m; r++) {
    for (let k = 0; k < m; k++) {
      if (!holds(basis.rows[r]!, basis.columns[k]!)) continue;
      image[r]! += x[k]!;
      rate[r]! += basis.u[k]!;
    }
    expect(rate[r]).toBeCloseTo(basis.s[r]!, 10);
  }
  const solved = new Float64Array(m);
  basis.solve(image, solved);
  solved.forEach((value, k) => expect(value).toBeCloseTo(x[k]!, 10));
}

describe("the inverse of the basis stays right when", () => {
  it("rows and columns enter", () => {
    const basis = grown();
    expect(basis.m).toBe(5);
    expectInverse(basis);
    expect([...basis.activeRows.keys()].filter((row) => basis.activeRows[row])).toEqual([0, 1, 2, 4, 8]);
  });

  it("a row is replaced", () => {
    const basis = grown();
    const ray = new Float64Array(basis.m);
    basis.combineRow(9, -1, ray);
    const place = ray.findIndex((entry) => Math.abs(entry) > 0.1);
    basis.replaceRow(place, { row: 9, s: -1, t: 0.25, ray });
    expectInverse(basis);
    expect(basis.t[place]).toBe(0.25);
  });

  it("a column is replaced", () => {
    const basis = grown();
    basis.replaceColumn(1, SIZE + 1, -1);
    expectInverse(basis);
    expect(basis.sigma[1]).toBe(-1);
  });

  it("a pair leaves", () => {
    const basis = grown();
    const row = new Float64Array(basis.m);
    basis.inverseRow(2, 1, row);
    const place = row.findIndex((entry) => Math.abs(entry) > 0.1);
    const leaving = basis.rows[place]!;
    basis.remove(2, place);
    expect(basis.m).toBe(4);
    expect(basis.activeRows[leaving]).toBe(0);
    expectInverse(basis);
  });

  it("it is computed afresh", () => {
    const basis = grown();
    const refactoring = basis.refactor();
    let part = refactoring.next();
    while (!part.done) part = refactoring.next();
    expect(part.value).toBe(true);
    expectInverse(basis);
  });
});
