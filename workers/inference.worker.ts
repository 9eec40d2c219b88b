import { createInferenceApi } from "../src/inference/inference-api.ts";
import { serve } from "../src/inference/serve.ts";

// Imported when needed: a static import would put ONNX Runtime into this worker's own script.
serve(createInferenceApi(() => import("onnxruntime-web/wasm")));
