import type { StrataState } from "../state.ts";
import { ModelError } from "../../models/errors.ts";
import type { LoadedModel } from "../../models/model-files.ts";
import type { ModelManifest } from "../../models/manifest.ts";
import type { LoadRequest, SoughtNetwork } from "../pending.ts";
import { PREFERRED_MODEL } from "../reduce/request.ts";
import type { Resources } from "../resources.ts";
import type { Services } from "../services.ts";
import type { Session } from "../session.ts";
import type { ChosenModel } from "../shape.ts";

/** A network as the state names it, and what it is run with. */
export interface NetworkAtHand {
  readonly model: ChosenModel;
  readonly loaded: LoadedModel;
}

/** The networks that ship with the page. */
export interface Networks {
  /** What ships, asked for once. */
  shipped(): Promise<Pick<StrataState, "models" | "samples">>;
  /** The network that ships under a name; fetched unless it is at hand. Rejects with ModelError. */
  named(name: string, load: LoadRequest): Promise<NetworkAtHand>;
  /** The network that a new image goes to: the one at hand, that of the opened picture if it ships, else the page's own. */
  forNewImage(load: LoadRequest): Promise<NetworkAtHand>;
  /** The named one of the shipped models, whatever a link may call a model; ModelError "not-here" unless it is the very network. */
  theVery(sought: SoughtNetwork, load: LoadRequest): Promise<NetworkAtHand>;
  /** What is known of a shipped network without fetching it; null where it is known already, or does not ship. */
  manifestOf(sought: SoughtNetwork): Promise<ModelManifest | null>;
}

/** The model the page opens with on its own. */
export const firstOf = (models: readonly string[]): string =>
  models.includes(PREFERRED_MODEL) ? PREFERRED_MODEL : (models[0] ?? PREFERRED_MODEL);

export const notHere = ({ name, sha256, address = null }: SoughtNetwork): ModelError =>
  new ModelError("not-here", `no model ${name} with SHA-256 ${sha256}`, {
    sha256: sha256.slice(0, 12),
    where: address === null ? "" : ` (${address})`,
  });

/** Over `services`; `expect` hears of a network that is about to be run. */
export function createNetworks(
  { store, dispatch }: Session,
  services: Pick<Services, "modelNames" | "samples" | "loadModel" | "manifestOf">,
  resources: Resources,
  expect: (model: LoadedModel) => void,
): Networks {
  async function shipped(): Promise<Pick<StrataState, "models" | "samples">> {
    const known = store.getState();
    if (known.models.length > 0) return known;
    const [models, samples] = await Promise.all([services.modelNames(), services.samples()]);
    dispatch({ type: "told", news: { models, samples } });
    return { models, samples };
  }

  /** On their way: one that is stopped and asked for again is fetched once. */
  const coming = new Map<string, Promise<LoadedModel>>();
  const fetched = (name: string): Promise<LoadedModel> => {
    const known = coming.get(name) ?? services.loadModel(name).finally(() => coming.delete(name));
    coming.set(name, known);
    return known;
  };

  async function named(name: string, load: LoadRequest): Promise<NetworkAtHand> {
    const { model, network } = store.getState();
    const known = [model, network].find((of) => of?.name === name);
    const atHand = known ? resources.networks.get(known.id) : undefined;
    if (known && atHand) return { model: known, loaded: atHand };
    const loaded = await fetched(name).catch((error: unknown) => {
      if (error instanceof ModelError)
        throw new ModelError(error.code, error.message, { ...error.context, name }, error);
      throw error;
    });
    expect(loaded);
    const { manifest, setup } = loaded;
    return { model: { id: load.id, name, manifest, ...(setup !== undefined && { setup }) }, loaded };
  }

  return {
    shipped,
    named,
    forNewImage: async (load) => {
      const { model, result } = store.getState();
      if (model !== null) return named(model.name, load);
      // An image of one's own opens without the lists.
      const models = await shipped().then(
        (known) => known.models,
        (): readonly string[] => [],
      );
      const opened = result?.model.name;
      return named(opened !== undefined && models.includes(opened) ? opened : firstOf(models), load);
    },
    theVery: async (sought, load) => {
      const { models } = await shipped();
      const found = models.includes(sought.name) ? await named(sought.name, load) : null;
      if (found?.loaded.manifest.network.sha256 !== sought.sha256) throw notHere(sought);
      return found;
    },
    manifestOf: async ({ name, sha256 }) => {
      if (store.getState().knownManifest?.network.sha256 === sha256) return null;
      return (await shipped()).models.includes(name) ? services.manifestOf({ name, sha256 }) : null;
    },
  };
}
