import { createGpuApi } from "../src/backends/gpu-api.ts";
import { serve } from "../src/platform/serve.ts";

// Imported when needed: a static import would put ONNX Runtime into this worker's own script.
serve(createGpuApi(() => import("onnxruntime-web/webgpu")));
