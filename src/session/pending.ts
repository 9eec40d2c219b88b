/** What steers a session: what is on its way, what is at hand, and what can come back. Plain data; what it stands for lies among the resources, by id. */
import type { Crop } from "../core/resize.ts";
import type { EffectRange } from "../core/uniqueness.ts";
import type { DialogName } from "./dialogs.ts";
import type { PictureView } from "./shape.ts";
import type { Notice } from "./notice.ts";
import type { BaselineComparison, BaselineProgress } from "../exploration/compare-baselines.ts";
import type { CertaintyProgress } from "../exploration/computations.ts";
import type { NoiseAsked, NoiseProgress, StabilityToNoise } from "../exploration/noisy-draws.ts";
import type { OtherProgress } from "../exploration/other-network.ts";
import type { KappaCounts, KappaProgress } from "../exploration/salient-by-kappa.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import type { NamedFile } from "../platform/named-file.ts";
import type { ProbeChoice } from "../models/spec/probes.ts";
import type { BusyRun, ConceptId, ImageTitle, Sample, Settings, ShownImage, AddressedBy, Page } from "./shape.ts";
import type { OnImageNews } from "../probes/on-image.ts";

/** What an address, or the page before, asks of an image; its source is the question's own unless it is told. */
export interface Wanted {
  readonly source?: AddressedBy;
  readonly settings: Settings;
  /** Whether the grid is left to the network, whatever the settings say. */
  readonly ownGrid?: boolean;
  readonly view: PictureView;
  /** Whether an answer that this browser keeps will do. */
  readonly lookUp: boolean;
}

/** A question and a view that come with an image, from an address or a picture opened before. */
export type Asked = Wanted & { readonly source: AddressedBy };

/** An image before the network has seen it; one that was on the page before brings its pixels along, and must where it has no file. */
export type ImageSource = Pick<ShownImage, "file" | "title"> &
  Partial<Pick<ShownImage, "pixels" | "sha256" | "isLeftOut" | "crop">>;

/** A network to be found here, by what it is, not by what it is called; `address` is where its publisher keeps it. */
export interface SoughtNetwork {
  readonly name: string;
  readonly sha256: string;
  /** What else an answer came through; of a person's network the very one is taken, where it is known here. */
  readonly setup?: string;
  readonly address?: string | null;
}

/**
 * What a load brings: "sample": one that an address names, or with null the page's own start; "chosen": a sample picked on the page; "file": a
 * dropped or chosen file, an image, explorations or a network; "again": an image with the very network that it was asked of, and what is asked of it, null
 * being what the page asks by then; "entry" and "interrupted": an exploration and a run that the library lists.
 */
export type LoadTarget =
  | {
      readonly kind: "sample";
      readonly file: string | null;
      /** The network that the address names, if it names one. */
      readonly model?: string | undefined;
      readonly wanted: Wanted;
    }
  | { readonly kind: "chosen"; readonly sample: Sample }
  | { readonly kind: "model"; readonly name: string }
  | {
      readonly kind: "file";
      readonly file: Blob;
      readonly name: string | null;
      readonly crop?: Crop;
      readonly lookUp?: true;
      /** Of a study: what came with it. */
      readonly beside?: readonly NamedFile[];
    }
  | {
      readonly kind: "again";
      readonly model: SoughtNetwork;
      readonly image: ImageSource;
      readonly wanted: Wanted | null;
      /** With null wanted: the other probes of the network that the page is to ask through. */
      readonly probes?: ProbeChoice;
    }
  /** The person's network that is asked about; with `keep` its file stays in this browser. */
  | { readonly kind: "own"; readonly own: number; readonly keep: boolean }
  /** What is on the page, asked of one of the person's networks through a setup of it. */
  | { readonly kind: "setup"; readonly sha256: string; readonly setup: string }
  /** This question about what is on the page, with linear functions fitted on its very masks at layers of the network, tensors by their names. */
  | { readonly kind: "on-image"; readonly layers: readonly string[]; readonly settings: Settings }
  | { readonly kind: "link"; readonly payload: string; readonly view: PictureView }
  | { readonly kind: "kept"; readonly source: Extract<AddressedBy, { from: "kept" }>; readonly view: PictureView }
  | { readonly kind: "entry"; readonly id: string }
  | { readonly kind: "interrupted"; readonly id: string };

