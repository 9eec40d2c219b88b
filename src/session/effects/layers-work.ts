/** The work on a network's layers: which there are, images for their probes, the fit, and linear functions of one image. Fetched when somebody asks. */
import { imagePlayers } from "../../core/superpixels.ts";
import { collectImages } from "../../images/image-set/collect-images.ts";
import type { DroppedFile } from "../../images/image-set/dropped-files.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import type { ProposedLayer } from "../../models/graph/found.ts";
import { withoutProbes } from "../../models/covered.ts";
import { joinModel } from "../../models/load-model.ts";
import type { ModelManifest } from "../../models/manifest.ts";
import { setupOf } from "../../models/setup.ts";
import { tapOf, type Tap } from "../../models/spec/taps.ts";
import { fitOnThisImage, prepareOnImages } from "../../probes/computations.ts";
import type { GivenImage } from "../../probes/fitting.ts";
import { labelsByFolder } from "../../probes/folder-labels.ts";
import type { Augment } from "../../probes/versions.ts";
import { wantedStorageNotice } from "../failures.ts";
import type { Fit, LayersDialog } from "../layers-work.ts";
import type { LoadRequest, LoadTarget } from "../pending.ts";
import type { Services } from "../services.ts";
import type { Session, Turn } from "../session.ts";
import type { StrataState } from "../state.ts";
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

  /** How a network is asked: as it is on the page, where it is there, else as it was the last time. */
  async function manifestNow(sha256: string, { model, result }: StrataState): Promise<ModelManifest> {
    if (model?.manifest.network.sha256 === sha256) return model.manifest;
    const setup = result?.model.sha256 === sha256 ? result.model.setup : undefined;
    return (await (await services.ownShelf()).manifestOf({ sha256, setup }))!;
  }

  return {
    read: async ({ id, sha256, title }, { signal, finish }) => {
      const shelf = await services.ownShelf();
      const [file, manifest] = await Promise.all([shelf.network(sha256), manifestNow(sha256, store.getState())]);
      const network = await services.readNetwork([{ name: `${title}.onnx`, file }], signal);
      network.close();
      const found = network.found.layers.filter(({ dims }) => dims !== null && tapShape(dims));
      const tapped = manifest.taps.map(({ tensor }) => tensor);
      const chosen = tapped.length > 0 ? tapped : found.filter(({ proposed }) => proposed).map(({ tensor }) => tensor);
      finish({ type: "layers-read", layers: id, found, chosen });
    },
    collect: async (files, collecting) => {
      const state = store.getState();
      const { classes } = await manifestNow(state.layers!.sha256, state);
      const set = await collectImages(files);
      const { rule, labels } = labelsByFolder(
        set.images.map(({ path }) => path),
        classes,
      );
      // Others may have been given meanwhile, or the dialog left.
      if (store.getState().layers?.collecting !== collecting) return;
      given = {
        layers: state.layers!.id,
        images: set.images.map(({ path, file }, i) => ({ name: path, file, label: labels[i] ?? null })),
      };
      const told = { count: set.images.length, others: set.others, rule };
      dispatch({ type: "layers-images-told", collecting, images: told });
    },
    fit: async ({ id, key, of }, { signal, finish }) => {
      const state = store.getState();
      const { layers } = state;
      const ofDialog = given !== null && given.layers === layers?.id ? given.images : null;
      const [shelf, fitter] = await Promise.all([services.ownShelf(), services.probeFitter()]);
      const now = of === null ? null : await manifestNow(of.sha256, state);
      const job =
        of === null || now === null || ofDialog === null || layers === null
          ? { id: key, given: null }
          : {
              id: key,
              given: {
                draft: draftOf(now, layers.layers, layers.chosen),
                network: await shelf.network(of.sha256),
                images: ofDialog,
                augment: augmentFor(now),
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
      if (known === null) {
        // It was forgotten meanwhile, and its probes with it.
        services.fitUnderWay.note(null);
        await fitter.discard(key);
        return finish({ type: "fit-cancelled" });
      }
      const { listed, unkept } = await shelf.take(
        {
          title: known.title,
          origin: { kind: "file", fileName: `${manifest.name}.onnx` },
          network: known.isHere ? await shelf.network(sha256) : null,
          manifest,
          files: [...files.values()],
        },
        known.isKept,
      );
      services.fitUnderWay.note(null);
      await fitter.discard(key);
      const { setup, title, isHere } = listed;
      const notice = unkept === null ? null : wantedStorageNotice(unkept);
      finish({ type: "fit-done", fit: id, sha256, setup: setup!, title, isHere, notice });
    },
    bring: async (load, turn) => {
      const { target } = load;
      const state = store.getState();
      const source = state.image!;
      await images.bring(load, turn, async () => ({
        ...(target.kind === "setup"
          ? await ofSetup(target, load)
          : await onImage(target as Extract<LoadTarget, { kind: "on-image" }>, load, turn)),
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

  /** The network of what is on the page with linear functions of this very question's masks at its layers. */
  async function onImage(
    { layers: chosen, settings }: Extract<LoadTarget, { kind: "on-image" }>,
    load: LoadRequest,
    { signal }: Turn,
  ): Promise<NetworkAtHand> {
    const { model, image, result, layers } = store.getState();
    const { manifest: asked, address } = model!;
    const [shelf, fitter] = await Promise.all([services.ownShelf(), services.probeFitter()]);
    const network = await shelf.network(asked.network.sha256);
    const { pixels } = image!;
    const { baseline, target } = settings;
    const first = result?.top?.[0] ?? result?.target;
    const { manifest, tail, checks } = await jobs.start(
      fitOnThisImage(fitter),
      {
        manifest: draftOf(asked, layers?.layers ?? [], chosen),
        network,
        image: pixels,
        players: imagePlayers(settings, pixels),
        baseline,
        target: target === "auto" ? (first?.index ?? 0) : target,
      },
      { signal, onProgress: (news) => dispatch({ type: "on-image-news", load: load.id, news }) },
    ).done;
    const backbone = new Uint8Array(await network.arrayBuffer());
    const known = { manifest, setup: await setupOf(manifest), ...(address !== undefined && { address }) };
    const { bytes } = joinModel(manifest, { backbone, tail });
    return { model: { id: load.id, name: manifest.name, ...known, checks }, loaded: { ...known, bytes } };
  }
}

/** A network with taps on these of its layers, and no probes; where nobody reads its layers now, those that it has taps on. */
function draftOf(manifest: ModelManifest, layers: readonly ProposedLayer[], chosen: readonly string[]): ModelManifest {
  const taps = chosen.flatMap((tensor) => {
    const layer = layers.find((of) => of.tensor === tensor);
    return layer === undefined ? manifest.taps.filter((tap) => tap.tensor === tensor) : tapOn(layer, manifest);
  });
  return { ...withoutProbes(manifest), taps };
}

/** Maps, tokens or vectors. */
const tapShape = ({ length }: readonly number[]): boolean => length >= 2 && length <= 4;

/** How a layer is looked into; none where its shape says nothing. A layer is not called like the output. */
function tapOn({ name, tensor, dims, type }: ProposedLayer, { output }: ModelManifest): Tap[] {
  const tap = tapOf(name === output.name ? `${name} (inner)` : name, tensor, dims!, type ?? undefined);
  return tap === null ? [] : [tap];
}
