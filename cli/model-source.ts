import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "valibot";
import { createFileStore, listSchema } from "../src/models/store.ts";
import { loadModel } from "../src/models/load-model.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import { readManifest } from "../src/models/read-manifest.ts";
import type { LoadedModel } from "../src/models/model-files.ts";
import { withAskedProbes, type AskedProbes } from "./asking.ts";
import { InputError } from "./failure.ts";
import { parseJson } from "./json.ts";
import type { GuessedModel } from "./guess-model.ts";
import { readInput } from "./read-input.ts";
import { MAX_MODEL_BYTES } from "./read-network.ts";

const MODELS = fileURLToPath(new URL("../public/models/", import.meta.url));

/** The models that ship with the project, the default one first; of those that are listed an installed package holds two. */
export async function shippedModels(): Promise<readonly string[]> {
  const models = parse(listSchema, JSON.parse(await readFile(join(MODELS, "index.json"), "utf8")));
  return models.map(({ name }) => name).filter((name) => existsSync(join(MODELS, `${name}.onnx`)));
}

/** The manifest of a shipped network, by what the network is and not by what it is called; null where it is none of them. */
export async function shippedManifest(sha256: string): Promise<ModelManifest | null> {
  const models = parse(listSchema, JSON.parse(await readFile(join(MODELS, "index.json"), "utf8")));
  const found = models.find(({ network }) => network === sha256);
  const path = found === undefined ? null : join(MODELS, `${found.name}.json`);
  // An installed package lists more than it holds.
  return path === null || !existsSync(path) ? null : readManifest(JSON.parse(await readFile(path, "utf8")));
}

/**
 * Reads a model: null is the first shipped one, NAME a shipped one, FILE.onnx one's own with its manifest and, where that names probes, their
 * file beside it; without a manifest what `guess` takes it for. FILE.json is a manifest, with the network beside it under the manifest's own name or the
 * one that it gives. Throws InputError or ModelError, and as `guess` does.
 */
export async function readModel(
  nameOrFile: string | null,
  cwd: string,
  asked: AskedProbes = {},
  guess: ((path: string) => Promise<GuessedModel>) | null = null,
): Promise<LoadedModel> {
  const { path, manifest: first, bytes: backbone } = await networkOf(nameOrFile, cwd, guess);
  const manifest = withAskedProbes(first, asked);
  const { replicates = false } = asked;
  const { network, probes } = manifest;
  const files = new Map([[network.sha256, path]]);
  const beside = [probes, replicates ? (probes?.replicates ?? null) : null];
  for (const part of beside) {
    if (part === null) continue;
    const tailPath = join(dirname(path), part.file);
    if (!existsSync(tailPath)) throw new InputError("no-tail", { path, tail: tailPath });
    files.set(part.sha256, tailPath);
  }
  const read = async (file: string): Promise<Uint8Array> =>
    file === path ? backbone : readInput(file, MAX_MODEL_BYTES);
  return loadModel(manifest, createFileStore(files, read));
}

/** A network's file and its manifest: the one that is named, the one beside the network, or what it is taken for. */
async function networkOf(
  nameOrFile: string | null,
  cwd: string,
  guess: ((path: string) => Promise<GuessedModel>) | null,
): Promise<GuessedModel & { readonly path: string }> {
  const manifestOf = async (path: string): Promise<ModelManifest> =>
    readManifest(parseJson(await readInput(path), path));
  if (nameOrFile !== null && /\.json$/i.test(nameOrFile)) {
    const manifestPath = resolve(cwd, nameOrFile);
    const manifest = await manifestOf(manifestPath);
    const beside = manifestPath.replace(/\.json$/i, ".onnx");
    const path = existsSync(beside) ? beside : join(dirname(manifestPath), `${manifest.name}.onnx`);
    return { path, manifest, bytes: await readInput(path, MAX_MODEL_BYTES) };
  }
  const path = nameOrFile?.toLowerCase().endsWith(".onnx") ? resolve(cwd, nameOrFile) : await shippedPath(nameOrFile);
  const manifestPath = path.replace(/\.onnx$/i, ".json");
  if (existsSync(manifestPath)) {
    const bytes = await readInput(path, MAX_MODEL_BYTES);
    return { path, manifest: await manifestOf(manifestPath), bytes };
  }
  if (guess === null) throw new InputError("no-manifest", { path, manifest: manifestPath });
  return { path, ...(await guess(path)) };
}

async function shippedPath(name: string | null): Promise<string> {
  const models = await shippedModels();
  const found = name === null ? models[0] : models.find((model) => model === name);
  if (found === undefined) throw new InputError("unknown-model", { name: name ?? "", models: models.join(", ") });
  return join(MODELS, `${found}.onnx`);
}
