import type { DBSchema } from "idb";
import type { Layout } from "../library/schema.ts";
import type { NetworkOrigin } from "./entry.ts";

/** The database of own and fetched networks: one of its own, so that the library's version, which older pages share, stays. */
export const NETWORKS_DATABASE = "strata-networks";

/** What is told of a network. */
export interface NetworkRecord {
  readonly sha256: string;
  readonly title: string;
  readonly origin: NetworkOrigin;
  /** Of the network's own bytes. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly addedMs: number;
  readonly changedMs: number;
}

/** A setup: a manifest, with the files that it names. */
export interface SetupRecord {
  /** SHA-256 of the network. */
  readonly network: string;
  readonly setup: string;
  readonly name: string;
  /** As JSON; checked whenever it is used. */
  readonly manifest: unknown;
  readonly hasProbes: boolean;
  /** SHA-256 of probes, replicates and label probes. */
  readonly files: readonly string[];
  /** Of all these and the manifest. */
  readonly bytes: number;
  readonly changedMs: number;
}

/** A blob: bytes in chunks, under a name of its own, so that what was fetched piece by piece becomes a file without being written again. */
export interface BlobRecord {
  readonly blob: string;
  readonly bytes: number;
  readonly chunks: number;
}

/** What has been fetched so far from an address. */
export interface PartialRecord extends BlobRecord {
  /** What the host calls this version of the file, where it tells. */
  readonly etag: string | null;
  /** Of the whole file; null where the host does not tell. */
  readonly total: number | null;
  readonly changedMs: number;
}

/** What stands in the database. */
export interface NetworksSchema extends DBSchema {
  /** By SHA-256. */
  networks: { key: string; value: NetworkRecord };
  /** By network and setup. */
  setups: { key: [network: string, setup: string]; value: SetupRecord };
  /** Weights, probes, replicates and label probes by their SHA-256. */
  files: { key: string; value: BlobRecord };
  /** By address. */
  partials: { key: string; value: PartialRecord };
  chunks: { key: [blob: string, sequence: number]; value: Uint8Array };
}

/** Version 1; what a later one changes comes as a step behind it. */
export const NETWORKS_LAYOUT: Layout<NetworksSchema> = {
  version: 1,
  upgrade: (database, fromVersion) => {
    if (fromVersion > 0) return;
    database.createObjectStore("networks", { keyPath: "sha256" });
    database.createObjectStore("setups", { keyPath: ["network", "setup"] });
    for (const store of ["files", "partials", "chunks"] as const) database.createObjectStore(store);
  },
};
