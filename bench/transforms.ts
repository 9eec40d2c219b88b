import { mulberry32 } from "../src/core/random.ts";
import { subsetSums, supersetSums } from "../src/core/transforms.ts";
import { leastMicroseconds, printTable } from "./timing.ts";

/** One bit at a time, as a textbook has it: what the transforms are compared with. */
function naiveSubsetSums(a: Float64Array): void {
  for (let bit = 1; bit < a.length; bit <<= 1) {
    for (let mask = 0; mask < a.length; mask++) if (mask & bit) a[mask]! += a[mask ^ bit]!;
  }
}

/** Prints the time of the subset and superset transforms for 10 to 16 players, beside a naive one in the same run. */
export function benchTransforms(): void {
  console.log("\nTransforms, least of 15 rounds (clock)");
  const lines = [10, 11, 12, 13, 14, 15, 16].map((n) => {
    const random = mulberry32(n);
    const a = Float64Array.from({ length: 2 ** n }, random);
    const work = a.slice();
    const calls = 2 ** (18 - n);
    // Each call starts from the same numbers: sums of sums would overflow.
    const time = (transform: (work: Float64Array) => void) =>
      leastMicroseconds(() => {
        work.set(a);
        transform(work);
      }, calls);
    const subset = time(subsetSums);
    const superset = time(supersetSums);
    const naive = time(naiveSubsetSums);
    return [String(n), subset.toFixed(1), superset.toFixed(1), naive.toFixed(1), (naive / subset).toFixed(1)];
  });
  printTable(["n", "subset µs", "superset µs", "naive µs", "naive / subset"], lines);
}
