import { placeOf } from "../core/all-masks.ts";
import type { Masks, Mask } from "../core/masks.ts";
import { transfer } from "comlink";
import type { LoadedModel } from "../models/model-files.ts";
import type { EngineEvent } from "./engine-report.ts";
import type { MaskEvaluator } from "./evaluator.ts";
import { smallManifest } from "./fake-model.fixture.ts";
import { fakeWorker, type FakeWorker } from "../platform/fake-worker.fixture.ts";
import { WebGpuBackend } from "./webgpu-backend.ts";
import { HeldInputs } from "./held-inputs.ts";
import { NOT_HELD, type GpuWorkerApi, type MaskedInput } from "./protocol.ts";

export const fakeModel: LoadedModel = { manifest: smallManifest, bytes: new Uint8Array(8) };

/** Numbers a mask: three layers of two classes. */
export const ROW = 6;

/** What the fake network answers to masks of an image: any function of both will do. */
export function answers(masks: ArrayLike<Mask>, { image }: MaskedInput): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: masks.length * ROW }, (_, i) => {
    const mask = placeOf(masks[Math.floor(i / ROW)]!);
    return 4 * Math.sin(mask * 7.3 + (i % ROW)) + image.rgb[mask % image.rgb.length]! / 100;
  });
}

/** A batch that a fake GPU has just been given. */
export interface GpuHappening {
  readonly worker: FakeWorker;
  /** Counted over all workers, from 1. */
  readonly run: number;
  readonly masks: Masks;
  readonly batchSize: number;
}

/** What a fake GPU does; all of it may be replaced while it runs. */
export interface FakeGpu {
  /** Called before each batch is answered; may throw, kill the worker or wait. */
  onRun: (now: GpuHappening) => unknown;
  onLoad: () => unknown;
  /** Changes the answers. */
  bend: (logits: Float32Array<ArrayBuffer>, now: GpuHappening) => void;
  readonly backend: WebGpuBackend;
  readonly spawned: FakeWorker[];
  readonly events: EngineEvent[];
  readonly runs: () => number;
  /** Most batches that were at a worker at the same time. */
  readonly mostAtOnce: () => number;
}

/** A GPU over fake workers. */
export function fakeGpu(bufferBytes = 1e6): FakeGpu {
  const spawned: FakeWorker[] = [];
  const events: EngineEvent[] = [];
  let runs = 0;
  let atOnce = 0;
  let most = 0;
  const spawn = (): FakeWorker => {
    const inputs = new HeldInputs((input) => input);
    const worker: FakeWorker = fakeWorker<GpuWorkerApi>({
      load: async () => {
        await gpu.onLoad();
        return { bufferBytes };
      },
      run: async (reference, masks, batchSize) => {
        const input = inputs.take(reference);
        if (input === null) return NOT_HELD;
        const now = { worker, run: ++runs, masks, batchSize };
        most = Math.max(most, ++atOnce);
        try {
          await gpu.onRun(now);
          const logits = answers(masks, input);
          gpu.bend(logits, now);
          return transfer(logits, [logits.buffer]);
        } finally {
          atOnce -= 1;
        }
      },
    });
    spawned.push(worker);
    return worker;
  };
  const gpu: FakeGpu = {
    onRun: () => undefined,
    onLoad: () => undefined,
    bend: () => undefined,
    spawned,
    events,
    runs: () => runs,
    mostAtOnce: () => most,
    backend: new WebGpuBackend(fakeModel, { wasmUrl: "", spawn, onEvent: (event) => events.push(event) }),
  };
  return gpu;
}

/** The fake network in WebAssembly, and the masks it was asked for. */
export function fakeWasm(
  onRun: (masks: Masks) => unknown = () => undefined,
): MaskEvaluator & { readonly asked: Masks[] } {
  const asked: Masks[] = [];
  return {
    layerCount: 3,
    replicateCount: 0,
    classCount: 2,
    asked,
    evaluate: async (input, masks, { signal, onBatch }) => {
      asked.push(masks);
      for (let from = 0; from < masks.length; from += 16) {
        const batch = masks.slice(from, from + 16);
        await onRun(batch);
        signal?.throwIfAborted();
        onBatch(batch, answers(batch, input));
      }
    },
    dispose: () => undefined,
  };
}

/** All answers to a list of masks by mask, as an evaluator tells them; throws when a mask comes twice. */
export async function collect(
  evaluate: (onBatch: (masks: Masks, logits: Float32Array) => void) => Promise<void>,
): Promise<ReadonlyMap<Mask, readonly number[]>> {
  const found = new Map<Mask, readonly number[]>();
  await evaluate((masks, logits) =>
    masks.forEach((mask, b) => {
      if (found.has(mask)) throw new Error(`mask ${mask} came twice`);
      found.set(mask, [...logits.subarray(b * ROW, (b + 1) * ROW)]);
    }),
  );
  return found;
}

/** What `collect` finds when nothing goes wrong. */
export function expected(masks: Masks, input: MaskedInput): ReadonlyMap<Mask, readonly number[]> {
  return new Map(Array.from(masks, (mask) => [mask, [...answers([mask], input)]]));
}
