import { describe, expect, it } from "vitest";
import { gridPlayers } from "../patches.ts";
import { mulberry32 } from "../random.ts";
import { bitColumn } from "./bit-columns.ts";
import { covarianceOf, covariancesOf, covarianceWith } from "./blend.ts";
import type { Column } from "./dictionary.ts";
import { forestFourier, type Fourier } from "./fourier.ts";
import { kernelFourier, kernelMatrix, maskKernel } from "./kernel.ts";
import { touching } from "./neighbourhoods.ts";
import { playersIn, setOf, subsetsOf } from "./player-sets.ts";
import { boostedTrees, forestValues, shownPlayers, type ShownPlayers } from "./trees.ts";

function run<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Every mask of n players, a row each. */
function everyMask(n: number): ShownPlayers {
  return shownPlayers(
    Array.from({ length: n }, (_, player) => bitColumn(2 ** n, (mask) => ((mask >>> player) & 1) === 1)),
    2 ** n,
  );
}

const sets = (n: number): number[][] =>
  subsetsOf(
    Array.from({ length: n }, (_, player) => player),
    n,
  );

/** F(S) by its definition, as a mean over all masks. */
function bruteForce(f: Float64Array, n: number): Fourier {
  return new Map(
    sets(n).map((players) => {
      const bits = players.reduce((mask, player) => mask | (1 << player), 0);
      let sum = 0;
      f.forEach((value, mask) => {
        let hidden = 0;
        for (let left = bits & ~mask; left !== 0; left &= left - 1) hidden++;
        sum += hidden % 2 === 1 ? -value : value;
      });
      return [setOf(players), sum / f.length];
    }),
  );
}

function expectSame(found: ReadonlyMap<number, number>, expected: Fourier): void {
  for (const [set, value] of expected) expect(found.get(set) ?? 0, playersIn(set).join()).toBeCloseTo(value, 6);
}

describe("Fourier coefficients", () => {
  it("of trees are those that their values have over all masks", () => {
    const all = everyMask(6);
    const random = mulberry32(7);
    const v = Float64Array.from({ length: 64 }, () => 10 * random());
    const forest = run(boostedTrees(all, v, { trees: 40, depth: 5, leaves: 16, rate: 0.3, share: 0.8, seed: 3 }));
    expect(forest.trees.some((tree) => "player" in tree)).toBe(true);
    expectSame(forestFourier(forest), bruteForce(forestValues(forest, all), 6));
  });

  it("of a kernel's sums are those that their values have over all masks, and the matrix is the kernel's", () => {
    // 2 x 3 cells, and one patch by itself.
    const touches = [...touching(gridPlayers(2, 3, 24, 16)), []];
    const kernel = maskKernel(touches);
    const all = everyMask(7);
    const matrix = run(kernelMatrix(kernel, all));
    all.shown.forEach((_, at) => {
      if (at % 7 === 0) expect(matrix.line(at / 7)[at / 7]).toBeCloseTo(1, 6);
    });
    const random = mulberry32(2);
    const weights = Float64Array.from({ length: 128 }, () => random() - 0.5);
    const f = Float64Array.from({ length: 128 }, (_, i) =>
      weights.reduce((sum, weight, j) => sum + weight * matrix.line(i)[j]!, 0),
    );
    expectSame(run(kernelFourier(kernel, all, weights, sets(7))), bruteForce(f, 7));
  });
});

describe("covariances over all masks", () => {
  const columns = sets(4).flatMap((players): Column[] =>
    players.length === 0
      ? []
      : (["and", "or"] as const).map((kind) => {
          const bits = bitColumn(16, (mask) =>
            players[kind === "and" ? "every" : "some"]((player) => ((mask >>> player) & 1) === 1),
          );
          return { kind, players, bits, count: 0 };
        }),
  );
  const valuesOf = ({ bits }: Column): Float64Array =>
    Float64Array.from({ length: 16 }, (_, mask) => (bits[0]! >>> mask) & 1);
  const covariance = (a: Float64Array, b: Float64Array): number => {
    const mean = (f: Float64Array): number => f.reduce((sum, value) => sum + value, 0) / f.length;
    return mean(a.map((value, i) => value * b[i]!)) - mean(a) * mean(b);
  };

  it("of two columns, either kind, are counted right", () => {
    for (const a of columns)
      for (const b of columns) expect(covarianceOf(a, b)).toBeCloseTo(covariance(valuesOf(a), valuesOf(b)), 12);
  });

  it("are added to a line of products, so many times", () => {
    const addCovariances = covariancesOf(columns);
    columns.forEach((a, i) => {
      const line = addCovariances(new Float64Array(columns.length).fill(3), i, 10);
      columns.forEach((b, j) => expect(line[j]).toBeCloseTo(3 + 10 * covarianceOf(a, b), 12));
    });
  });

  it("of a column and a function follow from the function's coefficients", () => {
    const random = mulberry32(5);
    const f = Float64Array.from({ length: 16 }, () => random());
    const fourier = bruteForce(f, 4);
    for (const column of columns)
      expect(covarianceWith(column, fourier)).toBeCloseTo(covariance(valuesOf(column), f), 12);
  });
});
