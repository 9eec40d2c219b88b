import type { Mortal } from "../platform/mortal.ts";
import { transfer } from "comlink";
import type * as Ort from "onnxruntime-web/wasm";
import { writeModel } from "../models/onnx.ts";
import { openingFailure } from "./opening-failure.ts";
import { openNetwork } from "./open-network.ts";
import { NOT_HELD, type InferenceWorkerApi } from "./protocol.ts";
import { createBatchRunner, type BatchRunner } from "./run-batch.ts";
import { receivedModel } from "./sent-model.ts";
import { wasmSessionOptions } from "./session-options.ts";

/** Where ONNX Runtime comes from, when it is first needed. */
export interface RuntimeSource {
  script(): Promise<typeof Ort>;
  /** The bytes of its WebAssembly file. */
  binary(address: string): Promise<ArrayBuffer>;
}

/** ONNX Runtime, with the bytes of its WebAssembly file. */
interface Runtime {
  readonly ort: typeof Ort;
  readonly binary: ArrayBuffer;
}

/** A network of one node. */
const SMALLEST = writeModel(
  {
    inputs: [{ name: "x", dims: [1] }],
    outputs: [{ name: "y", dims: [1] }],
    nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    initializers: [],
  },
  "smallest",
);

/** What an inference worker answers with. */
export function createInferenceApi(source: RuntimeSource): Omit<InferenceWorkerApi, keyof Mortal> {
  let runner: BatchRunner | null = null;
  let warm: Promise<Runtime> | null = null;
  const openRuntime = async (runtime: string | ArrayBuffer): Promise<Runtime> => {
    const [ort, binary] = await Promise.all([
      source.script(),
      typeof runtime === "string" ? source.binary(runtime) : runtime,
    ]);
    // The cores are shared out among workers; threads inside one would have to wait for each other.
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmBinary = binary;
    ort.env.logLevel = "error";
    return { ort, binary };
  };
  const warmed = async (address: string): Promise<Runtime> => {
    const runtime = await openRuntime(address);
    const session = await runtime.ort.InferenceSession.create(SMALLEST, wasmSessionOptions(SMALLEST));
    await session.release();
    return runtime;
  };
  const opened = (): BatchRunner => {
    if (runner === null) throw new RangeError("load must be called first");
    return runner;
  };
  return {
    warmUp: async (address) => {
      warm = warmed(address);
      await warm;
    },
    load: async (model, { batchSize, runtime, known }) => {
      try {
        const [received, { ort, binary }] = await Promise.all([
          receivedModel(model),
          (async () => (await warm?.catch(() => null)) ?? openRuntime(runtime))(),
        ]);
        const { session, manifest, facts } = await openNetwork(ort, received, wasmSessionOptions, known);
        runner = createBatchRunner(ort, session, manifest, batchSize, facts.batching);
        return transfer({ runtime: binary, facts }, [binary]);
      } catch (cause) {
        throw openingFailure(cause, model.manifest.name);
      }
    },
    run: async (input, masks, size) => {
      const answer = await opened().run(input, masks, size);
      return answer === NOT_HELD ? answer : transfer(answer, [answer.buffer]);
    },
  };
}
