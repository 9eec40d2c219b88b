import { describe, expect, it } from "vitest";
import { mulberry32 } from "../random.ts";
import { leastSquares, problemFrom, randomProblem } from "./columns.fixture.ts";
import { SupportFit } from "./support-fit.ts";

describe("the fit by a support", () => {
  it("is least squares by hand: v = 3 + 2a", () => {
    const fit = new SupportFit(
      problemFrom(
        [
          [0, 0, 1, 1],
          [0, 1, 0, 1],
        ],
        [3, 3, 5, 5],
      ),
      1,
    );
    expect(fit.residual).toBeCloseTo(4, 12);
    fit.add(0);
    expect(fit.effects()[0]).toBeCloseTo(2, 12);
    expect(fit.residual).toBeCloseTo(0, 12);
  });

  it.each([1, 2, 3])("stays least squares while columns come and go (seed %i)", (seed) => {
    const problem = randomProblem(12, 40, 5, seed);
    const random = mulberry32(seed);
    const fit = new SupportFit(problem, 12);
    for (let step = 0; step < 60; step++) {
      const column = Math.floor(12 * random());
      const place = fit.place[column]!;
      if (place >= 0) fit.remove(place);
      else fit.add(column);
      const expected = leastSquares(problem, fit.support)!;
      expect(fit.residual).toBeCloseTo(expected.residual, 9);
      fit.effects().forEach((effect, k) => expect(effect).toBeCloseTo(expected.effects[k]!, 9));
      for (let j = 0; j < 12; j++) {
        if (fit.place[j]! >= 0) continue;
        const gain = fit.products[j]! ** 2 / fit.left[j]!;
        expect(fit.residual - gain).toBeCloseTo(leastSquares(problem, [...fit.support, j])!.residual, 9);
      }
      fit.support.forEach((_, k) => {
        const others = fit.support.toSpliced(k, 1);
        const changes = Array.from({ length: 12 }, (_, j) =>
          fit.place[j]! >= 0 ? Infinity : leastSquares(problem, [...others, j])!.residual - fit.residual,
        );
        const least = Math.min(...changes);
        const found = fit.exchangeFor(k, Infinity);
        if (least === Infinity) return expect(found).toBeNull();
        expect(found!.column).toBe(changes.indexOf(least));
        expect(found!.change).toBeCloseTo(least, 9);
        expect(fit.exchangeFor(k, least - 1e-6)).toBeNull();
      });
    }
  });

  it("takes no constant, and no sum of what it has", () => {
    const [a, b] = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ];
    const fit = new SupportFit(
      problemFrom([a!, b!, [1, 1, 1, 1], a!.map((x, i) => 1 - x + 2 * b![i]!)], [1, 2, 4, 8]),
      2,
    );
    expect(fit.canAdd(2)).toBe(false);
    fit.add(0);
    expect(fit.canAdd(3)).toBe(true);
    fit.add(1);
    expect(fit.canAdd(3)).toBe(false);
    expect(() => fit.add(3)).toThrow(RangeError);
    fit.remove(0);
    expect(fit.canAdd(3)).toBe(true);
  });
});
