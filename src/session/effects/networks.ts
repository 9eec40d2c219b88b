import type { StrataState } from "../state.ts";
import { ModelError } from "../../models/errors.ts";
import { shippedOnce, shippedOnceAs } from "../../models/formerly-shipped.ts";
import type { LoadedModel } from "../../models/model-files.ts";
import type { ModelManifest } from "../../models/manifest.ts";
import { choiceOf } from "../../models/probe-choice.ts";
import type { ProbeChoice } from "../../models/spec/probes.ts";
import type { ListedModel } from "../../models/store.ts";
import { untilAborted } from "../../platform/until-aborted.ts";
import type { LoadRequest, SoughtNetwork } from "../pending.ts";
import { PREFERRED_MODEL } from "../preferred-model.ts";
import { probesAsked } from "../reduce/request.ts";
import type { Resources } from "../resources.ts";
import type { OwnListed } from "../own-network.ts";
import type { SoughtOwn } from "../own-shelf.ts";
import type { Services } from "../services.ts";
import type { Session } from "../session.ts";
import { shippedAs } from "../shipped.ts";
import type { ChosenModel } from "../shape.ts";

/** A network as the state names it, and what it is run with. */
export interface NetworkAtHand {
  readonly model: ChosenModel;
  readonly loaded: LoadedModel;
}

/** The networks that ship with the page, and the person's own. What rejects does so with ModelError, or with the signal's reason. */
export interface Networks {
  /** What ships, asked for once. */
  shipped(): Promise<Pick<StrataState, "models" | "samples">>;
  /** The network that ships, or that the person has, under a name, with the probes that the load asks for; fetched unless it is at hand. */
  named(name: string, load: LoadRequest, signal: AbortSignal): Promise<NetworkAtHand>;
  /** The network that a new image goes to: the one at hand, that of the opened picture if it ships, else the page's own. */
  forNewImage(load: LoadRequest, signal: AbortSignal): Promise<NetworkAtHand>;
  /** The very network, whatever a link may call it; ModelError "not-here" where it neither ships nor is one of the person's. */
  theVery(sought: SoughtNetwork, load: LoadRequest, signal: AbortSignal): Promise<NetworkAtHand>;
  /** A network of the person's, ready to run. */
  own(listed: OwnListed, load: LoadRequest): Promise<NetworkAtHand>;
  /** The person's network of this name or with these bytes; null where there is none, or nothing is known of any. */
  findOwn(sought: Partial<SoughtOwn> & { readonly name?: string }): Promise<OwnListed | null>;
  /** What is known of a network that ships, or is the person's, without fetching it; null where it is known already, or is neither. */
  manifestOf(sought: SoughtNetwork): Promise<ModelManifest | null>;
}

/** The model the page opens with on its own. */
export const firstOf = (models: readonly Pick<ListedModel, "name">[]): string =>
  models.some(({ name }) => name === PREFERRED_MODEL) ? PREFERRED_MODEL : (models[0]?.name ?? PREFERRED_MODEL);

/** Of a network that is none of those that ship: "retired" where it was one of them, else "not-here". */
export const notHere = ({ name, sha256, address = null }: SoughtNetwork): ModelError =>
  new ModelError(shippedOnce({ sha256 }) ? "retired" : "not-here", `no model ${name} with SHA-256 ${sha256}`, {
    name,
    sha256: sha256.slice(0, 12),
    where: address === null ? "" : ` (${address})`,
  });

/** Of a name that no network has that ships: "retired" where one had it, else "unlisted". */
export const notListed = (name: string): ModelError =>
  new ModelError(shippedOnceAs(name) ? "retired" : "unlisted", `no model ${name}`, { name });

