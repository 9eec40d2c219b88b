import { withAskedProbes, type AskedProbes } from "../cli/asking.ts";
import type { LocalEngine } from "../src/backends/local-engine.ts";
import { loadModel } from "../src/models/load-model.ts";
import type { LoadedModel } from "../src/models/model-files.ts";
import { columnsOf } from "../src/models/manifest.ts";
import { readManifest } from "../src/models/read-manifest.ts";
import { createFileStore } from "../src/models/store.ts";
import { bytesOf } from "./image.ts";
import { StrataError } from "./failure.ts";
import { Sessions } from "./sessions.ts";

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

/** What every network of a library is opened with. */
export const FIRST_PROBES: AskedProbes = { target: null, replicates: false };

/** A network as it was read, and which probes were asked for. */
interface Read {
  readonly asked: AskedProbes;
  readonly model: LoadedModel;
}

/** A network that is ready to run. */
interface Opened {
  readonly model: LoadedModel;
  readonly engine: LocalEngine;
}

/** A network that answers more than one question: what was opened for one is there for the next, until it is closed. */
export class Network {
  readonly #read: ReadNetwork;
  readonly #open: (model: LoadedModel, sessions: Sessions) => Promise<LocalEngine>;
  readonly #sessions = new Sessions();
  readonly #opened = new Map<string, Promise<Opened>>();
  readonly #work = new Set<Promise<unknown>>();
  #first: Read | null;
  #closing: Promise<void> | null = null;
  /** Its name. */
  readonly name: string;
  /** What its classes are called, by index. */
  readonly classes: readonly string[];
  /** The names of its layers, from the input side; the last is its own output. */
  readonly layers: readonly string[];

  /** `first` is what was read already. @internal */
  constructor(first: Read, read: ReadNetwork, open: (model: LoadedModel, sessions: Sessions) => Promise<LocalEngine>) {
    const { manifest } = first.model;
    this.name = manifest.name;
    this.classes = manifest.classes;
    this.layers = columnsOf(manifest).map((column) => column.name);
    this.#first = first;
    this.#read = read;
    this.#open = open;
  }

  /** Works with the network with the probes that are asked for. Throws StrataError `closed-network`. @internal */
  async use<T>(asked: AskedProbes, work: (opened: Opened) => Promise<T>): Promise<T> {
    if (this.#closing !== null)
      throw new StrataError("closed-network", `network ${this.name} is closed; open it again with openNetwork.`);
    const working = this.#engine(asked).then(work);
    this.#work.add(working);
    try {
      return await working;
    } finally {
      this.#work.delete(working);
    }
  }

  /** Frees its memory once what it is asked already is answered; from now on it takes no more questions. May be called again. */
  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#work).then(() => {
      this.#opened.clear();
      this.#first = null;
      return this.#sessions.release();
    });
    return this.#closing;
  }

  #engine(asked: AskedProbes): Promise<Opened> {
    const key = JSON.stringify(asked);
    const open = async (): Promise<Opened> => {
      const first = this.#first;
      const model = first !== null && JSON.stringify(first.asked) === key ? first.model : await this.#read(asked);
      return { model, engine: await this.#open(model, this.#sessions) };
    };
    const opened = this.#opened.get(key) ?? open();
    this.#opened.set(key, opened);
    opened.catch(() => this.#opened.delete(key));
    return opened;
  }
}
