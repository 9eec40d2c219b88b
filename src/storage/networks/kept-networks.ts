import { ModelError } from "../../models/errors.ts";
import type { ModelManifest } from "../../models/manifest.ts";
import { readManifest } from "../../models/read-manifest.ts";
import { setupOf } from "../../models/setup.ts";
import { checkedFile, type ModelStore } from "../../models/store.ts";
import type { ProbesFile } from "../../formats/probes-file/document.ts";
import { filesNamedBy } from "../../formats/probes-file/document.ts";
import { sha256 as digestOf } from "../../platform/sha256.ts";
import { Connection, type Transaction } from "../library/connection.ts";
import { StorageError } from "../library/errors.ts";
import { readQuota, type Quota } from "../library/quota.ts";
import { dropFile, putFile, readFile } from "./blobs.ts";
import { furtherOrigin, shortened, type KeptNetwork, type KeptSetup, type NewNetwork } from "./entry.ts";
import { createNews, type News } from "./news.ts";
import { NETWORKS_DATABASE, NETWORKS_LAYOUT, type NetworksSchema, type SetupRecord } from "./schema.ts";

const STORES = ["networks", "setups", "files", "chunks"] as const;
type Change = Transaction<["networks", "setups", "files", "chunks"], "readwrite", NetworksSchema>;

/** What is kept of networks, and how much may be. */
export interface NetworksUsage extends Quota {
  readonly usedBytes: number;
}

/**
 * The networks that this browser keeps: own ones and those fetched from elsewhere, each by the SHA-256 of its bytes, with as many setups as a
 * person makes; their weights only where somebody wants that. Every change is one transaction, so that a tab that dies leaves all of it or
 * nothing, and tabs that share the database never overwrite each other. Every call may reject with StorageError.
 */
export class KeptNetworks {
  readonly #connection: Connection<NetworksSchema>;
  readonly #news: News;
  readonly #lossListeners = new Set<() => void>();

  constructor(name: string) {
    this.#news = createNews(name);
    this.#connection = new Connection(name, NETWORKS_LAYOUT, () => {
      for (const listener of [...this.#lossListeners]) listener();
      this.#news.tell();
    });
  }

  /** Opens the database, so that it is known early whether there is one. */
  ready(): Promise<void> {
    return this.#connection.ready();
  }

