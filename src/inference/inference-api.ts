import { transfer } from "comlink";
import type * as Ort from "onnxruntime-web/wasm";
import { InferenceError, saysNoRoom, wordsOf } from "./errors.ts";
import type { InferenceWorkerApi, Mortal } from "./protocol.ts";
import { createBatchRunner, type BatchRunner } from "./run-batch.ts";
import { wasmSessionOptions } from "./session-options.ts";

/** Where ONNX Runtime comes from, when the first model comes. */
export interface RuntimeSource {
  script(): Promise<typeof Ort>;
  /** The bytes of its WebAssembly file. */
  binary(address: string): Promise<ArrayBuffer>;
}

/** What an inference worker answers with. */
export function createInferenceApi(source: RuntimeSource): Omit<InferenceWorkerApi, keyof Mortal> {
  let runner: BatchRunner | null = null;
  const opened = (): BatchRunner => {
    if (runner === null) throw new RangeError("load must be called first");
    return runner;
  };
  return {
    load: async ({ manifest, bytes }, { batchSize, runtime }) => {
      try {
        const [ort, binary] = await Promise.all([source.script(), typeof runtime === "string" ? source.binary(runtime) : runtime]);
        // The cores are shared out among workers; threads inside one would have to wait for each other.
        ort.env.wasm.numThreads = 1;
        ort.env.wasm.wasmBinary = binary;
        ort.env.logLevel = "error";
        const session = await ort.InferenceSession.create(bytes, wasmSessionOptions(bytes));
        runner = createBatchRunner(ort, session, manifest, batchSize);
        return transfer(binary, [binary]);
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
