/** The page's address: what it names comes to the page, or how the picture on it is looked at changes. */
import type { PictureView } from "../shape.ts";
import type { StrataState } from "../state.ts";
import { formatAddress, PLAIN_VIEW, viewFits, type Address } from "../address.ts";
import type { AddressEvent } from "../events.ts";
import type { LoadTarget } from "../pending.ts";
import { NO_PLACE } from "../failures.ts";
import { asksOwnGrid } from "../own-grid.ts";
import { takenUp, viewOf } from "../place.ts";
import { selectRepeated } from "../selectors.ts";
import { withGuideLeft } from "./guide.ts";
import { withAddressRefused } from "./load.ts";
import { withoutLoad } from "./page.ts";
import { withLoad } from "./request.ts";

/** The page's place. */
export function addressOf(state: StrataState): Address {
  const { source, settings } = state;
  const ownGrid = source.from === "link" || source.from === "kept" ? null : asksOwnGrid(state);
  return { source, settings, ...(ownGrid !== null && { ownGrid }), view: viewOf(state) };
}

/** The picture that an address names, however it is looked at. */
export const pictureOf = (address: Address): string => formatAddress({ ...address, view: PLAIN_VIEW });

/** Whether an address names the picture that is on the page. */
export const namesPicture = (state: StrataState, address: Address): boolean =>
  state.result !== null && pictureOf(addressOf(state)) === pictureOf(address);

export function reduceAddress(given: StrataState, event: AddressEvent): StrataState {
  if (event.type === "address-written") return { ...given, address: { ...given.address, written: event.written } };
  const before = withGuideLeft(given);
  const { fragment, address } = event;
  const state: StrataState = { ...before, dialog: null, address: { ...before.address, asked: fragment } };
  if ("unreadable" in address)
    return withAddressRefused(state, {
      ...(address.masks === undefined
        ? { code: "address-unreadable", values: { part: address.unreadable } }
        : { code: "address-masks", values: { ...address.masks } }),
      action: "choose-file",
    });
  if (namesPicture(state, address)) return lookedAt(state, address.view);
  return withLoad({ ...state, address: { ...state.address, ahead: true } }, targetOf(address), { fromAddress: true });
}

function targetOf({ source, view, ...asked }: Address): LoadTarget {
  switch (source.from) {
    case "link":
      return { kind: "link", payload: source.payload, view };
    case "kept":
      return { kind: "kept", source, view };
    case "sample":
      return { kind: "sample", file: source.file, model: source.model, wanted: { ...asked, view, lookUp: true } };
    case "start":
      return { kind: "sample", file: null, model: source.model, wanted: { ...asked, view, source, lookUp: true } };
  }
}

/** Another view of the picture on the page; whatever was to take its place is no longer wanted, but for its own answer. */
function lookedAt(state: StrataState, view: PictureView): StrataState {
  const { players, layerNames } = state.result!;
  const looked = viewFits(view, players.n, layerNames.length)
    ? { ...state, ...takenUp(view, state) }
    : { ...state, notice: NO_PLACE };
  return selectRepeated(looked) === null ? withoutLoad(looked) : looked;
}
