/** The worker of probes, with its sessions' runs timed, and ONNX Runtime alone in the same place. */
import { createFittingApi } from "../../src/backends/fitting/fitting-api.ts";
import { wasmSessionOptions } from "../../src/backends/session-options.ts";
import { inputDims, inputSize, type InputSpec } from "../../src/models/spec/input.ts";
import { serve } from "../../src/platform/serve.ts";
import { browserFolders } from "../../src/storage/fits/kept-fits.ts";
import { workbenchesIn } from "../../src/storage/fits/workbench.ts";
import { pageCodecs } from "../../src/storage/page-codecs.ts";
import { timedRuntime, type RunSeconds } from "./timed-runtime.ts";

const BATCH = 64;

let measured: RunSeconds = { networks: [], products: 0 };

async function runtime(address: string) {
  const ort = await import("onnxruntime-web/wasm");
  ort.env.wasm.numThreads = crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  ort.env.wasm.wasmPaths = { wasm: address };
  ort.env.logLevel = "error";
  return ort;
}

const api = {
  ...createFittingApi({
    runtime: async (address) => {
      const timed = timedRuntime(await runtime(address));
      measured = timed.seconds;
      return timed.runtime;
    },
    codecs: pageCodecs,
    workbench: workbenchesIn(browserFolders),
  }),
  runSeconds: async (): Promise<RunSeconds> => measured,
  /** Seconds that ONNX Runtime alone takes for as many images, without probes, after some to get warm. */
  alone: async (network: Blob, input: InputSpec, images: number, address: string): Promise<number> => {
    const ort = await runtime(address);
    const bytes = new Uint8Array(await network.arrayBuffer());
    const session = await ort.InferenceSession.create(bytes, wasmSessionOptions(bytes));
    const data = Float32Array.from({ length: BATCH * inputSize(input) }, (_, i) => ((37 * i) % 251) / 251);
    const run = async (count: number): Promise<void> => {
      for (let done = 0; done < count; done += BATCH)
        await session.run({ [input.name]: new ort.Tensor("float32", data, inputDims(input, BATCH)) });
    };
    await run(8 * BATCH);
    const start = performance.now();
    await run(images);
    return (performance.now() - start) / 1000;
  },
};
export type BenchFitting = typeof api;

serve(api);
