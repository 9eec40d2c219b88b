/** All that changes a session, as plain data: what a person asks, and what the effects bring. What a load or a job brings carries its id. */
import type { StrataState } from "./state.ts";
import type { Fate } from "../core/tracks.ts";
import type { Mask } from "../core/masks.ts";
import type { Pixels } from "../core/resize.ts";
import type { MaskProgress, PartialValues } from "../exploration/events.ts";
import type { EffectRange } from "../core/uniqueness.ts";
import type { SolvedLayer, Target } from "../exploration/exploration.ts";
import type { CertaintyAnswer, CertaintyProgress } from "../exploration/computations.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import type { Verification } from "../exploration/verify.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { ProbeChoice } from "../models/spec/probes.ts";
import type { Address } from "./address.ts";
import type { Unreadable } from "./parse-address.ts";
import type { Notice } from "./notice.ts";
import type { Opened } from "./opened.ts";
import type { OwnAnswers, OwnFound, Outcome } from "../models/own-network.ts";
import type { NamedFile } from "../platform/named-file.ts";
import type { NetworkAddress } from "../storage/published/address.ts";
import type { FetchProgress } from "../storage/published/world.ts";
import type { ProposedLayer } from "../models/graph/found.ts";
import type { FitNews } from "../probes/fitting.ts";
import type { Fit, GivenImages } from "./layers-work.ts";
import type { OwnAddress, OwnListed, Refusal, Trial } from "./own-network.ts";
import type {
  AddressBarState,
  AnswersAtHand,
  ConceptAtLayer,
  InquiryKind,
  InquiryKinds,
  ImageSource,
  LoadTarget,
} from "./pending.ts";
import type { ChosenModel, ConceptId, Filters, RunFailure, Selection, Settings, ShownImage, Units } from "./shape.ts";
import type { Region } from "./regions.ts";
import type { OpenStudy, StudyLook } from "./study.ts";
import type { Topic } from "./topics.ts";
import type { OnImageNews } from "../probes/on-image.ts";

/** What a person asks of the image on the page, and what is to come to the page. */
export type RequestEvent =
  | { readonly type: "load-asked"; readonly target: LoadTarget }
  | { readonly type: "load-repeated" }
  /** Another question; with `anew` the network is run for it. */
  | { readonly type: "question-asked"; readonly settings: Partial<Settings>; readonly anew: boolean }
  /** The same question through other probes of the network, which are fetched for it. */
  | { readonly type: "probes-asked"; readonly probes: ProbeChoice }
  /** The same question once more; with `reuse` about the answers at hand. */
  | { readonly type: "run-asked"; readonly reuse: boolean }
  | { readonly type: "retry-asked" }
  | { readonly type: "cancelled" };

/** What comes of a load. */
export type LoadEvent =
  /** A file turned out to be an image. */
  | { readonly type: "file-told"; readonly load: number; readonly holds: "image" }
  | { readonly type: "on-image-news"; readonly load: number; readonly news: OnImageNews }
  /** A file turned out to be a network, which is asked about in a dialog of its own. */
  | { readonly type: "network-told"; readonly load: number; readonly files: readonly NamedFile[] }
  | {
      readonly type: "image-arrived";
      readonly load: number;
      readonly model: ChosenModel;
      /** Null where the page is to wait for one. */
      readonly image: ShownImage | null;
    }
  /** A finished picture; with `still` the load goes on, to compute it again. */
  | {
      readonly type: "picture-arrived";
      readonly load: number;
      readonly opened: Opened;
      readonly still: boolean;
      readonly manifest: ModelManifest | null;
    }
  | ({ readonly type: "study-arrived"; readonly load: number } & Omit<OpenStudy, "isShown" | "look">)
  /** Several explorations, which go to the library. */
  | { readonly type: "explorations-arrived"; readonly load: number }
  /** What it takes to ask about an image again: the load goes on as that of its network. */
  | {
      readonly type: "recipe-found";
      readonly load: number;
      readonly target: Extract<LoadTarget, { kind: "again" }>;
      readonly afterwards: Notice | null;
    }
  | { readonly type: "load-refused"; readonly load: number; readonly notice: Notice; readonly fromAddress: boolean };

