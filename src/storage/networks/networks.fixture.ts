import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import type { ModelManifest } from "../../models/manifest.ts";
import { readManifest } from "../../models/read-manifest.ts";
import type { NewNetwork } from "./entry.ts";

/** A shipped network, as a person would bring it: with probes, replicates and label probes. */
const folder = new URL("../../../public/models/", import.meta.url);
const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(file, folder)));

export const manifest: ModelManifest = readManifest(
  JSON.parse(readFileSync(new URL("mnist-mlp7.json", folder), "utf8")),
);
export const weights = bytesOf("mnist-mlp7.onnx");
export const probes = bytesOf("mnist-mlp7.tail.onnx");
export const replicates = bytesOf("mnist-mlp7.replicates.onnx");
export const labels = bytesOf("mnist-mlp7.labels.tail.onnx");
export const files: readonly Uint8Array[] = [probes, replicates, labels];

export const network: NewNetwork = {
  sha256: manifest.network.sha256,
  title: "My network",
  origin: { kind: "file", fileName: "mine.onnx" },
  bytes: weights.length,
};

/** The same network with probes of fewer layers, none of them of the labels, and without any probes. */
export const fewerLayers: ModelManifest = {
  ...manifest,
  probes: { ...manifest.probes!, labels: undefined, layers: manifest.probes!.layers.slice(1) },
};
export const withoutProbes: ModelManifest = { ...manifest, probes: null };

/** A database that no other test uses. */
export const freshName = (): string => `networks-${crypto.randomUUID()}`;

/** Everything in a database, store by store, chunks by their number alone. */
export async function contents(name: string): Promise<Readonly<Record<string, number>>> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const counts = await Promise.all(
    [...database.objectStoreNames].map(
      (store) =>
        new Promise<[string, number]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).count();
          request.onsuccess = () => resolve([store, request.result]);
          request.onerror = () => reject(request.error);
        }),
    ),
  );
  database.close();
  return Object.fromEntries(counts);
}
