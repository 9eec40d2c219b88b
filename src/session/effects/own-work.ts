/** The work on a network that was brought: it is read, tried on an image, and taken. Fetched when the first one comes. */
import type { Pixels } from "../../core/resize.ts";
import type { OpenedNetwork } from "../../backends/browser-network-reader.ts";
import type { TryOut } from "../../backends/network-reader.ts";
import { isProbesFileName, type ProbesFile } from "../../formats/probes-file/document.ts";
import type { LooseProbes } from "../../formats/probes-file/loose.ts";
import { CATALOGUE } from "../../models/catalogue.ts";
import { ModelError } from "../../models/errors.ts";
import {
  answersAsBefore,
  answersAsIn,
  asksAlike,
  madeAsAsked,
  manifestOf,
  nameFor,
  withNamesOf,
} from "../../models/own-manifest.ts";
import {
  preparationsOf,
  type OwnAnswers,
  type OwnFound,
  type Preparation,
  type Size,
} from "../../models/own-network.ts";
import type { ModelManifest } from "../../models/manifest.ts";
import { setupOf } from "../../models/setup.ts";
import { fileOf } from "../image-file.ts";
import type { OwnShelf, TakenNetwork } from "../own-shelf.ts";
import { preparationNow, type OwnNetwork, type Trial } from "../own-network.ts";
import type { NamedFile } from "../../platform/named-file.ts";
import type { LoadRequest } from "../pending.ts";
import { imageForOwn } from "../reduce/own.ts";
import { wantedStorageNotice } from "../failures.ts";
import type { Services } from "../services.ts";
import type { Session, Turn } from "../session.ts";
import type { Images } from "./images.ts";
import type { Networks } from "./networks.ts";

/** What is done for a network that was brought. */
export interface OwnWork {
  /** Says what an address would ask of whom. */
  addressed(own: OwnNetwork, turn: Turn): Promise<void>;
  fetching(own: OwnNetwork, turn: Turn): Promise<void>;
  read(own: OwnNetwork, turn: Turn): Promise<void>;
  tryOut(own: OwnNetwork, trial: Trial, turn: Turn): Promise<void>;
  bring(load: LoadRequest, keep: boolean, turn: Turn): Promise<void>;
  list(): Promise<void>;
}

