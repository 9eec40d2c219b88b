import type { Fit } from "../core/resize.ts";
import type { DecodedImage } from "../images/protocol.ts";
import type { OpenedNetwork } from "../backends/browser-network-reader.ts";
import type { RangeSolver } from "../backends/evaluator.ts";
import type { Engine } from "../exploration/events.ts";
import type { Verification } from "../exploration/verify.ts";
import type { Snapshot, SnapshotModel } from "../exploration/snapshot.ts";
import type { Drafts } from "../formats/link/share.ts";
import type { ProbesFile } from "../formats/probes-file/document.ts";
import type { LooseProbes } from "../formats/probes-file/loose.ts";
import type { StrataEntry } from "../formats/strata-file/document.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { ProbeChoice } from "../models/spec/probes.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { ListedModel } from "../models/store.ts";
import type { NetworkAddress } from "../storage/published/address.ts";
import type { Fetcher } from "../storage/published/fetcher.ts";
import type { ProbeFitter } from "../probes/fitting.ts";
import type { OfflineSupport } from "../storage/offline.ts";
import type { Language } from "../strings/index.ts";
import type { NamedFile } from "../platform/named-file.ts";
import type { OwnShelf } from "./own-shelf.ts";
import type { Vault } from "../storage/library/vault.ts";
import type { BackendPreference } from "./backend-preference.ts";
import type { Sample, Theme } from "./shape.ts";
import type { ReadStudy } from "../study/tables.ts";

/** Workers that hold one model, and how to free them. */
export interface OpenEngine extends Engine {
  /** Resolves once the backend that a person asked for is open, or has been found closed; it never rejects. */
  ready(): Promise<void>;
  dispose(): void;
}

/** The page's own address; only its fragment is written, which never leaves the browser. */
export interface AddressBar {
  /** With its "#", or empty. */
  fragment(): string;
  /** The address with another fragment, without "#"; `search` replaces the query. */
  url(fragment: string, search?: string): string;
  /** False where the browser would not take it. */
  put(fragment: string, how: "push" | "replace"): boolean;
  /** Calls back when the person goes back, forward, or changes the address. */
  onMove(listener: () => void): void;
}

/** Pictures in links. */
export interface Links {
  /** The picture of a link's payload; rejects with LinkError. */
  open(payload: string): Promise<Snapshot>;
  /** Payloads that carry a picture, from the longest to the shortest; without its image only, where the snapshot has none. */
  draft(snapshot: Snapshot): Promise<Drafts>;
}

/** Explorations and probes as files, off the page's thread; rejects with FileError, of probes with ProbesFileError. */
export interface Files {
  /** Rejects with the signal's reason, too. */
  read(bytes: Uint8Array, signal?: AbortSignal): Promise<readonly StrataEntry[]>;
  write(entries: readonly StrataEntry[], options: { readonly values: boolean }): Promise<Uint8Array>;
  /** Rejects with the signal's reason, too. */
  readStudy(bytes: Uint8Array, signal?: AbortSignal): Promise<ReadStudy>;
  readProbes(bytes: Uint8Array): Promise<ProbesFile>;
  writeProbes(file: ProbesFile): Promise<Uint8Array>;
  /** See `looseProbes`; rejects with the signal's reason, too. */
  looseProbes(files: readonly NamedFile[], signal?: AbortSignal): Promise<LooseProbes>;
  /** See `contentOf`. */
  content(snapshot: Snapshot): Promise<string>;
  /** See `verify`; rejects with the signal's reason. */
  verify(there: Snapshot, here: Snapshot, signal?: AbortSignal): Promise<Verification>;
}

/** What the store needs from the world, so that its transitions can be tested without one. */
export interface Services {
  models(): Promise<readonly ListedModel[]>;
  samples(): Promise<readonly Sample[]>;
  /** The network that ships under this name, with these of its probes, or the first where it has no others. Rejects with ModelError, or with the signal's reason as soon as it aborts: then nothing of it is fetched any more. */
  loadModel(name: string, signal: AbortSignal, probes: ProbeChoice): Promise<LoadedModel>;
  /** The network that ships under this name, whose first probes' replicates answer beside them. Rejects as `loadModel` does. */
  loadReplicated(name: string, signal: AbortSignal): Promise<LoadedModel>;
  /** What is known of the network that ships under this name, without the network itself; null where it is another one, or cannot be asked. */
  manifestOf(model: Pick<SnapshotModel, "name" | "sha256">): Promise<ModelManifest | null>;
  sampleFile(sample: Sample): Promise<Blob>;
  /** The picture that ships with the page and was computed by the very network that ships under this name; null where there is none. */
  shippedPicture(model: string): Promise<Snapshot | null>;
  /** Fits an image file to a network's input; rejects with ImageError, or with the signal's reason as soon as it aborts. */
  decode(file: Blob, fit: Fit, signal?: AbortSignal): Promise<DecodedImage>;
  /** Workers for a model; rejects with InferenceError. */
  createEngine(model: LoadedModel): Promise<OpenEngine>;
  /** The page's solvers, which know of no network; rejects where their part of the page cannot be fetched. */
  rangeSolver(): Promise<RangeSolver>;
  /** How many models' workers the browser's memory holds at once. */
  readonly engineLimit: number;
  /** Where engines run. */
  readonly backend: BackendPreference;
  readonly addressBar: AddressBar;
  /** Reads a network and what lies beside it, in a worker; rejects as `openNetwork` does. */
  readNetwork(files: readonly NamedFile[], signal: AbortSignal): Promise<OpenedNetwork>;
  /** Probes that ship for a network that does not, by their file. Rejects as `Files.readProbes` does, or where they cannot be fetched. */
  shippedProbes(file: string): Promise<ProbesFile>;
  /** Networks by the addresses where they are published; nobody is contacted before `fetch` is called. */
  publishedNetworks(): Promise<{
    readonly normalise: (text: string) => NetworkAddress;
    readonly fetcher: Pick<Fetcher, "fetch">;
  }>;
  /** Whoever fits probes, in a worker. */
  probeFitter(): Promise<ProbeFitter>;
  /** Which fit is under way, known to the next visit too, where the browser allows it. */
  readonly fitUnderWay: { key(): string | null; note(key: string | null): void };
  /** The person's networks. */
  ownShelf(): Promise<OwnShelf>;
  readonly links: Links;
  readonly files: Files;
  /** Opened when first asked for; rejects with StorageError. */
  vault(): Promise<Vault>;
  copy(text: string): Promise<void>;
  /** The system's share sheet, where there is one. */
  readonly send: ((link: { readonly title: string; readonly url: string }) => Promise<void>) | null;
  download(bytes: Uint8Array, name: string): void;
  readonly offline: OfflineSupport;
  /** Whether the person asked the browser to save data: then nothing is fetched that nobody asked for. */
  readonly savesData: boolean;
  /** Milliseconds on a clock that never runs backwards. */
  nowMs(): number;
  /** Has a language's strings at hand; rejects where they cannot be fetched. */
  bringStrings(language: Language): Promise<void>;
  /** Keeps a choice for the next visit, where the browser allows it. */
  remember(choice: { readonly language: Language; readonly theme: Theme }): void;
}
