import { createInferenceApi } from "../src/backends/inference-api.ts";
import { serve } from "../src/platform/serve.ts";
import { fetchOwn } from "../src/storage/fetching.ts";

serve(
  createInferenceApi({
    // Imported when needed: a static import would put ONNX Runtime into this worker's own script.
    script: () => import("onnxruntime-web/wasm"),
    binary: async (address) => {
      const response = await fetchOwn(address);
      if (!response.ok) throw new Error(`${address}: status ${response.status}`);
      return response.arrayBuffer();
    },
  }),
);
