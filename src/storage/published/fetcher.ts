import { proxy } from "comlink";
import FetchWorker from "../../../workers/fetch.worker.ts?worker";
import type { Mortal } from "../../platform/mortal.ts";
import { WorkerPool } from "../../platform/worker-pool.ts";
import type { NetworkAddress } from "./address.ts";
import type { FetchApi } from "./fetch-api.ts";
import type { FetchedNetwork } from "./fetch-network.ts";
import type { Expected, FetchProgress } from "./world.ts";

export type { FetchedNetwork } from "./fetch-network.ts";
export type { FetchProgress } from "./world.ts";

/** Longer than the worker itself waits for a host. */
const SILENCE_MS = 300_000;

/** At once; a slow one is not to hold up the next. */
const AT_ONCE = 2;

/** How a network is fetched. */
export interface FetchOptions {
  /** The very file, where it is known. */
  readonly expected?: Expected;
  /** What it is called where it is kept; else its file's name. */
  readonly title?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FetchProgress) => void;
}

/** Gets networks from other hosts, in a worker that is started when somebody first asks for one. */
export interface Fetcher {
  /** Asks the address's host, unless the file is kept. To be called once a person has agreed. Rejects with PublishedError, and with the signal's reason. */
  fetch(address: NetworkAddress, options?: FetchOptions): Promise<FetchedNetwork>;
  dispose(): void;
}

/** A fetcher; see `normalise` for addresses. */
export function createFetcher(): Fetcher {
  const pool = new WorkerPool<FetchApi & Mortal>({
    name: "fetch",
    size: AT_ONCE,
    spawn: () => new FetchWorker({ name: "strata-fetch" }),
    open: async () => undefined,
  });
  let calls = 0;
  return {
    fetch: ({ address, lfsAddress, fileName }, { expected, title = fileName, signal, onProgress } = {}) => {
      const id = ++calls;
      return pool.do<FetchedNetwork>({
        perform: (handle, alive) =>
          handle.api.fetch(
            id,
            { address, lfsAddress, title, expected: expected ?? null },
            proxy((progress: FetchProgress) => {
              alive();
              onProgress?.(progress);
            }),
          ),
        silenceMs: SILENCE_MS,
        signal,
        onCancel: (handle) => void handle.api.cancel(id).catch(() => undefined),
      });
    },
    dispose: () => pool.dispose(),
  };
}
