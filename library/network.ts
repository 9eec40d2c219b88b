import { withAskedProbes, type AskedProbes } from "../cli/asking.ts";
import type { LocalEngine } from "../src/backends/local-engine.ts";
import { loadModel } from "../src/models/load-model.ts";
import type { LoadedModel } from "../src/models/model-files.ts";
import { readManifest } from "../src/models/read-manifest.ts";
import { createFileStore } from "../src/models/store.ts";
import { bytesOf } from "./image.ts";
import { StrataError } from "./failure.ts";

/** A network's files. Each is checked against the SHA-256 in the manifest. */
export interface NetworkFiles {
  /** NAME.json, parsed: see docs/format.md, manifests of models. */
  readonly manifest: unknown;
  /** NAME.onnx. */
  readonly network: Uint8Array | ArrayBuffer | Blob;
  /** NAME.tail.onnx, where the manifest has probes. */
  readonly probes?: Uint8Array | ArrayBuffer | Blob;
  /** NAME.replicates.onnx, for `certainty`. */
  readonly replicates?: Uint8Array | ArrayBuffer | Blob;
  /** NAME.labels.tail.onnx, for `probes: "labels"`. */
  readonly labels?: Uint8Array | ArrayBuffer | Blob;
}

/** Reads a network with the probes that are asked for. */
export type ReadNetwork = (probes: AskedProbes) => Promise<LoadedModel>;

/** A network in memory. Throws ModelError, InputError as `withAskedProbes` does, and StrataError `missing-file`. */
export function readFiles(files: NetworkFiles): ReadNetwork {
  return async (asked) => {
    const all = readManifest(files.manifest);
    const { network, probes } = all;
    const parts = new Map<string, keyof NetworkFiles>([[network.sha256, "network"]]);
    if (probes !== null) {
      parts.set(probes.sha256, "probes");
      if (probes.replicates !== undefined) parts.set(probes.replicates.sha256, "replicates");
      if (probes.labels !== undefined) parts.set(probes.labels.sha256, "labels");
    }
    const read = (part: string): Promise<Uint8Array> => {
      const file = files[part as Exclude<keyof NetworkFiles, "manifest">];
      if (file === undefined)
        throw new StrataError("missing-file", `network.${part} is missing; the manifest of ${all.name} names it.`);
      return bytesOf(file);
    };
    return loadModel(withAskedProbes(all, asked), createFileStore(parts, read));
  };
}

/** A network that answers more than one question: what was opened for one is there for the next. */
export class Network {
  readonly #read: ReadNetwork;
  readonly #open: (model: LoadedModel) => Promise<LocalEngine>;
  readonly #opened = new Map<string, ReturnType<Network["engine"]>>();
  /** Its name. */
  readonly name: string;
  /** What its classes are called, by index. */
  readonly classes: readonly string[];
  /** The names of its layers, from the input side; the last is its own output. */
  readonly layers: readonly string[];

  constructor(
    about: { readonly name: string; readonly classes: readonly string[]; readonly layers: readonly string[] },
    read: ReadNetwork,
    open: (model: LoadedModel) => Promise<LocalEngine>,
  ) {
    this.name = about.name;
    this.classes = about.classes;
    this.layers = about.layers;
    this.#read = read;
    this.#open = open;
  }

  /** The network with the probes that are asked for, ready to run. @internal */
  engine(probes: AskedProbes): Promise<{ readonly model: LoadedModel; readonly engine: LocalEngine }> {
    const key = JSON.stringify(probes);
    const open = async () => {
      const model = await this.#read(probes);
      return { model, engine: await this.#open(model) };
    };
    const opened = this.#opened.get(key) ?? open();
    this.#opened.set(key, opened);
    opened.catch(() => this.#opened.delete(key));
    return opened;
  }
}
