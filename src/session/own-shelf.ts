/** The person's networks: what this browser keeps of them, and those that were used since the page was opened, whose bytes are at hand all the same. */
import { ModelError } from "../models/errors.ts";
import { loadModel } from "../models/load-model.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { columnsOf } from "../models/manifest.ts";
import { asksAlike } from "../models/own-manifest.ts";
import { withProbes, withReplicates } from "../models/probe-choice.ts";
import { setupOf } from "../models/setup.ts";
import type { ProbeChoice } from "../models/spec/probes.ts";
import { sha256 as digestOf } from "../platform/sha256.ts";
import { filesNamedBy, type ProbesFile } from "../formats/probes-file/document.ts";
import { furtherOrigin, type KeptNetwork, type NetworkOrigin } from "../storage/networks/entry.ts";
import type { KeptNetworks } from "../storage/networks/kept-networks.ts";
import type { OwnListed } from "./own-network.ts";

/** A network as it is taken: its bytes, how it is asked, and the files that its manifest names. */
export interface TakenNetwork {
  readonly title: string;
  readonly origin: NetworkOrigin;
  /** Null where they are not at hand: then only how it is asked is remembered. */
  readonly network: Blob | null;
  readonly manifest: ModelManifest;
  readonly files: readonly Uint8Array[];
}

/** Which network, and through what; without a setup the newest. */
export interface SoughtOwn {
  readonly sha256: string;
  readonly setup?: string | undefined;
}

export interface OwnShelf {
  /** The newest first. */
  list(): Promise<readonly OwnListed[]>;
  /** Null where it is not known here. */
  find(sought: SoughtOwn): Promise<OwnListed | null>;
  manifestOf(sought: SoughtOwn): Promise<ModelManifest | null>;
  /** Ready to run. ModelError "not-here" where its bytes are not at hand, else as `loadModel` rejects. */
  load(listed: OwnListed, probes: ProbeChoice): Promise<LoadedModel>;
  /** The same, whose first probes' replicates answer beside them. */
  loadReplicated(listed: OwnListed): Promise<LoadedModel>;
  /** Its bytes; ModelError "not-found" where they are not at hand. */
  network(sha256: string): Promise<Blob>;
  /**
   * Has it at hand from now on and remembers how it is asked; with `keep` its bytes stay in this browser. What could not be kept is told as `unkept`, and is at
   * hand all the same; rejects with that where its bytes are not, either.
   */
  take(network: TakenNetwork, keep: boolean): Promise<{ readonly listed: OwnListed; readonly unkept: unknown }>;
  /** What a file of its probes holds, of the newest setup. ModelError "not-found" where it has none, StorageError where it is gone. */
  exported(sha256: string): Promise<ProbesFile>;
  /** The same of the newest setup by which the network was asked alike (`asksAlike`), of those with probes if there are any; null where it never was. */
  madeOf(asked: ModelManifest): Promise<ProbesFile | null>;
  /** A title that no other network has is left to the person. Rejects with StorageError, as what follows does. */
  rename(sha256: string, title: string): Promise<void>;
  /** Forgets one of its setups. */
  forget(sha256: string, setup: string): Promise<void>;
  /** Forgets all of it. */
  remove(sha256: string): Promise<void>;
  keepWeights(sha256: string): Promise<void>;
  dropWeights(sha256: string): Promise<void>;
  /** Calls back when anything here has changed, in this tab or another. */
  onChange(listener: () => void): void;
}

