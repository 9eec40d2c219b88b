import { PublishedError } from "./errors.ts";
import type { NewNetwork } from "../networks/entry.ts";
import type { PartialFile, PartialHead } from "../networks/partials.ts";

/** Largest network that is taken, bytes. */
export const MAX_NETWORK_BYTES = 200 * 2 ** 20;

/** The error of a larger one. */
export const tooLarge = (host: string): PublishedError =>
  new PublishedError("too-large", { host, megabytesMax: MAX_NETWORK_BYTES / 2 ** 20 });

/** What is kept of files on their way, `Partials` of `../networks/partials.ts`. */
export interface Keeping {
  find(address: string): Promise<PartialFile | null>;
  begin(address: string, head: PartialHead): Promise<void>;
  append(address: string, piece: Uint8Array): Promise<void>;
  drop(address: string): Promise<void>;
  finish(address: string, network: NewNetwork): Promise<boolean>;
  weights(sha256: string | null, address: string): Promise<Uint8Array | null>;
}

/** What fetching needs of a browser. */
export interface FetchingWorld {
  /** As `fetchElsewhere`. */
  ask(address: string, options: { readonly signal: AbortSignal; readonly from?: number }): Promise<Response>;
  /** As `answersElsewhere`. */
  answers(address: string): Promise<boolean>;
  /** Null where the browser keeps nothing. */
  readonly keeping: Keeping | null;
  /** What the browser says of the network. */
  isOnline(): boolean;
  /** An isolated worker hears nothing of a host that does not let it read, not even that it answered. */
  isIsolated(): boolean;
  /** Longest wait for the next piece, ms. */
  readonly patienceMs: number;
}

/** The file that is wanted, where that is known. */
export interface Expected {
  readonly sha256: string;
  /** Null where only the digest is known, as of a link. */
  readonly bytes: number | null;
}

/** How far a file is. */
export interface FetchProgress {
  readonly loaded: number;
  /** Null where the host does not tell. */
  readonly total: number | null;
  /** Bytes that were there from before. */
  readonly resumedFrom: number;
}
