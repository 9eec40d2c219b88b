import { parseManifest, type ModelManifest } from "../models/manifest.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { withProbes, withReplicates } from "../models/probe-choice.ts";
import { loadModel } from "../models/load-model.ts";
import { createFileStore, createRecentFiles, fetchedAhead, filesOf, type ListedModel } from "../models/store.ts";
import { StorageError } from "../storage/library/errors.ts";
import { download } from "../storage/download.ts";
import { workerOffline } from "../storage/offline.ts";
import { languageOf, type Language } from "../strings/index.ts";
import { BACKEND_CHOICES, type BackendChoice } from "../backends/engine-report.ts";
import { engineLimit } from "../backends/engine-limit.ts";
import { createInferenceWorkers } from "../backends/browser-workers.ts";
import { untilAborted } from "../platform/until-aborted.ts";
import { WorkerError } from "../platform/worker-error.ts";
import { describeKept } from "./contents.ts";
import { createBackendPreference } from "./backend-preference.ts";
import type { AddressBar, Files, Services } from "./services.ts";
import {
  digestApart,
  fetched,
  fetchedBytes,
  fetchedList,
  fetchedManifest,
  noModel,
  noSample,
} from "./shipped-files.ts";
import { modelsOf, samplesOf } from "./shipped.ts";
import type { Theme } from "./shape.ts";

/** Where the two choices are kept; `public/theme.js` reads the same key before the first paint. */
const PREFERENCES = "strata.preferences";

/** The language and theme chosen earlier, else the browser's and the system's. */
export function rememberedChoice(): { readonly language: Language; readonly theme: Theme } {
  const root = document.documentElement;
  return { language: languageOf(root.lang), theme: root.dataset["theme"] === "dark" ? "dark" : "light" };
}

/** Where the choice of a backend is kept. */
const BACKEND = "strata.road";

/** The backend chosen earlier; a browser that keeps nothing has none. */
function rememberedBackend(): BackendChoice {
  try {
    const kept = localStorage.getItem(BACKEND);
    return BACKEND_CHOICES.find((choice) => choice === kept) ?? "auto";
  } catch {
    return "auto";
  }
}

/** Where it is kept which fit of probes is under way. */
const FIT = "strata.fit";

/** A text kept earlier; null where there is none. */
function keptText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text for the next visit, or with null lets go of it; a browser that keeps nothing only forgets it. */
function keepText(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Forgotten, then.
  }
}

