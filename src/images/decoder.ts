import type { Fit } from "../core/resize.ts";
import type { ImageDecoder, DecodedImage, DecodeWorkerApi } from "./protocol.ts";
import { WorkerPool } from "../platform/worker-pool.ts";
import type { WorkerLike } from "../platform/worker-handle.ts";

/** Longest time to decode one image, ms; 50 megapixels take a few seconds. */
const DECODE_SILENCE_MS = 60_000;

/** Decodes images in a worker of its own, one after another; a cancelled one ends its worker. */
export class WorkerDecoder implements ImageDecoder {
  readonly #pool: WorkerPool<DecodeWorkerApi>;

  constructor(spawn: () => WorkerLike) {
    this.#pool = new WorkerPool<DecodeWorkerApi>({ name: "decode", size: 1, spawn, open: async () => undefined });
  }

  decode(file: Blob, fit: Fit, signal?: AbortSignal): Promise<DecodedImage> {
    return this.#pool.do<DecodedImage>({
      perform: ({ api }) => api.decode(file, fit),
      silenceMs: DECODE_SILENCE_MS,
      signal,
      // Nothing else stops a decoder; the next image gets a new worker instead of waiting for this one.
      onCancel: (handle) => handle.terminate("cancelled"),
    });
  }

  dispose(): void {
    this.#pool.dispose();
  }
}
