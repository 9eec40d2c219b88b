import { makeFeasible } from "../src/core/and-or/certificate.ts";
import { followPath, pathFromFlat } from "../src/core/and-or/path-method.ts";
import { pathProblem } from "../src/core/and-or/path-problem.ts";
import { scaleProblem, type ScaledProblem } from "../src/core/and-or/scaled-problem.ts";
import { decompose, kappaOf, type DecomposeOptions } from "../src/core/and-or.ts";
import { goldenCases, realCases, realCasesOfNine } from "../src/core/golden/golden.fixture.ts";
import { figure } from "./figures.ts";
import { medianOf, printTable, timed } from "./timing.ts";

/** A case to decompose, with what is known about it. */
interface Case {
  readonly name: string;
  readonly v: Float64Array;
  readonly options: DecomposeOptions;
  /** The optimum, or the objective of the bracket. */
  readonly reference?: number;
  readonly lpSeconds?: number;
}

const HEADER = ["case", "κ", "method", "objective / reference", "bound / reference", "gap", "steps", "ms", "ms / lp"];

/** Decomposes each case, prints a line for each and the median and worst time. */
function benchCases(title: string, cases: readonly Case[], printEach = true): void {
  const results = cases.map(({ v, options, ...rest }) => {
    const { result: answer, ms } = timed(() => decompose(v, options));
    return { ...rest, answer, ms };
  });
  console.log(`\n${title}`);
  if (printEach) {
    printTable(
      HEADER,
      results.map(({ name, answer, reference, lpSeconds, ms }) => [
        name,
        answer.kappa.toPrecision(3),
        answer.method,
        reference ? (answer.objective / reference).toFixed(7) : "",
        reference ? (answer.bound / reference).toFixed(7) : "",
        answer.gap.toExponential(1),
        String(answer.iterations),
        ms.toFixed(1),
        lpSeconds ? (ms / 1000 / lpSeconds).toPrecision(2) : "",
      ]),
    );
  }
  const times = results.map(({ ms }) => ms);
  figure(`decomposition, ${title}, median ms`, medianOf(times), "less");
  figure(`decomposition, ${title}, worst ms`, Math.max(...times), "less");
  const byA = results.filter(({ answer }) => answer.method === "A").length;
  const byB = results.filter(({ answer }) => answer.method === "B").length;
  const worstGap = Math.max(...results.map(({ answer }) => answer.gap));
  console.log(
    `${cases.length} cases: median ${medianOf(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms, worst gap ${worstGap.toExponential(1)}, ${byA} by method A, ${byB} by B`,
  );
}

/**
 * What a crossover saves: the same answer by the path from the flat problem alone, in the same run, and how far apart the
 * two objectives are.
 */
function benchPaths(title: string, cases: readonly Case[]): void {
  const results = cases.map(({ name, v, options }) => {
    const problem = scaleProblem(v, kappaOf(v, options));
    const flat = timed(() => objectiveFromFlat(problem), 1);
    const either = timed(() => decompose(v, options), 1);
    const apart = Math.abs((problem.range * flat.result) / either.result.objective - 1);
    return { name, flat: flat.ms, either: either.ms, apart };
  });
  console.log(`\n${title}`);
  printTable(
    ["case", "flat path alone, ms", "as solved, ms", "objectives apart"],
    results.map(({ name, flat, either, apart }) => [name, flat.toFixed(1), either.toFixed(1), apart.toExponential(1)]),
  );
  for (const way of ["flat", "either"] as const) {
    const times = results.map((result) => result[way]);
    console.log(
      `${way === "flat" ? "flat path alone" : "as solved"}: median ${medianOf(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`,
    );
  }
}

function objectiveFromFlat(problem: ScaledProblem): number {
  const steps = followPath(pathFromFlat(pathProblem(problem)), () => false);
  for (;;) {
    const step = steps.next();
    if (step.done) return makeFeasible(problem, step.value.split).objective;
  }
}

/** Prints objective, gap, steps and time of the decomposition on the golden cases and on real layers. */
export function benchDecomposition(): void {
  console.log(
    "Decomposition; ms of processor time, median of 3 after warm-up; lp: an exact LP solver (HiGHS), one core",
  );
  const golden = goldenCases();
  const delta = { kappaFraction: 0.04, kappaOf: "delta" } as const;
  const range = { kappaFraction: 0.04, kappaOf: "range" } as const;
  const exact = { kappaFraction: 0, kappaOf: "range" } as const;
  const atDelta = golden.map((c) => ({
    ...c,
    options: delta,
    reference: c.optimum.kappa004,
    lpSeconds: c.lp_seconds.kappa004,
  }));
  benchCases(
    "Golden cases, n < 10, κ = 0.04 |v(N) − v(∅)|",
    atDelta.filter(({ n }) => n < 10),
  );
  benchCases(
    "Golden cases, n = 10, κ = 0.04 |v(N) − v(∅)|",
    atDelta.filter(({ n }) => n === 10),
  );
  benchCases(
    "Golden cases, n = 10, κ = 0.04 (max v − min v)",
    golden.filter(({ n }) => n === 10).map((c) => ({ ...c, options: range })),
  );
  benchCases(
    "Golden cases, κ = 0",
    golden.map((c) => ({
      ...c,
      options: exact,
      reference: c.optimum.kappa0,
      lpSeconds: c.lp_seconds.kappa0,
    })),
  );
  benchCases(
    "Real layers, n = 9, κ = 0.04 (max v − min v)",
    realCasesOfNine().map((c) => ({ ...c, options: range })),
    false,
  );
  const real = realCases();
  benchCases(
    "Real layers, n = 12, κ = 0.04 (max v − min v)",
    real.map((c) => ({ ...c, options: range, reference: c.bracket.range.objective })),
  );
  benchCases(
    "Real layers, n = 12, κ = 0.04 |v(N) − v(∅)|",
    real.map((c) => ({ ...c, options: delta, reference: c.bracket.delta.objective })),
  );
  for (const [rule, options] of [
    ["max v − min v", range],
    ["|v(N) − v(∅)|", delta],
  ] as const) {
    benchPaths(
      `Real layers, n = 12, κ = 0.04 (${rule}): the path from the flat problem alone, and as solved`,
      real.map((c) => ({ ...c, options })),
    );
  }
  benchCases(
    "Real layers, n = 12, κ = 0",
    real.map((c) => ({ ...c, options: exact })),
  );
}
