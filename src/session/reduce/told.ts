/** What the page learns of itself, of its networks and of this browser. */
import type { StrataState } from "../state.ts";
import type { ToldEvent } from "../events.ts";

export function reduceTold(state: StrataState, event: ToldEvent): StrataState {
  const { result, notice } = state;
  switch (event.type) {
    case "told":
      return { ...state, ...event.news };
    case "network-learned":
      return result?.model.sha256 === event.manifest.network.sha256
        ? { ...state, knownManifest: event.manifest }
        : state;
    case "network-missed":
      return result?.snapshot === event.snapshot ? { ...state, notice: event.notice } : state;
    case "image-stored":
      return state.stored.includes(event.digits) ? state : { ...state, stored: [...state.stored, event.digits] };
    case "store-lost":
      return { ...state, stored: [] };
    case "not-stored":
      return { ...state, notice: { ...event.notice, by: "autosave" } };
    case "nothing-stored":
      return { ...state, saidNothingKept: true, notice: event.notice };
    case "stored-after-all": {
      const isSo = notice?.by === "autosave" && (event.codes === null || event.codes.includes(notice.code));
      return isSo ? { ...state, notice: null } : state;
    }
    case "saved-told":
      return result?.snapshot === event.snapshot && state.saved !== event.saved
        ? { ...state, saved: event.saved }
        : state;
  }
}
