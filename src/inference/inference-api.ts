import { transfer } from "comlink";
import type * as Ort from "onnxruntime-web/wasm";
import { InferenceError, saysNoRoom, wordsOf } from "./errors.ts";
import type { InferenceWorkerApi, Mortal } from "./protocol.ts";
import { createBatchRunner, type BatchRunner } from "./run-batch.ts";

/** What an inference worker answers with; `importRuntime` fetches ONNX Runtime when the first model comes. */
export function createInferenceApi(importRuntime: () => Promise<typeof Ort>): Omit<InferenceWorkerApi, keyof Mortal> {
  let runner: BatchRunner | null = null;
  const opened = (): BatchRunner => {
    if (runner === null) throw new RangeError("load must be called first");
    return runner;
  };
  return {
    load: async ({ manifest, bytes }, { batchSize, wasmUrl }) => {
      try {
        const ort = await importRuntime();
        // The cores are shared out among workers; threads inside one would have to wait for each other.
        ort.env.wasm.numThreads = 1;
        ort.env.wasm.wasmPaths = { wasm: wasmUrl };
        ort.env.logLevel = "error";
        const session = await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
        runner = createBatchRunner(ort, session, manifest, batchSize);
      } catch (cause) {
        const message = wordsOf(cause);
        throw new InferenceError(saysNoRoom(message) ? "out-of-memory" : "session-failed", { model: manifest.name, message }, { cause });
      }
    },
    prepare: async (input) => opened().prepare(input),
    run: async (masks, size) => {
      const logits = await opened().run(masks, size);
      return transfer(logits, [logits.buffer]);
    },
  };
}
