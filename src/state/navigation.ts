import type { StoreApi } from "zustand/vanilla";
import type { StrataEntry } from "../exploration/strata-file/document.ts";
import { masksOfKey, settingsOfKey, type LibraryEntry } from "../storage/library/entry.ts";
import { StorageError } from "../storage/library/errors.ts";
import { formatAddress, parseAddress, PLAIN_VIEW, viewFits, type Address, type PictureView, type Unreadable } from "./address.ts";
import { linkNotice, openingNotice, wantedStorageNotice } from "./failures.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import type { Keeping } from "./keeping.ts";
import { openedOf, type Opened } from "./opened.ts";
import type { Bringing } from "./opening.ts";
import { takenUp, viewOf } from "./place.ts";
import { parseRecipe, type Recipe } from "./recipe.ts";
import { selectRepeated } from "./selectors.ts";
import type { Services } from "./services.ts";
import type { Notice, StrataState } from "./shape.ts";

/** Clicks that follow each other this fast, as when stepping from concept to concept, are one place to come back to. */
const ONE_STEP_MS = 1000;

/** The page's places: what its address names is on the page, and what is on the page its address names. */
export interface Navigation {
  /** Opens what the address names, the page's own start where it names nothing, and follows it from then on. */
  start(): void;
}

/** Why a key opens nothing. */
class NotKept extends Error {
  readonly code: "kept-gone" | "kept-elsewhere";

  constructor(code: NotKept["code"]) {
    super(code);
    this.code = code;
  }
}

const unreadableNotice = ({ unreadable }: Unreadable): Notice => ({ code: "address-unreadable", values: { part: unreadable }, action: "choose-file" });
const addressOf = (state: StrataState): Address => ({ source: state.source, settings: state.settings, view: viewOf(state) });
/** The picture that an address names, however it is looked at … */
const pictureOf = (address: Address): string => formatAddress({ ...address, view: PLAIN_VIEW });
/** … and with what is selected in it. */
const spotOf = (address: Address): string => formatAddress({ ...address, view: { ...PLAIN_VIEW, selection: { ...address.view.selection, layer: null } } });

/** Over `services`, through `bringing`. */
export function createNavigation(store: StoreApi<StrataState>, services: Services, keeping: Keeping, bringing: Bringing): Navigation {
  const { addressBar } = services;
  let written = { fragment: "", picture: "", spot: "", spotMs: -Infinity };
  /** The fragment that was gone to last, as it came. */
  let asked = "";
  /** Whether the bar names what is on its way, and not what is on the page. */
  let ahead = false;

  function openLink(payload: string, view: PictureView): void {
    void bringing.wish({ what: "link", name: "" }, {
      fetch: async () => openedOf(await services.links.open(payload), "link", { from: "link", payload }, { view }),
      arrive: bringing.open,
      refuse: (error) => void refuse(linkNotice(error)),
    });
  }

  /** What this browser keeps under a key: a finished picture, else what it takes to ask its question again, else why there is nothing. */
  async function findKept(key: string, view: PictureView): Promise<Opened | Recipe | "kept-gone" | "kept-elsewhere"> {
    await keeping.settled();
    const { library, runs } = await services.vault();
    const asked = settingsOfKey(key);
    const entry = await library.find(key);
    if (entry !== null) {
      const [kept] = await services.files.read(await library.read(entry.id));
      return openedOf(kept!.snapshot, entry.origin ?? "library", { from: "kept", key }, { view, ...(asked && { settings: asked }) });
    }
    if (asked === null) return "kept-gone";
    // Another class or κ may have been asked for since: the key says so, and the masks are the same.
    const sameMasks = (of: { readonly key: string }): boolean => masksOfKey(of.key) === masksOfKey(key);
    const recipe = parseRecipe((await runs.list()).find(sameMasks)?.recipe) ?? await recipeOfEntry((await library.list()).find(sameMasks));
    if (recipe !== null) return { ...recipe, settings: asked };
    return (await runs.keys()).some((of) => sameMasks({ key: of })) ? "kept-elsewhere" : "kept-gone";
  }

  /** What it takes to ask another question about a kept picture; null where its image is not the very one. */
  async function recipeOfEntry(entry: LibraryEntry | undefined): Promise<Recipe | null> {
    if (entry === undefined) return null;
    const { library } = await services.vault();
    const [{ snapshot }] = await services.files.read(await library.read(entry.id)) as [StrataEntry];
    const { image: { file, title }, settings } = await openedOf(snapshot, "library", { from: "kept", key: entry.key });
    return file === null || !snapshot.image.exact ? null : { model: snapshot.model, title, file, settings };
  }

  function openKept(key: string, view: PictureView): void {
    const saying = (code: "kept-gone" | "kept-elsewhere"): Notice => ({ code, values: {}, action: "choose-file" });
    void bringing.wish({ what: "kept", name: "" }, {
      fetch: async () => {
        const found = await findKept(key, view);
        if (typeof found === "string") throw new NotKept(found);
        return found;
      },
      arrive: (found) => {
        if ("snapshot" in found) return bringing.open(found);
        const { model, settings } = found;
        void bringing.kept(model, found, { settings, view, lookUp: false }, (error) => void refuse(openingNotice(error, { what: "model", name: model.name })));
      },
      refuse: (error) => void refuse(error instanceof StorageError ? wantedStorageNotice(error) : saying(error instanceof NotKept ? error.code : "kept-gone")),
    });
  }

  /**
   * Says why an address cannot be opened; a page that has nothing to show yet starts as it does on its own. The bar keeps what was asked, as
   * it came: a reload tries it again, and it can be seen and mended there.
   */
  async function refuse(notice: Notice): Promise<void> {
    addressBar.put(asked, "replace");
    if (store.getState().image === null) await bringing.sample(null, { settings: DEFAULT_SETTINGS, view: PLAIN_VIEW, source: { from: "start" }, lookUp: false });
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
    if (state.result !== null && here === pictureOf(address)) return look(view, state.result.players.n, state.result.layerNames.length);
    // As the page would write it, so that it is no other place once it is there.
    addressBar.put(formatAddress(address), "replace");
    ahead = true;
    switch (source.from) {
      case "link": return openLink(source.payload, view);
      case "kept": return openKept(source.key, view);
      case "sample": return void bringing.sample(source.file, { settings, view, lookUp: true }, () => void refuse({ code: "sample-unknown", values: { name: source.file }, action: "choose-file" }));
      case "start": return void bringing.sample(null, { settings, view, source, lookUp: true });
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
    const stayed = state.returns !== before.returns || (before.opening !== null && state.opening === null && state.image === before.image);
    if (fragment === written.fragment) {
      if (stayed) write(fragment, "replace");
      return;
    }
    const [picture, spot, nowMs] = [pictureOf(address), spotOf(address), services.nowMs()];
    const moved = picture !== written.picture || (spot !== written.spot && nowMs - written.spotMs >= ONE_STEP_MS);
    if (write(fragment, moved && !stayed && !arriving ? "push" : "replace")) written = { fragment, picture, spot, spotMs: spot === written.spot ? written.spotMs : nowMs };
  }

  return {
    start: () => {
      addressBar.onMove(() => go(addressBar.fragment()));
      store.subscribe(follow);
      go(addressBar.fragment());
    },
  };
}
