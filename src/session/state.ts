import type { OpenStudy } from "./study.ts";
import type { Tray } from "./tray.ts";
import type { Pace } from "./shape.ts";
import type { ConceptNames } from "../exploration/concept-names.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { ListedModel } from "../models/store.ts";
import type { Language } from "../strings/index.ts";
import type { Cropping, DialogName, LibraryList, Sharing } from "./dialogs.ts";
import type { TermName } from "../strings/terms.ts";
import type { EngineState, Offline } from "./environment.ts";
import type { Fit, LayersDialog } from "./layers-work.ts";
import type { OwnListed, OwnNetwork } from "./own-network.ts";
import type { Notice } from "./notice.ts";
import type {
  AddressBarState,
  AnswersAtHand,
  Inquiries,
  CertaintyWork,
  ImageAndQuestion,
  Job,
  LoadRequest,
  Pinned,
  SessionSnapshot,
  Uniqueness,
} from "./pending.ts";
import type { ChosenModel, ConceptId, Page, PictureView, Sample, Selection, Theme } from "./shape.ts";

/** The guide, while it is taken. */
interface Guide {
  /** Which of its steps is shown, from 0. */
  readonly step: number;
  /** What comes back when it is left. */
  readonly before: Page &
    PictureView &
    Pick<
      StrataState,
      | "truthShown"
      | "answers"
      | "finished"
      | "broken"
      | "network"
      | "knownManifest"
      | "uniqueness"
      | "pinned"
      | "inquiries"
      | "address"
      | "load"
      | "lastLoad"
    >;
}

/** Everything the page knows. Plain readonly data; only events change it. */
export interface StrataState extends Page, PictureView {
  readonly language: Language;
  /** The one that was asked for last, whose strings may still be on their way. */
  readonly languageAsked: Language;
  readonly theme: Theme;
  /** The networks that ship, and what is known of them before they are fetched. */
  readonly models: readonly ListedModel[];
  readonly samples: readonly Sample[];
  /** What is known of an opened picture's network, which need not be here itself; may be of another one, null where nothing is known. */
  readonly knownManifest: ModelManifest | null;
  /** What is being fetched or decoded while the page stays as it is: a failure leaves everything in place. */
  readonly load: LoadRequest | null;
  /** The load that "open again" repeats. */
  readonly lastLoad: Omit<LoadRequest, "id"> | null;
  /** Long computations under way, the visible one first. */
  readonly jobs: readonly Job[];
  /** Null unless it is being looked at how sure the picture is. */
  readonly certainty: CertaintyWork | null;
  /** Which of the picture's concepts somebody asked about, whether they could be said otherwise. */
  readonly uniqueness: Uniqueness;
  /** The picture that another is compared with; null: none. */
  readonly pinned: Pinned | null;
  /** What somebody asked beside the picture, and what was found. */
  readonly inquiries: Inquiries;
  /** The network's answers to the image on the page, as far as they are at hand: another question about them does not run it again. */
  readonly answers: AnswersAtHand | null;
  /** The last finished page: it comes back when a later run breaks. */
  readonly finished: SessionSnapshot | null;
  /** The page of the run that broke, which can be tried again. */
  readonly broken: SessionSnapshot | null;
  /** The network that was loaded last, also while an opened picture needs none. */
  readonly network: ChosenModel | null;
  /** By the models' names, what was on the page with each of them last. */
  readonly places: Readonly<Record<string, ImageAndQuestion>>;
  readonly address: AddressBarState;
  /** The person's network that is read or asked about; null while the dialog about it is closed. */
  readonly own: OwnNetwork | null;
  /** What the dialog about a network's layers holds; null while it is closed. */
  readonly layers: LayersDialog | null;
  /** Probes that are being fitted. */
  readonly fit: Fit | null;
  /** The person's networks that are known here; null until somebody asks for them. */
  readonly ownNetworks: readonly OwnListed[] | null;
  /** Whether it was said once that this browser keeps nothing. */
  readonly saidNothingKept: boolean;
  /** Whether it was said that the page could not tell by itself how sure a picture is: once is enough. */
  readonly saidUnsure: boolean;
  /** The id that the next load or job gets. */
  readonly nextId: number;
  /** By model name, for the expected seconds beside each grid. */
  readonly paces: Readonly<Record<string, Pace>>;
  /** What concepts of the images and grids that were on the page before are called, by `namedPicture`. */
  readonly namesElsewhere: Readonly<Record<string, ConceptNames>>;
  /** By what it was picked, the latest pick last. */
  readonly picks: readonly (readonly (keyof Selection)[])[];
  readonly hover: ConceptId | null;
  /** Whether the selected layer stands where the concept does. */
  readonly layerShown: boolean;
  /** Whether the truth, where it is known, is laid over the picture. */
  readonly truthShown: boolean;
  /** Null unless it is taken. */
  readonly guide: Guide | null;
  readonly notice: Notice | null;
  readonly dialog: DialogName | null;
  /** Several images that were brought at once; null where one by one. */
  readonly tray: Tray | null;
  /** The study that was brought; null: none. */
  readonly study: OpenStudy | null;
  /** The term at which the glossary opens; null: at its beginning. */
  readonly term: TermName | null;
  readonly sharing: Sharing;
  readonly cropping: Cropping;
  /** Null until it is looked at, and where the browser keeps nothing. */
  readonly libraryList: LibraryList | null;
  /** Whether files are being read or written for the library. */
  readonly filing: boolean;
  /** Images that this browser is known to keep in some form, as keys name them. */
  readonly stored: readonly string[];
  readonly offline: Offline;
  readonly engine: EngineState;
}