/** What comes of a job. */
export type JobEvent =
  /** Answers that are known before the network runs. */
  | { readonly type: "masks-known"; readonly job: number; readonly done: number; readonly total: number }
  | { readonly type: "masks-answered"; readonly job: number; readonly progress: MaskProgress }
  | { readonly type: "scores-arrived"; readonly job: number; readonly partial: PartialValues }
  /** Layers estimated from a beginning of the masks, for the question that was asked with these settings. */
  | {
      readonly type: "layers-estimated";
      readonly job: number;
      readonly layers: readonly SolvedLayer[];
      readonly settings: Settings;
    }
  /** The class that is asked about is not among those whose logits were kept: the network runs again. */
  | { readonly type: "class-missed"; readonly job: number }
  /** Every mask is answered, and the layers are being solved for a class. */
  | { readonly type: "masks-done"; readonly job: number; readonly answers: AnswersAtHand; readonly target: Target }
  | {
      readonly type: "layers-solved";
      readonly job: number;
      readonly layers: readonly (readonly [index: number, layer: SolvedLayer])[];
      readonly solved: number;
      readonly fraction: number;
      readonly secondsLeft: number | null;
    }
  | { readonly type: "explained"; readonly job: number; readonly snapshot: Snapshot }
  | {
      readonly type: "job-done";
      readonly job: number;
      readonly verification: Verification | null;
      readonly solveSeconds: number;
    }
  | { readonly type: "job-failed"; readonly job: number; readonly notice: Notice; readonly code: RunFailure }
  /** The answer that this browser keeps, to a question asked with these settings. */
  | {
      readonly type: "answer-found";
      readonly job: number;
      readonly snapshot: Snapshot;
      readonly settings: Settings;
    };

/** How sure the picture on the page is: the wish, and what comes of it by its id. */
export type CertaintyEvent =
  /** `byItself`: by the page, of a picture that is finished. */
  | { readonly type: "certainty-asked"; readonly byItself: boolean }
  | { readonly type: "certainty-cancelled" }
  | { readonly type: "certainty-measured"; readonly certainty: number; readonly progress: CertaintyProgress }
  | { readonly type: "certainty-told"; readonly certainty: number; readonly answer: CertaintyAnswer }
  | { readonly type: "certainty-failed"; readonly certainty: number; readonly notice: Notice };

/** Whether a concept could be said otherwise: the wish, and what comes of it by its id. */
export type UniquenessEvent =
  | ({ readonly type: "uniqueness-asked" } & ConceptAtLayer)
  | { readonly type: "uniqueness-cancelled" }
  | { readonly type: "uniqueness-measured"; readonly uniqueness: number; readonly fraction: number }
  | { readonly type: "uniqueness-told"; readonly uniqueness: number; readonly range: EffectRange | null }
  | { readonly type: "uniqueness-failed"; readonly uniqueness: number; readonly notice: Notice };

/** What is looked into beside the picture: the wish, and what comes of it by its id; `found` may come on the way, of what is done by then. */
export type InquiryEvent = {
  readonly [Kind in InquiryKind]:
    | { readonly type: "inquiry-asked"; readonly kind: Kind; readonly asked: InquiryKinds[Kind]["asked"] }
    | { readonly type: "inquiry-cancelled"; readonly kind: Kind }
    | {
        readonly type: "inquiry-measured";
        readonly kind: Kind;
        readonly inquiry: number;
        readonly progress: InquiryKinds[Kind]["progress"];
        readonly found: InquiryKinds[Kind]["found"] | null;
      }
    | {
        readonly type: "inquiry-found";
        readonly kind: Kind;
        readonly inquiry: number;
        readonly found: InquiryKinds[Kind]["found"];
      }
    | { readonly type: "inquiry-failed"; readonly kind: Kind; readonly inquiry: number; readonly notice: Notice };
}[InquiryKind];

