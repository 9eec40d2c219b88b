import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readModel } from "../../cli/model-source.ts";
import { assembleModel } from "../../src/models/assemble.ts";
import type { ModelManifest } from "../../src/models/manifest.ts";
import { checkedFile } from "../../src/models/store.ts";

const MODELS = fileURLToPath(new URL("../../public/models/", import.meta.url));

/** A network's files, joined: each null where there is none. */
export interface NetworkFiles {
  readonly manifest: ModelManifest;
  readonly network: Uint8Array;
  /** With its probes, and their replicates where it has some. */
  readonly probed: Uint8Array | null;
  /** With the probes of the labels. */
  readonly labelled: Uint8Array | null;
}

/** Reads a shipped network by its name, or another by its file.onnx. Throws InputError or ModelError. */
export async function readNetwork(nameOrFile: string): Promise<NetworkFiles> {
  const { manifest, bytes } = await readModel(nameOrFile, process.cwd());
  const folder = nameOrFile.endsWith(".onnx") ? dirname(nameOrFile) : MODELS;
  const network = bytes.subarray(0, manifest.network.bytes);
  const read = async (named: { readonly file: string; readonly sha256: string }): Promise<Uint8Array> =>
    checkedFile(named.file, await readFile(join(folder, named.file)), named.sha256);
  const { probes } = manifest;
  return {
    manifest,
    network,
    probed:
      probes === null
        ? null
        : probes.replicates === undefined
          ? bytes
          : assembleModel(bytes, await read(probes.replicates)),
    labelled: probes?.labels === undefined ? null : assembleModel(network, await read(probes.labels)),
  };
}
