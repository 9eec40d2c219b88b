/** The browser's address bar in step with the page: what it names is on the page, and what is on the page it names. */
import type { StrataState } from "../state.ts";
import { imageOfKey } from "../../storage/library/entry.ts";
import { formatAddress, PLAIN_VIEW, type Address } from "../address.ts";
import { parseAddress } from "../parse-address.ts";
import { addressOf, namesPicture, pictureOf } from "../reduce/address.ts";
import type { Services } from "../services.ts";
import type { Session } from "../session.ts";

/** Clicks that follow each other this fast, as when stepping from concept to concept, are one place to come back to. */
const ONE_STEP_MS = 1000;

/** The picture that an address names or the question whose view stands in its place, with what is selected. */
const spotOf = ({ view: { topic, selection }, ...address }: Address): string =>
  formatAddress({ ...address, view: { ...PLAIN_VIEW, topic, selection: { ...selection, layer: null } } });

/** Whether what the page's source names can be opened again: samples and links always, an image that this browser keeps once it is kept. */
function isStored({ source, stored }: StrataState): boolean {
  return source.from !== "kept" || stored.some((digits) => digits === imageOfKey(source.key));
}

/** Whether an earlier page was put back, which is no step of the history. */
function isBack(state: StrataState, { settings, result, finished, broken }: StrataState): boolean {
  if (settings === state.settings && result === state.result) return false;
  const isFinished = state.settings === finished?.page.settings && state.result === finished.page.result;
  return isFinished || (settings !== state.settings && state.settings === broken?.page.settings);
}

/** Whether what was on its way does not come. */
function isRefused(state: StrataState, before: StrataState): boolean {
  return (
    before.load !== null && state.load === null && state.image === before.image && state.network === before.network
  );
}

/** Follows the store, and the address bar from `start` on. */
export function createAddressEffect({ store, dispatch }: Session, services: Pick<Services, "addressBar" | "nowMs">) {
  const { addressBar } = services;
  /** Whether the browser took it: some take only so many in so many seconds, and what is tried again later is the place of then. */
  function write(fragment: string, how: "push" | "replace"): boolean {
    return fragment === addressBar.fragment().replace(/^#/, "") || addressBar.put(fragment, how);
  }

  function enter(fragment: string): void {
    const address = parseAddress(fragment);
    const asked = fragment.replace(/^#/, "");
    const state = store.getState();
    const names = !("unreadable" in address) && namesPicture(state, address);
    // As the page would write it, so that it is no other place once it is there.
    if (!names && !("unreadable" in address)) addressBar.put(formatAddress(address), "replace");
    dispatch({ type: "address-entered", fragment: asked, address });
    if (names) write(store.getState().address.written.fragment, "replace");
    // What cannot be read stays as it came, to be seen and mended there.
    else if ("unreadable" in address) addressBar.put(asked, "replace");
  }

  /** Writes the page's place down; what a step back should undo becomes a step of its own. */
  function follow(state: StrataState, before: StrataState): void {
    // There is nothing yet that an address could name, or the bar names what comes.
    if (state.image === null || state.address.ahead || state.load?.again === true) return;
    // The bar goes on naming what comes back: a reload brings it.
    if (state.guide !== null) return;
    const { written } = state.address;
    const address = addressOf(state);
    const fragment = formatAddress(address);
    const isArriving = before.address.ahead;
    // What was asked for does not come, or an earlier page is back: the bar may name another one.
    const isSame = isBack(state, before) || isRefused(state, before);
    // What is not kept yet cannot be named: a reload would find nothing there. Until then the place before is the one to come back to.
    if (fragment === written.fragment || !isStored(state)) {
      if (isSame) write(written.fragment, "replace");
      return;
    }
    const [picture, spot, now] = [pictureOf(address), spotOf(address), services.nowMs()];
    const sinceMs = now - (written.spotMs ?? -Infinity);
    const isMoved = picture !== written.picture || (spot !== written.spot && sinceMs >= ONE_STEP_MS);
    if (write(fragment, isMoved && !isSame && !isArriving ? "push" : "replace")) {
      const spotMs = spot === written.spot ? written.spotMs : now;
      dispatch({ type: "address-written", written: { fragment, picture, spot, spotMs } });
    }
  }

  return {
    /** Opens what the address names, the page's own start where it names nothing, and follows it from then on. */
    start: (): void => {
      addressBar.onMove(() => enter(addressBar.fragment()));
      store.subscribe(follow);
      enter(addressBar.fragment());
    },
  };
}
