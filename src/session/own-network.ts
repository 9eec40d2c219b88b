/** A network that a person brings, on its way to the page. Plain data. */
import type { OwnAnswers, OwnFound, Outcome, Size } from "../models/own-network.ts";
import type { ErrorContext } from "../platform/coded-error.ts";
import type { NamedFile } from "../platform/named-file.ts";
import type { NetworkAddress } from "../storage/published/address.ts";
import type { FetchProgress } from "../storage/published/world.ts";
import type { ImageSource } from "./pending.ts";

/** An image tried in all ways that pixels could become numbers. */
export interface Trial {
  readonly id: number;
  readonly isOver: boolean;
  /** One for each preparation; null until they are in, and without an image. */
  readonly outcomes: readonly Outcome[] | null;
  /** The preparation with which the network's first class leads most clearly (`surest`); null where no image tells. */
  readonly best: number | null;
  /** The image's own size where the network's is larger, so that it had to be enlarged; else null. */
  readonly enlargedFrom: Size | null;
  /** One image by itself in one worker, the fastest of the tries; null until they are over. */
  readonly secondsPerImage: number | null;
}

/** An address as a person wrote it, and, once it is looked at, what would be asked. */
export interface OwnAddress {
  readonly text: string;
  /** The very file, where it is known. */
  readonly expected: { readonly sha256: string; readonly bytes: number | null } | null;
  readonly known: NetworkAddress | null;
  /** Of a fetch under way. */
  readonly progress: FetchProgress | null;
}

/** Why a network is not taken: `own:refused.<code>` with `values` put in, of an address `published:error.<code>`. */
export interface Refusal {
  readonly by: "network" | "address";
  readonly code: string;
  readonly values: ErrorContext;
}

/** Read, asked about, or refused; nothing on the page changes before it is taken. */
export interface OwnNetwork {
  readonly id: number;
  /**
   * With an address it is first looked at ("addressed"), then the person is asked whether its host may be ("confirming"). While it is read, what was found
   * of it before another file came is still there.
   */
  readonly stage: "addressed" | "confirming" | "fetching" | "reading" | "asking" | "refused";
  /** Where it is fetched from; null: it came as files. */
  readonly address: OwnAddress | null;
  /** As they were dropped or chosen. */
  readonly files: readonly NamedFile[];
  /** What it is tried on, and then explored with; null: the image on the page. */
  readonly image: ImageSource | null;
  readonly found: OwnFound | null;
  /** The setup that came with it, in a manifest beside it or as probes that ship; null: none. */
  readonly given: string | null;
  readonly answers: OwnAnswers | null;
  /** How many layers have probes that came with it, or are here since before. */
  readonly probed: number;
  readonly trial: Trial | null;
  readonly refusal: Refusal | null;
}

/** The preparation that the network would be taken with. */
export const preparationNow = ({ answers, trial }: OwnNetwork): number => answers?.preparation ?? trial?.best ?? 0;

/** A person's network that this browser knows, or that was used on this page. */
export interface OwnListed {
  readonly sha256: string;
  /** How it is asked: that of a picture, else the newest; null where nobody has said it yet. */
  readonly setup: string | null;
  /** The name in its manifest, which no other network here has; empty without a setup. */
  readonly name: string;
  readonly title: string;
  readonly bytes: number;
  readonly layers: number;
  readonly hasProbes: boolean;
  /** Whether its bytes are at hand: kept here, or used since the page was opened. */
  readonly isHere: boolean;
  readonly isKept: boolean;
  /** Where it came from, where that was an address that others may know. */
  readonly address: string | null;
}
