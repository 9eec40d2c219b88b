import { sha256 } from "../src/platform/sha256.ts";
import { fileURLToPath } from "node:url";
import { decodeFile } from "../cli/decode-file.ts";
import { readModel } from "../cli/model-source.ts";
import { openEngine } from "../cli/runtime.ts";
import { DEFAULT_DECOMPOSE } from "../src/core/and-or.ts";
import { DEFAULT_TAU_FRACTION } from "../src/core/salience.ts";
import { analyse } from "../src/exploration/analyse.ts";
import { snapshotModel, snapshotOf } from "../src/exploration/snapshot.ts";
import { fromText } from "../src/formats/link/frame.ts";
import { unpackHeader } from "../src/formats/link/header.ts";
import { decodePayload, encodePayload } from "../src/formats/link/payload.ts";
import { medianOf, printTable } from "./timing.ts";

/** The densest of the samples, the sparsest, and one between. */
const SAMPLES = ["chain-saw", "french-horn", "golf-ball"];
const GRIDS = [
  [3, 3],
  [3, 4],
] as const;
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

/** Prints how long links of real pictures are without their image, how finely they keep effects, and the time to write and read one. */
export async function benchLinks(): Promise<void> {
  console.log(`\nLinks without image; median of ${RUNS} (clock)`);
  const model = await readModel(null, process.cwd());
  const { manifest } = model;
  const engine = await openEngine(model, (reason) => console.log(`without native ONNX Runtime: ${reason}`));
  const lines: string[][] = [];
  for (const name of SAMPLES) {
    const pixels = await decodeFile(
      fileURLToPath(new URL(`../public/samples/${name}.png`, import.meta.url)),
      manifest.input,
    );
    for (const [rows, cols] of GRIDS) {
      const exploration = await analyse(
        {
          model: manifest,
          image: pixels,
          imageSha256: await sha256(pixels.rgb),
          rows,
          cols,
          target: "auto",
          rather: null,
          baseline: "mean",
          ...DEFAULT_DECOMPOSE,
          tauFraction: DEFAULT_TAU_FRACTION,
        },
        engine,
      );
      const snapshot = snapshotOf(exploration, snapshotModel({ manifest }), { name: `${name}.png`, pixels });
      const {
        result: { text, effectError },
        ms: encodeMs,
      } = await timedAsync(() => encodePayload(snapshot, null));
      const { ms: decodeMs } = await timedAsync(() => decodePayload(text));
      const [count] = unpackHeader((await fromText(text)).header)[6];
      lines.push([
        name,
        String(rows * cols),
        String(snapshot.layers.length),
        String(text.length),
        String(count),
        effectError.toExponential(1),
        encodeMs.toFixed(1),
        decodeMs.toFixed(1),
      ]);
    }
  }
  printTable(["sample", "n", "layers", "characters", "steps", "effect error", "encode ms", "decode ms"], lines);
}
