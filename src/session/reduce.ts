import type { StrataState } from "./state.ts";
import type { JobEvent, LoadEvent, LookEvent, SessionEvent, ToldEvent } from "./events.ts";
import { reduceAddress } from "./reduce/address.ts";
import { reduceInquiry, withoutStaleInquiries } from "./reduce/inquiries.ts";
import { reduceCertainty, withoutStaleCertainty } from "./reduce/certainty.ts";
import { reduceGuide, withGuideLeft } from "./reduce/guide.ts";
import { reduceJob } from "./reduce/job.ts";
import { reduceLayers } from "./reduce/layers.ts";
import { reduceLoad } from "./reduce/load.ts";
import { picksAfter, reduceLook } from "./reduce/look.ts";
import { withOwnNames } from "./reduce/names.ts";
import { reduceOwn } from "./reduce/own.ts";
import { withLoad, withLoadRepeated, withPlaceNoted } from "./reduce/request.ts";
import { reduceRequest } from "./reduce/run.ts";
import { reduceStudy } from "./reduce/study.ts";
import { reduceTold } from "./reduce/told.ts";
import { reduceTray, withTrayNoted } from "./reduce/tray.ts";
import { reduceUniqueness, withoutStaleUniqueness } from "./reduce/uniqueness.ts";
import { isBusy } from "./run-phase.ts";

/** The session after an event. What a load, a job or a look at certainty, uniqueness or anything beside the picture, or a network that was brought, brings that the state no longer names is dropped, here and nowhere else. */
export function reduce(state: StrataState, event: SessionEvent): StrataState {
  if ("load" in event && state.load?.id !== event.load) return state;
  if ("job" in event && !state.jobs.some(({ id }) => id === event.job)) return state;
  if ("certainty" in event && state.certainty?.id !== event.certainty) return state;
  if ("uniqueness" in event && state.uniqueness.work?.id !== event.uniqueness) return state;
  if ("inquiry" in event && state.inquiries[event.kind].work?.id !== event.inquiry) return state;
  if ("own" in event && state.own?.id !== event.own) return state;
  if ("layers" in event && !("job" in event) && state.layers?.id !== event.layers) return state;
  if ("fit" in event && state.fit?.id !== event.fit) return state;
  if ("trial" in event && state.own?.trial?.id !== event.trial) return state;
  const from = LEAVES_GUIDE.includes(event.type) ? withGuideLeft(state) : state;
  const next = withTrayNoted(from, event, reduced(from, event));
  if (next === state) return state;
  // What was found of the picture comes back with it.
  if (state.guide !== null && next.guide === null) return settled(state, withOwnNames(state, next));
  const withoutStale = [withoutStaleCertainty, withoutStaleUniqueness, withoutStaleInquiries];
  const fresh = withoutStale.reduce((rest, without) => without(state, rest), next);
  return settled(state, event.type === "concept-named" ? fresh : withOwnNames(state, fresh));
}

/** What brings something else to the page: the guide is left for it. */
const LEAVES_GUIDE: readonly SessionEvent["type"][] = ["load-asked", "own-brought", "own-addressed", "own-taken"];

function reduced(state: StrataState, event: SessionEvent): StrataState {
  switch (event.type) {
    case "load-asked":
      return withLoad(event.target.kind === "model" ? withPlaceNoted(state) : state, event.target);
    case "load-repeated":
      return withLoadRepeated(state);
    case "question-asked":
    case "probes-asked":
    case "run-asked":
    case "retry-asked":
    case "cancelled":
      return reduceRequest(state, event);
    case "study-shown":
    case "study-looked":
    case "study-closed":
      return reduceStudy(state, event);
    case "tray-brought":
    case "tray-read":
    case "tray-removed":
    case "tray-closed":
      return reduceTray(state, event);
    case "certainty-asked":
    case "certainty-cancelled":
    case "certainty-measured":
    case "certainty-told":
    case "certainty-failed":
      return reduceCertainty(state, event);
    case "uniqueness-asked":
    case "uniqueness-cancelled":
    case "uniqueness-measured":
    case "uniqueness-told":
    case "uniqueness-failed":
      return reduceUniqueness(state, event);
    case "inquiry-asked":
    case "inquiry-cancelled":
    case "inquiry-measured":
    case "inquiry-found":
    case "inquiry-failed":
      return reduceInquiry(state, event);
    case "layers-opened":
    case "layers-read":
    case "layers-refused":
    case "layer-toggled":
    case "layers-images-given":
    case "layers-images-told":
    case "layers-left":
    case "fit-asked":
    case "fit-told":
    case "fit-cancelled":
    case "fit-failed":
    case "fit-done":
      return reduceLayers(state, event);
    case "own-brought":
    case "own-addressed":
    case "own-address-known":
    case "own-fetch-agreed":
    case "own-fetching":
    case "own-fetched":
    case "own-found":
    case "own-refused":
    case "own-ships":
    case "own-answered":
    case "own-image-brought":
    case "own-tried":
    case "own-taken":
    case "own-left":
    case "own-listed":
      return reduceOwn(state, event);
    case "guide-begun":
    case "guide-went":
    case "guide-left":
      return reduceGuide(state, event);
    case "address-entered":
    case "address-written":
      return reduceAddress(state, event);
    default:
      if ("load" in event) return reduceLoad(state, event satisfies LoadEvent);
      if ("job" in event) return reduceJob(state, event satisfies JobEvent);
      return isLook(event) ? reduceLook(state, event) : reduceTold(state, event);
  }
}

const LOOKS: readonly LookEvent["type"][] = [
  "hovered",
  "selected",
  "layer-shown",
  "layer-left",
  "patch-toggled",
  "patches-cleared",
  "unpicked",
  "filtered",
  "others-toggled",
  "truth-shown",
  "units-chosen",
  "scale-locked",
  "concept-named",
  "patches-painted",
  "picture-pinned",
  "pin-taken-off",
  "topic-chosen",
];
const isLook = (event: LookEvent | ToldEvent): event is LookEvent => (LOOKS as readonly string[]).includes(event.type);

/**
 * What follows from any change: what a selection was picked by, and whether the bar still names what is on its way. A page with nothing on it
 * waits for its first load; where none comes any more, it waits for a person. What a dialog about a network of the person's own holds goes with the dialog.
 */
function settled(before: StrataState, changed: StrataState): StrataState {
  const isLeft = changed.load === null && changed.jobs.length === 0 && isBusy(changed.run);
  const { own, layers, dialog } = changed;
  const ownLeft = own !== null && dialog !== "own";
  const layersLeft = layers !== null && dialog !== "layers";
  const state: StrataState =
    isLeft || ownLeft || layersLeft
      ? {
          ...changed,
          ...(isLeft && { run: { phase: "idle" } }),
          ...(ownLeft && { own: null }),
          ...(layersLeft && { layers: null }),
        }
      : changed;
  const { selection, address, load, image } = state;
  const picks = selection === before.selection ? state.picks : picksAfter(state.picks, before.selection, selection);
  const ahead = address.ahead && (load !== null || image === null);
  return picks === state.picks && ahead === address.ahead
    ? state
    : { ...state, picks, address: ahead === address.ahead ? address : { ...address, ahead } };
}
