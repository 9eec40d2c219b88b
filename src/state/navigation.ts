import type { StoreApi } from "zustand/vanilla";
import { masksOfKey, settingsOfKey } from "../storage/library/entry.ts";
import { StorageError } from "../storage/library/errors.ts";
import { formatAddress, parseAddress, PLAIN_VIEW, viewFits, type Address, type PictureView } from "./address.ts";
import { linkNotice, wantedStorageNotice } from "./failures.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import type { Keeping } from "./keeping.ts";
import { openedOf, type Opened } from "./opened.ts";
import type { Bringing } from "./opening.ts";
import { viewOf } from "./place.ts";
import { parseRecipe, type Recipe } from "./recipe.ts";
import type { Services } from "./services.ts";
import type { StrataState } from "./shape.ts";

/** Clicks that follow each other this fast, as when stepping from concept to concept, are one place to come back to. */
const ONE_STEP_MS = 1000;

/** The page's places: what its address names is on the page, and what is on the page its address names. */
export interface Navigation {
  /** Opens what the address names, the page's own start where it names nothing, and follows it from then on. */
  start(): void;
}

const addressOf = (state: StrataState): Address => ({ source: state.source, settings: state.settings, view: viewOf(state) });
/** The picture that an address names, however it is looked at … */
const pictureOf = (address: Address): string => formatAddress({ ...address, view: PLAIN_VIEW });
/** … and with what is selected in it. */
const spotOf = (address: Address): string => formatAddress({ ...address, view: { ...PLAIN_VIEW, selection: { ...address.view.selection, layer: null } } });

/** Over `services`, through `bringing`. */
export function createNavigation(store: StoreApi<StrataState>, services: Services, keeping: Keeping, bringing: Bringing): Navigation {
  const { addressBar } = services;
  let written = { fragment: "", picture: "", spot: "", spotMs: -Infinity };

  function openLink(payload: string, view: PictureView): void {
    void bringing.wish({ what: "link", name: "" }, {
      fetch: async () => openedOf(await services.links.open(payload), "link", { from: "link", payload }, { view }),
      arrive: bringing.open,
      refuse: (error) => void refuse(linkNotice(error)),
    });
  }

  /** What this browser keeps under a key: a finished picture, else the question of a run that broke off, else null. */
  async function findKept(key: string, view: PictureView): Promise<Opened | Recipe | null> {
    await keeping.settled();
    const { library, runs } = await services.vault();
    const asked = settingsOfKey(key);
    const entry = await library.find(key);
    if (entry !== null) {
      const [kept] = await services.files.read(await library.read(entry.id));
      return openedOf(kept!.snapshot, entry.origin ?? "library", { from: "kept", key }, { view, ...(asked && { settings: asked }) });
    }
    const recipe = parseRecipe((await runs.list()).find((run) => masksOfKey(run.key) === masksOfKey(key))?.recipe);
    // Another class or κ may have been asked for after it began: the key says so, and the masks are the same.
    return recipe === null || asked === null ? null : { ...recipe, settings: asked };
  }

  function openKept(key: string, view: PictureView): void {
    const gone = { code: "kept-gone", values: {}, action: "choose-file" } as const;
    void bringing.wish({ what: "kept", name: "" }, {
      fetch: () => findKept(key, view),
      arrive: (found) => {
        if (found === null) void refuse(gone);
        else if ("snapshot" in found) bringing.open(found);
        else void bringing.kept(found.model, found, { settings: found.settings, view, lookUp: false });
      },
      refuse: (error) => void refuse(error instanceof StorageError ? wantedStorageNotice(error) : gone),
    });
  }

  /** Says why an address cannot be opened; a page that has nothing to show yet starts as it does on its own. */
  async function refuse(notice: NonNullable<StrataState["notice"]>): Promise<void> {
    addressBar.put(written.fragment, "replace");
    if (store.getState().image === null) await bringing.sample(null, { settings: DEFAULT_SETTINGS, view: PLAIN_VIEW, source: { from: "start" }, lookUp: false });
    store.setState({ notice });
  }

  function go(address: Address | null): void {
    store.setState({ dialog: null });
    if (address === null) return void refuse({ code: "link-damaged", values: {}, action: "choose-file" });
    const { source, settings, view } = address;
    const state = store.getState();
    const here = pictureOf(addressOf(state));
    if (state.result !== null && here === pictureOf(address)) return look(view, state.result.players.n, state.result.layerNames.length);
    // As the page would write it, so that it is no other place once it is there.
    addressBar.put(formatAddress(address), "replace");
    switch (source.from) {
      case "link": return openLink(source.payload, view);
      case "kept": return openKept(source.key, view);
      case "sample": return void bringing.sample(source.file, { settings, view, lookUp: true });
      case "start": return void bringing.sample(null, { settings, view, source, lookUp: true });
    }
  }

  /** Another view of the picture on the page; whatever was to take its place is no longer wanted. */
  function look(view: PictureView, n: number, layers: number): void {
    if (viewFits(view, n, layers)) store.setState({ ...view });
    bringing.stop();
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
    // What was wished for does not come: the bar may name it already, and the page stays where it was.
    const stayed = before.opening !== null && state.opening === null && state.image === before.image;
    if (fragment === written.fragment) {
      if (stayed) write(fragment, "replace");
      return;
    }
    const [picture, spot, nowMs] = [pictureOf(address), spotOf(address), services.nowMs()];
    const moved = picture !== written.picture || (spot !== written.spot && nowMs - written.spotMs >= ONE_STEP_MS);
    if (write(fragment, moved && !stayed ? "push" : "replace")) written = { fragment, picture, spot, spotMs: spot === written.spot ? written.spotMs : nowMs };
  }

  return {
    start: () => {
      addressBar.onMove(() => go(parseAddress(addressBar.fragment())));
      store.subscribe(follow);
      go(parseAddress(addressBar.fragment()));
    },
  };
}