  /** All networks, the newest first. */
  list(): Promise<readonly KeptNetwork[]> {
    return this.#connection.transact(["networks", "setups", "files"], "readonly", async (transaction) => {
      const networks = await transaction.objectStore("networks").getAll();
      const setups = await transaction.objectStore("setups").getAll();
      const weights = await Promise.all(networks.map(({ sha256 }) => transaction.objectStore("files").get(sha256)));
      return networks
        .map((network, i): KeptNetwork => {
          const own = setups.filter((setup) => setup.network === network.sha256).toSorted(newestFirst);
          const keptBytes = own.reduce((sum, { bytes }) => sum + bytes, weights[i]?.bytes ?? 0);
          return { ...network, hasWeights: weights[i] !== undefined, setups: own.map(shownSetup), keptBytes };
        })
        .toSorted(newestFirst);
    });
  }

  /** A network by its SHA-256; null where it is not kept. */
  async find(sha256: string): Promise<KeptNetwork | null> {
    return (await this.list()).find((network) => network.sha256 === sha256) ?? null;
  }

  /** Keeps that there is a network, without its weights; one that is there keeps its title and, unless that was but a file, where it came from. */
  keep({ sha256, title, origin, bytes }: NewNetwork): Promise<void> {
    return this.#change(async (transaction) => {
      const nowMs = Date.now();
      const known = await transaction.objectStore("networks").get(sha256);
      const record =
        known === undefined
          ? { sha256, title: shortened(title), origin, bytes, addedMs: nowMs }
          : { ...known, origin: furtherOrigin(known.origin, origin) };
      await transaction.objectStore("networks").put({ ...record, changedMs: nowMs });
    });
  }

  /** Keeps a network's bytes, for which somebody has asked; ModelError "hash-mismatch" for others. */
  async keepWeights(sha256: string, bytes: Uint8Array): Promise<void> {
    await checkedFile("weights", bytes, sha256);
    await this.#change(async (transaction) => {
      await existing(transaction, sha256);
      await putFile(transaction, sha256, bytes);
    });
  }

  /** Lets a network's bytes go; its setups stay. */
  dropWeights(sha256: string): Promise<void> {
    return this.#change((transaction) => dropFile(transaction, sha256));
  }

  /**
   * Keeps a setup of a network that is kept, in the place of the same one; resolves to its key. ModelError "not-found" where a file that the manifest
   * names is not among `files`.
   */
  async keepSetup(manifest: ModelManifest, files: readonly Uint8Array[], name: string): Promise<string> {
    const setup = await setupOf(manifest);
    const byDigest = new Map(await Promise.all(files.map(async (file) => [await digestOf(file), file] as const)));
    const named = filesNamedBy(manifest).map(({ file, sha256 }) => {
      const bytes = byDigest.get(sha256);
      if (bytes === undefined) throw new ModelError("not-found", `no file with SHA-256 ${sha256}`, { file });
      return { sha256, bytes };
    });
    // What stands in no file is left out by the JSON of what was read from it.
    const json = JSON.stringify({ ...manifest, probeChoice: undefined, replicateCount: undefined });
    await this.#change(async (transaction) => {
      await existing(transaction, manifest.network.sha256);
      for (const { sha256, bytes } of named) await putFile(transaction, sha256, bytes);
      await transaction.objectStore("setups").put({
        network: manifest.network.sha256,
        setup,
        name: shortened(name),
        manifest: JSON.parse(json) as unknown,
        hasProbes: manifest.probes !== null,
        files: named.map(({ sha256 }) => sha256),
        bytes: named.reduce((sum, { bytes }) => sum + bytes.length, json.length),
        changedMs: Date.now(),
      });
      await dropUnneeded(transaction);
    });
    return setup;
  }

  /** A setup's manifest; rejects with `gone`, and with ModelError "bad-manifest" where what is kept is damaged. */
  async manifest(sha256: string, setup: string): Promise<ModelManifest> {
    return readManifest((await this.#setup(sha256, setup)).manifest);
  }

  /** Gives a network another title; rejects with `gone`. */
  rename(sha256: string, title: string): Promise<void> {
    return this.#change(async (transaction) => {
      const record = await existing(transaction, sha256);
      await transaction.objectStore("networks").put({ ...record, title: shortened(title) });
    });
  }

  /** Gives a setup another name; rejects with `gone`. */
  renameSetup(sha256: string, setup: string, name: string): Promise<void> {
    return this.#change(async (transaction) => {
      const store = transaction.objectStore("setups");
      await store.put({ ...((await store.get([sha256, setup])) ?? gone(setup)), name: shortened(name) });
    });
  }

  /** Removes a setup and what no other one needs. */
  removeSetup(sha256: string, setup: string): Promise<void> {
    return this.#change(async (transaction) => {
      await transaction.objectStore("setups").delete([sha256, setup]);
      await dropUnneeded(transaction);
    });
  }

  /** Removes a network with its weights and all its setups. */
  remove(sha256: string): Promise<void> {
    return this.#change(async (transaction) => {
      await transaction.objectStore("networks").delete(sha256);
      await transaction.objectStore("setups").delete(IDBKeyRange.bound([sha256, ""], [sha256, "\uffff"]));
      await dropUnneeded(transaction);
    });
  }

  /** Weights, probes, replicates and label probes by their digests; ModelError "not-found" for what is not kept. */
  readonly files: ModelStore = {
    get: async (sha256) => {
      const bytes = await this.#connection.transact(["files", "chunks"], "readonly", (transaction) =>
        readFile(transaction, sha256),
      );
      if (bytes === null) throw new ModelError("not-found", `${sha256} is not kept`, { file: sha256 });
      return checkedFile(sha256, bytes, sha256);
    },
  };

  /** What a file of a setup's probes holds; rejects with `gone`. */
  async exported(sha256: string, setup: string): Promise<ProbesFile> {
    const [network, { name, manifest: json }] = await Promise.all([this.find(sha256), this.#setup(sha256, setup)]);
    const manifest = readManifest(json);
    const files = await Promise.all(filesNamedBy(manifest).map((file) => this.files.get(file.sha256)));
    return { title: network?.title ?? "", name, manifest, files };
  }

  /** How much is kept and how much may be. */
  async usage(): Promise<NetworksUsage> {
    const [usedBytes, quota] = await Promise.all([
      this.#connection.transact(["files", "partials"], "readonly", async (transaction) => {
        const records = [
          ...(await transaction.objectStore("files").getAll()),
          ...(await transaction.objectStore("partials").getAll()),
        ];
        return records.reduce((sum, { bytes }) => sum + bytes, 0);
      }),
      readQuota(),
    ]);
    return { usedBytes, ...quota };
  }

  /** Calls `listener` after every change, in this tab or another, or by the worker that fetches; returns how to stop that. */
  onChange(listener: () => void): () => void {
    return this.#news.listen(listener);
  }

  /** Calls `listener` when all that was kept is deleted under the page, by the person or the browser. */
  onLoss(listener: () => void): void {
    this.#lossListeners.add(listener);
  }

  /** Lets go of the database and of other tabs' news; later calls reject with `unavailable`. */
  close(): void {
    this.#connection.close();
    this.#news.close();
    this.#lossListeners.clear();
  }

  #setup(sha256: string, setup: string): Promise<SetupRecord> {
    return this.#connection.transact(
      ["setups"],
      "readonly",
      async ({ store }) => (await store.get([sha256, setup])) ?? gone(setup),
    );
  }

  async #change(work: (transaction: Change) => Promise<void>): Promise<void> {
    await this.#connection.transact([...STORES], "readwrite", work);
    this.#news.spread();
  }
}

/** Opens what is kept of networks; rejects with StorageError. */
export async function openNetworks({
  name = NETWORKS_DATABASE,
}: { readonly name?: string } = {}): Promise<KeptNetworks> {
  const networks = new KeptNetworks(name);
  try {
    await networks.ready();
  } catch (error) {
    networks.close();
    throw error;
  }
  return networks;
}

function gone(id: string): never {
  throw new StorageError("gone", { id });
}

async function existing(transaction: Change, sha256: string) {
  return (await transaction.objectStore("networks").get(sha256)) ?? gone(sha256);
}

/** Drops the files that no network and no setup needs any more. */
async function dropUnneeded(transaction: Change): Promise<void> {
  const needed = new Set(await transaction.objectStore("networks").getAllKeys());
  for (const { files } of await transaction.objectStore("setups").getAll()) for (const file of files) needed.add(file);
  for (const file of await transaction.objectStore("files").getAllKeys())
    if (!needed.has(file)) await dropFile(transaction, file);
}

const newestFirst = (a: { readonly changedMs: number }, b: { readonly changedMs: number }): number =>
  b.changedMs - a.changedMs;

const shownSetup = ({ setup, name, hasProbes, changedMs, bytes }: SetupRecord): KeptSetup => ({
  setup,
  name,
  hasProbes,
  changedMs,
  bytes,
});
