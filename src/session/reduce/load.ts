/** What comes to the page. Until all of a load is in, the page stays as it is. */
import type { StrataState } from "../state.ts";
import { playerCount } from "../../core/patches.ts";
import { columnsOf, type ModelManifest } from "../../models/manifest.ts";
import { PLAIN_VIEW, viewFits } from "../address.ts";
import type { DialogName } from "../dialogs.ts";
import type { LoadEvent } from "../events.ts";
import { lockedNotice, NO_PLACE, noClassNotice, noLabelProbes } from "../failures.ts";
import { DEFAULT_SETTINGS } from "../initial.ts";
import { heldTo, lockOf } from "../lock.ts";
import type { Asked, LoadRequest, LoadTarget, Wanted } from "../pending.ts";
import { settingsOn, withProbesOf } from "../own-grid.ts";
import { keyModel, settingsForNew, sourceOf, takenUp, viewForNew } from "../place.ts";
import type { ChosenModel, Sample, Settings, ShownImage } from "../shape.ts";
import type { Notice } from "../notice.ts";
import { withOpened, withoutJobs, withoutLoad, withViewNoted } from "./page.ts";
import { withGuideLeft } from "./guide.ts";
import { FIRST_LOOK } from "../study.ts";
import { reduceOwn } from "./own.ts";
import { withStudyAside } from "./study.ts";
import { wantedOf, withLoad } from "./request.ts";
import { begin } from "./run.ts";

/** The page as it starts on its own. */
const START: LoadTarget = {
  kind: "sample",
  file: null,
  wanted: { settings: DEFAULT_SETTINGS, ownGrid: true, view: PLAIN_VIEW, source: { from: "start" }, lookUp: false },
};

export function reduceLoad(state: StrataState, event: LoadEvent): StrataState {
  const load = state.load!;
  switch (event.type) {
    case "file-told":
      return { ...state, load: { ...load, what: "image" } };
    case "on-image-news":
      return { ...state, load: { ...load, news: event.news } };
    case "network-told":
      return reduceOwn({ ...state, load: null }, { type: "own-brought", files: event.files });
    case "image-arrived":
      return withImage(withStudyAside(state), event.model, event.image);
    case "picture-arrived": {
      const manifest = event.manifest ?? state.knownManifest;
      const opened = withOpened({ ...withStudyAside(state), knownManifest: manifest }, event.opened);
      return event.still
        ? { ...opened, load: { ...load, again: true } }
        : { ...opened, load: null, dialog: dialogAfter(state), ...(load.afterwards && { notice: load.afterwards }) };
    }
    case "study-arrived": {
      const { name, study, findings, explorations } = event;
      return {
        ...state,
        load: null,
        dialog: dialogAfter(state),
        study: { name, study, findings, explorations, isShown: true, look: FIRST_LOOK },
      };
    }
    case "explorations-arrived":
      return { ...state, load: null, dialog: "library" };
    case "recipe-found": {
      const { fromAddress, dialog } = load;
      return withLoad({ ...state, dialog: dialogAfter(state) }, event.target, {
        dialog,
        ...(fromAddress === true && { fromAddress }),
        ...(event.afterwards !== null && { afterwards: event.afterwards }),
      });
    }
    case "load-refused":
      // Without the glass box there is no guide; what would be opened again is what was opened before it.
      if (state.guide !== null)
        return { ...withGuideLeft(withoutLoad(state)), notice: { ...event.notice, action: "dismiss" } };
      return event.fromAddress ? withAddressRefused(state, event.notice) : withLoadRefused(state, event.notice);
  }
}

/** Dialogs that are about no picture. */
const OF_THE_PAGE: readonly (DialogName | null)[] = [
  "library",
  "networks",
  "own",
  "layers",
  "engine",
  "citation",
  "glossary",
  "topics",
];

/** What was opened while a load was under way stays open where it is not about the picture that goes. */
const dialogAfter = ({ dialog, load }: StrataState): StrataState["dialog"] =>
  dialog !== load!.dialog && OF_THE_PAGE.includes(dialog) ? dialog : null;

