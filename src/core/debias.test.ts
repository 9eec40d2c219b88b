import { type Mask, isWithin, meets } from "./masks.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparse, placeOf } from "./all-masks.ts";
import { decompose } from "./and-or.ts";
import { plantedGame, randomValues } from "./and-or/answer.fixture.ts";
import { debias, MOST_REFITTED, type Debiased } from "./debias.ts";
import { realCases, realCasesOfNine } from "./golden/golden.fixture.ts";
import { sparseOf, type Effects, type Kind } from "./interactions.ts";
import { rebuildError } from "./faithfulness.ts";
import { tauOf } from "./salience.ts";

const effectsOf = (n: number, and: readonly number[], or: readonly number[]): Effects => ({
  n,
  and: sparseOf(and.map((mask) => [mask, 1])),
  or: sparseOf(or.map((mask) => [mask, 1])),
});

const columnOf = ({ kind, mask }: { readonly kind: Kind; readonly mask: Mask }, size: number): number[] =>
  Array.from({ length: size }, (_, t) => Number(kind === "and" ? isWithin(mask, t) : meets(mask, t)));

/** The rank of a matrix of few columns, by plain elimination with full pivoting. */
function rankOf(columns: readonly (readonly number[])[]): number {
  const left = columns.map((column) => [...column]);
  for (let rank = 0; ; rank++) {
    let best = { column: -1, row: -1, size: 1e-7 };
    left.forEach((column, c) =>
      column.forEach((entry, row) => {
        if (Math.abs(entry) > best.size) best = { column: c, row, size: Math.abs(entry) };
      }),
    );
    if (best.column < 0) return rank;
    const [pivot] = left.splice(best.column, 1);
    for (const column of left) {
      const factor = column[best.row]! / pivot![best.row]!;
      pivot!.forEach((entry, row) => (column[row]! -= factor * entry));
    }
  }
}

/** The residual of v beside the span of columns, by Gram and Schmidt's method, twice over. */
function residualBeside(v: Float64Array, columns: readonly (readonly number[])[]): number[] {
  const basis: number[][] = [];
  const beside = (x: number[]): number[] => {
    for (let round = 0; round < 2; round++)
      for (const unit of basis) {
        const part = unit.reduce((sum, entry, t) => sum + entry * x[t]!, 0);
        unit.forEach((entry, t) => (x[t]! -= part * entry));
      }
    return x;
  };
  for (const column of columns) {
    const left = beside([...column]);
    const norm = Math.hypot(...left);
    if (norm > 1e-6) basis.push(left.map((entry) => entry / norm));
  }
  return beside([...v]);
}

function expectFit(v: Float64Array, effects: Effects, fit: Debiased): void {
  const size = v.length;
  const constant = Array.from({ length: size }, () => 1);
  const columns = fit.effects.map((effect) => columnOf(effect, size));
  const residual = residualBeside(v, [constant, ...columns]);
  const span = Math.max(...v) - Math.min(...v);
  expect(fit.maxAbs).toBeLessThanOrEqual(Math.max(...residual.map(Math.abs)) + 1e-9 * span);
  expect(fit.maxAbs).toBeGreaterThanOrEqual(Math.max(...residual.map(Math.abs)) - 1e-9 * span);
  expect(Math.abs(fit.rms - Math.hypot(...residual) / Math.sqrt(size))).toBeLessThanOrEqual(1e-9 * span);
  const rank = rankOf([constant, ...columns]);
  fit.effects.forEach(({ effect }, i) => {
    const others = [constant, ...columns.filter((_, j) => j !== i)];
    // A coefficient is determined if and only if its column is no sum of the others …
    expect(effect !== null).toBe(rankOf(others) < rank);
    if (effect === null) return;
    // … and is then what is to be taken off so that the others fit the rest as well.
    const rest = v.map((value, t) => value - effect * columns[i]![t]!);
    const left = residualBeside(rest, others);
    expect(Math.hypot(...left)).toBeLessThanOrEqual(Math.hypot(...residual) + 1e-7 * span);
  });
  expect(fit.effects.map(({ kind, mask }) => [kind, mask])).toEqual([
    ...[...effects.and.masks].map((mask) => ["and", mask]),
    ...[...effects.or.masks].map((mask) => ["or", mask]),
  ]);
}

/** The fit of concepts that are not too many. */
const fitted = (...how: Parameters<typeof debias>): Debiased => debias(...how)!;

