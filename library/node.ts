/** `import … from "strata"` in Node: networks and images may be named by their files, and native ONNX Runtime runs where it is installed. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { codecs } from "../cli/codecs.ts";
import { readModel, shippedModels } from "../cli/model-source.ts";
import { readInput } from "../cli/read-input.ts";
import { openEngine } from "../cli/runtime.ts";
import { createLibrary, type Library } from "./functions.ts";

const pathOf = (file: string | URL): string => (typeof file === "string" ? file : fileURLToPath(file));

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
  openEngine: (model) => openEngine(model, tellFallback),
  readImage: async (file) => {
    const path = pathOf(file);
    return { bytes: await readInput(path), name: basename(path) };
  },
  networkAt: (network) => (asked) => readModel(network === null ? null : pathOf(network), process.cwd(), asked),
});

export const explain: Library["explain"] = library.explain;
export const openNetwork: Library["openNetwork"] = library.openNetwork;
export const decompose: Library["decompose"] = library.decompose;
export const readStrata: Library["readStrata"] = library.readStrata;
export const writeStrata: Library["writeStrata"] = library.writeStrata;

/** The names of the networks in this package, the default one first. */
export const shippedNetworks = (): Promise<readonly string[]> => shippedModels();

export * from "./exports.ts";
