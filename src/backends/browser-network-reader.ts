/** Reads networks that a person brings in a worker of its own, one a network: ending it is the only way to have its memory back. */
import NetworkWorker from "../../workers/network.worker.ts?worker";
import type { OwnFound } from "../models/own-network.ts";
import type { NamedFile } from "../platform/named-file.ts";
import { WorkerPool } from "../platform/worker-pool.ts";
import { runtimeAddress } from "./browser-workers.ts";
import type { NetworkWorkerApi } from "./network-reader-protocol.ts";
import type { TriedOut, TryOut } from "./network-reader.ts";

/** Longest time to try a network without a sign of life, ms. */
const SILENCE_MS = 180_000;

/** A network that lies in a worker, read and ready to be tried. */
export interface OpenedNetwork {
  readonly found: OwnFound;
  /** What it says of one image in each of these ways. Rejects with InferenceError, or with the signal's reason. */
  tryOut(asked: TryOut, signal: AbortSignal): Promise<TriedOut>;
  /** Its bytes, with weights of other files put in. */
  network(): Promise<Blob>;
  close(): void;
}

/** Reads a network and what lies beside it; rejects with ModelError, InferenceError, WorkerError or the signal's reason. */
export async function openNetwork(files: readonly NamedFile[], signal: AbortSignal): Promise<OpenedNetwork> {
  let found: OwnFound | null = null;
  const pool = new WorkerPool<NetworkWorkerApi>({
    name: "network",
    size: 1,
    spawn: () => new NetworkWorker({ name: "strata-network" }),
    // Should the worker die, the next one reads the network anew before anything else.
    open: async ({ api }) => void (found = await api.read(files, runtimeAddress())),
  });
  try {
    await pool.do({ perform: async () => undefined, silenceMs: SILENCE_MS, signal });
    return {
      found: found!,
      tryOut: (asked, of) => pool.do({ perform: ({ api }) => api.tryOut(asked), silenceMs: SILENCE_MS, signal: of }),
      network: () => pool.do({ perform: ({ api }) => api.network(), silenceMs: SILENCE_MS }),
      close: () => pool.dispose(),
    };
  } catch (error) {
    pool.dispose();
    throw error;
  }
}
