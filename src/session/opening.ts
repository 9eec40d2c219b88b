import { ImageError } from "../images/errors.ts";
import type { StoreApi } from "zustand/vanilla";
import { WorkerError } from "../platform/worker-error.ts";
import { ModelError } from "../models/errors.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { sha256 } from "../platform/sha256.ts";
import type { Actions } from "./actions.ts";
import { lockedNotice, openingNotice } from "./failures.ts";
import { heldTo, lockOf } from "./lock.ts";
import { keyModel, nameOfImage, settingsForNew, sourceOf, viewForNew, viewOf } from "./place.ts";
import type { Keeping } from "./keeping.ts";
import type { Opened } from "./opened.ts";
import { startPicture } from "./start-picture.ts";
import type { Asked, Running } from "./running.ts";
import type { Services } from "./services.ts";
import { ShippedError } from "./shipped.ts";
import type { Opening, Sample, Settings, ShownImage, StrataState } from "./shape.ts";

/** The model the page opens with, where it is shipped. */
const PREFERRED_MODEL = "imagenette64";

type OpeningActions = Pick<Actions, "chooseModel" | "chooseSample" | "openImage" | "openAgain" | "refuseDrop">;

/** An image before the network has seen it; one that was on the page before brings its pixels along. */
type Source = Pick<ShownImage, "file" | "title"> & Partial<Pick<ShownImage, "pixels" | "sha256">>;

/** A model with its name among the shipped ones. */
interface NamedModel {
  readonly name: string;
  readonly loaded: LoadedModel;
}

/** A network to be found here, by what it is, not by what it is called; `address` is where its publisher keeps it. */
interface Sought {
  readonly name: string;
  readonly sha256: string;
  readonly address?: string | null;
}

/** What a wish brings; without an image the page waits for one. */
interface Arrival {
  readonly model: NamedModel;
  readonly source: Source | null;
}

/** What an address, or the page before, asks of an image; its source is the question's own unless it is told. */
export type Wanted = Omit<Asked, "source"> & Partial<Pick<Asked, "source">>;

/** A wish: what is fetched, and what is done with it. */
export interface Wish<T> {
  /** The signal aborts when the wish is stopped, or another one takes its place. */
  fetch(signal: AbortSignal): Promise<T>;
  arrive(arrival: T): void;
  /** Says why it cannot be had; what was on the page is there again. */
  refuse(error: unknown): void;
}

/** Bringing models, images and finished pictures to the page. Until all is in, the page stays as it is; the last wish wins. */
export interface Bringing {
  readonly actions: OpeningActions;
  /** Fetches under a name people see, and can stop; neither arrives nor is refused once something newer was wished for. */
  wish<T>(opening: Opening, wish: Wish<T>): Promise<void>;
  /** Puts a finished picture on the page, and says so if its network is not among those that ship. */
  open(opened: Opened): void;
  /** Explores a sample, or without one the model that the page opens with on its own; `unknown` hears that no such sample ships. */
  sample(file: string | null, wanted: Wanted | null, unknown?: () => void): Promise<void>;
  /** Explores an image that this browser kept for a run that broke off, with the very network of that run. */
  kept(model: Sought, image: Source, wanted: Wanted, refuse?: (error: unknown) => void): Promise<void>;
  /** Fetches the network of the opened picture and asks it what the page now wants to know. */
  bringModel(): void;
  stop(): void;
}

/** Thrown where a sample is asked for that does not ship. */
class UnknownSample extends Error {}

const notHere = ({ name, sha256: sha, address = null }: Sought): ModelError =>
  new ModelError("not-here", `no model ${name} with SHA-256 ${sha}`, {
    sha256: sha.slice(0, 12),
    where: address === null ? "" : ` (${address})`,
  });

