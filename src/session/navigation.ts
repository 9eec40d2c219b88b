import type { StoreApi } from "zustand/vanilla";
import { imageOfKey } from "../storage/library/entry.ts";
import {
  formatAddress,
  parseAddress,
  PLAIN_VIEW,
  viewFits,
  type Address,
  type PictureView,
  type Unreadable,
} from "./address.ts";
import { keptNotice, linkNotice, openingNotice } from "./failures.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import type { Keeping } from "./keeping.ts";
import { findKept } from "./kept.ts";
import { openedOf } from "./opened.ts";
import type { Bringing } from "./opening.ts";
import { takenUp, viewOf } from "./place.ts";
import { selectRepeated } from "./selectors.ts";
import type { Services } from "./services.ts";
import type { Notice, Source, StrataState } from "./shape.ts";

/** Clicks that follow each other this fast, as when stepping from concept to concept, are one place to come back to. */
const ONE_STEP_MS = 1000;

/** The page's places: what its address names is on the page, and what is on the page its address names. */
export interface Navigation {
  /** Opens what the address names, the page's own start where it names nothing, and follows it from then on. */
  start(): void;
}

/** Thrown where nothing is kept of what a key names. */
class NotKept extends Error {}

const unreadableNotice = ({ unreadable }: Unreadable): Notice => ({
  code: "address-unreadable",
  values: { part: unreadable },
  action: "choose-file",
});
const addressOf = (state: StrataState): Address => ({
  source: state.source,
  settings: state.settings,
  view: viewOf(state),
});
/** The picture that an address names, however it is looked at … */
const pictureOf = (address: Address): string => formatAddress({ ...address, view: PLAIN_VIEW });
/** … and with what is selected in it. */
const spotOf = (address: Address): string =>
  formatAddress({ ...address, view: { ...PLAIN_VIEW, selection: { ...address.view.selection, layer: null } } });

/** Whether what the page's source names can be opened again: samples and links always, an image that this browser keeps once it is kept. */
function isStored({ source, stored }: StrataState): boolean {
  return source.from !== "kept" || stored.some((digits) => digits === imageOfKey(source.key));
}

/** Over `services`, through `bringing`. */
export function createNavigation(
  store: StoreApi<StrataState>,
  services: Services,
  keeping: Keeping,
  bringing: Bringing,
): Navigation {
  const { addressBar } = services;
  let written = { fragment: "", picture: "", spot: "", spotMs: -Infinity };
  /** The fragment that was gone to last, as it came. */
  let asked = "";
  /** Whether the bar names what is on its way, and not what is on the page. */
  let ahead = false;

  function openLink(payload: string, view: PictureView): void {
    void bringing.wish(
      { what: "link", name: "" },
      {
        fetch: async () => openedOf(await services.links.open(payload), "link", { from: "link", payload }, { view }),
        arrive: bringing.open,
        refuse: (error) => void refuse(linkNotice(error)),
      },
    );
  }

  function openKept(source: Extract<Source, { from: "kept" }>, view: PictureView): void {
    void bringing.wish(
      { what: "kept", name: "" },
      {
        fetch: async () => {
          await keeping.settled();
          const found = await findKept(services, source, view);
          if (found === null) throw new NotKept();
          return found;
        },
        arrive: (found) => {
          if ("opened" in found) {
            keeping.noteStored(found.opened.snapshot.image.sha256);
            return bringing.open(found.opened);
          }
          const { recipe, elsewhere } = found;
          const { model, settings } = recipe;
          const asked = { settings, view, lookUp: false };
          void bringing
            .kept(
              model,
              recipe,
              asked,
              (error) => void refuse(openingNotice(error, { what: "model", name: model.name })),
            )
            .then(() => {
              if (elsewhere) store.setState({ notice: { code: "kept-elsewhere", values: {}, action: "dismiss" } });
            });
        },
        refuse: (error) => void refuse(keptNotice(error, error instanceof NotKept)),
      },
    );
  }

  /**
   * Says why an address cannot be opened; a page that has nothing to show yet starts as it does on its own. The bar keeps what was asked, as
   * it came: a reload tries it again, and it can be seen and mended there.
   */
  async function refuse(notice: Notice): Promise<void> {
    addressBar.put(asked, "replace");
    if (store.getState().image === null)
      await bringing.sample(null, {
        settings: DEFAULT_SETTINGS,
        view: PLAIN_VIEW,
        source: { from: "start" },
        lookUp: false,
      });
    store.setState({ notice });
  }

  function go(fragment: string): void {
    asked = fragment.replace(/^#/, "");
    const address = parseAddress(fragment);
    store.setState({ dialog: null });
    if ("unreadable" in address) {
      bringing.stop();
      return void refuse(unreadableNotice(address));
    }
    const { source, settings, view } = address;
    const state = store.getState();
    const here = pictureOf(addressOf(state));
    if (state.result !== null && here === pictureOf(address))
      return look(view, state.result.players.n, state.result.layerNames.length);
    // As the page would write it, so that it is no other place once it is there.
    addressBar.put(formatAddress(address), "replace");
    ahead = true;
    switch (source.from) {
      case "link":
        return openLink(source.payload, view);
      case "kept":
        return openKept(source, view);
      case "sample":
        return void bringing.sample(
          source.file,
          { settings, view, lookUp: true },
          () => void refuse({ code: "sample-unknown", values: { name: source.file }, action: "choose-file" }),
        );
      case "start":
        return void bringing.sample(null, { settings, view, source, lookUp: true });
    }
  }

  /** Another view of the picture on the page; whatever was to take its place is no longer wanted, but for its own answer. */
  function look(view: PictureView, n: number, layers: number): void {
    if (viewFits(view, n, layers)) store.setState((state) => takenUp(view, state));
    if (selectRepeated(store.getState()) === null) bringing.stop();
    write(written.fragment, "replace");
  }

  /** Whether the browser took it: some take only so many in so many seconds, and what is tried again later is the place of then. */
  function write(fragment: string, how: "push" | "replace"): boolean {
    return fragment === addressBar.fragment().replace(/^#/, "") || addressBar.put(fragment, how);
  }

  /** Writes the page's place down; what a step back should undo becomes a step of its own. */
  function follow(state: StrataState, before: StrataState): void {
    const address = addressOf(state);
    const fragment = formatAddress(address);
    // There is nothing yet that an address could name, or the bar names what comes.
    if (state.image === null || (ahead && state.opening !== null)) return;
    const arriving = ahead;
    ahead = false;
    // What was wished for does not come, or an earlier page is back: the bar may name another one.
    const stayed =
      state.returns !== before.returns ||
      (before.opening !== null && state.opening === null && state.image === before.image);
    // What is not kept yet cannot be named: a reload would find nothing there. Until then the place before is the one to come back to.
    if (fragment === written.fragment || !isStored(state)) {
      if (stayed) write(written.fragment, "replace");
      return;
    }
    const [picture, spot, nowMs] = [pictureOf(address), spotOf(address), services.nowMs()];
    const moved = picture !== written.picture || (spot !== written.spot && nowMs - written.spotMs >= ONE_STEP_MS);
    if (write(fragment, moved && !stayed && !arriving ? "push" : "replace"))
      written = { fragment, picture, spot, spotMs: spot === written.spot ? written.spotMs : nowMs };
  }

  return {
    start: () => {
      addressBar.onMove(() => go(addressBar.fragment()));
      store.subscribe(follow);
      go(addressBar.fragment());
    },
  };
}
