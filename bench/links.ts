import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { decodePayload, encodePayload } from "../src/formats/link/payload.ts";
import { linkLength, picturesOf, samples, type LinkLength, type Pictured } from "./link-lengths.ts";
import { medianOf, printTable } from "./timing.ts";

/** The networks that any photograph may be shown to. */
const OF_PHOTOGRAPHS = ["imagenette-residual", "imagenette-plain", "imagenette-transformer"];

/** The densest of the samples, the sparsest, and one between. */
const TIMED = ["chain-saw", "french-horn", "golf-ball"];
const RUNS = 9;

/** What `work` gives, and the milliseconds of the clock it takes, the median of RUNS after one to warm up: compression has threads of its own. */
async function timedAsync<R>(work: () => Promise<R>): Promise<{ readonly result: R; readonly ms: number }> {
  const result = await work();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return { result, ms: medianOf(times) };
}

/**
 * Prints how long links are, with a lossy image and without: of every sample by each network that it is listed for, and of the photographs in a folder, if
 * one is named, by three networks; then the time to write and read some. Lengths are those of payloads; an address adds some 40 characters.
 */
export async function benchLinks([folder]: readonly string[] = []): Promise<void> {
  const photographs = (folder === undefined ? [] : readdirSync(resolve(folder)))
    .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
    .flatMap((name) => OF_PHOTOGRAPHS.map((model): Pictured => ({ path: join(resolve(folder!), name), model })));
  const lines: string[][] = [];
  for (const [rows, cols] of [
    [3, 3],
    [3, 4],
  ] as const)
    for (const [name, images] of [["samples", samples()] as const, ["photographs", photographs] as const]) {
      const lengths: LinkLength[] = [];
      for await (const { snapshot } of picturesOf(images, rows, cols)) lengths.push(await linkLength(snapshot));
      if (lengths.length > 0) lines.push(...summary(`${name} ${rows}x${cols}`, lengths));
    }
  console.log("\nLengths of links, characters");
  printTable(["pictures", "how many", "of", "median", "90 %", "most"], lines);
  await benchTimes();
}

function summary(name: string, lengths: readonly LinkLength[]): string[][] {
  const row = (what: string, values: readonly number[], text: (value: number) => string): string[] => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (share: number): string => text(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
    return [name, String(sorted.length), what, at(0.5), at(0.9), at(1)];
  };
  return [
    row(
      "without image",
      lengths.map(({ none }) => none),
      String,
    ),
    row(
      "with a lossy one",
      lengths.map(({ lossy }) => lossy),
      String,
    ),
    row(
      "effect error",
      lengths.map(({ effectError }) => effectError),
      (error) => error.toExponential(1),
    ),
  ];
}

async function benchTimes(): Promise<void> {
  console.log(`\nWriting and reading links without image; median of ${RUNS} (clock)`);
  const lines: string[][] = [];
  const timed = samples().filter(
    ({ path, model }) => model === "imagenette-residual" && TIMED.some((name) => path.includes(name)),
  );
  for (const [rows, cols] of [
    [3, 3],
    [3, 4],
  ] as const)
    for await (const { image, snapshot } of picturesOf(timed, rows, cols)) {
      const { result, ms: encodeMs } = await timedAsync(() => encodePayload(snapshot, null));
      const { ms: decodeMs } = await timedAsync(() => decodePayload(result.text));
      const name = TIMED.find((one) => image.path.includes(one))!;
      lines.push([name, String(rows * cols), String(result.text.length), encodeMs.toFixed(1), decodeMs.toFixed(1)]);
    }
  printTable(["sample", "n", "characters", "encode ms", "decode ms"], lines);
}