/** The promise that `make` gives, made when it is first asked for, and again after it failed. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}

const addressBar = (pushes: boolean): AddressBar => ({
  fragment: () => location.hash,
  url: (fragment, search) => {
    const url = new URL(location.href);
    if (search !== undefined) url.search = search;
    url.hash = fragment;
    return url.href;
  },
  put: (fragment, how) => {
    const address = fragment === "" ? location.pathname + location.search : `#${fragment}`;
    try {
      if (how === "push" && pushes) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
      return true;
    } catch {
      // Browsers refuse more than so many changes in so many seconds.
      return false;
    }
  },
  // One event each for going back and forward and for an address typed in or clicked.
  onMove: (listener) => window.addEventListener("popstate", listener),
});

/** The world as a browser gives it; embedded in another page, it keeps nothing and makes no steps in that page's history. Workers, ONNX Runtime, codecs and the database are fetched when they are first needed. */
export function browserServices({
  embedded,
  bringStrings,
}: { readonly embedded: boolean } & Pick<Services, "bringStrings">): Services {
  const backend = createBackendPreference(rememberedBackend(), (choice) => keepText(BACKEND, choice));
  const inferenceWorkers = createInferenceWorkers();
  const engines = lazily(() => import("../backends/browser-engine.ts"));
  const processor = lazily(async () => new (await engines()).Processor());
  // A development aid, fetched only when it is asked for.
  if (new URLSearchParams(location.search).has("trace"))
    void import("../platform/trace-calls.ts").then(({ traceCalls }) => traceCalls());
  const decoder = lazily(async () => (await engines()).createBrowserDecoder());
  const links = lazily(() => import("../formats/link/share.ts"));
  const files = lazily(async () => (await import("../storage/files.ts")).createFiles());
  const filing: Files = {
    read: async (bytes, signal) => (await files()).read(bytes, signal),
    write: async (entries, options) => (await files()).write(entries, options),
    readStudy: async (bytes, signal) => (await files()).readStudy(bytes, signal),
    readProbes: async (bytes) => (await files()).readProbes(bytes),
    looseProbes: async (brought, signal) => (await files()).looseProbes(brought, signal),
    writeProbes: async (file) => (await files()).writeProbes(file),
    content: async (snapshot) => (await files()).content(snapshot),
    verify: async (there, here, signal) => (await files()).verify(there, here, signal),
  };
  const vault = embedded
    ? () => Promise.reject(new StorageError("unavailable", { reason: "embedded" }))
    : lazily(async () => (await import("../storage/library/vault.ts")).openVault(describeKept(filing)));
  const published = lazily(async () => {
    const [{ normalise }, { createFetcher }] = await Promise.all([
      import("../storage/published/address.ts"),
      import("../storage/published/fetcher.ts"),
    ]);
    return { normalise, fetcher: createFetcher() };
  });
  const fitter = lazily(async () => (await import("../storage/fits/probe-fitter.ts")).createProbeFitter());
  const shelf = lazily(async () => {
    const { createOwnShelf } = await import("./own-shelf.ts");
    const kept = lazily(async () => (await import("../storage/networks/kept-networks.ts")).openNetworks());
    return createOwnShelf(
      embedded ? () => Promise.reject(new StorageError("unavailable", { reason: "embedded" })) : kept,
    );
  });
  const index = lazily(async () => modelsOf(await fetchedList("models/index.json"), "models/index.json"));
  const listed = async (name: string): Promise<ListedModel> => {
    const model = (await index()).find((one) => one.name === name);
    if (model === undefined) throw noModel(`models/${name}.json`)(new Error("it is not listed"));
    return model;
  };
  const manifests = new Map<string, () => Promise<unknown>>();
  const manifestOf = (name: string): Promise<unknown> => {
    const read = manifests.get(name) ?? lazily(() => fetchedManifest(`models/${name}.json`, listed(name)));
    manifests.set(name, read);
    return read();
  };
  const recent = createRecentFiles();
  /** A shipped network, with what `choose` takes of its probes; `parts` are the files of these, which are asked for at once. */
  const load = async (
    name: string,
    signal: AbortSignal,
    choose: (manifest: ModelManifest) => ModelManifest,
    parts: (listed: ListedModel) => readonly (string | null | undefined)[],
  ): Promise<LoadedModel> => {
    // Whose model is fetched will run it.
    inferenceWorkers.warmUp();
    const model = await listed(name);
    signal.throwIfAborted();
    const files = createFileStore(filesOf(model), (file) => fetchedBytes(`models/${file}`, signal), digestApart);
    const wanted = [model.network, ...parts(model)].filter((digest) => typeof digest === "string");
    const ahead = fetchedAhead(recent(model.network, files), wanted);
    return untilAborted(loadModel(choose(parseManifest(await manifestOf(name))), ahead), signal);
  };
  const decode: Services["decode"] = async (file, fit, signal) => (await decoder()).decode(file, fit, signal);
  /** A link's image is small: where the browser starts no worker, as in a frame without an origin, the page decodes it itself. */
  const decodeLinked: Services["decode"] = (file, fit) =>
    decode(file, fit).catch(async (error: unknown) => {
      if (!(error instanceof WorkerError && error.code === "no-workers")) throw error;
      const [{ decodeImage }, { codecsWithin }] = await Promise.all([
        import("../images/decode-image.ts"),
        import("../storage/codecs-within.ts"),
      ]);
      return decodeImage(file, fit, codecsWithin);
    });
  return {
    models: index,
    samples: async () => samplesOf(await fetchedList("samples/index.json"), "samples/index.json"),
    shippedPicture: async (name) => {
      try {
        const [{ readStrataFile }, file, manifest] = await Promise.all([
          import("../formats/strata-file/read.ts"),
          fetchedBytes("samples/start.strata"),
          manifestOf(name),
        ]);
        const [entry] = await readStrataFile(file);
        return entry?.snapshot.model.sha256 === parseManifest(manifest).network.sha256 ? entry.snapshot : null;
      } catch {
        // The page can do without.
        return null;
      }
    },
    shippedProbes: async (file) => (await files()).readProbes(await fetchedBytes(`published/${file}`)),
    manifestOf: async ({ name, sha256: sha }) => {
      try {
        const manifest = parseManifest(await manifestOf(name));
        return manifest.network.sha256 === sha ? manifest : null;
      } catch {
        // Whoever brings the network says what is wrong with it.
        return null;
      }
    },
    loadModel: (name, signal, choice) =>
      load(
        name,
        signal,
        (manifest) => withProbes(manifest, choice),
        ({ probes, labels }) => [choice === "labels" ? (labels ?? probes) : probes],
      ),
    loadReplicated: (name, signal) =>
      load(name, signal, withReplicates, ({ probes, replicates }) => [probes, replicates]),
    sampleFile: async (sample) => (await fetched(`samples/${sample.file}`, noSample(sample.file))).blob(),
    decode,
    engineLimit: engineLimit(navigator),
    createEngine: (model) =>
      backend.open(async (choice, onReport) =>
        (await engines()).createBrowserEngine(model, await processor(), inferenceWorkers, choice, onReport),
      ),
    rangeSolver: async () => (await processor()).solvers,
    backend,
    addressBar: addressBar(!embedded),
    links: {
      open: async (payload) => (await links()).openPayload(payload, decodeLinked),
      draft: async (snapshot) => (await links()).draftPayloads(snapshot, decode),
    },
    readNetwork: async (files, signal) =>
      (await import("../backends/browser-network-reader.ts")).openNetwork(files, signal),
    publishedNetworks: published,
    probeFitter: fitter,
    fitUnderWay: {
      key: () => keptText(FIT),
      note: (key) => keepText(FIT, key),
    },
    ownShelf: shelf,
    files: filing,
    vault,
    // A page without a clipboard rejects as one that may not use it.
    copy: async (text) => navigator.clipboard.writeText(text),
    send: "share" in navigator ? (link) => navigator.share(link) : null,
    download: (bytes, name) => download(new Blob([bytes as Uint8Array<ArrayBuffer>]), name),
    offline: workerOffline(),
    savesData: savesData(navigator),
    nowMs: () => performance.now(),
    bringStrings,
    remember: (choice) => keepText(PREFERENCES, JSON.stringify(choice)),
  };
}

/** Whether the person asked the browser to save data; false where it does not tell. */
const savesData = (of: Navigator & { readonly connection?: { readonly saveData?: boolean } }): boolean =>
  of.connection?.saveData === true;
