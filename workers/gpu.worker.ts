import { createGpuApi } from "../src/backends/gpu-api.ts";
import { serve } from "../src/platform/serve.ts";

const uncaught = new Promise<never>((_, reject) =>
  self.addEventListener("unhandledrejection", ({ reason }) => reject(reason as Error)),
);
uncaught.catch(() => undefined);

// Imported when needed: a static import would put ONNX Runtime into this worker's own script.
serve(createGpuApi(() => import("onnxruntime-web/webgpu"), uncaught));