/** Over `services`; `expect` hears of a network that is about to be run. */
export function createNetworks(
  { store, dispatch }: Session,
  services: Pick<Services, "models" | "samples" | "loadModel" | "manifestOf" | "ownShelf">,
  resources: Resources,
  expect: (model: LoadedModel) => void,
): Networks {
  const fetched = createDownloads(services, store);

  async function shipped(): Promise<Pick<StrataState, "models" | "samples">> {
    const known = store.getState();
    if (known.models.length > 0) return known;
    const [models, samples] = await Promise.all([services.models(), services.samples()]);
    dispatch({ type: "told", news: { models, samples } });
    return { models, samples };
  }

  async function named(name: string, load: LoadRequest, signal: AbortSignal): Promise<NetworkAtHand> {
    const state = store.getState();
    const probes = probesAsked(state, load);
    const isShipped = state.models.length === 0 || state.models.some((of) => of.name === name);
    const mine = isShipped ? null : await findOwn({ name });
    // Whoever chooses one of their own is given what was made of it last, and not what is at hand of it.
    const newest = load.target.kind === "model" ? (mine?.setup ?? null) : null;
    const known = [state.model, state.network].find(
      (of) =>
        of?.name === name && choiceOf(of.manifest) === probes && (newest === null || (of.setup ?? newest) === newest),
    );
    const atHand = known ? resources.networks.get(known.id) : undefined;
    if (known && atHand) return { model: known, loaded: atHand };
    if (mine !== null) return own(mine, load);
    const loaded = await fetched(name, probes, signal).catch((error: unknown) => {
      // A page with nothing on it would rather start with a network's first probes, and say so, than not at all.
      if (probes === "labels" && state.image === null && !signal.aborted) return fetched(name, "first", signal);
      if (error instanceof ModelError)
        throw new ModelError(error.code, error.message, { ...error.context, name }, error);
      throw error;
    });
    expect(loaded);
    const { manifest, setup } = loaded;
    return { model: { id: load.id, name, manifest, ...(setup !== undefined && { setup }) }, loaded };
  }

  const findOwn: Networks["findOwn"] = async ({ sha256, setup, name }) => {
    const shelf = await services.ownShelf().catch(() => null);
    if (shelf === null) return null;
    if (sha256 !== undefined) return shelf.find({ sha256, setup });
    return (await shelf.list()).find((one) => one.name === name) ?? null;
  };
  async function own(listed: OwnListed, load: LoadRequest): Promise<NetworkAtHand> {
    const shelf = await services.ownShelf();
    const loaded = await shelf.load(listed, probesAsked(store.getState(), load));
    expect(loaded);
    const { manifest, setup, address } = loaded;
    const known = { ...(setup !== undefined && { setup }), ...(address !== undefined && { address }) };
    return { model: { id: load.id, name: manifest.name, manifest, ...known }, loaded };
  }

  return {
    shipped,
    named,
    own,
    findOwn,
    forNewImage: async (load, signal) => {
      const { model, result } = store.getState();
      if (model !== null) return named(model.name, load, signal);
      // An image of one's own opens without the lists.
      const models = await shipped().then(
        (known) => known.models,
        (): readonly ListedModel[] => [],
      );
      const opened = result === null ? undefined : shippedAs(models, result.model);
      const mine = result === null || opened !== undefined ? null : await findOwn(result.model);
      if (mine?.isHere === true && mine.setup !== null) return own(mine, load);
      return named(opened?.name ?? firstOf(models), load, signal);
    },
    theVery: async (sought, load, signal) => {
      const found = shippedAs((await shipped()).models, sought);
      if (found !== undefined) return named(found.name, load, signal);
      const mine = await findOwn(sought);
      if (mine?.isHere !== true || mine.setup === null) throw notHere(sought);
      return own(mine, load);
    },
    manifestOf: async ({ sha256, setup }) => {
      if (store.getState().knownManifest?.network.sha256 === sha256) return null;
      const found = shippedAs((await shipped()).models, { sha256 });
      if (found !== undefined) return services.manifestOf({ name: found.name, sha256 });
      return (await services.ownShelf()).manifestOf({ sha256, setup });
    },
  };
}

/** A network on its way, and how many wait for it. */
interface Download {
  readonly coming: Promise<LoadedModel>;
  readonly stop: AbortController;
  waiting: number;
}

/**
 * Fetches networks by name and probes, each once at a time. One that nobody waits for any more is stopped, once nothing is on its way to the page or another
 * network is wanted: until then what is on its way may want it, too.
 */
function createDownloads(
  services: Pick<Services, "loadModel">,
  store: Session["store"],
): (name: string, probes: ProbeChoice, signal: AbortSignal) => Promise<LoadedModel> {
  const downloads = new Map<string, Download>();

  function stopUnwanted(): void {
    const isClear = store.getState().load === null || [...downloads.values()].some(({ waiting }) => waiting > 0);
    for (const [key, { waiting, stop }] of downloads)
      if (isClear && waiting === 0) {
        downloads.delete(key);
        stop.abort();
      }
  }
  function begun(key: string, name: string, probes: ProbeChoice): Download {
    const stop = new AbortController();
    const download: Download = { coming: services.loadModel(name, stop.signal, probes), stop, waiting: 0 };
    const ended = (): void => {
      if (downloads.get(key) === download) downloads.delete(key);
    };
    download.coming.then(ended, ended);
    downloads.set(key, download);
    return download;
  }
  store.subscribe(stopUnwanted);

  return async (name, probes, signal) => {
    signal.throwIfAborted();
    const key = `${name} ${probes}`;
    const download = downloads.get(key) ?? begun(key, name, probes);
    download.waiting++;
    stopUnwanted();
    try {
      return await untilAborted(download.coming, signal);
    } finally {
      download.waiting--;
      stopUnwanted();
    }
  };
}
