import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { externalFilesOf } from "../src/models/graph/constants.ts";
import { inlineWeights } from "../src/models/graph/external-weights.ts";
import type { Graph } from "../src/models/graph/graph.ts";
import { readGraph } from "../src/models/graph/read-graph.ts";
import type { SideFiles } from "../src/models/graph/side-files.ts";
import { ModelError } from "../src/models/errors.ts";
import { readInput } from "./read-input.ts";

/** As much as a manifest may say of a network. */
export const MAX_MODEL_BYTES = 2 ** 31 - 1;

/** A network's file, whole. */
export interface NetworkFile {
  readonly path: string;
  /** With the weights in it that lie in files beside it. */
  readonly bytes: Uint8Array;
  readonly graph: Graph;
}

/** Reads a network and the files of weights that it names. Throws InputError, or ModelError of `readGraph` and `inlineWeights`. */
export async function readNetwork(path: string): Promise<NetworkFile> {
  const bytes = await readInput(path, MAX_MODEL_BYTES);
  const graph = readGraph(bytes);
  const external = externalFilesOf(graph);
  if (external.length === 0) return { path, bytes, graph };
  const files = new Map<string, Uint8Array>();
  for (const file of external) {
    const beside = join(dirname(path), file);
    if (!existsSync(beside)) throw new ModelError("weights-missing", `${file} is missing`, { file });
    files.set(file, await readInput(beside, MAX_MODEL_BYTES));
  }
  const whole = inlineWeights(bytes, files);
  return { path, bytes: whole, graph: readGraph(whole) };
}

/** Files that say something of the network beside them, as people and tools call them. */
const SIDE_FILES = [
  "preprocessor_config.json",
  "config.json",
  "labels.txt",
  "classes.txt",
  "labels.json",
  "classes.json",
];

/** Those of them that lie beside a network, and such as are called like it. Throws InputError. */
export async function readSideFiles(path: string): Promise<SideFiles> {
  const plain = basename(path).replace(/\.onnx$/i, "");
  const names = [`${plain}.txt`, `${plain}.labels.txt`, ...SIDE_FILES];
  const there = names.filter((name) => existsSync(join(dirname(path), name)));
  const files = there.map(async (name) => [name, await readInput(join(dirname(path), name))] as const);
  return new Map(await Promise.all(files));
}
