import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { buildCommandLine, manyImages, strata } from "../cli/queue.fixture.ts";
import { medianOf, printTable } from "./timing.ts";

const PAIRS = 3;
const IMAGES = 60;
const OPTIONS = ["--grid", "2x4"];

/** Of the results, in the order in which they came, those whose times tell the steady rate: neither the beginning of the processes nor the end, when one waits for the other. */
const STEADY = [0.1, 0.9] as const;

/** A run: how long it took, and how many results it wrote a second once it was going. */
interface Run {
  readonly seconds: number;
  readonly perSecond: number;
}

/** How much faster a folder is explained by two processes than by one, in turns, from the built package: the whole run, in which processes begin, and the steady rate. */
export async function benchProcesses(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-processes-"));
  try {
    const script = await buildCommandLine(folder);
    const images = manyImages(join(folder, "images"), IMAGES);
    let runs = 0;
    const run = async (processes: number): Promise<Run> => {
      const out = join(folder, `out-${runs++}`);
      const startMs = performance.now();
      const command = ["explain", images, ...OPTIONS, "--out", out, "--processes", String(processes)];
      const running = strata(script, folder, command);
      if ((await running.ended) !== 0) throw new Error(running.said());
      return { seconds: (performance.now() - startMs) / 1000, perSecond: steadyRate(out) };
    };
    const pairs: { readonly one: Run; readonly two: Run }[] = [];
    for (let i = 0; i < PAIRS; i++) pairs.push({ one: await run(1), two: await run(2) });
    const whole = pairs.map(({ one, two }) => one.seconds / two.seconds);
    const steady = pairs.map(({ one, two }) => two.perSecond / one.perSecond);
    printTable(
      [`${IMAGES} images`, "one process, s", "two, s", "ratio", "steady, one, a second", "two", "ratio"],
      pairs.map(({ one, two }, i) => [
        `pair ${i + 1}`,
        ...[one.seconds.toFixed(1), two.seconds.toFixed(1), whole[i]!.toFixed(2)],
        ...[one.perSecond.toFixed(2), two.perSecond.toFixed(2), steady[i]!.toFixed(2)],
      ]),
    );
    console.log(
      `two processes on ${availableParallelism()} cores: ${medianOf(steady).toFixed(2)} times one's steady rate, ${medianOf(whole).toFixed(2)} times with all that begins and ends (medians of ${PAIRS})`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Results a second, by the times of their files. */
function steadyRate(out: string): number {
  const timesMs = readdirSync(out)
    .filter((name) => name !== "summary.json")
    .map((name) => statSync(join(out, name)).mtimeMs)
    .sort((a, b) => a - b);
  const [from, to] = STEADY.map((share) => Math.round(share * (timesMs.length - 1))) as [number, number];
  return (1000 * (to - from)) / (timesMs[to]! - timesMs[from]!);
}
