/** What a load sets going: what it asks for is fetched, and comes to the page as one event. */
import type { StrataState } from "../state.ts";
import type { ModelError } from "../../models/errors.ts";
import { shippedOnce } from "../../models/formerly-shipped.ts";
import { StorageError } from "../../storage/library/errors.ts";
import { isStudyFileName } from "../../study/file-name.ts";
import { PLAIN_VIEW } from "../address.ts";
import { fileNotice, keptNotice, linkNotice, openingNotice, wantedStorageNotice } from "../failures.ts";
import type { Notice } from "../notice.ts";
import { openedOf, type Opened } from "../opened.ts";
import type { LoadRequest, LoadTarget, Wanted } from "../pending.ts";
import { settingsForNew } from "../place.ts";
import { parseRecipe, type Recipe } from "../recipe.ts";
import { PREFERRED_MODEL } from "../preferred-model.ts";
import type { Services } from "../services.ts";
import { followWork, type Session, type Turn } from "../session.ts";
import { shippedAs } from "../shipped.ts";
import { startPicture } from "../start-picture.ts";
import { withImageFor, type Images } from "./images.ts";
import type { LayersEffect } from "./layers.ts";
import type { LibraryEffect } from "./library-list.ts";
import { firstOf, notHere, notListed, type Networks } from "./networks.ts";
import { libraryNotice, type TakeIn } from "./take-in.ts";
import type { OwnEffect } from "./own.ts";
import type { Autosave } from "./autosave.ts";

type Target<Kind extends LoadTarget["kind"]> = Extract<LoadTarget, { kind: Kind }>;

/** Thrown where a sample is asked for that does not ship. */
class UnknownSample extends Error {}

/** Thrown where an address names a network, or a sample of one, that does not ship. */
class UnknownNetwork extends Error {
  override readonly cause: ModelError;

  constructor(cause: ModelError) {
    super(cause.message);
    this.cause = cause;
  }
}

/** Thrown where nothing is kept of what a key names. */
class NotKept extends Error {}

/** What reads what this browser keeps: fetched when that is first asked for, for which no first visit asks. */
const keptModule = () => import("../kept.ts");

/** What loads need of the rest of the session. */
export interface LoadMeans {
  readonly networks: Networks;
  readonly images: Images;
  readonly autosave: Autosave;
  readonly takeIn: TakeIn;
  readonly own: Pick<OwnEffect, "bring">;
  readonly layers: Pick<LayersEffect, "bring">;
  /** Where several explorations of a file go. */
  readonly library: Pick<LibraryEffect, "takeIn" | "refresh">;
}