/** Used since the page was opened; its setups, the newest last. */
interface Here {
  title: string;
  readonly origin: NetworkOrigin;
  readonly network: Blob;
  readonly setups: Map<string, Pick<TakenNetwork, "manifest" | "files">>;
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** Over what the browser keeps; where it keeps nothing, over what was used since the page was opened. */
export function createOwnShelf(openKept: () => Promise<KeptNetworks>): OwnShelf {
  const here = new Map<string, Here>();
  const listeners: (() => void)[] = [];
  const changed = (): void => listeners.forEach((tell) => tell());
  let watched: KeptNetworks | null = null;
  const keptOrNone = async (): Promise<KeptNetworks | null> => {
    const kept = await openKept().catch(() => null);
    if (kept !== null && watched !== kept) {
      watched = kept;
      kept.onChange(changed);
    }
    return kept;
  };

  /** The newest first. */
  const setupsOf = (of: Here | undefined, kept: KeptNetwork | null): readonly string[] => [
    ...new Set([...[...(of?.setups.keys() ?? [])].toReversed(), ...(kept?.setups ?? []).map((one) => one.setup)]),
  ];
  /** The setup that was asked for, else the newest; null where none is known. */
  const chosen = (of: Here | undefined, kept: KeptNetwork | null, setup: string | undefined): string | null => {
    const all = setupsOf(of, kept);
    return (setup !== undefined && all.includes(setup) ? setup : all[0]) ?? null;
  };
  async function manifestOf(kept: KeptNetworks | null, sha256: string, setup: string): Promise<ModelManifest> {
    return here.get(sha256)?.setups.get(setup)?.manifest ?? (await kept!.manifest(sha256, setup));
  }
  async function listed(
    kept: KeptNetworks | null,
    sha256: string,
    of: KeptNetwork | null,
    setup?: string,
  ): Promise<OwnListed> {
    const used = here.get(sha256);
    const { origin } = of ?? used!;
    const newest = chosen(used, of, setup);
    const manifest = newest === null ? null : await manifestOf(kept, sha256, newest);
    return {
      sha256,
      setup: newest,
      name: manifest?.name ?? "",
      title: of?.title ?? used!.title,
      bytes: of?.bytes ?? used!.network.size,
      layers: manifest === null ? 0 : columnsOf(manifest).length,
      hasProbes: (manifest?.probes ?? null) !== null,
      isHere: used !== undefined || of!.hasWeights,
      isKept: of?.hasWeights ?? false,
      address: origin.kind === "address" ? sharedAddress(origin.address) : null,
    };
  }

  /** What a file of a setup's probes holds. */
  async function fileOf(
    kept: KeptNetworks | null,
    of: KeptNetwork | null,
    sha256: string,
    setup: string,
  ): Promise<ProbesFile> {
    const used = here.get(sha256);
    const taken = used?.setups.get(setup);
    if (taken === undefined) return kept!.exported(sha256, setup);
    const digests = new Map(await Promise.all(taken.files.map(async (file) => [await digestOf(file), file] as const)));
    const { manifest } = taken;
    const files = filesNamedBy(manifest).map((named) => digests.get(named.sha256)!);
    return { title: of?.title ?? used!.title, name: "", manifest, files };
  }

  async function loaded(
    { sha256, setup, title, address }: OwnListed,
    chosenOf: (manifest: ModelManifest) => ModelManifest,
  ): Promise<LoadedModel> {
    if (setup === null) throw new ModelError("not-found", `${title} was never set up`, { sha256 });
    const kept = await keptOrNone();
    const manifest = await manifestOf(kept, sha256, setup);
    const files = here.get(sha256)?.setups.get(setup)?.files;
    const digests = new Map(
      await Promise.all((files ?? []).map(async (file) => [await digestOf(file), file] as const)),
    );
    const store = {
      get: async (digest: string): Promise<Uint8Array> =>
        digest === sha256
          ? bytesOf(await shelf.network(sha256))
          : (digests.get(digest) ?? (await keptFile(kept, digest))),
    };
    const model = await loadModel(chosenOf(manifest), store);
    return address === null ? model : { ...model, address };
  }

  const shelf: OwnShelf = {
    list: async () => {
      const kept = await keptOrNone();
      const known = (await kept?.list()) ?? [];
      const used = [...here.keys()].filter((sha256) => !known.some((one) => one.sha256 === sha256)).toReversed();
      return Promise.all([
        ...used.map((sha256) => listed(kept, sha256, null)),
        ...known.map((of) => listed(kept, of.sha256, of)),
      ]);
    },
    find: async ({ sha256, setup }) => {
      const kept = await keptOrNone();
      const of = (await kept?.find(sha256)) ?? null;
      return of === null && !here.has(sha256) ? null : listed(kept, sha256, of, setup);
    },
    manifestOf: async (sought) => {
      const found = await shelf.find(sought);
      return found === null || found.setup === null ? null : manifestOf(await keptOrNone(), sought.sha256, found.setup);
    },
    load: (listed, probes) => loaded(listed, (manifest) => withProbes(manifest, probes)),
    loadReplicated: (listed) => loaded(listed, withReplicates),
    network: async (sha256) => {
      const used = here.get(sha256);
      if (used !== undefined) return used.network;
      return new Blob([(await keptFile(await keptOrNone(), sha256)) as Uint8Array<ArrayBuffer>]);
    },
    take: async ({ title, origin, network, manifest, files }, keep) => {
      const { sha256, bytes } = manifest.network;
      const setup = await setupOf(manifest);
      const used = here.get(sha256) ?? (network && { title, origin, network, setups: new Map<string, never>() });
      if (used !== null) {
        used.setups.delete(setup);
        here.set(sha256, {
          ...used,
          origin: furtherOrigin(used.origin, origin),
          setups: new Map([...used.setups, [setup, { manifest, files }]]),
        });
      }
      let unkept: unknown = null;
      try {
        const kept = await openKept();
        await kept.keep({ sha256, title, origin, bytes });
        await kept.keepSetup(manifest, files, "");
        if (keep && network !== null) await kept.keepWeights(sha256, await bytesOf(network));
      } catch (error) {
        unkept = error;
      }
      changed();
      const listed = await shelf.find({ sha256, setup });
      if (listed === null) throw unkept;
      return { listed, unkept };
    },
    exported: async (sha256) => {
      const kept = await keptOrNone();
      const of = (await kept?.find(sha256)) ?? null;
      const setup = chosen(here.get(sha256), of, undefined);
      if (setup === null) throw new ModelError("not-found", "no probes", { sha256 });
      return fileOf(kept, of, sha256, setup);
    },
    madeOf: async (asked) => {
      const { sha256 } = asked.network;
      const kept = await keptOrNone();
      const of = (await kept?.find(sha256)) ?? null;
      const known = await Promise.all(
        setupsOf(here.get(sha256), of).map(async (setup) => ({
          setup,
          manifest: await manifestOf(kept, sha256, setup),
        })),
      );
      const alike = known.filter(({ manifest }) => asksAlike(manifest, asked));
      const made = alike.find(({ manifest }) => manifest.probes !== null) ?? alike[0];
      return made === undefined ? null : fileOf(kept, of, sha256, made.setup);
    },
    rename: async (sha256, title) => {
      const used = here.get(sha256);
      if (used !== undefined) used.title = title;
      const kept = await keptOrNone();
      if (kept !== null && (await kept.find(sha256)) !== null) await kept.rename(sha256, title);
      changed();
    },
    forget: async (sha256, setup) => {
      here.get(sha256)?.setups.delete(setup);
      await (await keptOrNone())?.removeSetup(sha256, setup);
      changed();
    },
    remove: async (sha256) => {
      here.delete(sha256);
      const kept = await keptOrNone();
      if (kept !== null && (await kept.find(sha256)) !== null) await kept.remove(sha256);
      changed();
    },
    keepWeights: async (sha256) => {
      await (await openKept()).keepWeights(sha256, await bytesOf(await shelf.network(sha256)));
      changed();
    },
    dropWeights: async (sha256) => {
      await (await openKept()).dropWeights(sha256);
      changed();
    },
    onChange: (listener) => void listeners.push(listener),
  };
  return shelf;
}

/** Of an address that pictures carry to others: what stands behind a question mark may be a key to it that is the person's own. */
const sharedAddress = (address: string): string | null => (new URL(address).search === "" ? address : null);

async function keptFile(kept: KeptNetworks | null, digest: string): Promise<Uint8Array> {
  if (kept === null) throw new ModelError("not-found", `no file with SHA-256 ${digest}`, { sha256: digest });
  return kept.files.get(digest);
}