/** What is on its way in: a model, an image, a file of explorations, the picture of a link, or one that this browser keeps; `name` may be empty. */
export interface LoadRequest {
  readonly id: number;
  readonly what: "model" | "image" | "file" | "link" | "kept";
  readonly name: string;
  readonly target: LoadTarget;
  /** Whether it is the network of the picture on the page, to be asked for it once more. */
  readonly again?: boolean;
  /** Whether the address asked for it: what cannot be had is then left in the bar, and a page with nothing on it starts as it does on its own. */
  readonly fromAddress?: boolean;
  /** The dialog that was open when it was asked for, which has done its part once it is there. */
  readonly dialog: DialogName | null;
  /** What is said once it is there, or has failed. */
  readonly afterwards?: Notice;
  /** How far functions of this image's masks are fitted. */
  readonly news?: OnImageNews;
}

/** A long computation under way: the exploration of the image on the page. */
export interface Job {
  readonly id: number;
  readonly computation: "explore";
  readonly progress: BusyRun;
  /** The answers that it explains, by id; null where the network is to be run. */
  readonly answers: number | null;
  /** Whether an answer that this browser keeps will do. */
  readonly lookUp: boolean;
}

/** How sure the picture on the page is, while it is looked at. */
export interface CertaintyWork {
  readonly id: number;
  /** Whether the page asked, and nobody else. */
  readonly byItself: boolean;
  /** Null while the replicates are fetched. */
  readonly progress: CertaintyProgress | null;
}

/** A concept at a layer of the picture on the page. */
export interface ConceptAtLayer {
  readonly concept: ConceptId;
  readonly layer: number;
}

/** Whether concepts of the picture on the page could be said otherwise: what is looked at, and what was found. */
export interface Uniqueness {
  readonly work: UniquenessWork | null;
  /** No concept at a layer twice. */
  readonly told: readonly UniquenessTold[];
}

/** A concept whose other answers are looked for. */
export interface UniquenessWork extends ConceptAtLayer {
  readonly id: number;
  /** Of the work; null until it has begun. */
  readonly fraction: number | null;
}

/** How far a concept's effect can go; null where that cannot be told. */
export interface UniquenessTold extends ConceptAtLayer {
  readonly range: EffectRange | null;
}

/** A picture put aside, to look at another beside it, and what its image was called. */
export interface Pinned {
  readonly snapshot: Snapshot;
  readonly title: ImageTitle;
}

/**
 * What can be looked into beside a finished picture when somebody asks, and is told as long as the picture stands: how it is asked, how far it is, and
 * what is found. `baselines`: the same question under other baselines; `stability`: under noise on the image; `kappas`: by other κ; `across`: asked of another network.
 */
export interface InquiryKinds {
  readonly baselines: { readonly asked: null; readonly progress: BaselineProgress; readonly found: BaselineComparison };
  readonly stability: {
    readonly asked: NoiseAsked;
    readonly progress: NoiseProgress;
    readonly found: StabilityToNoise;
  };
  readonly kappas: { readonly asked: null; readonly progress: KappaProgress; readonly found: KappaCounts };
  readonly across: { readonly asked: OtherAsked; readonly progress: OtherProgress; readonly found: Snapshot };
}
export type InquiryKind = keyof InquiryKinds;

/** A network by its name: of one that ships, or of the person's. */
export interface OtherAsked {
  readonly name: string;
}

/** One of them: what is under way, whose progress is null until the network runs, and what was found, which may be less than was asked. */
export interface Inquiry<Kind extends InquiryKind> {
  readonly work: {
    readonly id: number;
    readonly asked: InquiryKinds[Kind]["asked"];
    readonly progress: InquiryKinds[Kind]["progress"] | null;
  } | null;
  readonly found: InquiryKinds[Kind]["found"] | null;
}
export type Inquiries = { readonly [Kind in InquiryKind]: Inquiry<Kind> };

/** What is known of a network's answers, which lie among the resources under `id`. */
export interface AnswersAtHand {
  readonly id: number;
  /** Masks in all, columns (probes and the output), and the classes whose logits are kept. */
  readonly total: number;
  readonly layers: number;
  readonly classes: readonly number[];
  /** Masks that the network was asked for now, and how long those took, seconds. */
  readonly measured: number;
  readonly maskSeconds: number;
}

/** A page and what it stands on. */
export interface SessionSnapshot {
  readonly page: Page;
  readonly answers: AnswersAtHand | null;
}

/** An image and what was asked of it. */
export interface ImageAndQuestion {
  readonly image: ShownImage;
  readonly settings: Settings;
}

/** The browser's address bar, as far as the page has written it. */
export interface AddressBarState {
  /** The fragment that was gone to last, as it came. */
  readonly asked: string;
  /** Whether the bar names what is on its way, and not what is on the page. */
  readonly ahead: boolean;
  /** What the page wrote last: all of it, the picture that it names, what is selected in it, and when that was written (null: never). */
  readonly written: {
    readonly fragment: string;
    readonly picture: string;
    readonly spot: string;
    readonly spotMs: number | null;
  };
}