/** A model and an image on the page, which is explored; without an image the page waits for one. */
function withImage(before: StrataState, model: ChosenModel, image: ShownImage | null): StrataState {
  const load = before.load!;
  const wanted = wantedOf(before, load);
  const { manifest } = model;
  const question =
    image === null
      ? withProbesOf(manifest, settingsForNew(before.settings))
      : settingsOn(before, wanted, manifest, image);
  const asked =
    wanted === null || image === null ? null : askedOf({ ...wanted, settings: question }, model, image, before.samples);
  const settings = heldTo(manifest, asked?.settings ?? question);
  const fits = asked !== null && viewFits(asked.view, playerCount(settings), columnsOf(manifest).length);
  const view = fits ? asked.view : asked === null ? viewForNew(before) : PLAIN_VIEW;
  // All at once, so that no view ever meets one model's result beside another's name.
  const state: StrataState = {
    ...withViewNoted(before),
    load: null,
    dialog: dialogAfter(before),
    own: load.target.kind === "own" ? null : before.own,
    notice: null,
    model,
    network: model,
    image,
    answers: null,
    settings,
    source:
      asked?.source ?? (image === null ? before.source : sourceOf(keyModel(model), image, settings, before.samples)),
    hover: null,
    ...takenUp(view, before),
    reference: isComparable(before.reference, load, model, image) ? before.reference : null,
  };
  const next: StrataState =
    image === null
      ? { ...withoutJobs(state), result: null, run: { phase: "idle" }, verification: null, saved: false }
      : begin(state, false, asked?.lookUp ?? (load.target.kind === "file" && load.target.lookUp === true));
  const isHeld = wanted !== null && heldTo(manifest, question) !== question;
  const missing = wanted === null || load.fromAddress !== true ? [] : missingClasses(manifest, wanted.settings);
  const notice = isHeld
    ? lockedNotice(model.name, lockOf(manifest)!)
    : missing.length > 0
      ? noClassNotice(model.name, missing)
      : asked !== null && !fits && load.fromAddress === true
        ? NO_PLACE
        : next.notice;
  // Whoever asked one network through probes of the labels is told where the next one has none.
  const lacks = (wanted ?? before).settings.probes === "labels" && settings.probes !== "labels";
  return { ...next, notice: load.afterwards ?? (lacks ? noLabelProbes(model.name, manifest) : notice) };
}

/** Whether a run on this image may be compared with what was opened: not where somebody asked for other probes. */
function isComparable(
  reference: StrataState["reference"],
  { target }: LoadRequest,
  { setup }: ChosenModel,
  image: ShownImage | null,
): boolean {
  const asksOtherwise = target.kind === "setup" || target.kind === "on-image";
  return reference?.image.sha256 === image?.sha256 && !(asksOtherwise && reference?.model.setup !== setup);
}

/** Classes that are asked about, as an address may, and that the network does not have. */
function missingClasses(
  { classMap }: Pick<ModelManifest, "classMap">,
  { target, rather }: Pick<Settings, "target" | "rather">,
): readonly number[] {
  return [target, rather].filter((index) => typeof index === "number").filter((index) => index >= classMap.length);
}

function askedOf(wanted: Wanted, model: ChosenModel, image: ShownImage, samples: readonly Sample[]): Asked {
  const { manifest } = model;
  const known: Settings =
    missingClasses(manifest, wanted.settings).length === 0
      ? wanted.settings
      : { ...wanted.settings, target: "auto", rather: null };
  // Nor does every network take every grid and baseline; then another question is asked, under its own address.
  const settings = heldTo(manifest, known);
  const own = sourceOf(keyModel(model), image, settings, samples);
  // What such a network truly holds is compared with a run of its own, which takes moments.
  return {
    ...wanted,
    source: settings === known ? (wanted.source ?? own) : own,
    settings,
    lookUp: wanted.lookUp && lockOf(manifest) === null,
  };
}

/** The page stays, and says why; one with nothing on it says that it could not start. */
function withLoadRefused(before: StrataState, notice: Notice): StrataState {
  const load = before.load!;
  const state = { ...withoutLoad(before), notice: load.afterwards ?? notice };
  const isStart = state.image === null && (load.what === "model" || load.what === "image");
  return isStart ? { ...state, run: { phase: "failed", code: "start" } } : state;
}

/** The page stays, and says why the address cannot be opened; one that has nothing to show starts as it does on its own. */
export function withAddressRefused(before: StrataState, notice: Notice): StrataState {
  const state = withoutLoad(before);
  return state.image === null
    ? withLoad(state, START, { afterwards: notice, dialog: before.load?.dialog ?? null })
    : { ...state, notice };
}
