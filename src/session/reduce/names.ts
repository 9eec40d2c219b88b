/** Names of concepts stay with the image and the grid whose concepts they name. */
import { UNNAMED, type ConceptNames } from "../../exploration/concept-names.ts";
import { patchName } from "../../core/patches.ts";
import { samePicture } from "../results.ts";
import type { StrataState } from "../state.ts";

/** The image and the grid of the page's picture, to which names belong; null while there is none. */
function namedPicture({ result }: Pick<StrataState, "result">): string | null {
  if (result === null) return null;
  const { rows, cols, picked, cut = "" } = result.settings;
  const cells = picked === null ? "" : picked.cells.map((cell) => patchName(cell, cols)).join("");
  return `${result.image.sha256} ${rows}x${cols} ${cells}${cut}`;
}

/**
 * The state after an event that named nothing itself. Another picture of the same image and grid keeps the names; one of others has those that were given here
 * before, else those that its address brings, else those that it came with.
 */
export function withOwnNames(before: StrataState, state: StrataState): StrataState {
  const [was, is] = [namedPicture(before), namedPicture(state)];
  const namesElsewhere =
    was === is || was === null ? state.namesElsewhere : { ...state.namesElsewhere, [was]: before.names };
  const known = was === is ? before.names : is === null ? undefined : namesElsewhere[is];
  const snapshot = state.result?.snapshot ?? null;
  const isNews = was !== is || !samePicture(before.result?.snapshot ?? null, snapshot);
  const brought: readonly (ConceptNames | undefined)[] = [
    state.names === before.names ? undefined : state.names,
    isNews ? snapshot?.names : undefined,
  ];
  // Names that were taken away here stay away, but for a picture's that was not here yet.
  const isKnown = was === is ? before.names.length > 0 : known !== undefined;
  const names = isKnown ? known! : (brought.find((of) => of !== undefined && of.length > 0) ?? UNNAMED);
  return names === state.names && namesElsewhere === state.namesElsewhere ? state : { ...state, names, namesElsewhere };
}
