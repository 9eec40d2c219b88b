import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { PluginOption } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { PREFERRED_MODEL } from "../src/session/preferred-model.ts";
import type { FileGroup, ShippedFile } from "../src/storage/offline-messages.ts";

/** What the page opens with: its model with what there is to ask it about, and ONNX Runtime for WebAssembly on the processor, as the build names it. */
const START_MODEL = new RegExp(`^models/${PREFERRED_MODEL}\\.(json|onnx|tail\\.onnx)$`);
const SAMPLES = JSON.parse(
  readFileSync(new URL("../public/samples/index.json", import.meta.url), "utf8"),
) as readonly Readonly<Record<"file" | "model", string>>[];
const START_SAMPLES = new Set(
  SAMPLES.filter(({ model }) => model === PREFERRED_MODEL).map(({ file }) => `samples/${file}`),
);
const RUNTIME = /\/(ort[.-]|gpu\.worker-)/;
const START_RUNTIME = /\/ort(\.wasm\.bundle\.min|-wasm-simd-threaded)-[\w-]+\.(js|wasm)$/;

/** What reads JPEG, WebP and AVIF: fetched when such an image comes, and there without a network. */
const DECODER = /\/(mozjpeg_dec|webp_dec|avif_dec|jpeg-js)-[\w-]+\.(js|wasm)$/;

/** A decoder within a script. */
const WITHIN = /\/codecs-within-[\w-]+\.js$/;

/** Larger than any file that ships; the plugin leaves out larger ones than it is told. */
const MAX_BYTES = 2 ** 28;

function groupOf(path: string): FileGroup {
  if (path.startsWith("models/") && path !== "models/index.json") return START_MODEL.test(path) ? "start" : "more";
  // Of networks that do not ship themselves.
  if (path.startsWith("published/")) return "more";
  if (path.startsWith("samples/") && path.endsWith(".png")) return START_SAMPLES.has(path) ? "start" : "more";
  // A browser without WebGPU never asks for the GPU's part of it.
  if (RUNTIME.test(path)) return START_RUNTIME.test(path) ? "start" : "more";
  if (DECODER.test(path)) return "start";
  // Only a frame that nothing can be kept for asks for it.
  if (WITHIN.test(path)) return "more";
  return /\.(html|js|css|svg|json|webmanifest)$/.test(path) ? "shell" : "start";
}

async function shippedFile(built: string, path: string): Promise<ShippedFile> {
  const content = await readFile(join(built, path));
  return {
    path,
    bytes: content.length,
    integrity: `sha256-${createHash("sha256").update(content).digest("base64")}`,
    group: groupOf(path),
  };
}

/** Builds `workers/service.worker.ts` beside the page, with the list of all that was built written in. */
export function serviceWorker(): PluginOption[] {
  let built = "";
  return [
    {
      name: "strata-service-worker",
      apply: "build",
      configResolved: ({ root, build }) => void (built = resolve(root, build.outDir)),
    },
    VitePWA({
      strategies: "injectManifest",
      srcDir: "workers",
      filename: "service.worker.ts",
      registerType: "prompt",
      // The page registers the worker itself, after its first picture; its web app manifest is a file of its own.
      injectRegister: false,
      manifest: false,
      injectManifest: {
        rollupFormat: "iife",
        globPatterns: ["**/*"],
        maximumFileSizeToCacheInBytes: MAX_BYTES,
        // The plugin's own entries are addresses and MD5; a list of ours goes in their place.
        manifestTransforms: [
          async (entries) => ({
            manifest: (await Promise.all(entries.map(({ url }) => shippedFile(built, url)))) as never,
          }),
        ],
      },
    }),
  ];
}
