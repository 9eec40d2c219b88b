import { fetchOwn } from "./fetching.ts";
import { StorageError } from "./library/errors.ts";
import type { ShippedFile, WorkerRequest } from "./offline-messages.ts";

/** What the browser keeps of the page. */
export interface OfflineStatus {
  /** `none`: without a network the page does not open; `caching`: it is on the way; `ready`: it opens, explores a sample and takes an image. */
  readonly phase: "none" | "caching" | "ready";
  /** A newer version is there and can be reloaded into. */
  readonly updateWaiting: boolean;
  /** What is still to be fetched so that everything is there; null while that is not known. */
  readonly missingBytes: number | null;
  readonly allCached: boolean;
  /** What the browser says of the network; a machine may be connected and reach nothing. */
  readonly online: boolean;
}

/** The page without a service worker. */
export const NOTHING_KEPT: OfflineStatus = {
  phase: "none",
  updateWaiting: false,
  missingBytes: null,
  allCached: false,
  online: true,
};

/** Working without a network, as far as the browser lets the page. */
export interface OfflineSupport {
  /** Keeps the page itself and tells what there is; called once, when nothing more urgent is to be fetched. */
  watch(listener: (status: OfflineStatus) => void): void;
  /** Keeps what the page opens with, too: for after a run of its own, which has fetched most of that already. */
  keepStart(): void;
  /** Fetches and keeps all that is missing; rejects when some of it could not be fetched or found no room, and with the signal's reason. */
  cacheAll(onProgress: (doneBytes: number, totalBytes: number) => void, signal: AbortSignal): Promise<void>;
  /** Loads the page anew, in the newer version if one waits. */
  applyUpdate(): void;
}

/** The page's parts draw one after another, also after a run: the worker is started once they are through. */
const SETTLE_MS = 1000;

/** Beside the page, so that it is in charge of the page's own folder and nothing above it. */
const WORKER_FILE = "service.worker.js";

/**
 * Only the built page has a worker. A page in another site's frame is a guest and leaves nothing behind; an insecure address has none to offer.
 */
function workers(): ServiceWorkerContainer | null {
  if (!import.meta.env.PROD || globalThis.parent !== globalThis.self) return null;
  return globalThis.navigator.serviceWorker ?? null;
}

function missingFiles(worker: ServiceWorker): Promise<readonly ShippedFile[]> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<readonly ShippedFile[]>) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage("missing" satisfies WorkerRequest, [port2]);
  });
}

/** The worker keeps what it is asked for, and answers once it is kept. A body that nobody reads would fail in Firefox, which says so in its console. */
async function keepThroughWorker({ path }: ShippedFile, signal?: AbortSignal): Promise<void> {
  const response = await fetchOwn(path, { method: "HEAD", signal });
  if (!response.ok) throw new TypeError(`${path}: status ${response.status}`);
}

const bytesOf = (files: readonly ShippedFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Offline support by the page's service worker; where there is none, nothing is kept and nothing is said. */
export function workerOffline(): OfflineSupport {
  const container = workers();
  let status = NOTHING_KEPT;
  let tell: (status: OfflineStatus) => void = () => undefined;
  let registration: ServiceWorkerRegistration | null = null;
  let reloading = false;
  let startWanted = false;
  let caching = false;

  const report = (news: Partial<OfflineStatus>): void => tell((status = { ...status, ...news }));

  /** Asks the worker in charge what it has; a page that none is in charge of cannot have anything kept. */
  async function look(): Promise<readonly ShippedFile[]> {
    const worker = container?.controller ?? null;
    if (worker === null) return [];
    const missing = await missingFiles(worker);
    const incomplete = missing.some(({ group }) => group !== "more");
    report({
      phase: !incomplete ? "ready" : caching ? "caching" : "none",
      missingBytes: bytesOf(missing),
      allCached: missing.length === 0,
    });
    return missing;
  }

  async function keepWanted(): Promise<void> {
    const missing = (await look()).filter(({ group }) => group !== "more");
    if (!startWanted || missing.length === 0 || caching) return;
    caching = true;
    report({ phase: "caching" });
    try {
      // One after another: a person may be waiting for something else by now.
      for (const file of missing) await keepThroughWorker(file);
    } catch {
      // The next visit goes on from here.
    }
    caching = false;
    await look();
  }

  function followUpdates({ installing }: ServiceWorkerRegistration): void {
    installing?.addEventListener("statechange", noteWaiting);
    noteWaiting();
  }

  function noteWaiting(): void {
    // The very first worker passes through waiting as well.
    if (registration?.waiting && registration.active) report({ updateWaiting: true });
  }

  async function register(within: ServiceWorkerContainer): Promise<void> {
    let inCharge = within.controller !== null;
    within.addEventListener("controllerchange", () => {
      if (reloading) location.reload();
      // Another window took the newer version; this one is still the older and can follow when its person likes.
      else if (inCharge) report({ updateWaiting: true });
      else void keepWanted();
      inCharge = true;
    });
    const registered = await within.register(new URL(WORKER_FILE, document.baseURI), { updateViaCache: "none" });
    registration = registered;
    registered.addEventListener("updatefound", () => followUpdates(registered));
    followUpdates(registered);
    if (inCharge) await keepWanted();
  }

  return {
    watch: (listener) => {
      tell = listener;
      const noteNetwork = (): void => report({ online: navigator.onLine });
      for (const event of ["online", "offline"]) addEventListener(event, noteNetwork);
      noteNetwork();
      // A browser that refuses the worker, or a host that has lost it, leaves a page that needs the network.
      if (container !== null) setTimeout(() => register(container).catch(() => undefined), SETTLE_MS);
    },
    keepStart: () => {
      startWanted = true;
      void keepWanted();
    },
    cacheAll: async (onProgress, signal) => {
      const missing = await look();
      const total = bytesOf(missing);
      let done = 0;
      try {
        for (const file of missing) {
          onProgress(done, total);
          await keepThroughWorker(file, signal);
          done += file.bytes;
        }
      } finally {
        await look();
      }
      if (!status.allCached) throw new StorageError("full");
    },
    applyUpdate: () => {
      reloading = true;
      if (registration?.waiting) registration.waiting.postMessage("take-over" satisfies WorkerRequest);
      else location.reload();
    },
  };
}
