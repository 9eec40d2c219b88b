import type { StoreApi } from "zustand/vanilla";
import { encodePng } from "../exploration/png.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import { sha256 } from "../model/sha256.ts";
import { LinkError } from "../storage/link/errors.ts";
import { formatAddress, parseAddress, PLAIN_VIEW, viewFits, type Address, type PictureView } from "./address.ts";
import { linkNotice, storageNotice } from "./failures.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import type { Bringing } from "./opening.ts";
import { viewOf } from "./place.ts";
import { parseRecipe, type Recipe } from "./recipe.ts";
import type { Running } from "./running.ts";
import type { Services } from "./services.ts";
import type { OpenedFrom, ShownImage, Source, StrataState } from "./shape.ts";

/** Clicks that follow each other this fast, as when stepping from concept to concept, are one place to come back to. */
const ONE_STEP_MS = 1000;

/** The page's places: what its address names is on the page, and what is on the page its address names. */
export interface Navigation {
  /** Opens what the address names, the page's own start where it names nothing, and follows it from then on. */
  start(): void;
  /** Puts a finished picture on the page. */
  openSnapshot(snapshot: Snapshot, from: OpenedFrom, source: Source, view?: PictureView): Promise<void>;
}

/** What an image that was left out is drawn as: mid grey. */
const BLANK = 128;

/** The image of a picture that was not computed here, as the page holds images; LinkError where its pixels are not those it was made for. */
async function shownImage({ image, model: { input: [width, height] } }: Snapshot): Promise<ShownImage> {
  const title = { from: "snapshot", name: image.name } as const;
  if (image.pixels === null) return { title, file: null, sha256: image.sha256, pixels: { width, height, rgb: new Uint8Array(3 * width * height).fill(BLANK) } };
  const found = await sha256(image.pixels.rgb);
  if (image.exact && found !== image.sha256) throw new LinkError("damaged");
  const file = new Blob([await encodePng(image.pixels) as Uint8Array<ArrayBuffer>], { type: "image/png" });
  return { title, file, sha256: found, pixels: image.pixels };
}

const addressOf = (state: StrataState): Address => ({ source: state.source, settings: state.settings, view: viewOf(state) });
/** The picture that an address names, however it is looked at … */
const pictureOf = (address: Address): string => formatAddress({ ...address, view: PLAIN_VIEW });
/** … and with what is selected in it. */
const spotOf = (address: Address): string => formatAddress({ ...address, view: { ...PLAIN_VIEW, selection: { ...address.view.selection, layer: null } } });

/** Over `services`, through `bringing` and `running`. */
export function createNavigation(store: StoreApi<StrataState>, services: Services, bringing: Bringing, running: Running): Navigation {
  const { addressBar } = services;
  let written = { fragment: "", picture: "", spot: "", spotMs: -Infinity };
  let latest = 0;

  async function openSnapshot(snapshot: Snapshot, from: OpenedFrom, source: Source, view = PLAIN_VIEW): Promise<void> {
    const mine = ++latest;
    if (!viewFits(view, snapshot.players.n, snapshot.layers.length)) throw new LinkError("damaged");
    const image = await shownImage(snapshot);
    if (mine !== latest) return;
    bringing.stop();
    running.open({ from, snapshot, image, source, view });
    void bringing.shipped();
  }

  async function openLink(payload: string, view: PictureView): Promise<void> {
    try {
      await openSnapshot(await services.links.open(payload), "link", { from: "link", payload }, view);
    } catch (error) {
      await refuse(linkNotice(error));
    }
  }

  async function openKept(key: string, view: PictureView): Promise<void> {
    try {
      const { library, runs } = await services.vault();
      const entry = await library.find(key);
      if (entry !== null) {
        const [kept] = await services.files.read(await library.read(entry.id));
        return await openSnapshot(kept!.snapshot, "library", { from: "kept", key }, view);
      }
      const recipe = parseRecipe((await runs.list()).find((run) => run.key === key)?.recipe);
      if (recipe === null) return await refuse({ code: "kept-gone", values: {}, action: "choose-file" });
      await takeUp(recipe, view);
    } catch (error) {
      await refuse(storageNotice(error) ?? { code: "kept-gone", values: {}, action: "choose-file" });
    }
  }

  const takeUp = ({ model, title, file, settings }: Recipe, view: PictureView): Promise<void> =>
    bringing.kept(model, { file, title }, { settings, view, lookUp: false });

  /** Says why an address cannot be opened; a page that has nothing to show yet starts as it does on its own. */
  async function refuse(notice: NonNullable<StrataState["notice"]>): Promise<void> {
    if (store.getState().image === null) await bringing.sample(null, { settings: DEFAULT_SETTINGS, view: PLAIN_VIEW, source: { from: "start" }, lookUp: false });
    store.setState({ notice });
    addressBar.put(written.fragment, "replace");
  }

  function go(address: Address | null): void {
    if (address === null) return void refuse({ code: "link-damaged", values: {}, action: "choose-file" });
    const { source, settings, view } = address;
    const state = store.getState();
    const here = pictureOf(addressOf(state));
    if (state.result !== null && here === pictureOf(address)) return look(view, state.result.players.n, state.result.layerNames.length);
    // As the page would write it, so that it is no other place once it is there.
    addressBar.put(formatAddress(address), "replace");
    switch (source.from) {
      case "link": return void openLink(source.payload, view);
      case "kept": return void openKept(source.key, view);
      case "sample": return void bringing.sample(source.file, { settings, view, lookUp: true });
      case "start": return void bringing.sample(null, { settings, view, source, lookUp: true });
    }
  }

  function look(view: PictureView, n: number, layers: number): void {
    if (viewFits(view, n, layers)) store.setState({ ...view });
  }

  /** Writes the page's place down; what a step back should undo becomes a step of its own. */
  function follow(state: StrataState): void {
    const address = addressOf(state);
    const fragment = formatAddress(address);
    if (fragment === written.fragment) return;
    const [picture, spot, nowMs] = [pictureOf(address), spotOf(address), services.nowMs()];
    const moved = picture !== written.picture || (spot !== written.spot && nowMs - written.spotMs >= ONE_STEP_MS);
    if (fragment !== addressBar.fragment().replace(/^#/, "")) addressBar.put(fragment, moved ? "push" : "replace");
    written = { fragment, picture, spot, spotMs: spot === written.spot ? written.spotMs : nowMs };
  }

  return {
    openSnapshot,
    start: () => {
      addressBar.onMove(() => go(parseAddress(addressBar.fragment())));
      store.subscribe(follow);
      go(parseAddress(addressBar.fragment()));
    },
  };
}
