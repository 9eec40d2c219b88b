import { ENGINE_AT_FIRST, OFFLINE_AT_FIRST } from "./environment.ts";
import type { StrataState } from "./state.ts";
import { DEFAULT_DECOMPOSE } from "../core/and-or.ts";
import { MAX_PLAYERS } from "../core/masks.ts";
import { DEFAULT_TAU_FRACTION } from "../core/salience.ts";
import { UNNAMED } from "../exploration/concept-names.ts";
import { NO_REGIONS } from "./regions.ts";
import type { Language } from "../strings/index.ts";
import type { Inquiries, Uniqueness } from "./pending.ts";
import type { Filters, Selection, Settings, Theme } from "./shape.ts";

/** Nothing picked. */
export const NO_SELECTION: Selection = { patches: 0, concept: null, layer: null };

/** Every row, strongest first. */
export const ALL_ROWS: Filters = {
  kind: "all",
  orders: [1, MAX_PLAYERS],
  onlyPatches: false,
  onlyFirm: false,
  sort: "birth",
};

/** No "others" row is open. */
export const CLOSED_OTHERS: StrataState["openOthers"] = { kept: false, lost: false, transient: false };

/** No concept was asked about. */
export const NOTHING_TOLD: Uniqueness = { work: null, told: [] };

const NOT_ASKED = { work: null, found: null };

/** Nothing was asked beside the picture. */
export const NOTHING_ASKED: Inquiries = {
  baselines: NOT_ASKED,
  stability: NOT_ASKED,
  kappas: NOT_ASKED,
  across: NOT_ASKED,
};

/** 3x3 answers within seconds on a laptop; a finer grid is one click away. */
export const DEFAULT_SETTINGS: Settings = {
  rows: 3,
  cols: 3,
  picked: null,
  sample: null,
  baseline: "mean",
  probes: "first",
  target: "auto",
  rather: null,
  ...DEFAULT_DECOMPOSE,
  kappaOf: "noise",
  tauFraction: DEFAULT_TAU_FRACTION,
};

/** The page before anything is loaded. */
export function initialState(language: Language, theme: Theme): StrataState {
  return {
    language,
    languageAsked: language,
    theme,
    models: [],
    samples: [],
    model: null,
    knownManifest: null,
    image: null,
    load: null,
    lastLoad: null,
    jobs: [],
    certainty: null,
    uniqueness: NOTHING_TOLD,
    pinned: null,
    inquiries: NOTHING_ASKED,
    answers: null,
    finished: null,
    broken: null,
    network: null,
    places: {},
    address: { asked: "", ahead: false, written: { fragment: "", picture: "", spot: "", spotMs: null } },
    own: null,
    layers: null,
    fit: null,
    ownNetworks: null,
    saidNothingKept: false,
    saidUnsure: false,
    nextId: 1,
    settings: DEFAULT_SETTINGS,
    source: { from: "start" },
    run: { phase: "idle" },
    result: null,
    reference: null,
    referenceFrom: null,
    verification: null,
    paces: {},
    names: UNNAMED,
    namesElsewhere: {},
    selection: NO_SELECTION,
    picks: [],
    hover: null,
    layerShown: false,
    truthShown: false,
    filters: ALL_ROWS,
    openOthers: CLOSED_OTHERS,
    units: "scale",
    scaleLock: null,
    topic: null,
    regions: NO_REGIONS,
    guide: null,
    notice: null,
    dialog: null,
    tray: null,
    study: null,
    term: null,
    sharing: { phase: "preparing" },
    cropping: { phase: "reading" },
    libraryList: null,
    filing: false,
    stored: [],
    saved: false,
    offline: OFFLINE_AT_FIRST,
    engine: ENGINE_AT_FIRST,
  };
}
