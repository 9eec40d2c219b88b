import { createNetworkApi } from "../src/backends/network-api.ts";
import { serve } from "../src/platform/serve.ts";
import { fetchOwn } from "../src/storage/fetching.ts";

serve(
  createNetworkApi({
    // Imported when needed: a static import would put ONNX Runtime into this worker's own script.
    script: () => import("onnxruntime-web/wasm"),
    binary: async (address) => {
      const response = await fetchOwn(address);
      if (!response.ok) throw new Error(`${address}: status ${response.status}`);
      return response.arrayBuffer();
    },
  }),
);