/** Over `services`. */
export function createOwnWork(
  { store, dispatch }: Session,
  services: Pick<Services, "readNetwork" | "ownShelf" | "publishedNetworks" | "shippedProbes" | "decode" | "files">,
  networks: Networks,
  images: Images,
): OwnWork {
  /** The network that the state asks about, once it is read. */
  let opened: Opened | null = null;
  const openedFor = (id: number): Opened | null => (opened?.own === id ? opened : null);
  store.subscribe(({ own }) => {
    if (opened === null || own?.id === opened.own) return;
    opened.network.close();
    opened = null;
  });

  /** A network as what came with it says that it is asked, else as it was before, by the picture on the page or the last time; no answers where it is new here. */
  async function asToldBefore(
    { found }: OpenedNetwork,
    given: ProbesFile | null,
  ): Promise<{ readonly found: OwnFound; readonly answers: OwnAnswers | null }> {
    if (given !== null) {
      const named = withNamesOf(found, given.manifest, "manifest");
      return { found: named, answers: answersAsIn(named, given.manifest) };
    }
    const { result } = store.getState();
    const setup = result?.model.sha256 === found.sha256 ? result.model.setup : undefined;
    const shelf = await services.ownShelf().catch(() => null);
    const manifest = (await shelf?.manifestOf({ sha256: found.sha256, setup }).catch(() => null)) ?? null;
    if (manifest === null) return { found, answers: null };
    const named = withNamesOf(found, manifest, "before");
    return { found: named, answers: answersAsBefore(named, manifest) };
  }

  /** The image as each preparation has it; without one, or where it cannot be read, a blank one, which tells whether the network runs. */
  async function triesOf(
    own: OwnNetwork,
    signal: AbortSignal,
  ): Promise<{ readonly tries: TryOut["tries"]; readonly isBlank: boolean; readonly enlargedFrom: Size | null }> {
    const [width, height] = own.answers!.size;
    const image = imageForOwn(store.getState());
    const fitted = new Map<Preparation["resize"], Promise<Pixels>>();
    let enlargedFrom: Size | null = null;
    const fit = async (resize: Preparation["resize"]): Promise<Pixels> => {
      const file = image!.file ?? (await fileOf({ file: null, pixels: image!.pixels! }));
      const { pixels, originalWidth, originalHeight } = await services.decode(file, { width, height, resize }, signal);
      if (originalWidth < width || originalHeight < height) enlargedFrom = [originalWidth, originalHeight];
      return pixels;
    };
    const preparations = preparationsOf(own.found!, own.answers!);
    const triesWith = (pixelsOf: (how: Preparation) => Promise<Pixels>): Promise<TryOut["tries"]> =>
      Promise.all(preparations.map(async (preparation) => ({ preparation, pixels: await pixelsOf(preparation) })));
    try {
      if (image === null) throw new RangeError("no image");
      const tries = await triesWith(({ resize }) => {
        const pixels = fitted.get(resize) ?? fit(resize);
        fitted.set(resize, pixels);
        return pixels;
      });
      return { tries, isBlank: false, enlargedFrom };
    } catch {
      signal.throwIfAborted();
      const blank: Pixels = { width, height, rgb: new Uint8Array(3 * width * height).fill(BLANK) };
      return { tries: await triesWith(async () => blank), isBlank: true, enlargedFrom: null };
    }
  }

  async function list(): Promise<void> {
    const shelf = await services.ownShelf();
    const tell = async (): Promise<void> => dispatch({ type: "own-listed", networks: await shelf.list() });
    if (!watched) shelf.onChange(() => void tell().catch(() => undefined));
    watched = true;
    await tell();
  }
  let watched = false;

  /** The probes that ship for a network that its publisher keeps; null where there are none, or they cannot be fetched now. */
  async function shippedProbesFor(sha256: string): Promise<ProbesFile | null> {
    const probes = CATALOGUE.find((of) => of.sha256 === sha256)?.probes;
    return probes === undefined ? null : services.shippedProbes(probes).catch(() => null);
  }

  /** What was made of a network here before; null where that is nothing, or this browser keeps nothing. */
  const probesHere = (sha256: string): Promise<ProbesFile | null> =>
    services
      .ownShelf()
      .then((shelf) => shelf.exported(sha256))
      .catch(() => null);

  /** What lies beside a network of its probes, in a file of their own or as loose ones, and the files without them. */
  async function probesBeside(files: readonly NamedFile[], signal: AbortSignal): Promise<LooseProbes> {
    const one = files.find(({ name }) => isProbesFileName(name));
    if (one === undefined)
      return files.some(({ name }) => /\.json$/i.test(name))
        ? services.files.looseProbes(files, signal)
        : { probes: null, rest: files };
    const probes = await services.files.readProbes(new Uint8Array(await one.file.arrayBuffer()));
    return { probes, rest: files.filter(({ name }) => !isProbesFileName(name)) };
  }

  return {
    list,
    addressed: async ({ id, address }, { finish }) => {
      const { normalise } = await services.publishedNetworks();
      finish({ type: "own-address-known", own: id, known: normalise(address!.text) });
    },
    fetching: async ({ id, address }, { signal, finish }) => {
      const { fetcher } = await services.publishedNetworks();
      const known = address!.known!;
      const { bytes } = await fetcher.fetch(known, {
        signal,
        ...(address!.expected !== null && { expected: address!.expected }),
        onProgress: (progress) => dispatch({ type: "own-fetching", own: id, progress }),
      });
      const file = new Blob([bytes as Uint8Array<ArrayBuffer>]);
      finish({ type: "own-fetched", own: id, file: { name: known.fileName, file } });
    },
    read: async ({ id, files }, { signal, finish }) => {
      const { probes, rest } = await probesBeside(files, signal);
      const network = await services.readNetwork(rest, signal);
      const { sha256 } = network.found;
      if (probes !== null && probes.manifest.network.sha256 !== sha256) {
        network.close();
        const [expected, actual] = [probes.manifest.network.sha256.slice(0, 8), sha256.slice(0, 8)];
        throw new ModelError("other-network", "the manifest is another network's", { expected, actual });
      }
      // Probes that the person has here come before those that ship.
      const here = probes === null ? await probesHere(sha256) : null;
      const hasProbes = (here?.manifest.probes ?? null) !== null;
      const given = probes ?? (hasProbes ? null : await shippedProbesFor(sha256));
      const ships = (await networks.shipped().catch(() => null))?.models.find((of) => of.network === sha256);
      const setup = given === null ? null : await setupOf(given.manifest);
      const told = await asToldBefore(network, given);
      const probed = (given ?? here)?.manifest.probes?.layers.length ?? 0;
      // Another one may have been brought, or this one left, while it was looked up.
      if (store.getState().own?.id !== id) return network.close();
      if (ships !== undefined) {
        network.close();
        return finish({ type: "own-ships", own: id, name: ships.name });
      }
      opened = { own: id, network, given };
      finish({ type: "own-found", own: id, given: setup, ...told, probed });
    },
    tryOut: async (own, { id }, { signal, finish }) => {
      const { tries, isBlank, enlargedFrom } = await triesOf(own, signal);
      const { outcomes, best, secondsPerImage } = await openedFor(own.id)!.network.tryOut(
        { answers: own.answers!, tries },
        signal,
      );
      const told = isBlank ? { outcomes: null, best: null } : { outcomes, best };
      finish({ type: "own-tried", trial: id, ...told, enlargedFrom, secondsPerImage });
    },
    bring: async (load, keep, turn) => {
      const state = store.getState();
      const own = state.own!;
      const { network, given } = openedFor(own.id)!;
      const found = own.found!;
      const address = own.address?.known ?? null;
      const [shelf, bytes] = await Promise.all([services.ownShelf(), network.network()]);
      turn.signal.throwIfAborted();
      const known = await shelf.list();
      const taken = [...state.models, ...known.filter(({ sha256 }) => sha256 !== found.sha256)].map(({ name }) => name);
      const name =
        known.find(({ sha256, name: before }) => sha256 === found.sha256 && before !== "")?.name ??
        nameFor(given?.manifest.name ?? found.title, new Set(taken));
      const { listed, unkept } = await shelf.take(
        {
          title: given?.title ?? found.title,
          origin:
            address === null
              ? { kind: "file", fileName: found.fileName }
              : { kind: "address", address: address.address },
          network: bytes,
          ...(await madeBefore(shelf, given, manifestOf(found, own.answers!, preparationNow(own), name))),
        },
        keep,
      );
      await images.bring(load, turn, async () => ({
        ...(await networks.own(listed, load)),
        source: imageForOwn(state),
      }));
      void list().catch(() => undefined);
      if (keep && unkept !== null) dispatch({ type: "told", news: { notice: wantedStorageNotice(unkept) } });
    },
  };
}

/** A network that is asked about, and what came with it of its layers and probes. */
interface Opened {
  readonly own: number;
  readonly network: OpenedNetwork;
  readonly given: ProbesFile | null;
}

/** What came with a network or was made of it before, layers and probes, where it was asked as it is now; else the manifest by itself. */
async function madeBefore(
  shelf: OwnShelf,
  given: ProbesFile | null,
  asked: ModelManifest,
): Promise<Pick<TakenNetwork, "manifest" | "files">> {
  const kept = await shelf.madeOf(asked).catch(() => null);
  const alike = [given, kept].filter((one) => one !== null && asksAlike(one.manifest, asked));
  const made = alike.find((one) => one!.manifest.probes !== null) ?? alike[0];
  return made ? { manifest: madeAsAsked(made.manifest, asked), files: made.files } : { manifest: asked, files: [] };
}

/** Mid grey. */
const BLANK = 128;