/** A network of the person's own: what is brought and said of it, and what comes of reading and trying it, by ids. */
export type OwnEvent =
  /** A network, or files that belong to the one that is asked about. */
  | { readonly type: "own-brought"; readonly files: readonly NamedFile[] }
  /** The address of one, as it was written; nobody is contacted. */
  | { readonly type: "own-addressed"; readonly text: string; readonly expected: OwnAddress["expected"] }
  | { readonly type: "own-address-known"; readonly own: number; readonly known: NetworkAddress }
  /** Its host may be asked. */
  | { readonly type: "own-fetch-agreed" }
  | { readonly type: "own-fetching"; readonly own: number; readonly progress: FetchProgress }
  | { readonly type: "own-fetched"; readonly own: number; readonly file: NamedFile }
  | {
      readonly type: "own-found";
      readonly own: number;
      readonly found: OwnFound;
      /** See `OwnNetwork`. */
      readonly given: string | null;
      readonly answers: OwnAnswers | null;
      /** How many layers have probes, which came with it or are here. */
      readonly probed: number;
    }
  | { readonly type: "own-refused"; readonly own: number; readonly refusal: Refusal }
  /** It is the very network that ships under this name. */
  | { readonly type: "own-ships"; readonly own: number; readonly name: string }
  | { readonly type: "own-answered"; readonly change: Partial<OwnAnswers> }
  /** Another image to try it on. */
  | { readonly type: "own-image-brought"; readonly image: ImageSource }
  | {
      readonly type: "own-tried";
      readonly trial: number;
      /** Null where there was no image to try it on. */
      readonly outcomes: readonly Outcome[] | null;
      readonly best: number | null;
      readonly enlargedFrom: Trial["enlargedFrom"];
      readonly secondsPerImage: number;
    }
  /** It is to be the page's network; with `keep` its file stays in this browser. */
  | { readonly type: "own-taken"; readonly keep: boolean }
  | { readonly type: "own-left" }
  | { readonly type: "own-listed"; readonly networks: readonly OwnListed[] };

/** Looking into a network of the person's own, and the fit of its probes, by ids. */
export type LayersEvent =
  | { readonly type: "layers-opened"; readonly sha256: string; readonly title: string }
  | {
      readonly type: "layers-read";
      readonly layers: number;
      readonly found: readonly ProposedLayer[];
      readonly chosen: readonly string[];
    }
  | { readonly type: "layers-refused"; readonly layers: number; readonly refusal: Refusal }
  | { readonly type: "layer-toggled"; readonly tensor: string }
  | { readonly type: "layers-images-given" }
  | { readonly type: "layers-images-told"; readonly collecting: number; readonly images: GivenImages }
  | { readonly type: "layers-left" }
  /** Null `of`: what was broken off goes on. */
  | { readonly type: "fit-asked"; readonly key: string; readonly of: Fit["of"] }
  | { readonly type: "fit-told"; readonly fit: number; readonly news: FitNews }
  | { readonly type: "fit-cancelled" }
  | { readonly type: "fit-failed"; readonly fit: number; readonly refusal: Refusal; readonly notice: Notice }
  | {
      readonly type: "fit-done";
      readonly fit: number;
      readonly sha256: string;
      readonly setup: string;
      readonly title: string;
      /** Whether the network can be run. */
      readonly isHere: boolean;
      /** What of them could not be kept, though they are at hand; null: all is. */
      readonly notice: Notice | null;
    };

/** What becomes of the address. */
export type AddressEvent =
  | { readonly type: "address-entered"; readonly fragment: string; readonly address: Address | Unreadable }
  | { readonly type: "address-written"; readonly written: AddressBarState["written"] };

/** Of several images that were brought at once. */
export type TrayEvent =
  | { readonly type: "tray-brought"; readonly files: readonly NamedFile[] }
  /** Null: it cannot be read. */
  | { readonly type: "tray-read"; readonly item: number; readonly thumbnail: Pixels | null }
  | { readonly type: "tray-removed"; readonly item: number }
  | { readonly type: "tray-closed" };

