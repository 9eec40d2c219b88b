import type { Masks } from "../core/masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { mulberry32 } from "../core/random.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { inputSize } from "../models/spec/input.ts";
import type { Parity, BackendTiming } from "./engine-report.ts";
import { InferenceError } from "./errors.ts";
import type { EvaluateOptions, MaskEvaluator } from "./evaluator.ts";
import type { WebGpuBackend } from "./webgpu-backend.ts";
import { checkParity } from "./parity.ts";
import type { GpuFacts, MaskedInput } from "./protocol.ts";

/** The smallest batch that is tried: below it a GPU has nothing to share out. */
const SMALLEST_BATCH = 8;

/** The largest: beyond it batches only get rarer, not faster, and a cancel is heard late. */
const LARGEST_BATCH = 512;

/** A batch that takes longer than this is large enough, ms: progress moves and a cancel is heard a few times a second. */
const LONG_BATCH_MS = 200;

/** Twice the batch must be worth at least this much more. */
const WORTHWHILE = 1.1;

/** Batches that are timed at a size, two on their way at once, as in a run. */
const TIMED_BATCHES = 4;

/**
 * Floats of the network's largest tensor per float of its input, at most: 96 channels at the input's own size (VGG has 64). What a
 * network needs beyond that comes up as a batch that finds no room.
 */
const LARGEST_TENSOR = 32;

/** A trial is done while nothing else begins: see `TaskQueue.alone`. */
const ALONE: Pick<EvaluateOptions, "priority"> = { priority: () => "alone" };

/** What a trial finds. */
export interface Trial {
  readonly webgpu: BackendTiming;
  readonly wasm: BackendTiming;
  readonly parity: Parity;
}

/** The two backends of one network, and a clock. */
export interface Backends {
  readonly gpu: WebGpuBackend;
  readonly wasm: MaskEvaluator;
  readonly manifest: ModelManifest;
  /** Workers of WebAssembly, and the masks that each takes at once. */
  readonly workers: number;
  readonly wasmBatch: number;
  /** Milliseconds on a clock that never runs backwards. */
  nowMs(): number;
}

/**
 * Tries both backends on an image of noise: warms each up, times it, finds the GPU's best batch and sets it, and compares their
 * numbers. Rejects with what the GPU's worker threw.
 */
export async function tryBackends(backends: Backends, facts: GpuFacts): Promise<Trial> {
  const { gpu, wasm } = backends;
  const input = noise(backends.manifest);
  const webgpu = await timeGpu(backends, input, largestBatch(backends.manifest, facts));
  gpu.batchSize = webgpu.batchSize;
  const [first, batch] = [masksOf(input, 1), masksOf(input, webgpu.batchSize)];
  // Also warms WebAssembly up.
  const parity = await checkParity(
    [
      { masks: first, logits: await gpu.run(input, first, 1), batchSize: 1 },
      { masks: batch, logits: await gpu.run(input, batch, batch.length), batchSize: batch.length },
    ],
    input,
    wasm,
    ALONE,
  );
  return { webgpu, wasm: await timeWasm(backends, input), parity };
}

/** The largest batch that fits the GPU's buffers: a power of two times the smallest. */
export function largestBatch({ input }: Pick<ModelManifest, "input">, { bufferBytes }: GpuFacts): number {
  const fitting = bufferBytes / (LARGEST_TENSOR * inputSize(input) * Float32Array.BYTES_PER_ELEMENT);
  let size = SMALLEST_BATCH;
  while (size * 2 <= Math.min(fitting, LARGEST_BATCH)) size *= 2;
  return size;
}

async function timeGpu({ gpu, nowMs }: Backends, input: MaskedInput, largest: number): Promise<BackendTiming> {
  let best: BackendTiming | null = null;
  for (let batchSize = SMALLEST_BATCH; batchSize <= largest; batchSize *= 2) {
    const masks = masksOf(input, batchSize);
    try {
      // The first run compiles what the second one only does.
      await gpu.run(input, masks, batchSize);
      const startMs = nowMs();
      await gpu.run(input, masks, batchSize);
      const batchMs = nowMs() - startMs;
      const timedMs =
        batchMs > LONG_BATCH_MS ? batchMs : (await timePipeline(gpu, input, masks, nowMs)) / TIMED_BATCHES;
      const timing = { batchSize, masksPerSecond: (1000 * batchSize) / timedMs };
      if (best !== null && timing.masksPerSecond < WORTHWHILE * best.masksPerSecond) break;
      best = timing;
      if (batchMs > LONG_BATCH_MS) break;
    } catch (error) {
      // A size too large ends the search; at the smallest there is nothing to fall back to.
      if (best === null || !(error instanceof InferenceError) || error.code !== "gpu-memory") throw error;
      gpu.replace();
      break;
    }
  }
  return best!;
}

/** TIMED_BATCHES batches, two on their way at once, ms. */
async function timePipeline(
  gpu: WebGpuBackend,
  input: MaskedInput,
  masks: Masks,
  nowMs: () => number,
): Promise<number> {
  const startMs = nowMs();
  let issued = 0;
  const lane = async (): Promise<void> => {
    while (issued++ < TIMED_BATCHES) await gpu.run(input, masks, masks.length);
  };
  await Promise.all([lane(), lane()]);
  return nowMs() - startMs;
}

/** A batch for every worker. */
async function timeWasm({ wasm, workers, wasmBatch, nowMs }: Backends, input: MaskedInput): Promise<BackendTiming> {
  const masks = masksOf(input, workers * wasmBatch);
  const startMs = nowMs();
  await wasm.evaluate(input, masks, { ...ALONE, onBatch: () => undefined });
  return { batchSize: wasmBatch, masksPerSecond: (1000 * masks.length) / (nowMs() - startMs) };
}

/** An image of noise, in as fine a grid as there is. */
function noise({ input: { width, height } }: ModelManifest): MaskedInput {
  const random = mulberry32(1);
  const rgb = Uint8Array.from({ length: width * height * 3 }, () => Math.floor(random() * 256));
  return {
    image: { width, height, rgb },
    players: gridPlayers(Math.min(4, height), Math.min(4, width), width, height),
    baseline: "mean",
  };
}

/** Different masks of all sizes, the whole image first; they repeat when there are more than the grid has. */
function masksOf({ players }: MaskedInput, count: number): Uint32Array {
  const all = 2 ** players.n;
  // An odd step visits every mask once before any comes again.
  return Uint32Array.from({ length: count }, (_, i) => (all - 1 + i * 0x9e37) % all);
}
