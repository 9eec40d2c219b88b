import type { BaselineKind } from "../core/baseline.ts";
import type { KappaRule } from "../core/and-or.ts";
import type { Mask } from "../core/masks.ts";
import type { Grid, Players } from "../core/patches.ts";
import type { Crop, Pixels } from "../core/resize.ts";
import type { Kind } from "../core/interactions.ts";
import type { Fate } from "../core/tracks.ts";
import type { ConceptNames } from "../exploration/concept-names.ts";
import type { PartialValues } from "../exploration/events.ts";
import type { SampleBudget } from "../exploration/estimator.ts";
import type { ExplainedClass, RankedClass, SolvedLayer } from "../exploration/exploration.ts";
import type { Snapshot, SnapshotModel } from "../exploration/snapshot.ts";
import type { Verification } from "../exploration/verify.ts";
import type { LayerProbe, ModelManifest } from "../models/manifest.ts";
import type { ProbeChoice } from "../models/spec/probes.ts";
import type { OnImageCheck } from "../probes/on-image.ts";
import type { Regions } from "./regions.ts";
import type { Topic } from "./topics.ts";

/** The page's two colour themes. */
export type Theme = "light" | "dark";

/** A sample image that ships with the page: its file, a model that it is offered for, the class it shows. It stands once for each such model. */
export interface Sample {
  readonly file: string;
  readonly model: string;
  readonly label: string;
}

/** A network that is at hand; `name` is its file name among the shipped ones, `id` names what it is run with among the session's resources. */
export interface ChosenModel {
  readonly id: number;
  readonly name: string;
  readonly manifest: ModelManifest;
  /** See `setupOf`. */
  readonly setup?: string;
  /** Where its publisher has it, where it came from there. */
  readonly address?: string;
  /** Of linear functions of one image: how well they do on the masks that they were not fitted on. */
  readonly checks?: readonly OnImageCheck[];
}

/** Where the image on the page came from, which is also what it is called; "snapshot": with a picture that was computed earlier or elsewhere. */
export type ImageTitle =
  | { readonly from: "sample"; readonly file: string }
  | { readonly from: "file"; readonly name: string }
  | { readonly from: "clipboard" }
  | { readonly from: "snapshot"; readonly name: string };

/** The image as the network sees it: `pixels` are at the model's input resolution. */
export interface ShownImage {
  readonly pixels: Pixels;
  /** SHA-256 of the pixels the network sees, whatever `pixels` shows of them. */
  readonly sha256: string;
  readonly title: ImageTitle;
  /** The file as it came, so that another model can be asked about it; null where `pixels` are all that there is: see `fileOf`. */
  readonly file: Blob | null;
  /** The part of the file's image that somebody chose; without it the network takes what it takes of any image. */
  readonly crop?: Crop;
  /** Set where a picture came without its image, and `pixels` are blank. */
  readonly isLeftOut?: true;
}

/** What a run depends on besides model and image. `target` is a class index, or "auto" for the model's own first class; `rather` another class that a target of its own index is held against, null all others. */
export interface Settings extends Grid {
  /** The masks that an answer is estimated from; null: the network is run on every one, which more than MAX_ENUMERABLE players do not allow. */
  readonly sample: SampleBudget | null;
  readonly baseline: BaselineKind;
  /** Those of the network that is at hand: see `withProbesOf`. */
  readonly probes: ProbeChoice;
  readonly target: "auto" | number;
  readonly rather: number | null;
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
  /** The page asks with the paper's; a picture that came with another is asked about with its own. */
  readonly tauFraction: number;
}

/** Why a run stopped without a result; `errors:run.<code>` holds its sentence. */
export type RunFailure =
  "session-failed" | "unknown-operator" | "out-of-memory" | "worker-died" | "non-finite" | "start" | "unknown";

/** Where a picture comes from that was not computed on this page; "build": it ships with the page, which begins with it. */
export type OpenedFrom = "link" | "file" | "library" | "build";

/**
 * Where the run is; "opened": there was none yet, the picture was computed earlier or elsewhere. `solved` counts layers with certified effects, `fraction` (0..1) is the share of all solving; rates are masks per second, times are seconds.
 * `maskSeconds` is the network's time for the `measured` masks, also when a later question reuses its answers; the others were kept of a run that broke
 * off before. `kept` masks are known before the network runs, and so are those that are done when a run is stopped while it loads.
 */
export type Run =
  | { readonly phase: "idle" }
  | { readonly phase: "opened"; readonly from: OpenedFrom; readonly total: number }
  | { readonly phase: "loading"; readonly kept?: { readonly done: number; readonly total: number } }
  | {
      readonly phase: "running";
      readonly done: number;
      readonly total: number;
      readonly masksPerSecond: number;
      readonly secondsLeft: number | null;
    }
  | {
      readonly phase: "solving";
      readonly total: number;
      readonly solved: number;
      readonly layers: number;
      readonly fraction: number;
      readonly secondsLeft: number | null;
    }
  | {
      readonly phase: "done";
      readonly total: number;
      readonly measured: number;
      readonly maskSeconds: number;
      readonly solveSeconds: number;
    }
  | {
      readonly phase: "cancelled";
      readonly during: "loading" | "running" | "solving";
      readonly done: number;
      readonly total: number;
    }
  | { readonly phase: "failed"; readonly code: RunFailure };

