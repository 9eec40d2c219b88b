/** The work on a network's layers: which there are, images for their probes, the fit, and linear functions of one image. Fetched when somebody asks. */
import { gridPlayers } from "../../core/patches.ts";
import { collectImages } from "../../images/image-set/collect-images.ts";
import type { DroppedFile } from "../../images/image-set/dropped-files.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import type { ProposedLayer } from "../../models/graph/found.ts";
import { joinModel } from "../../models/load-model.ts";
import type { ModelManifest } from "../../models/manifest.ts";
import { setupOf } from "../../models/setup.ts";
import { tapOf, type Tap } from "../../models/spec/taps.ts";
import { fitOnThisImage, prepareOnImages } from "../../probes/computations.ts";
import type { GivenImage } from "../../probes/fitting.ts";
import { labelsByFolder } from "../../probes/folder-labels.ts";
import type { Augment } from "../../probes/versions.ts";
import type { Fit, LayersDialog } from "../layers-work.ts";
import type { LoadRequest } from "../pending.ts";
import type { Services } from "../services.ts";
import type { Session, Turn } from "../session.ts";
import type { Images } from "./images.ts";
import type { NetworkAtHand, Networks } from "./networks.ts";

/** What is done for a network's layers. */
export interface LayersWork {
  read(layers: LayersDialog, turn: Turn): Promise<void>;
  /** Looks through files for images; rejects with ImageSetError. */
  collect(files: readonly DroppedFile[], collecting: number): Promise<void>;
  fit(fit: Fit, turn: Turn): Promise<void>;
  bring(load: LoadRequest, turn: Turn): Promise<void>;
}

/** Images are shifted where they are small, cut where they are large, and digits are not mirrored. */
const SMALL_SIDE = 64;
function augmentFor({ input: { width, height, channels } }: ModelManifest): Augment {
  const isSmall = Math.max(width, height) < SMALL_SIDE;
  return { crop: isSmall ? 1 : 0.5, shift: isSmall ? 2 : 0, mirror: channels !== "grey" };
}

