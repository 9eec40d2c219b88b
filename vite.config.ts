import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { pageHeadersAlways } from "./scripts/page-headers.ts";
import { securityPolicy } from "./scripts/security-policy.ts";
import { serviceWorker } from "./scripts/service-worker.ts";
import { staticNotice } from "./scripts/static-notice.ts";
import { unpackedPreview } from "./scripts/unpacked-preview.ts";

/** While developing, Vite puts scripts and styles of its own into the page; this lets them through the policy, and nothing else. */
const nonce = randomUUID();

/** jsPDF would fetch these to draw HTML, which the page never asks of it. */
const absent = fileURLToPath(new URL("scripts/absent.ts", import.meta.url));
const UNUSED_BY_JSPDF = { canvg: absent, dompurify: absent, html2canvas: absent };

export default defineConfig(({ command, isPreview }) => ({
  base: "./",
  resolve: { alias: UNUSED_BY_JSPDF },
  plugins: [react(), securityPolicy(), staticNotice(), serviceWorker(), unpackedPreview(), pageHeadersAlways(nonce)],
  // Without the ES format a dynamic import of ONNX Runtime is inlined into the worker and hangs with threads.
  worker: { format: "es" },
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  html: command === "serve" && isPreview !== true ? { cspNonce: nonce } : {},
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 1000,
    // What the page begins with comes in one file instead of two dozen, each of which costs a request, and what it draws next in another;
    // but for the entry itself, whose end the parts that it fetches must not wait for.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "start", tags: ["$initial"], test: (id) => !/\/(index\.html|main\.tsx)$/.test(id), priority: 1 },
            { name: "page", test: /\/src\/app\/App\.tsx$/ },
          ],
        },
      },
    },
  },
  test: {
    include: ["{src,cli,library,scripts,workers,training,bench}/**/*.test.{ts,tsx}"],
    environment: "node",
    testTimeout: 120_000,
    // Tests of processes and servers wait more than they work.
    maxWorkers: "100%",
  },
}));