/** A run in a phase in which there is something to cancel. */
export type BusyRun = Extract<Run, { phase: "loading" | "running" | "solving" }>;

/**
 * What the pictures draw: one run's figures, filling up as they come. `layers[i]` is null until layer i is solved,
 * `snapshot` is null until everything is in. `partial` holds the first scores that are in: a new object at every
 * step, over arrays that go on filling.
 */
export interface Result {
  readonly model: SnapshotModel;
  readonly image: ShownImage;
  readonly settings: Settings;
  readonly players: Players;
  /** Names of all columns from the input side, the network's own output last. */
  readonly layerNames: readonly string[];
  /** Per column what is known of its probe beforehand, shares 0..1, and its scale, nats; the output has neither noise floor nor agreement. */
  readonly probes: readonly (Pick<SolvedLayer, "noiseFloor" | "probeAgreement"> &
    Pick<LayerProbe, "accuracy" | "scale">)[];
  readonly partial: PartialValues | null;
  /** The model's first classes on the whole image, best first; null until its answer is in. */
  readonly top: readonly RankedClass[] | null;
  /** Of the network's output on the whole image, nats; null until its answer is in, and of pictures that came without. */
  readonly energy: number | null;
  /** The class that the scores and effects here speak of; null while none are in. */
  readonly target: ExplainedClass | null;
  readonly layers: readonly (SolvedLayer | null)[];
  /** Of how many masks, and half-samples, those layers are that were estimated while the others were still run; null where every layer that is here was solved. */
  readonly estimated:
    (Pick<SampleBudget, "masks" | "halves"> & { readonly heldOutR2: readonly [least: number, most: number] }) | null;
  /** All of it in the form that travels; null until everything is in. */
  readonly snapshot: Snapshot | null;
  /** Where all this comes from, if not from the run: a run that asks the very same question leaves it on the page until its own answer is there. */
  readonly opened: OpenedFrom | null;
}

/** What names a concept: its kind and its patches. */
export interface ConceptId {
  readonly kind: Kind;
  readonly mask: Mask;
}

/** What the person picked. `layer` null means the output. */
export interface Selection {
  readonly patches: Mask;
  readonly concept: ConceptId | null;
  readonly layer: number | null;
}

/**
 * What an address opens: the page's own start, a sample, an answer that this browser keeps under the key of its question, or the picture in
 * the address itself. `model` names the network where it is not the page's own, or the one that a sample is listed for first. Of several answers to
 * one question, `answer` says which: the first digits of its content.
 */
export type AddressedBy =
  | { readonly from: "start"; readonly model?: string }
  | { readonly from: "sample"; readonly file: string; readonly model?: string }
  | { readonly from: "kept"; readonly key: string; readonly answer?: string }
  | { readonly from: "link"; readonly payload: string };

/** How the main picture orders its rows within a fate. */
export const ROW_SORTS = ["birth", "strength", "order", "death"] as const;
export type RowSort = (typeof ROW_SORTS)[number];

/** Which rows the main picture shows; `orders` is inclusive, `onlyPatches` keeps concepts that contain every selected patch, `onlyFirm`, where it is known how sure they are, those that are firm. */
export interface Filters {
  readonly kind: "all" | Kind;
  readonly orders: readonly [min: number, max: number];
  readonly onlyPatches: boolean;
  readonly onlyFirm: boolean;
  readonly sort: RowSort;
}

/** What the picture's numbers are in: each layer's own scale, so that layers can be compared, or nats. */
export const UNITS = ["scale", "nats"] as const;
export type Units = (typeof UNITS)[number];

/** What of the state makes a page. */
export interface Page {
  /** Null until the first model is loaded. */
  readonly model: ChosenModel | null;
  readonly image: ShownImage | null;
  readonly settings: Settings;
  /** What the page's address names. */
  readonly source: AddressedBy;
  readonly run: Run;
  readonly result: Result | null;
  /** The opened picture that a run repeats, and how they compare once both are there. */
  readonly reference: Snapshot | null;
  readonly referenceFrom: OpenedFrom | null;
  readonly verification: Verification | null;
  readonly selection: Selection;
  readonly filters: Filters;
  readonly regions: Regions;
  /** Whether the picture on the page is among the saved ones. */
  readonly saved: boolean;
}

/** How a picture is looked at. */
export interface PictureView {
  readonly selection: Selection;
  readonly filters: Filters;
  /** Which "others" rows are open. */
  readonly openOthers: Readonly<Record<Fate, boolean>>;
  readonly units: Units;
  /** What has full colour, in those units, kept from picture to picture; null: as far as each picture needs. */
  readonly scaleLock: number | null;
  /** The question whose view stands in the picture's place; null: the picture. */
  readonly topic: Topic | null;
  /** What people call its concepts. */
  readonly names: ConceptNames;
  /** What is painted on the image, of the grid's patches. */
  readonly regions: Regions;
}

/** How fast a model went on this machine. */
export interface Pace {
  readonly masksPerSecond: number;
  /** The finest grid solved so far: its players, and the seconds all layers took; null before any was. */
  readonly solved: { readonly players: number; readonly seconds: number } | null;
  /** The estimate that was fitted last: its players and masks, and the seconds all layers took; absent before any was. */
  readonly fitted?: { readonly players: number; readonly masks: number; readonly seconds: number };
}
