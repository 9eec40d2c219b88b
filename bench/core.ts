import { decompose, type DecomposeOptions } from "../src/core/and-or.ts";
import { goldenCases, realCases, realCasesOfNine } from "../src/core/golden/golden.fixture.ts";
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
    printTable(HEADER, results.map(({ name, answer, reference, lpSeconds, ms }) => [
      name, answer.kappa.toPrecision(3), answer.method,
      reference ? (answer.objective / reference).toFixed(7) : "", reference ? (answer.bound / reference).toFixed(7) : "",
      answer.gap.toExponential(1), String(answer.iterations), ms.toFixed(1), lpSeconds ? (ms / 1000 / lpSeconds).toPrecision(2) : "",
    ]));
  }
  const times = results.map(({ ms }) => ms);
  const byB = results.filter(({ answer }) => answer.method === "B").length;
  const worstGap = Math.max(...results.map(({ answer }) => answer.gap));
  console.log(`${cases.length} cases: median ${medianOf(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms, worst gap ${worstGap.toExponential(1)}, ${byB} by method B`);
}

/** Prints objective, gap, steps and time of the decomposition on the golden cases and on real layers. */
export function benchDecomposition(): void {
  console.log("Decomposition; ms of processor time, median of 3 after warm-up; lp: an exact LP solver (HiGHS), one core");
  const golden = goldenCases();
  const delta = { kappaFraction: 0.04, kappaOf: "delta" } as const;
  const range = { kappaFraction: 0.04, kappaOf: "range" } as const;
  const exact = { kappaFraction: 0, kappaOf: "range" } as const;
  const atDelta = golden.map((c) => ({ ...c, options: delta, reference: c.optimum.kappa004, lpSeconds: c.lp_seconds.kappa004 }));
  benchCases("Golden cases, n < 10, κ = 0.04 |v(N) − v(∅)|", atDelta.filter(({ n }) => n < 10));
  benchCases("Golden cases, n = 10, κ = 0.04 |v(N) − v(∅)|", atDelta.filter(({ n }) => n === 10));
  benchCases("Golden cases, n = 10, κ = 0.04 (max v − min v)", golden.filter(({ n }) => n === 10).map((c) => ({ ...c, options: range })));
  benchCases("Golden cases, κ = 0", golden.map((c) => ({
    ...c, options: exact, reference: c.optimum.kappa0, lpSeconds: c.lp_seconds.kappa0,
  })));
  benchCases("Real layers, n = 9, κ = 0.04 (max v − min v)", realCasesOfNine().map((c) => ({ ...c, options: range })), false);
  const real = realCases();
  benchCases("Real layers, n = 12, κ = 0.04 (max v − min v)", real.map((c) => ({ ...c, options: range, reference: c.bracket.range.objective })));
  benchCases("Real layers, n = 12, κ = 0.04 |v(N) − v(∅)|", real.map((c) => ({ ...c, options: delta, reference: c.bracket.delta.objective })));
  benchCases("Real layers, n = 12, κ = 0", real.map((c) => ({ ...c, options: exact })));
}
