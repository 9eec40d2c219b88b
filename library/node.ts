/** `import … from "strata"` in Node: networks and images may be named by their files, and native ONNX Runtime runs where it is installed. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { codecs } from "../cli/codecs.ts";
import { readModel, shippedModels } from "../cli/model-source.ts";
import { readInput } from "../cli/read-input.ts";
import { openEngine, type RuntimeLoaders } from "../cli/runtime.ts";
import { StrataError } from "./failure.ts";
import { createLibrary, type Library } from "./functions.ts";

type Runtime = Awaited<ReturnType<RuntimeLoaders["native"]>>;

/** Throws StrataError `no-file-url` where a URL is of no file here. */
function pathOf(field: "image" | "network", file: string | URL): string {
  if (typeof file === "string") return file;
  try {
    return fileURLToPath(file);
  } catch (cause) {
    throw new StrataError(
      "no-file-url",
      `${field} must be a path or a file: URL, and is ${file.href}; fetch it and give its bytes.`,
      { cause },
    );
  }
}

let isTold = false;

/** Says once in a process that the slower runtime runs. */
function tellFallback(reason: string): void {
  if (isTold) return;
  isTold = true;
  process.emitWarning(
    `native ONNX Runtime could not be loaded (${reason.split("\n")[0]}); using the slower WebAssembly one`,
    "StrataWarning",
  );
}

const library = createLibrary({
  codecs,
  openEngine: (model, sessions) =>
    openEngine(model, tellFallback, {
      loaders: {
        native: async () => sessions.of((await import("onnxruntime-node")) as unknown as Runtime),
        wasm: async () => sessions.of<Runtime>(await import("onnxruntime-web")),
      },
    }),
  readImage: async (file) => {
    const path = pathOf("image", file);
    return { bytes: await readInput(path), name: basename(path) };
  },
  networkAt: (network) => {
    const path = network === null ? null : pathOf("network", network);
    return (asked) => readModel(path, process.cwd(), asked);
  },
});

export const explain: Library["explain"] = library.explain;
export const openNetwork: Library["openNetwork"] = library.openNetwork;
export const decompose: Library["decompose"] = library.decompose;
export const readStrata: Library["readStrata"] = library.readStrata;
export const writeStrata: Library["writeStrata"] = library.writeStrata;

/** The names of the networks in this package, the default one first. */
export const shippedNetworks = (): Promise<readonly string[]> => shippedModels();

export * from "./exports.ts";
