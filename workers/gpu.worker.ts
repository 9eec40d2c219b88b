import { createGpuApi } from "../src/inference/gpu-api.ts";
import { serve } from "../src/inference/serve.ts";

// Imported when needed: a static import would put ONNX Runtime into this worker's own script.
serve(createGpuApi(() => import("onnxruntime-web/webgpu")));