/** Over `services`. */
export function createLayersWork(
  { store, dispatch }: Session,
  services: Pick<Services, "readNetwork" | "ownShelf" | "probeFitter" | "fitUnderWay">,
  jobs: Jobs,
  networks: Networks,
  images: Images,
): LayersWork {
  /** Of the dialog that is open. */
  let given: { readonly layers: number; readonly images: readonly GivenImage[] } | null = null;

  /** A network with taps on these of its layers, and no probes. */
  async function draftOf(
    sha256: string,
    layers: readonly ProposedLayer[],
    chosen: readonly string[],
  ): Promise<ModelManifest> {
    const { manifestOf } = await services.ownShelf();
    const manifest = (await manifestOf({ sha256 }))!;
    const taps = layers.filter(({ tensor }) => chosen.includes(tensor)).flatMap((layer) => tapOn(layer, manifest));
    return { ...manifest, taps, probes: null };
  }

  return {
    read: async ({ id, sha256, title }, { signal, finish }) => {
      const shelf = await services.ownShelf();
      const [file, manifest] = await Promise.all([shelf.network(sha256), shelf.manifestOf({ sha256 })]);
      const network = await services.readNetwork([{ name: `${title}.onnx`, file }], signal);
      network.close();
      const found = network.found.layers.filter(({ dims }) => dims !== null && tapShape(dims));
      const tapped = manifest?.taps.map(({ tensor }) => tensor) ?? [];
      const chosen = tapped.length > 0 ? tapped : found.filter(({ proposed }) => proposed).map(({ tensor }) => tensor);
      finish({ type: "layers-read", layers: id, found, chosen });
    },
    collect: async (files, collecting) => {
      const { layers } = store.getState();
      const shelf = await services.ownShelf();
      const classes = (await shelf.manifestOf({ sha256: layers!.sha256 }))?.classes ?? [];
      const set = await collectImages(files);
      const { rule, labels } = labelsByFolder(
        set.images.map(({ path }) => path),
        classes,
      );
      given = {
        layers: layers!.id,
        images: set.images.map(({ path, file }, i) => ({ name: path, file, label: labels[i] ?? null })),
      };
      const told = { count: set.images.length, others: set.others, rule };
      dispatch({ type: "layers-images-told", collecting, images: told });
    },
    fit: async ({ id, key, of }, { signal, finish }) => {
      const { layers } = store.getState();
      const [shelf, fitter] = await Promise.all([services.ownShelf(), services.probeFitter()]);
      const job =
        of === null || given === null || layers === null
          ? { id: key, given: null }
          : {
              id: key,
              given: {
                draft: await draftOf(of.sha256, layers.layers, layers.chosen),
                network: await shelf.network(of.sha256),
                images: given.images,
                augment: augmentFor((await shelf.manifestOf({ sha256: of.sha256 }))!),
                source: "",
              },
            };
      services.fitUnderWay.note(key);
      const { manifest, files } = await jobs.start(prepareOnImages(fitter), job, {
        signal,
        priority: "background",
        onProgress: (news) => dispatch({ type: "fit-told", fit: id, news }),
      }).done;
      const { sha256 } = manifest.network;
      const known = await shelf.find({ sha256 });
      const { listed } = await shelf.take(
        {
          title: known?.title ?? manifest.name,
          origin: { kind: "file", fileName: `${manifest.name}.onnx` },
          network: known?.isHere === true ? await shelf.network(sha256) : null,
          manifest,
          files: [...files.values()],
        },
        known?.isKept ?? false,
      );
      services.fitUnderWay.note(null);
      await fitter.discard(key);
      const { setup, title, isHere } = listed;
      finish({ type: "fit-done", fit: id, sha256, setup: setup!, title, isHere });
    },
    bring: async (load, turn) => {
      const { target } = load;
      const state = store.getState();
      const source = state.image!;
      await images.bring(load, turn, async () => ({
        ...(target.kind === "setup" ? await ofSetup(target, load) : await onImage(load, turn)),
        source,
      }));
    },
  };

  async function ofSetup(
    sought: { readonly sha256: string; readonly setup: string },
    load: LoadRequest,
  ): Promise<NetworkAtHand> {
    return networks.own((await networks.findOwn(sought))!, load);
  }

  /** The network of what is on the page with linear functions of this very image at its layers. */
  async function onImage(load: LoadRequest, { signal }: Turn): Promise<NetworkAtHand> {
    const { model, image, settings, result, layers } = store.getState();
    const { sha256 } = model!.manifest.network;
    const [shelf, fitter] = await Promise.all([services.ownShelf(), services.probeFitter()]);
    const network = await shelf.network(sha256);
    const { pixels } = image!;
    const { rows, cols, picked, baseline } = settings;
    const { manifest, tail } = await jobs.start(
      fitOnThisImage(fitter),
      {
        manifest: await draftOf(sha256, layers!.layers, layers!.chosen),
        network,
        image: pixels,
        players: gridPlayers(rows, cols, pixels.width, pixels.height, picked),
        baseline,
        target: result!.target!.index,
      },
      { signal },
    ).done;
    const backbone = new Uint8Array(await network.arrayBuffer());
    const [loaded, setup] = [joinModel(manifest, { backbone, tail }), await setupOf(manifest)];
    return { model: { id: load.id, name: manifest.name, manifest, setup }, loaded: { ...loaded, setup } };
  }
}

/** Maps, tokens or vectors. */
const tapShape = ({ length }: readonly number[]): boolean => length >= 2 && length <= 4;

/** How a layer is looked into; none where its shape says nothing. A layer is not called like the output. */
function tapOn({ name, tensor, dims, type }: ProposedLayer, { output }: ModelManifest): Tap[] {
  const tap = tapOf(name === output.name ? `${name} (inner)` : name, tensor, dims!, type ?? undefined);
  return tap === null ? [] : [tap];
}
