/**
 * Keeps the page's files so that it works without a network, and gives them the page's headers on hosts that send none. A new version waits until
 * all windows of the old one are closed, or until a person asks for it. It never reloads a page: one that came from the network before
 * this worker was there is isolated from its next load on.
 */
import { KeptFiles } from "../src/storage/kept-files.ts";
import type { ShippedFile, WorkerRequest } from "../src/storage/offline-messages.ts";

declare const self: ServiceWorkerGlobalScope & {
  /** Written in by the build. */ readonly __WB_MANIFEST: readonly ShippedFile[];
};

const { registration } = self;
const { scope } = registration;
const kept = new KeptFiles(self.__WB_MANIFEST, {
  scope,
  // Caches belong to the whole origin, where Strata may be installed more than once.
  openCache: () => caches.open(`strata ${scope}`),
  fetch: (request, options) => fetch(request, options),
});

/** Other versions' files go as soon as nobody can be in need of them: no other window, and no newer version that waits its turn. */
async function tidyWhenAlone(): Promise<void> {
  if (registration.installing !== null || registration.waiting !== null) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(scope)).length <= 1) await kept.tidy();
}

self.addEventListener("install", (event) => event.waitUntil(kept.install()));

self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), tidyWhenAlone()])));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (["GET", "HEAD"].includes(request.method) && new URL(request.url).origin === location.origin)
    event.respondWith(kept.answer(request));
});

self.addEventListener("message", (event) => {
  if ((event.data as WorkerRequest) === "take-over") event.waitUntil(self.skipWaiting());
  else
    event.waitUntil(
      kept
        .missing()
        .then((files) => event.ports[0]?.postMessage(files))
        .then(tidyWhenAlone),
    );
});
