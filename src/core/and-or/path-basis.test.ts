import { describe, expect, it } from "vitest";
import { PathBasis, type EnteringColumn, type EnteringRow } from "./path-basis.ts";

/** Four players; columns 0-15 are ANDs, 16-31 ORs. */
const SIZE = 16;

const holds = (row: number, column: number) =>
  column < 0 || (column < SIZE ? (row & column) === column : (row & (column - SIZE)) === 0);

/** The rates f of the residuals and q of the prices (the intercept's first) that u and w are to make up for. */
const f = Float64Array.from({ length: SIZE }, (_, row) => Math.cos(3 * row));
const q = Float64Array.from({ length: 2 * SIZE + 1 }, (_, column) => Math.sin(5 * column));

function enteringRow(basis: PathBasis, row: number, s: number): EnteringRow {
  const ray = new Float64Array(basis.m);
  basis.combineRow(row, s, ray);
  let rate = -f[row]!;
  for (let k = 0; k < basis.m; k++) if (holds(row, basis.columns[k]!)) rate += basis.u[k]!;
  return { row, s, t: 0.25, ray, rate };
}

function enteringColumn(basis: PathBasis, column: number, sigma: number): EnteringColumn {
  let rate = -q[1 + column]!;
  for (let r = 0; r < basis.m; r++) if (holds(basis.rows[r]!, column)) rate += basis.w[r]!;
  return { column, sigma, z: 0.5, combined: basis.combineColumn(column), rate };
}

/** A basis grown by hand: rows 0, 1, 2, 4, 8 with the intercept, ANDs of 1, 2, 4 and the OR of players 2 and 3. */
function grown(): PathBasis {
  const basis = new PathBasis(SIZE, 0, -1);
  basis.u[0] = f[0]!;
  basis.w[0] = q[0]!;
  const enter = (row: number, s: number, column: number) =>
    basis.add(enteringRow(basis, row, s), enteringColumn(basis, column, 1));
  enter(1, 1, 1);
  enter(2, -1, 2);
  enter(4, 1, 4);
  enter(8, 1, SIZE + 12);
  return basis;
}

/** Asserts that solving with the inverse undoes the basis matrix, written out from the definition; that u and w hold the rates. */
function expectInverse(basis: PathBasis): void {
  const { m } = basis;
  const places = [...Array(m).keys()];
  const entry = (r: number, k: number) => (holds(basis.rows[r]!, basis.columns[k]!) ? 1 : 0);
  const sum = (terms: number[]) => terms.reduce((total, term) => total + term, 0);
  const x = Float64Array.from({ length: m }, (_, k) => Math.sin(k + 1));
  const image = Float64Array.from(places, (r) => sum(places.map((k) => entry(r, k) * x[k]!)));
  const solved = new Float64Array(m);
  basis.solve(image, solved);
  solved.forEach((value, k) => expect(value).toBeCloseTo(x[k]!, 10));
  for (const r of places) expect(sum(places.map((k) => entry(r, k) * basis.u[k]!))).toBeCloseTo(f[basis.rows[r]!]!, 10);
  for (const k of places)
    expect(sum(places.map((r) => entry(r, k) * basis.w[r]!))).toBeCloseTo(q[1 + basis.columns[k]!]!, 10);
}

describe("the inverse of the basis stays right when", () => {
  it("rows and columns enter", () => {
    const basis = grown();
    expect(basis.m).toBe(5);
    expectInverse(basis);
    expect([...basis.rows.subarray(0, 5)]).toEqual([0, 1, 2, 4, 8]);
  });

  it("a row is replaced", () => {
    const basis = grown();
    const entering = enteringRow(basis, 9, -1);
    const place = entering.ray.findIndex((entry) => Math.abs(entry) > 0.1);
    basis.replaceRow(place, entering);
    expectInverse(basis);
    expect(basis.t[place]).toBe(0.25);
  });

  it("a column is replaced", () => {
    const basis = grown();
    basis.replaceColumn(1, enteringColumn(basis, SIZE + 1, -1));
    expectInverse(basis);
    expect(basis.z[1]).toBe(0.5);
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
    expect(basis.rows.subarray(0, 4)).not.toContain(leaving);
    expectInverse(basis);
  });

  it("it is copied, and the copy goes its own way", () => {
    const basis = grown();
    const copy = basis.copy();
    expectInverse(copy);
    copy.replaceColumn(1, enteringColumn(copy, SIZE + 1, -1));
    expectInverse(copy);
    expectInverse(basis);
    expect([basis.columns[1], basis.sigma[1]]).toEqual([1, 1]);
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
