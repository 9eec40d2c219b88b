/** Looking into a network of the person's own: which of its layers, and what is fitted there. Plain data. */
import type { ProposedLayer } from "../models/graph/found.ts";
import type { FolderLabels } from "../probes/folder-labels.ts";
import type { FitNews } from "../probes/fitting.ts";
import type { Refusal } from "./own-network.ts";

/** Images that were given to fit probes on; the files themselves lie beside the state. */
export interface GivenImages {
  readonly count: number;
  /** Files that are no images. */
  readonly others: number;
  readonly rule: FolderLabels["rule"];
}

/** The dialog about a network's layers. */
export interface LayersDialog {
  readonly id: number;
  readonly sha256: string;
  readonly title: string;
  readonly stage: "reading" | "ready";
  /** All that can be looked into, from the input side on. */
  readonly layers: readonly ProposedLayer[];
  /** Tensors of those that are. */
  readonly chosen: readonly string[];
  readonly images: GivenImages | null;
  /** Counts up with each lot of files that is looked through; null while none is. */
  readonly collecting: number | null;
  readonly refusal: Refusal | null;
}

/** Probes that are being fitted; it goes on while its dialog is closed, and after a reload. */
export interface Fit {
  readonly id: number;
  /** Under which it is kept. */
  readonly key: string;
  /** Null where it goes on with what is kept: nothing more is known then. */
  readonly of: { readonly sha256: string; readonly title: string } | null;
  readonly news: FitNews | null;
  readonly planned: Extract<FitNews, { stage: "planned" }> | null;
  /** Whether it goes on after a reload; null until that is known. */
  readonly isKept: boolean | null;
}

/** Share of the whole work that is done, 0..1, by rule of thumb: nearly all of it is features. */
export function shareOf(news: FitNews | null): number {
  switch (news?.stage) {
    case "keeping":
      return 0.02 * (news.done / news.total);
    case "looking":
      return 0.02 + 0.08 * (news.done / news.total);
    case "features":
      return 0.1 + 0.6 * (news.done / news.total);
    case "fitted":
      return 0.7 + 0.1 * ((news.index + 1) / news.of);
    case "quality":
      return 0.8;
    case "noise":
      return 0.85 + 0.15 * (news.done / news.total);
    default:
      return 0;
  }
}