/** Fetches what `state.load` names. */
export function createLoadEffect(session: Session, services: Services, means: LoadMeans): void {
  const { store, dispatch } = session;
  const { networks, images, autosave, takeIn, own, layers, library } = means;
  const isLive = ({ id }: LoadRequest): boolean => store.getState().load?.id === id;

  followWork(
    session,
    ({ load }) => (load === null ? [] : [load]),
    async (load, turn) => {
      try {
        await bring(load, turn);
      } catch (error) {
        if (!turn.signal.aborted && isLive(load)) refuse(error, load, turn);
      }
    },
  );

  function bring(load: LoadRequest, turn: Turn): Promise<void> {
    const { target } = load;
    switch (target.kind) {
      case "sample":
        return bringSample(load, target, turn);
      case "chosen":
        return images.bring(load, turn, () => images.ofSample(load, turn, target.sample.model, target.sample));
      case "model":
        return images.bring(load, turn, async () => {
          const network = await networks.named(target.name, load, turn.signal);
          return withImageFor(store.getState(), network, images);
        });
      case "file":
        return bringFile(load, target, turn);
      case "again":
        return images.bring(load, turn, async () => ({
          ...(await networks.theVery(target.model, load, turn.signal)),
          source: target.image,
        }));
      case "own":
        return own.bring(load, target.keep, turn);
      case "setup":
      case "on-image":
        return layers.bring(load, turn);
      case "link":
        return bringLink(load, target, turn);
      case "kept":
        return bringKept(load, target, turn);
      case "entry":
        return bringEntry(load, target, turn);
      case "interrupted":
        return bringInterrupted(load, target, turn);
    }
  }

  async function bringSample(load: LoadRequest, { file, model, wanted }: Target<"sample">, turn: Turn): Promise<void> {
    // The picture that ships with the page, if one is wanted: fetched beside the lists, and drawn before the network is asked for.
    const beforehand =
      file === null && store.getState().image === null ? startPicture(services, PREFERRED_MODEL, wanted) : null;
    const { models, samples } = await networks.shipped();
    const all = samples.filter((known) => known.file === file);
    const named = all.find((known) => known.model === model) ?? all[0];
    if (named === undefined && file !== null) throw new UnknownSample();
    const name = model ?? named?.model ?? firstOf(models);
    if (!models.some((listed) => listed.name === name) && (await networks.findOwn({ name })) === null)
      throw new UnknownNetwork(notListed(name));
    // The page's own start is a sample, whatever image is on the page.
    const sample = named ?? samples.find(({ model: of }) => of === name) ?? samples[0];
    const earlier = named !== undefined || sample === undefined ? null : ((await beforehand)?.(sample) ?? null);
    if (earlier !== null) {
      // The manifest is here with the picture, which is thus drawn with its network's classes.
      const manifest = await networks.manifestOf(earlier.snapshot.model);
      dispatch({ type: "picture-arrived", load: load.id, opened: earlier, still: true, manifest });
    }
    await images.bring(load, turn, () => images.ofSample(load, turn, name, sample));
  }

  async function bringFile(
    load: LoadRequest,
    { file, name, crop, beside = [] }: Target<"file">,
    turn: Turn,
  ): Promise<void> {
    if (name !== null && isStudyFileName(name)) {
      const { openStudy } = await import("./study.ts");
      const opened = await openStudy(services, file, beside, turn.signal);
      return turn.finish({ type: "study-arrived", load: load.id, name, ...opened });
    }
    if (await isNetwork(file, name)) {
      // Whatever it is called when it was pasted, it is no image.
      return turn.finish({ type: "network-told", load: load.id, files: [{ file, name: name ?? "network.onnx" }] });
    }
    const entries = await takeIn.read(file, turn.signal);
    if (entries === null) {
      dispatch({ type: "file-told", load: load.id, holds: "image" });
      const title = name === null ? ({ from: "clipboard" } as const) : ({ from: "file", name } as const);
      return images.bring(load, turn, async () => ({
        ...(await networks.forNewImage(load, turn.signal)),
        source: { file, title, ...(crop && { crop }) },
      }));
    }
    const [only, ...others] = entries;
    if (only === undefined || others.length > 0) {
      if (!isLive(load)) return;
      turn.finish({ type: "explorations-arrived", load: load.id });
      return library.takeIn(entries, load.name);
    }
    const { opened, unkept } = await takeIn.opened(only, turn.signal);
    arrive(load, opened, turn);
    if (turn.signal.aborted) return;
    if (unkept === null) autosave.noteStored(opened.snapshot.image.sha256);
    else dispatch({ type: "told", news: { notice: libraryNotice(unkept, store.getState()), filing: false } });
  }

  async function bringLink(load: LoadRequest, { payload, view }: Target<"link">, turn: Turn): Promise<void> {
    arrive(load, await openedOf(await services.links.open(payload), "link", { from: "link", payload }, { view }), turn);
  }

  async function bringKept(load: LoadRequest, { source, view }: Target<"kept">, turn: Turn): Promise<void> {
    const [{ findKept }] = await Promise.all([keptModule(), autosave.settled()]);
    const found = await findKept(services, source, view);
    if (found === null) throw new NotKept();
    if (!isLive(load)) return;
    if ("opened" in found) {
      autosave.noteStored(found.opened.snapshot.image.sha256);
      return arrive(load, found.opened, turn);
    }
    const { recipe, elsewhere } = found;
    const wanted = { settings: recipe.settings, view, lookUp: false };
    const afterwards: Notice | null = elsewhere ? { code: "kept-elsewhere", values: {}, action: "dismiss" } : null;
    await askAgain(load, recipe, wanted, afterwards, turn);
  }

  /** Has a kept image asked again; one whose network ships no longer is asked of the page's own, so that it is there to be asked of any. */
  async function askAgain(
    load: LoadRequest,
    recipe: Recipe,
    wanted: Wanted,
    afterwards: Notice | null,
    turn: Turn,
  ): Promise<void> {
    // Where the lists cannot be had, whoever brings the network says so.
    const models = await networks.shipped().then(
      (known) => known.models,
      () => null,
    );
    const pages = models?.find(({ name }) => name === firstOf(models));
    if (
      pages === undefined ||
      shippedAs(models!, recipe.model) !== undefined ||
      (await networks.findOwn({ sha256: recipe.model.sha256 }))?.isHere === true
    )
      return turn.finish({ type: "recipe-found", load: load.id, target: againOf(recipe, wanted), afterwards });
    const asked = { ...wanted, settings: settingsForNew(wanted.settings), view: PLAIN_VIEW };
    turn.finish({
      type: "recipe-found",
      load: load.id,
      target: againOf({ ...recipe, model: { name: pages.name, sha256: pages.network } }, asked),
      afterwards: {
        code: shippedOnce(recipe.model) ? "model-replaced" : "own-replaced",
        values: { name: recipe.model.name, other: pages.name },
        action: "choose-network",
      },
    });
  }

  async function bringEntry(load: LoadRequest, { id }: Target<"entry">, turn: Turn): Promise<void> {
    const { library: kept } = await services.vault();
    const listed = (await kept.list()).find((entry) => entry.id === id);
    if (listed === undefined) throw new StorageError("gone", { id });
    const { openedEntry } = await keptModule();
    const opened = await openedEntry(services, listed);
    if (isLive(load)) autosave.noteStored(opened.snapshot.image.sha256);
    arrive(load, opened, turn);
  }

  async function bringInterrupted(load: LoadRequest, { id }: Target<"interrupted">, turn: Turn): Promise<void> {
    const { runs } = await services.vault();
    const recipe = parseRecipe((await runs.list()).find((run) => run.id === id)?.recipe);
    // Another tab has taken it up, or it came to its end there.
    if (recipe === null) throw new StorageError("gone", { id });
    const wanted = { settings: recipe.settings, view: PLAIN_VIEW, lookUp: false };
    await askAgain(load, recipe, wanted, null, turn);
  }

  /**
   * A finished picture comes to the page; the page learns what its network is, and says so if it is none that ever shipped. Of one that did it says
   * so to whoever asks it something: many look at an old picture and ask nothing.
   */
  function arrive(load: LoadRequest, opened: Opened, turn: Turn): void {
    if (!isLive(load)) return;
    turn.finish({ type: "picture-arrived", load: load.id, opened, still: false, manifest: null });
    const { model } = opened.snapshot;
    void networks
      .manifestOf(model)
      .then((manifest) => manifest && dispatch({ type: "network-learned", manifest }))
      // What ships is asked for again when it is needed.
      .catch(() => undefined);
    void networks
      .shipped()
      .then(async ({ models }) => {
        if (shippedAs(models, model) !== undefined || shippedOnce(model)) return;
        if ((await networks.findOwn(model))?.isHere === true) return;
        // A network that is not here cannot be asked anything: better known before somebody tries.
        const notice = openingNotice(notHere(model), { what: "model", name: model.name });
        dispatch({ type: "network-missed", snapshot: opened.snapshot, notice });
      })
      .catch(() => undefined);
  }

  function refuse(error: unknown, load: LoadRequest, turn: Turn): void {
    const state = store.getState();
    const isUnknown = error instanceof UnknownSample || error instanceof UnknownNetwork;
    const fromAddress = load.fromAddress === true && (load.target.kind !== "sample" || isUnknown);
    turn.finish({ type: "load-refused", load: load.id, notice: refusal(error, state.load!, state), fromAddress });
    // The bar keeps what was asked, as it came: a reload tries it again, and it can be seen and mended there.
    if (fromAddress) services.addressBar.put(state.address.asked, "replace");
    if (load.target.kind === "interrupted") library.refresh();
  }

  /** Why it cannot be had. */
  function refusal(error: unknown, { target, what, name }: LoadRequest, state: StrataState): Notice {
    switch (target.kind) {
      case "sample":
        return error instanceof UnknownSample
          ? { code: "sample-unknown", values: { name: target.file! }, action: "choose-file" }
          : openingNotice(error instanceof UnknownNetwork ? error.cause : error, { what, name });
      case "file":
        return what === "file" ? fileNotice(error, name) : openingNotice(error, { what, name });
      case "link":
        return linkNotice(error);
      case "kept":
        return keptNotice(error, error instanceof NotKept);
      case "entry":
        return error instanceof StorageError ? wantedStorageNotice(error) : fileNotice(error, name);
      case "interrupted":
        return libraryNotice(error, state);
      default:
        return openingNotice(error, { what, name });
    }
  }
}

/** Whether a file is, or calls itself, a network in the one format that is run here. */
async function isNetwork(file: Blob, name: string | null): Promise<boolean> {
  if (name !== null && /\.onnx$/i.test(name)) return true;
  const beginning = await file
    .slice(0, FORMAT_BYTES)
    .arrayBuffer()
    .catch(() => new ArrayBuffer());
  const { networkFormatOf } = await import("../../models/network-format.ts");
  return networkFormatOf(new Uint8Array(beginning)) === "ONNX";
}

/** They tell every network. */
const FORMAT_BYTES = 2 ** 16;

const againOf = (
  { model, file, title, crop, pixels, sha256 }: Recipe & Partial<Target<"again">["image"]>,
  wanted: Wanted,
): Target<"again"> => ({
  kind: "again",
  model: { name: model.name, sha256: model.sha256 },
  image: { file, title, ...(crop && { crop }), ...(pixels && { pixels }), ...(sha256 !== undefined && { sha256 }) },
  wanted,
});
