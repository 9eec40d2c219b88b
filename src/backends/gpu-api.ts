import type { Mortal } from "../platform/mortal.ts";
import { transfer } from "comlink";
import type * as Ort from "onnxruntime-web/webgpu";
import { MASKED, maskedModel } from "../models/masked-graph.ts";
import { isPlainNetwork } from "../models/plain-network.ts";
import { openingFailure } from "./opening-failure.ts";
import { createGpuRunner, type GpuRuntime, type GpuRunner } from "./gpu-runner.ts";
import { receivedModel } from "./sent-model.ts";
import { NOT_HELD, type GpuWorkerApi } from "./protocol.ts";

/** What the GPU's worker answers with; `importRuntime` fetches ONNX Runtime when the model comes; `uncaught` as `createGpuRunner` takes it. */
export function createGpuApi(
  importRuntime: () => Promise<typeof Ort>,
  uncaught: Promise<never>,
): Omit<GpuWorkerApi, keyof Mortal> {
  let runner: GpuRunner | null = null;
  const opened = (): GpuRunner => {
    if (runner === null) throw new RangeError("load must be called first");
    return runner;
  };
  return {
    load: async (model, { wasmUrl }) => {
      try {
        const [received, ort] = await Promise.all([receivedModel(model), importRuntime()]);
        const run = isPlainNetwork(received) ? received : (await import("./open-any-network.ts")).freedModel(received);
        // What runs beside the GPU here is a queue, not arithmetic.
        ort.env.wasm.numThreads = 1;
        ort.env.wasm.wasmPaths = { wasm: wasmUrl };
        ort.env.logLevel = "error";
        ort.env.webgpu.powerPreference = "high-performance";
        const session = await ort.InferenceSession.create(maskedModel(run), {
          executionProviders: ["webgpu"],
          preferredOutputLocation: { [MASKED.logits]: "gpu-buffer" },
        });
        const device = (await ort.env.webgpu.device) as GPUDevice;
        runner = createGpuRunner(ort as unknown as GpuRuntime, session, device, run.manifest, uncaught);
        const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
        return { bufferBytes: Math.min(maxBufferSize, maxStorageBufferBindingSize) };
      } catch (cause) {
        throw openingFailure(cause, model.manifest.name);
      }
    },
    run: async (input, masks, batchSize) => {
      const answer = await opened().run(input, masks, batchSize);
      return answer === NOT_HELD ? answer : transfer(answer, [answer.buffer]);
    },
  };
}
