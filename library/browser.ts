/**
 * `import … from "strata"` in browsers: on the calling thread, a window's or a worker's, with onnxruntime-web. Nothing is fetched but ONNX Runtime's own
 * WebAssembly and, for JPEG, WebP and AVIF, a decoder beside this file.
 */
import type { OpeningRuntime } from "../src/backends/opening.ts";
import { openLocalEngine } from "../src/backends/local-engine.ts";
import { codecsBeside } from "./codecs-beside.ts";
import { createLibrary, type Library } from "./functions.ts";
import { StrataError } from "./failure.ts";

const library = createLibrary({
  codecs: codecsBeside,
  openEngine: async (model, sessions) =>
    openLocalEngine(sessions.of((await import("onnxruntime-web/wasm")) as unknown as OpeningRuntime), model, () => ({
      executionProviders: ["wasm"],
      logSeverityLevel: 3,
    })),
  readImage: () => {
    throw new StrataError(
      "no-paths",
      "image must be pixels or a file's bytes: a browser reads no files by their paths.",
    );
  },
  networkAt: () => {
    throw new StrataError(
      "no-paths",
      "network must be the bytes of its files beside its manifest: a browser reads no files by their paths.",
    );
  },
});

export const explain: Library["explain"] = library.explain;
export const openNetwork: Library["openNetwork"] = library.openNetwork;
export const decompose: Library["decompose"] = library.decompose;
export const readStrata: Library["readStrata"] = library.readStrata;
export const writeStrata: Library["writeStrata"] = library.writeStrata;

export * from "./exports.ts";
