import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { FIGURES_FILE, type Figure } from "./figures.ts";
import { medianOf, printTable } from "./timing.ts";

const PAIRS = 6;
/** Student's t for 95 % of both sides and PAIRS − 1 degrees of freedom. */
const T_95 = 2.571;

/** The sections that write figures down. */
const SECTIONS = ["first-picture", "decomposition", "engine"];

const HERE = fileURLToPath(new URL("..", import.meta.url));

/** The figures of some sections of a checkout's own bench. Throws an Error where it fails or has none. */
function figuresOf(checkout: string, sections: readonly string[]): ReadonlyMap<string, Figure> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-"));
  const file = join(folder, "figures.jsonl");
  try {
    const { status } = spawnSync("npm", ["run", "--silent", "bench", "--", ...sections], {
      cwd: checkout,
      env: { ...process.env, [FIGURES_FILE]: file },
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0) throw new Error(`the bench of ${checkout} ended with ${status}`);
    if (!existsSync(file)) throw new Error(`the bench of ${checkout} writes no figures down`);
    const figures = readFileSync(file, "utf8").trimEnd().split("\n");
    return new Map(figures.map((line) => JSON.parse(line) as Figure).map((figure) => [figure.name, figure]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The geometric mean of ratios, and the ends of its 95 % interval by Student's t on their logarithms; PAIRS of them. */
function summaryOf(ratios: readonly number[]): readonly [mean: number, low: number, high: number] {
  const logs = ratios.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  const half = T_95 * Math.sqrt(variance / logs.length);
  return [Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half)];
}

/**
 * Benches this checkout and another in turns, the first of each pair changing, and prints of each figure how many times the other's cost this one
 * has: above 1 this one is slower. Both must have been installed. Throws an Error where one of them cannot be benched.
 */
export function benchPairs([other, ...named]: readonly string[]): void {
  if (other === undefined) throw new RangeError("name the other checkout: npm run bench -- pairs FOLDER [section…]");
  const sections = named.length > 0 ? named : SECTIONS;
  const runs: { readonly here: ReadonlyMap<string, Figure>; readonly there: ReadonlyMap<string, Figure> }[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    console.error(`pair ${pair + 1} of ${PAIRS}`);
    const bench = { here: () => figuresOf(HERE, sections), there: () => figuresOf(resolve(other), sections) };
    if (pair % 2 === 0) {
      const there = bench.there();
      runs.push({ there, here: bench.here() });
    } else {
      const here = bench.here();
      runs.push({ here, there: bench.there() });
    }
  }
  const names = [...runs[0]!.here.keys()].filter((name) => runs[0]!.there.has(name));
  const means: number[] = [];
  const lines = names.map((name) => {
    const values = (side: "here" | "there"): number[] => runs.map((run) => run[side].get(name)!.value);
    const [here, there] = [values("here"), values("there")];
    const isCost = runs[0]!.here.get(name)!.better === "less";
    const [mean, low, high] = summaryOf(here.map((value, i) => (isCost ? value / there[i]! : there[i]! / value)));
    means.push(mean);
    return [
      name,
      medianOf(there).toPrecision(4),
      medianOf(here).toPrecision(4),
      mean.toFixed(3),
      `${low.toFixed(3)} to ${high.toFixed(3)}`,
      low > 1.05 ? "slower" : "",
    ];
  });
  printTable([`${PAIRS} pairs in turns`, "there", "here", "cost here / there", "95 % interval", ""], lines);
  const overall = Math.exp(means.reduce((sum, mean) => sum + Math.log(mean), 0) / means.length);
  console.log(`geometric mean of all ${means.length} figures: ${overall.toFixed(3)}`);
}
