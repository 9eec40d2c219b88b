import { releaseProxy, transfer, type Remote } from "comlink";
import { fetchNetwork, type FetchedNetwork, type NetworkRequest } from "./fetch-network.ts";
import type { FetchProgress, FetchingWorld } from "./world.ts";

/** The worker that fetches; rejects with PublishedError. */
export interface FetchApi {
  /** `id` names the call for `cancel`. One at a time asks an address, whatever the number of tabs: the others wait for what it keeps. */
  fetch(id: number, request: NetworkRequest, onProgress: (progress: FetchProgress) => void): Promise<FetchedNetwork>;
  /** Ends a call once what has come is kept; it rejects with an AbortError. */
  cancel(id: number): Promise<void>;
}

/** What the worker's own surroundings give. */
export interface ApiWorld extends Omit<FetchingWorld, "keeping"> {
  /** Opens what is kept; null where nothing is. */
  open(): Promise<FetchingWorld["keeping"]>;
  /** Undefined outside secure contexts. */
  readonly locks: LockManager | undefined;
}

/** Between two signs of life of a call that hears nothing itself, because another tab asks the same address or its host is slow, ms. */
const BEAT_MS = 30_000;

/** What the worker answers to. */
export function createFetchApi(world: ApiWorld): FetchApi {
  const running = new Map<number, AbortController>();
  let opening: Promise<FetchingWorld["keeping"]> | null = null;
  const alone = async <T>(address: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> =>
    world.locks === undefined ? work() : world.locks.request(`strata-fetch ${address}`, { signal }, work);
  return {
    fetch: async (id, request, onProgress) => {
      const controller = new AbortController();
      const { signal } = controller;
      running.set(id, controller);
      let latest: FetchProgress = { loaded: 0, total: request.expected?.bytes ?? null, resumedFrom: 0 };
      const tell = (progress: FetchProgress): void => void onProgress((latest = progress));
      const beat = setInterval(() => tell(latest), BEAT_MS);
      try {
        const keeping = await (opening ??= world.open());
        // One that could not be opened may be by the next time.
        if (keeping === null) opening = null;
        const { ask, answers, isOnline, isIsolated, patienceMs } = world;
        const within = { ask, answers, isOnline, isIsolated, patienceMs, keeping };
        const fetched = await alone(request.address, signal, () =>
          fetchNetwork(request, { world: within, signal, onProgress: tell }),
        );
        return transfer(fetched, [fetched.bytes.buffer as ArrayBuffer]);
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        clearInterval(beat);
        running.delete(id);
        // Across threads a function arrives as a proxy, which holds a port open until it is released.
        (onProgress as Partial<Remote<typeof onProgress>>)[releaseProxy]?.();
      }
    },
    cancel: async (id) => running.get(id)?.abort(),
  };
}
