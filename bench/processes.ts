import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { manyImages, strata } from "../cli/queue.fixture.ts";
import { medianOf, printTable } from "./timing.ts";

const PAIRS = 3;
const IMAGES = 60;
/** Whose run takes long enough that how a process begins does not count. */
const OPTIONS = ["--grid", "2x4"];

/** How much faster a folder is explained by two processes than by one, in turns. */
export async function benchProcesses(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-processes-"));
  try {
    const images = manyImages(join(folder, "images"), IMAGES);
    let runs = 0;
    const seconds = async (processes: number): Promise<number> => {
      const out = join(folder, `out-${runs++}`);
      const startMs = performance.now();
      const run = strata(folder, ["explain", images, ...OPTIONS, "--out", out, "--processes", String(processes)]);
      if ((await run.ended) !== 0) throw new Error(run.said());
      return (performance.now() - startMs) / 1000;
    };
    const pairs: { readonly one: number; readonly two: number }[] = [];
    for (let i = 0; i < PAIRS; i++) pairs.push({ one: await seconds(1), two: await seconds(2) });
    printTable(
      [`${IMAGES} images`, "one process, s", "two, s", "ratio"],
      pairs.map(({ one, two }, i) => [`pair ${i + 1}`, one.toFixed(1), two.toFixed(1), (one / two).toFixed(2)]),
    );
    console.log(
      `two processes on ${availableParallelism()} cores: ${medianOf(pairs.map(({ one, two }) => one / two)).toFixed(2)} times one's rate (median of ${PAIRS})`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
