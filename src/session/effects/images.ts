import type { StrataState } from "../state.ts";
import { ImageError } from "../../images/errors.ts";
import type { LoadedModel } from "../../models/model-files.ts";
import { sha256 } from "../../platform/sha256.ts";
import { WorkerError } from "../../platform/worker-error.ts";
import { fileOf } from "../image-file.ts";
import type { ImageSource, LoadRequest } from "../pending.ts";
import { settingsOn } from "../own-grid.ts";
import { goesAlong, nameOfImage } from "../place.ts";
import { wantedOf } from "../reduce/request.ts";
import type { Resources } from "../resources.ts";
import type { Services } from "../services.ts";
import type { Session, Turn } from "../session.ts";
import { ShippedError } from "../shipped.ts";
import type { Sample, ShownImage } from "../shape.ts";
import type { NetworkAtHand, Networks } from "./networks.ts";
import type { Autosave } from "./autosave.ts";

/** What a load brings; without an image the page waits for one. */
export interface Arrival extends NetworkAtHand {
  readonly source: ImageSource | null;
}

/** Images on their way to a network. */
export interface Images {
  /** Brings to the page what `fetch` gives: the image as its network sees it, kept by the browser before it is shown. */
  bring(load: LoadRequest, turn: Turn, fetch: () => Promise<Arrival>): Promise<void>;
  /** A network and a sample; rejects with ModelError or ShippedError. */
  ofSample(load: LoadRequest, turn: Pick<Turn, "signal">, name: string, sample: Sample | undefined): Promise<Arrival>;
  /** The image at the size that a network takes; rejects with ImageError, ShippedError or the signal's reason. */
  seenBy(source: ImageSource, loaded: LoadedModel, signal: AbortSignal): Promise<ShownImage>;
  /** Rejects with ShippedError. */
  sampleSource(sample: Sample): Promise<ImageSource>;
}

/** Over `services`. */
export function createImages(
  { store }: Session,
  services: Pick<Services, "decode" | "sampleFile">,
  resources: Resources,
  networks: Networks,
  autosave: Autosave,
): Images {
  const sampleSource = async (sample: Sample): Promise<ImageSource> => ({
    file: await services.sampleFile(sample),
    title: { from: "sample", file: sample.file },
  });

  async function seenBy(
    { file, title, pixels, sha256: known, isLeftOut, crop }: ImageSource,
    { manifest: { input } }: LoadedModel,
    signal: AbortSignal,
  ): Promise<ShownImage> {
    if (isLeftOut === true) throw new ImageError("left-out");
    if (pixels !== undefined && known !== undefined && pixels.width === input.width && pixels.height === input.height)
      return { file, title, pixels, sha256: known, ...(crop && { crop }) };
    const decoded = await services
      .decode(file ?? (await fileOf({ file, pixels: pixels! })), { ...input, ...(crop && { crop }) }, signal)
      .catch((error: unknown) => {
        // Another network may have been asked for: what is wrong is the image all the same.
        // A sample is at fault on the server, which may send a page of its own in the sample's place.
        if (error instanceof ImageError && title.from === "sample" && error.code !== "no-room")
          throw new ShippedError("damaged", "sample", title.file, { cause: error });
        const name = nameOfImage(title, store.getState().samples);
        if (error instanceof ImageError) throw new ImageError(error.code, { ...error.context, name }, { cause: error });
        if (error instanceof WorkerError && error.code === "worker-died")
          throw new ImageError("no-room", { name }, { cause: error });
        throw error;
      });
    return { file, title, pixels: decoded.pixels, sha256: await sha256(decoded.pixels.rgb), ...(crop && { crop }) };
  }

  return {
    seenBy,
    sampleSource,
    ofSample: async (load, { signal }, name, sample) => {
      const [network, source] = await Promise.all([
        networks.named(name, load, signal),
        sample === undefined ? null : sampleSource(sample),
      ]);
      return { ...network, source };
    },
    bring: async (load, { signal, finish }, fetch) => {
      const { source, ...network } = await fetch();
      // What was stopped meanwhile is not to start the decoder.
      signal.throwIfAborted();
      const image = source === null ? null : await seenBy(source, network.loaded, signal);
      signal.throwIfAborted();
      if (image !== null) {
        const state = store.getState();
        const settings = settingsOn(state, wantedOf(state, state.load!), network.loaded.manifest, image);
        await autosave.hold(network.loaded, network.model.name, image, settings);
        signal.throwIfAborted();
      }
      resources.networks.set(network.model.id, network.loaded);
      finish({ type: "image-arrived", load: load.id, model: network.model, image });
    },
  };
}

/** An image that goes along is asked of the other model; any other gives way to what was there with that model last, else to a sample that belongs to it. */
export async function withImageFor(
  { image, samples, places }: StrataState,
  network: NetworkAtHand,
  { sampleSource }: Images,
): Promise<Arrival> {
  const { name } = network.model;
  if (image !== null && goesAlong(image, samples, name)) return { ...network, source: image };
  const place = places[name];
  if (place !== undefined) return { ...network, source: place.image };
  const sample = samples.find(({ model: of }) => of === name) ?? samples[0];
  return { ...network, source: sample === undefined ? null : await sampleSource(sample) };
}
