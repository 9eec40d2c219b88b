/**
 * What `work` gives, and the milliseconds of processor time (not of the clock, so that other programmes disturb less)
 * that it takes: the median of `runs`, after one to warm up.
 */
export function timed<R>(work: () => R, runs = 3): { readonly result: R; readonly ms: number } {
  const result = work();
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return { result, ms: medianOf(times) };
}

/** Microseconds of the clock that one call of `work` takes: the least of `rounds` of `calls`, to leave disturbances out. */
export function leastMicroseconds(work: () => void, calls: number, rounds = 15): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let call = 0; call < calls; call++) work();
    least = Math.min(least, (1000 * (performance.now() - start)) / calls);
  }
  return least;
}

/** The middle one, or the upper of the two in the middle. Throws a RangeError when there are none. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  if (median === undefined) throw new RangeError("a median needs at least one number");
  return median;
}

/** Prints lines of cells in columns, the first left-aligned, the others right-aligned. */
export function printTable(header: readonly string[], lines: readonly (readonly string[])[]): void {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => (line[column] ?? "").length)),
  );
  for (const line of [header, ...lines]) {
    console.log(
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join("  "),
    );
  }
}