/** What becomes of the study on the page. */
export type StudyEvent =
  /** In the picture's place, or the picture again. */
  | { readonly type: "study-shown"; readonly shown: boolean }
  | { readonly type: "study-looked"; readonly change: Partial<StudyLook> }
  | { readonly type: "study-closed" };

/** How the picture is looked at. */
export type LookEvent =
  | { readonly type: "hovered"; readonly concept: ConceptId | null }
  | { readonly type: "selected"; readonly change: Partial<Selection> }
  /** A layer is selected, and stands where the concept does; shown already, the concept is back. */
  | { readonly type: "layer-shown"; readonly layer: number | null }
  | { readonly type: "layer-left" }
  | { readonly type: "patch-toggled"; readonly patch: number; readonly extend: boolean }
  | { readonly type: "patches-cleared" }
  /** What was picked last is let go of. */
  | { readonly type: "unpicked" }
  | { readonly type: "filtered"; readonly change: Partial<Filters> }
  | { readonly type: "others-toggled"; readonly fate: Fate }
  | { readonly type: "truth-shown"; readonly shown: boolean }
  | { readonly type: "units-chosen"; readonly units: Units }
  | { readonly type: "scale-locked"; readonly end: number | null }
  /** A concept of the picture is called so, or with an empty text no more. */
  | { readonly type: "concept-named"; readonly concept: ConceptId; readonly name: string }
  /** Patches are painted as a region's, or with null as none's. */
  | { readonly type: "patches-painted"; readonly patches: Mask; readonly region: Region | null }
  /** The finished picture is put aside, to compare others with it; or the one that was, is let go. */
  | { readonly type: "picture-pinned" }
  | { readonly type: "pin-taken-off" }
  /** Another question, whose view takes the picture's place; null: back to the picture. */
  | { readonly type: "topic-chosen"; readonly topic: Topic | null };

/** The guide over the page. */
export type GuideEvent =
  | { readonly type: "guide-begun" }
  | { readonly type: "guide-went"; readonly step: number }
  | { readonly type: "guide-left" };

/** What is told beside the picture, each as a whole. */
export type Told = Partial<
  Pick<
    StrataState,
    | "language"
    | "languageAsked"
    | "theme"
    | "models"
    | "samples"
    | "notice"
    | "dialog"
    | "term"
    | "sharing"
    | "cropping"
    | "libraryList"
    | "filing"
    | "offline"
    | "engine"
  >
>;

/** What the page learns of itself and of this browser. */
export type ToldEvent =
  | { readonly type: "told"; readonly news: Told }
  /** What the network of an opened picture is. */
  | { readonly type: "network-learned"; readonly manifest: ModelManifest }
  /** The network of an opened picture is none of those that ship. */
  | { readonly type: "network-missed"; readonly snapshot: Snapshot; readonly notice: Notice }
  | { readonly type: "image-stored"; readonly digits: string }
  /** All that this browser kept was deleted. */
  | { readonly type: "store-lost" }
  /** What could not be kept of a run or a picture. */
  | { readonly type: "not-stored"; readonly notice: Notice }
  /** This browser keeps nothing. */
  | { readonly type: "nothing-stored"; readonly notice: Notice }
  /** What was said not to be kept is kept, or has stopped: a notice with one of these codes, or with null any, is taken back. */
  | { readonly type: "stored-after-all"; readonly codes: readonly Notice["code"][] | null }
  | { readonly type: "saved-told"; readonly snapshot: Snapshot; readonly saved: boolean };

export type SessionEvent =
  | RequestEvent
  | LoadEvent
  | JobEvent
  | CertaintyEvent
  | UniquenessEvent
  | InquiryEvent
  | OwnEvent
  | LayersEvent
  | AddressEvent
  | GuideEvent
  | LookEvent
  | TrayEvent
  | StudyEvent
  | ToldEvent;
