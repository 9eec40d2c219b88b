/** Where a network came from. */
export type NetworkOrigin =
  { readonly kind: "file"; readonly fileName: string } | { readonly kind: "address"; readonly address: string };

/** Where a network is said to have come from that was there and comes once more: an address says more than the name of a file. */
export const furtherOrigin = (before: NetworkOrigin, now: NetworkOrigin): NetworkOrigin =>
  before.kind === "file" && now.kind === "address" ? now : before;

/** A network as a list shows it. */
export interface KeptNetwork {
  /** Of the network's bytes. */
  readonly sha256: string;
  /** What people call it. */
  readonly title: string;
  readonly origin: NetworkOrigin;
  /** Of the network's own bytes, kept or not. */
  readonly bytes: number;
  /** Whether those bytes are kept, too. */
  readonly hasWeights: boolean;
  /** Milliseconds since 1970. */
  readonly addedMs: number;
  readonly changedMs: number;
  /** The newest first. */
  readonly setups: readonly KeptSetup[];
  /** All that is kept of it: weights, manifests, probes, replicates. */
  readonly keptBytes: number;
}

/** A setup of a network: its settings and taps, with probes or without. */
export interface KeptSetup {
  /** Its key, `setupOf(manifest)`, by which pictures name it too. */
  readonly setup: string;
  /** What a person calls it; may be empty. */
  readonly name: string;
  /** False: the network's own output alone. */
  readonly hasProbes: boolean;
  readonly changedMs: number;
  readonly bytes: number;
}

/** A network that is to be kept. */
export type NewNetwork = Pick<KeptNetwork, "sha256" | "title" | "origin" | "bytes">;

/** Longest title of a network and name of a setup, characters. */
export const MAX_NAME = 200;

/** A title or name cut to what is kept of it. */
export const shortened = (name: string): string => [...name].slice(0, MAX_NAME).join("");
