/** What the engine's figures are taken from in a browser: the page's own engine, and ONNX Runtime alone beside it. */
import wasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { sampleMasks } from "../../src/core/estimate/sample.ts";
import { gridPlayers } from "../../src/core/patches.ts";
import { createInferenceWorkers } from "../../src/backends/browser-workers.ts";
import { createBrowserEngine, Processor, type BrowserEngine } from "../../src/backends/browser-engine.ts";
import { joinModel } from "../../src/models/load-model.ts";
import type { LoadedModel } from "../../src/models/model-files.ts";
import { columnsOf, type ModelManifest } from "../../src/models/manifest.ts";

/** Where a network's files are to be had on the bench's server. */
export interface NetworkFiles {
  readonly manifest: ModelManifest;
  readonly backbone: string;
  readonly tail: string;
}

/** How ONNX Runtime was set, and how fast it was. */
export interface BareRate {
  readonly threads: number;
  readonly batch: number;
  readonly imagesPerSecond: number;
}

const bytesOf = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(path)).arrayBuffer());
const load = async ({ manifest, backbone, tail }: NetworkFiles): Promise<LoadedModel> =>
  joinModel(manifest, { backbone: await bytesOf(backbone), tail: await bytesOf(tail) });
let engine: BrowserEngine | null = null;

/** Opens the page's engine for a network and runs it warm. */
async function openEngine(files: NetworkFiles): Promise<void> {
  engine = await createBrowserEngine(
    await load(files),
    new Processor(),
    createInferenceWorkers(),
    "wasm",
    () => undefined,
  );
  await evaluate(files, 2, 3);
}

/** Masks per second over every mask of a grid of grey patches. */
async function evaluate({ manifest }: NetworkFiles, rows: number, cols: number): Promise<number> {
  const { width, height } = manifest.input;
  const image = { width, height, rgb: Uint8Array.from({ length: 3 * width * height }, (_, i) => (37 * i) % 251) };
  const masks = sampleMasks(rows * cols, 2 ** (rows * cols), 1);
  const start = performance.now();
  await engine!.evaluator.evaluate(
    { image, players: gridPlayers(rows, cols, width, height), baseline: "mean" },
    masks,
    { onBatch: () => undefined },
  );
  return (1000 * masks.length) / (performance.now() - start);
}

function closeEngine(): void {
  engine?.dispose();
  engine = null;
}

/** ONNX Runtime alone: the same graph and the same outputs, with one batch after another for `seconds` after as long to get warm. */
async function bare(files: NetworkFiles, threads: number, batch: number, seconds: number): Promise<BareRate> {
  const { bytes, manifest } = await load(files);
  const ort = await import("onnxruntime-web/wasm");
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = { wasm: wasmUrl };
  ort.env.logLevel = "error";
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
  const { name, width, height } = manifest.input;
  const data = Float32Array.from({ length: batch * 3 * width * height }, (_, i) => ((37 * i) % 251) / 251);
  const fetches = columnsOf(manifest).map(({ logits }) => logits);
  const imagesFor = async (ms: number): Promise<number> => {
    const start = performance.now();
    let images = 0;
    while (performance.now() - start < ms) {
      await session.run({ [name]: new ort.Tensor("float32", data, [batch, 3, height, width]) }, fetches);
      images += batch;
    }
    return (1000 * images) / (performance.now() - start);
  };
  await imagesFor(1000 * seconds);
  return { threads, batch, imagesPerSecond: await imagesFor(1000 * seconds) };
}

const api = { openEngine, evaluate, closeEngine, bare };
/** What the bench calls in the page. */
export type EnginePage = typeof api;
Object.assign(globalThis, { enginePage: api });
