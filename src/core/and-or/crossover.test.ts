import { describe, expect, it } from "vitest";
import { realCasesOfNine } from "../golden/golden.fixture.ts";
import { randomValues } from "./answer.fixture.ts";
import { basisSize, pathFromApproximation, type Approximation } from "./crossover.ts";
import { Splitting } from "./splitting.ts";
import { followPath, pathFromFlat, type PathEnd } from "./path-method.ts";
import { pathProblem } from "./path-problem.ts";
import type { Path } from "./path.ts";
import { scaleProblem, type ScaledProblem } from "./scaled-problem.ts";

const KAPPA = 0.04;

function drain<R>(steps: Generator<unknown, R, void>): R {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function endOf(path: Path): PathEnd {
  return drain(followPath(path, () => false));
}

function approximate(problem: ScaledProblem, iterations: number): Approximation {
  const splitting = new Splitting(problem);
  while (splitting.iterations < iterations) splitting.advance();
  return splitting.approximation();
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

describe("the tie-break's optimum is one and the same by whichever path it is reached", () => {
  const games = ["noise", "ties", "game", "noisy game"] as const;
  const cases = [
    ...realCasesOfNine().filter((_, index) => index % 5 === 0),
    ...games.map((kind) => ({ name: kind, v: randomValues(7, kind, 3) })),
  ];
  it.each(cases)("$name", ({ v }) => {
    const scaled = scaleProblem(v, 0);
    const problem = { ...scaled, kappa: KAPPA };
    const exact = pathProblem(problem);
    const flat = endOf(pathFromFlat(exact));
    expect(flat.status).toBe("reached");
    for (const iterations of [40, 100, 300]) {
      const path = drain(pathFromApproximation(exact, approximate(problem, iterations)));
      const crossed = endOf(path!);
      expect(crossed.status).toBe("reached");
      expect(largestDifference(crossed.split.x, flat.split.x)).toBeLessThan(1e-9);
      expect(largestDifference(crossed.split.y, flat.split.y)).toBeLessThan(1e-9);
    }
  });
});

it("has no path from an approximation without an active row", () => {
  const exact = pathProblem({ ...scaleProblem(randomValues(5, "game", 1), 0), kappa: KAPPA });
  const nothing = {
    effects: new Float64Array(64),
    prices: new Float64Array(64),
    residual: new Float64Array(32),
    dual: new Float64Array(32),
  };
  expect(basisSize(nothing)).toBe(0);
  expect(drain(pathFromApproximation(exact, nothing))).toBeNull();
});
