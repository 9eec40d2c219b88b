import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Cross-origin isolation, so that WebAssembly may use threads; the page also works without it. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./",
  plugins: [react()],
  // Without the ES format a dynamic import of ONNX Runtime is inlined into the worker and hangs with threads.
  worker: { format: "es" },
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  server: { headers: isolation },
  preview: { headers: isolation },
  build: { target: "es2023", chunkSizeWarningLimit: 1000 },
  test: { include: ["{src,cli,scripts,workers,training}/**/*.test.{ts,tsx}"], environment: "node", testTimeout: 120_000 },
});