describe("debiased effects", () => {
  it("are worked by hand: two singles and what they leave of their AND", () => {
    // The best fit of [0, 0, 0, 1] by 1, x, y is −1/4 + x/2 + y/2, which leaves 1/4 everywhere.
    const fit = fitted(Float64Array.of(0, 0, 0, 1), effectsOf(2, [1, 2], []), 0.5);
    expect(fit.effects.map(({ effect }) => effect)).toEqual([expect.closeTo(0.5, 12), expect.closeTo(0.5, 12)]);
    expect(fit.maxAbs).toBeCloseTo(0.25, 12);
    expect(fit.rms).toBeCloseTo(0.25, 12);
  });

  it("say of no concept what several can say: x ∨ y = x + y − x ∧ y, and what is apart from it is determined", () => {
    const { v } = plantedGame(4, { 0b0001: 1, 0b1100: 2 }, { 0b0011: 3 });
    const fit = fitted(v, effectsOf(4, [0b0001, 0b0010, 0b0011, 0b1100], [0b0011]), 0.5);
    const of = (kind: Kind, mask: number) => fit.effects.find((effect) => effect.kind === kind && effect.mask === mask);
    expect([1, 2, 3].map((mask) => of("and", mask)!.effect)).toEqual([null, null, null]);
    expect(of("or", 3)!.effect).toBeNull();
    expect(of("and", 12)!.effect).toBeCloseTo(2, 10);
    expect(fit.maxAbs).toBeLessThan(1e-10);
  });

  it("bring back planted effects of the salient concepts, whatever the decomposition shrank them to", () => {
    const { v, and, or } = plantedGame(6, { 0b000011: 2, 0b000100: -1.5 }, { 0b111000: 1.25 });
    const answer = decompose(v, { kappaFraction: 0.05, kappaOf: "range" });
    const effects = sparse(answer);
    const { effects: refitted } = fitted(v, effects, tauOf(effects));
    const planted = ({ kind, mask }: { kind: Kind; mask: Mask }) => (kind === "and" ? and : or)[placeOf(mask)]!;
    const found = refitted.filter((concept) => planted(concept) !== 0);
    expect(found).toHaveLength(3);
    for (const concept of found) expect(concept.effect).toBeCloseTo(planted(concept), 9);
    expect(answer.objective).toBeLessThan(2 + 1.5 + 1.25 - answer.kappa);
  });

  it("agree with Gram and Schmidt and with plain elimination on random columns", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }).chain((n) =>
          fc.record({
            n: fc.constant(n),
            and: fc.uniqueArray(fc.integer({ min: 1, max: 2 ** n - 1 }), { maxLength: 9 }),
            or: fc.uniqueArray(fc.integer({ min: 1, max: 2 ** n - 1 }), { maxLength: 9 }),
            seed: fc.nat(),
          }),
        ),
        ({ n, and, or, seed }) => {
          const ascending = (masks: number[]) => masks.toSorted((a, b) => a - b);
          const effects = effectsOf(n, ascending(and), ascending(or));
          const v = randomValues(n, "noise", seed);
          expectFit(v, effects, fitted(v, effects, 0.5));
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it("fit real layers at least as well as the decomposition's own salient effects", () => {
    for (const { v } of [...realCasesOfNine().filter((_, i) => i % 6 === 0), ...realCases().slice(0, 3)]) {
      const answer = decompose(v);
      const effects = sparse(answer);
      const tau = tauOf(effects);
      const fit = fitted(v, effects, tau);
      const keep = (list: Float64Array) => list.map((effect) => (Math.abs(effect) > tau ? effect : 0));
      const masks = Uint32Array.from(v.keys());
      const own = rebuildError(v, masks, {
        ...sparse({ and: keep(answer.and), or: keep(answer.or) }),
        constant: answer.constant,
      });
      expect(fit.rms).toBeLessThanOrEqual(own.rms);
      expect(fit.effects.length).toBeGreaterThan(3);
    }
  });

  it("are none where nothing is salient: the mean is left", () => {
    const fit = fitted(Float64Array.of(1, 2, 3, 6), effectsOf(2, [1], []), 2);
    expect(fit.effects).toEqual([]);
    expect(fit.maxAbs).toBeCloseTo(3, 12);
    expect(fit.rms).toBeCloseTo(Math.sqrt((4 + 1 + 0 + 9) / 4), 12);
  });

  it("are refused of too many, which a file may hold, before any work", () => {
    const most = (count: number) =>
      effectsOf(
        10,
        Array.from({ length: count }, (_, i) => i + 1),
        [],
      );
    const v = new Float64Array(1024);
    expect(debias(v, most(MOST_REFITTED), 0.5)!.effects).toHaveLength(MOST_REFITTED);
    expect(debias(v, most(MOST_REFITTED + 1), 0.5)).toBeNull();
  });

  it("refuse v of other players", () => {
    expect(() => debias(new Float64Array(8), effectsOf(2, [1], []), 0)).toThrow(RangeError);
    expect(() => debias(Float64Array.of(0, NaN), effectsOf(1, [1], []), 0)).toThrow(RangeError);
  });
});
