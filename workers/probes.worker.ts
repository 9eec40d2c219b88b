import { createFittingApi } from "../src/backends/fitting/fitting-api.ts";
import { serve } from "../src/platform/serve.ts";
import { fetchOwn } from "../src/storage/fetching.ts";
import { browserFolders } from "../src/storage/fits/kept-fits.ts";
import { workbenchesIn } from "../src/storage/fits/workbench.ts";
import { pageCodecs } from "../src/storage/page-codecs.ts";

/** More threads than this gain little. */
const MAX_THREADS = 8;

serve(
  createFittingApi({
    runtime: async (address) => {
      const response = await fetchOwn(address);
      if (!response.ok) throw new Error(`${address}: status ${response.status}`);
      // Imported when needed: a static import would put ONNX Runtime into this worker's own script, which its threads would begin again.
      const ort = await import("onnxruntime-web/wasm");
      ort.env.wasm.numThreads = crossOriginIsolated ? Math.min(MAX_THREADS, navigator.hardwareConcurrency) : 1;
      ort.env.wasm.wasmBinary = await response.arrayBuffer();
      ort.env.logLevel = "error";
      return ort;
    },
    codecs: pageCodecs,
    workbench: workbenchesIn(browserFolders),
  }),
);
