import type { Grid } from "../core/patches.ts";
import type { Pixels } from "../core/resize.ts";
import type { LibraryEntry } from "../storage/library/entry.ts";
import type { Removed } from "../storage/library/entry-records.ts";
import type { Usage } from "../storage/library/library.ts";

/** One at a time. */
export type DialogName =
  "share" | "library" | "crop" | "networks" | "own" | "layers" | "engine" | "citation" | "pick" | "topics" | "glossary";

/** What a link may carry of the image: its very pixels, a lossy copy, or none. */
export type LinkImageKind = "exact" | "small" | "none";

/** A share link, ready to be copied. */
export interface LinkDraft {
  readonly image: LinkImageKind;
  readonly url: string;
  /** Largest rounding error of an effect, as a share of its layer's largest. */
  readonly effectError: number;
  /** Of a lossy copy: its quality, of how many from 1 on, and the pixels that it shows. */
  readonly lossy?: { readonly quality: number; readonly qualities: number; readonly pixels: Pixels };
}

/** The dialog that shares; drafts come from the longest to the shortest. */
export type Sharing =
  | { readonly phase: "preparing" }
  | {
      readonly phase: "ready";
      readonly drafts: readonly LinkDraft[];
      readonly chosen: LinkImageKind;
      readonly copied: "link" | "embed" | null;
    }
  /** `lacks`: the part of the browser that links and files are made with, where that is why. */
  | { readonly phase: "failed"; readonly lacks: string | null };

/** The dialog that crops: the image's file as a whole, once it is read, at most so large that a screen shows it. */
export type Cropping =
  | { readonly phase: "reading" }
  | {
      readonly phase: "ready";
      readonly whole: Pixels;
      /** Size of the file's image, as it is turned. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly phase: "failed" };

/** A run that broke off, as the library lists it. */
export interface InterruptedRun {
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  /** How many of the cells are players, where not all are. */
  readonly picked?: number;
  readonly cut?: Grid["cut"];
  readonly done: number;
  readonly total: number;
  readonly thumbnail: Uint8Array | null;
}

/** What the library's dialog shows. */
export interface LibraryList {
  readonly entries: readonly LibraryEntry[];
  readonly interrupted: readonly InterruptedRun[];
  readonly usage: Usage;
  /** What was deleted last, as long as it can be brought back. */
  readonly removed: Removed | null;
}
