import * as v from "valibot";
import { sha256 } from "../platform/sha256.ts";
import { ModelError } from "./errors.ts";
import { columnsOf, type ModelManifest } from "./manifest.ts";
import { digest, fileName, label, positive, share, size, text } from "./spec/fields.ts";

/** SHA-256 of bytes in lower-case hexadecimal digits. */
export type Digest = (bytes: Uint8Array) => Promise<string>;

/** Files of models, each found by the SHA-256 of its bytes. */
export interface ModelStore {
  /** The file with this digest, and no other. ModelError: "not-found" where there is none, "hash-mismatch" where what is in its place is another. */
  get(sha256: string): Promise<Uint8Array>;
}

/** What a list tells of a model, so that one can be chosen before anything of it is fetched; all of it stands in its manifest. */
export interface ModelSummary {
  /** What people call it. */
  readonly title: string;
  /** What it tells apart; empty where nobody says. */
  readonly task: string;
  /** The network's own, 0..1, on whole images and with half of each hidden; null where that is not known. */
  readonly accuracy: number | null;
  readonly accuracyHalfHidden: number | null;
  /** Columns of its pictures: probes and output. */
  readonly layers: number;
  /** What is fetched when it is chosen: network and probes. */
  readonly bytes: number;
  /** Of one image; null where nobody says. */
  readonly multiplyAdds: number | null;
  /** Under which its weights may be used. */
  readonly terms: string;
}

/** A model in a list, by the SHA-256 of its files. */
export interface ListedModel extends ModelSummary {
  readonly name: string;
  /** NAME.json. */
  readonly manifest: string;
  /** NAME.onnx. */
  readonly network: string;
  /** NAME.tail.onnx; null for a network without probes. */
  readonly probes: string | null;
  /** NAME.replicates.onnx, where the probes have replicates. */
  readonly replicates?: string | undefined;
  /** NAME.labels.tail.onnx, where there are probes of the labels beside the others. */
  readonly labels?: string | undefined;
}

const MAX_LISTED = 1000;

/** What a list says of a model, field by field. */
const listedFields = {
  name: fileName,
  manifest: digest,
  network: digest,
  probes: v.nullable(digest),
  replicates: v.optional(digest),
  labels: v.optional(digest),
  title: label,
  task: text,
  accuracy: share,
  accuracyHalfHidden: share,
  layers: size,
  bytes: size,
  multiplyAdds: v.nullable(positive),
  terms: text,
};

/** The models that ship, the default one first: index.json beside their files. */
export const listSchema = v.pipe(v.array(v.object(listedFields)), v.minLength(1), v.maxLength(MAX_LISTED));

/** A model's place in a list; `digest` is of its manifest's file. */
export function listedModel(manifest: ModelManifest, digest: string): ListedModel {
  const { name, title = name, task = "", licence, network, probes, output, multiplyAdds = null } = manifest;
  return {
    name,
    manifest: digest,
    network: network.sha256,
    probes: probes?.sha256 ?? null,
    ...(probes?.replicates !== undefined && { replicates: probes.replicates.sha256 }),
    ...(probes?.labels !== undefined && { labels: probes.labels.sha256 }),
    title,
    task,
    accuracy: output.accuracy,
    accuracyHalfHidden: output.accuracyHalfHidden,
    layers: columnsOf(manifest).length,
    bytes: network.bytes + (probes?.bytes ?? 0),
    multiplyAdds,
    terms: licence,
  };
}

/** The files of a model in a list, by their digests. */
export function filesOf({
  name,
  manifest,
  network,
  probes,
  replicates,
  labels,
}: ListedModel): ReadonlyMap<string, string> {
  return new Map([
    [manifest, `${name}.json`],
    [network, `${name}.onnx`],
    ...(probes === null ? [] : [[probes, `${name}.tail.onnx`] as const]),
    ...(replicates === undefined ? [] : [[replicates, `${name}.replicates.onnx`] as const]),
    ...(labels === undefined ? [] : [[labels, `${name}.labels.tail.onnx`] as const]),
  ]);
}

/** A store over named files, `files` by their digests; `read` rejects where there is no such file. */
export function createFileStore(
  files: ReadonlyMap<string, string>,
  read: (file: string) => Promise<Uint8Array>,
  digestOf: Digest = sha256,
): ModelStore {
  return {
    get: async (expected) => {
      const file = files.get(expected);
      if (file === undefined)
        throw new ModelError("not-found", `no file with SHA-256 ${expected}`, { sha256: expected });
      return checkedFile(file, await read(file), expected, digestOf);
    },
  };
}

/** The same store, which is asked for some files at once, before anybody needs them. */
export function fetchedAhead(store: ModelStore, digests: readonly string[]): ModelStore {
  const coming = new Map(digests.map((sha) => [sha, store.get(sha)]));
  // Whoever needs a file hears why it does not come.
  for (const file of coming.values()) file.catch(() => undefined);
  return { get: (sha) => coming.get(sha) ?? store.get(sha) };
}

/**
 * Holds on to the files of the network that was asked for last, so that it is not fetched once more with its other probes or its replicates. Gives the
 * store that looks there first: `network` says whose files `store` has.
 */
export function createRecentFiles(): (network: string, store: ModelStore) => ModelStore {
  let held = "";
  const files = new Map<string, Uint8Array>();
  return (network, store) => ({
    get: async (sha) => {
      const known = files.get(sha);
      if (known !== undefined) return known;
      const bytes = await store.get(sha);
      if (held !== network) files.clear();
      held = network;
      files.set(sha, bytes);
      return bytes;
    },
  });
}

/** The bytes of a file, once they are found to have this digest; else ModelError "hash-mismatch". */
export async function checkedFile(
  file: string,
  bytes: Uint8Array,
  expected: string,
  digestOf: Digest = sha256,
): Promise<Uint8Array> {
  const actual = await digestOf(bytes);
  if (actual === expected) return bytes;
  throw new ModelError("hash-mismatch", `${file}: SHA-256 ${actual} instead of ${expected}`, {
    file,
    expected,
    actual,
  });
}
