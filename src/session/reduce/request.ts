/** Asking for what is to come to the page. The last request wins. */
import type { StrataState } from "../state.ts";
import type { ProbeChoice } from "../../models/spec/probes.ts";
import { withAsked } from "../budget.ts";
import { goesAlong, settingsForNew, viewForNew, viewOf } from "../place.ts";
import type { LoadRequest, LoadTarget, SoughtNetwork, Wanted } from "../pending.ts";
import type { ChosenModel, Settings } from "../shape.ts";
import { lockOf } from "../lock.ts";
import { PREFERRED_MODEL } from "../preferred-model.ts";

/** Under which name people see a request while it is under way. */
function namedAs(state: StrataState, target: LoadTarget): Pick<LoadRequest, "what" | "name"> {
  switch (target.kind) {
    case "sample": {
      const of = state.samples.find(({ file }) => file === target.file)?.model;
      return { what: "model", name: target.model ?? of ?? PREFERRED_MODEL };
    }
    case "chosen":
      return { what: "image", name: target.sample.file };
    case "model":
      return { what: "model", name: target.name };
    case "file":
      return { what: "file", name: target.name ?? "" };
    case "again":
      return { what: "model", name: target.model.name };
    case "setup":
    case "on-image":
      return { what: "model", name: state.model?.name ?? state.result?.model.name ?? "" };
    case "own":
      return { what: "model", name: state.own?.found?.title ?? "" };
    case "link":
      return { what: "link", name: "" };
    case "entry":
      return { what: "kept", name: state.libraryList?.entries.find(({ id }) => id === target.id)?.name ?? "" };
    case "kept":
    case "interrupted":
      return { what: "kept", name: "" };
  }
}

/** With a load under way, in the place of the one before. */
export function withLoad(
  state: StrataState,
  target: LoadTarget,
  more: Partial<Pick<LoadRequest, "again" | "fromAddress" | "afterwards" | "dialog">> = {},
): StrataState {
  const request = { ...namedAs(state, target), target, dialog: state.dialog, ...more };
  const before = state.load?.afterwards;
  return {
    ...state,
    load: { id: state.nextId, ...request },
    lastLoad: request,
    nextId: state.nextId + 1,
    ...(before !== undefined && { notice: before }),
    ...(target.kind === "sample" && state.image === null && { run: { phase: "loading" } }),
  };
}

/** With the load that was refused last under way once more. */
export function withLoadRepeated(state: StrataState): StrataState {
  const { lastLoad, nextId } = state;
  return lastLoad === null
    ? state
    : { ...state, load: { ...lastLoad, dialog: state.dialog, id: nextId }, nextId: nextId + 1 };
}

/** With the network of the opened picture on its way, to be asked what the page now wants to know. */
export function withNetworkAsked(state: StrataState): StrataState {
  const target = againTarget(state);
  return target === null ? state : withLoad(state, target, { again: true });
}

/** With the linear functions that the page looks through fitted anew, to the masks of another question; the page stays as it is until they are here. */
export const withOnImageAsked = (state: StrataState, { manifest }: ChosenModel, news: Partial<Settings>): StrataState =>
  withLoad(state, {
    kind: "on-image",
    layers: manifest.taps.map(({ tensor }) => tensor),
    settings: withAsked(state.settings, news),
  });

/** With the network of what is on the page on its way, with other probes; the page stays as it is until they are here. */
export function withProbesAsked(state: StrataState, probes: ProbeChoice): StrataState {
  const target = againTarget(state);
  return target === null || state.settings.probes === probes ? state : withLoad(state, { ...target, probes });
}

/** What is on the page, to be asked once more of its network. */
function againTarget({ result, image }: StrataState): Extract<LoadTarget, { kind: "again" }> | null {
  return result === null || image === null
    ? null
    : { kind: "again", model: soughtOf(result.model), image, wanted: null };
}

const soughtOf = ({ name, sha256, setup, address }: SoughtNetwork): SoughtNetwork => ({
  name,
  sha256,
  ...(setup !== undefined && { setup }),
  ...(address !== undefined && { address }),
});

/** With what is on the page noted, to be there again when its network is. */
export function withPlaceNoted(state: StrataState): StrataState {
  const { model, result, image, settings, places } = state;
  const name = model?.name ?? result?.model.name;
  return name === undefined || image === null
    ? state
    : { ...state, places: { ...places, [name]: { image, settings } } };
}

/** What is asked of the image that a load brings, as things stand when it is there; null: what is asked of any new image. */
export function wantedOf(state: StrataState, { target, again }: LoadRequest): Wanted | null {
  switch (target.kind) {
    case "sample":
      return again === true ? asItIs(state) : target.wanted;
    case "again":
      return target.wanted ?? (target.probes === undefined ? asItIs(state) : throughOther(state, target.probes));
    case "model":
      return wantedOn(state, target.name);
    case "setup":
      return throughOther(state, state.settings.probes);
    case "on-image":
      return throughOther({ ...state, settings: target.settings }, "on-image");
    case "own":
      // Whoever brings the network of the picture that is on the page wants to ask it that.
      return state.own?.found?.sha256 === state.result?.model.sha256 ? throughOther(state, "first") : null;
    default:
      return null;
  }
}

/** What the page asks now: what is selected meanwhile stays selected. */
const asItIs = (state: StrataState): Wanted => ({
  settings: state.settings,
  source: state.source,
  view: viewOf(state),
  lookUp: false,
});

/** What the page asks now, through other probes: another question, under its own address. */
const throughOther = (state: StrataState, probes: ProbeChoice): Wanted => ({
  settings: { ...state.settings, probes },
  view: viewOf(state),
  lookUp: true,
});

/** Through which probes the image that a load brings is asked, if its network has them. Functions of one image's masks say nothing of what comes. */
export function probesAsked(state: StrataState, load: LoadRequest): ProbeChoice {
  const { probes } = wantedOf(state, load)?.settings ?? state.settings;
  return probes === "on-image" ? "first" : probes;
}

/** What is asked of an image on another model: what was asked there last of that image; of one that comes along from a network with a lock, what it was asked without. */
function wantedOn({ places, model: left, image, settings, ...looked }: StrataState, name: string): Wanted | null {
  const place = places[name];
  if (place === undefined) return null;
  const view = viewForNew(looked);
  if (image === null || !goesAlong(image, looked.samples, name))
    return { settings: place.settings, view, lookUp: true };
  const { rows, cols, picked, cut, sample, baseline, probes } = place.settings;
  return left === null || lockOf(left.manifest) === null
    ? null
    : {
        settings: { ...settingsForNew(settings), rows, cols, picked, cut, sample, baseline, probes },
        view,
        lookUp: true,
      };
}