/** Over `services`, writing to `store` and handing what arrives to `running`. */
export function createOpening(
  store: StoreApi<StrataState>,
  services: Services,
  keeping: Keeping,
  running: Running,
): Bringing {
  let model: NamedModel | null = null;
  let latest = new AbortController();
  /** By the models' names, what was on the page with each of them last. */
  const places = new Map<string, { readonly source: Source; readonly settings: Settings }>();
  let lastWish: () => void = () => undefined;

  async function wish<T>(opening: Opening, wished: Wish<T>): Promise<void> {
    const { fetch, arrive, refuse } = wished;
    lastWish = () => void wish(opening, wished);
    latest.abort();
    const { signal } = (latest = new AbortController());
    store.setState({ opening });
    try {
      const arrival = await fetch(signal);
      if (signal.aborted) return;
      store.setState({ dialog: null });
      arrive(arrival);
      if (!signal.aborted) store.setState({ opening: null });
    } catch (error) {
      if (signal.aborted) return;
      running.stay({ opening: null });
      refuse(error);
    }
  }

  /** Explores what `fetch` brings; `wantedNow` says what is asked of it once it is there. */
  function bring(
    opening: Opening,
    fetch: Wish<Arrival>["fetch"],
    wantedNow: () => Wanted | null = () => null,
    refuse?: (error: unknown) => void,
  ): Promise<void> {
    return wish(opening, {
      fetch: async (signal) => {
        const {
          model: { name, loaded },
          source,
        } = await fetch(signal);
        // What was stopped meanwhile is not to start the decoder.
        signal.throwIfAborted();
        const image = source === null ? null : await fitted(source, loaded, signal);
        if (image !== null && !signal.aborted)
          await keeping.hold(loaded, name, image, wantedNow()?.settings ?? settingsForNew(store.getState().settings));
        return { model: { name, loaded }, image };
      },
      arrive: ({ model: arrived, image }) => {
        model = arrived;
        const { manifest } = arrived.loaded;
        const wanted = wantedNow();
        running.show(arrived.name, arrived.loaded, image, askedOf(wanted, arrived.loaded, image));
        if (wanted !== null && heldTo(manifest, wanted.settings) !== wanted.settings)
          store.setState({ notice: lockedNotice(arrived.name, lockOf(manifest)!) });
      },
      refuse: refuse ?? ((error) => say(error, opening)),
    });
  }

  function say(error: unknown, opening: Opening): void {
    store.setState({ notice: openingNotice(error, opening) });
    if (store.getState().image === null) store.setState({ run: { phase: "failed", code: "start" } });
  }

  function askedOf(wanted: Wanted | null, loaded: LoadedModel, image: ShownImage | null): Asked | undefined {
    if (wanted === null || image === null) return undefined;
    const { target } = wanted.settings;
    // An address may name a class that the network does not have.
    const { manifest } = loaded;
    const known: Settings =
      target === "auto" || target < manifest.classMap.length ? wanted.settings : { ...wanted.settings, target: "auto" };
    // Nor does every network take every grid and baseline; then another question is asked, under its own address.
    const settings = heldTo(manifest, known);
    const own = sourceOf(keyModel(loaded), image, settings);
    // What such a network truly holds is compared with a run of its own, which takes moments.
    return {
      ...wanted,
      source: settings === known ? (wanted.source ?? own) : own,
      settings,
      lookUp: wanted.lookUp && lockOf(manifest) === null,
    };
  }

  async function fitted(
    { file, title, pixels, sha256: known }: Source,
    { manifest: { input } }: LoadedModel,
    signal: AbortSignal,
  ): Promise<ShownImage> {
    if (file === null) throw new ImageError("left-out");
    if (pixels !== undefined && known !== undefined && pixels.width === input.width && pixels.height === input.height)
      return { file, title, pixels, sha256: known };
    const decoded = await services.decode(file, input, signal).catch((error: unknown) => {
      // Another network may have been wished for: what is wrong is the image all the same.
      // A sample is at fault on the server, which may send a page of its own in the sample's place.
      if (error instanceof ImageError && title.from === "sample" && error.code !== "no-room")
        throw new ShippedError("damaged", "sample", title.file, { cause: error });
      if (error instanceof ImageError)
        throw new ImageError(
          error.code,
          { ...error.context, name: nameOfImage(title, store.getState().samples) },
          { cause: error },
        );
      if (error instanceof WorkerError && error.code === "worker-died")
        throw new ImageError("no-room", { name: nameOfImage(title, store.getState().samples) }, { cause: error });
      throw error;
    });
    return { file, title, pixels: decoded.pixels, sha256: await sha256(decoded.pixels.rgb) };
  }

  async function modelNamed(name: string): Promise<NamedModel> {
    if (model?.name === name) return model;
    const loaded = await services.loadModel(name).catch((error: unknown) => {
      if (error instanceof ModelError)
        throw new ModelError(error.code, error.message, { ...error.context, name }, error);
      throw error;
    });
    running.expect(loaded);
    return { name, loaded };
  }

  const sampleSource = async (sample: Sample): Promise<Source> => ({
    file: await services.sampleFile(sample),
    title: { from: "sample", file: sample.file },
  });

  /** What is on the page, to be there again when its network is. */
  function notePlace(): void {
    const { model: shown, result, image, settings } = store.getState();
    const name = shown?.name ?? result?.model.name;
    if (name !== undefined && image !== null) places.set(name, { source: image, settings });
  }

  /** The person's own image goes along to another model; a sample gives way to what was there with that model last, else to one that belongs to it. */
  async function withImageFor(named: NamedModel): Promise<Arrival> {
    const { image, samples } = store.getState();
    if (image !== null && image.title.from !== "sample") return { model: named, source: image };
    const place = places.get(named.name);
    if (place !== undefined) return { model: named, source: place.source };
    const sample = samples.find(({ model: of }) => of === named.name) ?? samples[0];
    return { model: named, source: sample === undefined ? null : await sampleSource(sample) };
  }

  /** What is asked of an image on another model: what was asked there last of that image; of one that comes along from a network with a lock, what it was asked without. */
  function wantedOn(name: string): Wanted | null {
    const { model: left, image, settings, filters, openOthers, scaleLock } = store.getState();
    const place = places.get(name);
    if (place === undefined) return null;
    const view = viewForNew({ filters, openOthers, scaleLock });
    if (image === null || image.title.from === "sample") return { settings: place.settings, view, lookUp: true };
    const { rows, cols, baseline } = place.settings;
    return left === null || lockOf(left.manifest) === null
      ? null
      : { settings: { ...settingsForNew(settings), rows, cols, baseline }, view, lookUp: true };
  }

  /** What ships with the page, asked for once. */
  async function shipped(): Promise<Pick<StrataState, "models" | "samples">> {
    const known = store.getState();
    if (known.models.length > 0) return known;
    const [models, samples] = await Promise.all([services.modelNames(), services.samples()]);
    store.setState({ models, samples });
    return { models, samples };
  }

  async function withSample(name: string, sample: Sample | undefined): Promise<Arrival> {
    const [named, source] = await Promise.all([modelNamed(name), sample === undefined ? null : sampleSource(sample)]);
    return { model: named, source };
  }

  const exploreSample = (sample: Sample): Promise<Arrival> => withSample(sample.model, sample);

  function sample(file: string | null, wanted: Wanted | null, unknown?: () => void): Promise<void> {
    if (store.getState().image === null) store.setState({ run: { phase: "loading" } });
    const of = store.getState().samples.find((known) => known.file === file)?.model;
    const opening: Opening = { what: "model", name: of ?? PREFERRED_MODEL };
    // The picture that ships with the page, if one is wanted: fetched beside the lists, and drawn before the network is asked for.
    const beforehand =
      file === null && wanted !== null && store.getState().image === null
        ? startPicture(services, PREFERRED_MODEL, wanted)
        : null;
    let earlier: Opened | null = null;
    return bring(
      opening,
      async (signal) => {
        const { models, samples } = await shipped();
        const named = samples.find((known) => known.file === file);
        if (named !== undefined) return exploreSample(named);
        if (file !== null) throw new UnknownSample();
        const name = models.includes(PREFERRED_MODEL) ? PREFERRED_MODEL : (models[0] ?? PREFERRED_MODEL);
        // The page's own start is a sample, whatever image is on the page.
        const first = samples.find(({ model: of }) => of === name) ?? samples[0];
        earlier = first === undefined ? null : ((await beforehand)?.(first) ?? null);
        // The manifest is here with the picture, which is thus drawn with its network's classes.
        if (earlier !== null) await learnNetwork(earlier);
        if (earlier !== null && !signal.aborted) running.open(earlier, { ...opening, again: true });
        return withSample(name, first);
      },
      () => (earlier !== null && store.getState().image === earlier.image ? asItIs() : wanted),
      (error) => (error instanceof UnknownSample && unknown !== undefined ? unknown() : say(error, opening)),
    );
  }

  /** The named one of the shipped models, whatever a link may call a model; ModelError "not-here" unless it is the very network. */
  async function theVeryModel({ name, sha256: sha, address = null }: Sought): Promise<NamedModel> {
    const { models } = await shipped();
    const named = models.includes(name) ? await modelNamed(name) : null;
    if (named?.loaded.manifest.network.sha256 !== sha) throw notHere({ name, sha256: sha, address });
    return named;
  }

  /** What the page asks now: what is selected meanwhile stays selected. */
  const asItIs = (): Wanted => {
    const state = store.getState();
    return { settings: state.settings, source: state.source, view: viewOf(state), lookUp: false };
  };

  /** The network that a new image goes to: the one at hand, that of the opened picture if it ships, else the page's own. */
  async function modelForNew(): Promise<string> {
    const { model: chosen, result } = store.getState();
    if (chosen !== null) return chosen.name;
    // An image of one's own opens without the lists.
    const models = await shipped().then(
      (known) => known.models,
      (): readonly string[] => [],
    );
    const opened = result?.model.name;
    if (opened !== undefined && models.includes(opened)) return opened;
    return models.includes(PREFERRED_MODEL) ? PREFERRED_MODEL : (models[0] ?? PREFERRED_MODEL);
  }
  const openSource = (next: Source, name: string): Promise<void> =>
    bring({ what: "image", name }, async () => ({ model: await modelNamed(await modelForNew()), source: next }));

  /** A network that is not here cannot be asked anything: better known before somebody tries. */
  async function tellIfModelIsMissing({ snapshot }: Opened): Promise<void> {
    try {
      const { models } = await shipped();
      const { name, sha256: sha, address } = snapshot.model;
      if (!models.includes(name) && store.getState().result?.snapshot === snapshot)
        store.setState({
          notice: {
            ...openingNotice(notHere({ name, sha256: sha, address }), { what: "model", name }),
            action: "dismiss",
          },
        });
    } catch {
      // What ships is asked for again when it is needed.
    }
  }

  /** Looks up what an opened picture's network is: the probabilities are shares among its classes, and of a constructed one the truth is known. */
  async function learnNetwork({
    snapshot: {
      model: { name, sha256: sha },
    },
  }: Opened): Promise<void> {
    if (store.getState().knownManifest?.network.sha256 === sha) return;
    const manifest = (await shipped()).models.includes(name) ? await services.manifestOf({ name, sha256: sha }) : null;
    if (manifest !== null) store.setState({ knownManifest: manifest });
  }

  return {
    wish,
    sample,
    open: (opened) => {
      running.open(opened);
      // What ships is asked for again when it is needed.
      void learnNetwork(opened).catch(() => undefined);
      void tellIfModelIsMissing(opened);
    },
    kept: (sought, image, wanted, refuse) =>
      bring(
        { what: "model", name: sought.name },
        async () => ({ model: await theVeryModel(sought), source: image }),
        () => wanted,
        refuse,
      ),
    bringModel: () => {
      const { result, image } = store.getState();
      if (result === null || image === null) return;
      void bring(
        { what: "model", name: result.model.name, again: true },
        async () => ({ model: await theVeryModel(result.model), source: image }),
        asItIs,
      );
    },
    stop: () => {
      latest.abort();
      const { opening, image, run } = store.getState();
      // A page with nothing on it says that it was stopped, and offers to go on.
      const isStopped = opening !== null && image === null && run.phase === "idle";
      running.stay({
        opening: null,
        ...(isStopped && { run: { phase: "cancelled", during: "loading", done: 0, total: 0 } }),
      });
    },
    actions: {
      chooseModel: (name) => {
        notePlace();
        void bring(
          { what: "model", name },
          async () => withImageFor(await modelNamed(name)),
          () => wantedOn(name),
        );
      },
      chooseSample: (chosen) => void bring({ what: "image", name: chosen.file }, () => exploreSample(chosen)),
      openImage: (file, name) =>
        void openSource({ file, title: name === null ? { from: "clipboard" } : { from: "file", name } }, name ?? ""),
      openAgain: () => lastWish(),
      refuseDrop: (code) => store.setState({ notice: { code, values: {}, action: "choose-file" } }),
    },
  };
}
