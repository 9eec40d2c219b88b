/** How the picture is looked at: what is picked, filtered, opened and locked. */
import { meets, NOBODY, onlyPlayer, union, without } from "../../core/masks.ts";
import type { StrataState } from "../state.ts";
import { withName } from "../../exploration/concept-names.ts";
import { sameConcept } from "../../core/tracks.ts";
import type { LookEvent } from "../events.ts";
import { NO_SELECTION } from "../initial.ts";
import { withPainted } from "../regions.ts";
import type { Selection } from "../shape.ts";
import { reduceStudy, withStudyAside } from "./study.ts";

/** The parts of a selection; each is picked, and let go of, on its own. */
export type Level = keyof Selection;

export function reduceLook(state: StrataState, event: LookEvent): StrataState {
  const { selection, filters } = state;
  switch (event.type) {
    case "hovered":
      return sameConcept(state.hover, event.concept) ? state : { ...state, hover: event.concept };
    case "selected":
      return {
        ...state,
        selection: { ...selection, ...event.change },
        layerShown: state.layerShown && event.change.concept === undefined,
      };
    case "layer-shown":
      return {
        ...state,
        selection: { ...selection, layer: event.layer },
        layerShown: !(state.layerShown && selection.layer === event.layer),
      };
    case "layer-left":
      return { ...state, layerShown: false };
    case "patch-toggled":
      return withPatchToggled(state, event.patch, event.extend);
    case "patches-cleared":
      return withoutPatches(state);
    case "unpicked":
      return withoutLastPick(state);
    case "filtered":
      return { ...state, filters: { ...filters, ...event.change } };
    case "others-toggled":
      return { ...state, openOthers: { ...state.openOthers, [event.fate]: !state.openOthers[event.fate] } };
    case "truth-shown":
      return { ...state, truthShown: event.shown };
    case "units-chosen":
      return event.units === state.units ? state : { ...state, units: event.units, scaleLock: null };
    case "scale-locked":
      return { ...state, scaleLock: event.end };
    case "concept-named": {
      const names = withName(state.names, event.concept, event.name);
      return names === state.names || state.result === null ? state : { ...state, names };
    }
    case "patches-painted":
      return { ...state, regions: withPainted(state.regions, event.patches, event.region) };
    case "picture-pinned": {
      const { result } = state;
      const snapshot = result?.snapshot ?? null;
      return snapshot === null ? state : { ...state, pinned: { snapshot, title: result!.image.title } };
    }
    case "pin-taken-off":
      return { ...state, pinned: null };
    case "topic-chosen":
      return { ...withStudyAside(state), topic: event.topic, dialog: state.dialog === "topics" ? null : state.dialog };
  }
}

function withPatchToggled(state: StrataState, patch: number, extend: boolean): StrataState {
  const { selection, filters } = state;
  const alone = onlyPlayer(patch);
  const { patches } = selection;
  const toggled = meets(patches, alone) ? without(patches, alone) : union(patches, alone);
  const next = extend ? toggled : patches === alone ? NOBODY : alone;
  if (next === NOBODY) return withoutPatches(state);
  // The first patch narrows the picture to its concepts; whoever then asks for all of them keeps all of them.
  return {
    ...state,
    selection: { ...selection, patches: next },
    filters: patches === NOBODY ? { ...filters, onlyPatches: true } : filters,
  };
}

const withoutPatches = (state: StrataState): StrataState => ({
  ...state,
  selection: { ...state.selection, patches: NO_SELECTION.patches },
  filters: { ...state.filters, onlyPatches: false },
});

/** Lets go of what was picked last; the filter by patches goes with its patches. */
function withoutLastPick(state: StrataState): StrataState {
  // In the picture's place stands a study: what was picked there are a point's images.
  if (state.guide === null && state.study?.isShown === true)
    return state.study.look.at === null ? state : reduceStudy(state, { type: "study-looked", change: {} });
  const last = state.picks.at(-1);
  // The output's head picks nothing.
  if (last === undefined) return state.layerShown ? { ...state, layerShown: false } : state;
  if (last.includes("patches")) return withoutPatches(state);
  const gone = Object.fromEntries(last.map((level) => [level, NO_SELECTION[level]]));
  return { ...state, selection: { ...state.selection, ...gone }, layerShown: false };
}

/** The levels that were picked between two selections. Patches stand apart; a cell is a concept and a layer in one. */
function picksBetween(before: Selection, now: Selection): Level[][] {
  const picked = (level: Level): boolean => now[level] !== NO_SELECTION[level] && now[level] !== before[level];
  return [["patches"], ["concept", "layer"]]
    .map((levels) => (levels as Level[]).filter(picked))
    .filter((levels) => levels.length > 0);
}

/** What a selection was picked by, the latest pick last, once `now` has taken the place of `before`. */
export function picksAfter(
  picks: readonly (readonly Level[])[],
  before: Selection,
  now: Selection,
): readonly (readonly Level[])[] {
  const news = picksBetween(before, now);
  const stands = (level: Level): boolean => now[level] !== NO_SELECTION[level] && !news.flat().includes(level);
  return [...picks.map((levels) => levels.filter(stands)).filter((levels) => levels.length > 0), ...news];
}
