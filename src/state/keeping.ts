import type { StoreApi } from "zustand/vanilla";
import type { MaskLogits } from "../exploration/events.ts";
import { encodePng } from "../exploration/png.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import type { LoadedModel } from "../model/model-files.ts";
import { createCheckpointer, type Checkpointer } from "../storage/library/checkpointer.ts";
import { masksOfKey } from "../storage/library/entry.ts";
import { StorageError } from "../storage/library/errors.ts";
import type { RunRecord } from "../storage/library/run-record.ts";
import type { Vault } from "../storage/library/vault.ts";
import { formatAddress, PLAIN_VIEW } from "./address.ts";
import { storageNotice, wantedStorageNotice } from "./failures.ts";
import { entryOf, keyOf } from "./place.ts";
import { recipeOf } from "./recipe.ts";
import type { Services } from "./services.ts";
import type { Settings, ShownImage, StrataState } from "./shape.ts";

/** A sample's run of no more masks than this is over before anything of it would be kept. */
const FLEETING_MASKS = 512;

/** With more players than this v alone would fill megabytes; the effects are kept without it. */
const LARGEST_KEPT_V = 12;

/** What is kept of a run while it goes on. */
export interface RunKeeping {
  /** The network's answers from before it was interrupted. */
  readonly known: readonly MaskLogits[];
  add(masks: Uint32Array, logits: Float32Array): void;
  /** The answer is on the page: once it is in the library, nothing of the run need be kept any more. */
  end(): void;
  /** The run broke off, and may be taken up again. */
  leave(): void;
}

/** What this browser keeps without being asked; nothing here ever fails a run. */
export interface Keeping {
  /** Takes up the interrupted run of the same question, or begins to keep a new one. */
  begin(model: LoadedModel, name: string, image: ShownImage, settings: Settings): Promise<RunKeeping>;
  /** The finished answer to a question, where this browser computed and keeps one. */
  find(modelSha256: string, image: ShownImage, settings: Settings): Promise<Snapshot | null>;
  /** Keeps a picture that was computed here: in the place of a saved one from elsewhere, else among the recent ones, unless it is saved already. */
  autosave(snapshot: Snapshot, settings: Settings): void;
  /** Resolves when nothing is on its way into the browser's store. */
  settled(): Promise<void>;
}

/** A run that this tab computes. */
interface TakenRun {
  readonly id: string;
  readonly known: readonly MaskLogits[];
}

const NOTHING_KEPT: RunKeeping = { known: [], add: () => undefined, end: () => undefined, leave: () => undefined };

/** Whether an address alone brings the picture back within moments. */
function isAtHand({ title }: ShownImage, settings: Settings): boolean {
  return title.from === "sample" && formatAddress({ source: { from: "start" }, settings, view: PLAIN_VIEW }) === "";
}

/** What is left of runs over the same masks, whatever they were asked. */
async function interruptedOf({ runs }: Vault, key: string): Promise<RunRecord[]> {
  return (await runs.list()).filter((run) => masksOfKey(run.key) === masksOfKey(key));
}

/** Over `services`; tells of a full store in `store`. */
export function createKeeping(store: StoreApi<StrataState>, services: Services): Keeping {
  let saving: Promise<void> = Promise.resolve();
  let leaving: Promise<void> = Promise.resolve();
  const tell = (error: unknown): void => {
    const notice = storageNotice(error);
    if (notice !== null) store.setState({ notice });
  };

  let told = false;
  /**
   * Tells why a run is not kept. Where this browser keeps nothing a long run is worth a word, once, since it starts over should it break off;
   * a page in another page was never expected to keep anything.
   */
  const tellOfRun = (error: unknown, masks: number): void => {
    const embedded = error instanceof StorageError && error.context["reason"] === "embedded";
    if (storageNotice(error) !== null || embedded || told || masks <= FLEETING_MASKS) return tell(error);
    told = true;
    store.setState({ notice: wantedStorageNotice(error) });
  };

  /** This tab's from now on, with what is known of it; null where another tab has it, and where it cannot be read. */
  async function takenUp({ runs }: Vault, id: string): Promise<TakenRun | null> {
    try {
      if ((await runs.take(id)) === null) return null;
    } catch {
      // It has ended since it was listed.
      return null;
    }
    try {
      return { id, known: await runs.read(id) };
    } catch {
      await runs.release(id);
      return null;
    }
  }

  async function begun(key: string, total: number, recipe: unknown, image: ShownImage): Promise<TakenRun> {
    const vault = await services.vault();
    for (const run of await interruptedOf(vault, key)) {
      const taken = await takenUp(vault, run.id);
      if (taken !== null) return taken;
    }
    const { id } = await vault.runs.begin({ key, total, recipe, thumbnail: await encodePng(image.pixels) });
    return { id, known: [] };
  }

  /** Drops a run that has come to its end, and what others left of it. */
  async function ended({ id, key }: TakenRun & { readonly key: string }): Promise<void> {
    const vault = await services.vault();
    await vault.runs.end(id);
    for (const run of await interruptedOf(vault, key)) if ((await vault.runs.take(run.id)) !== null) await vault.runs.end(run.id);
  }

  function keepingOf(run: TakenRun & { readonly key: string }, checkpointer: Checkpointer): RunKeeping {
    const finish = (last: () => Promise<void>): void => void (leaving = last().catch(tell));
    return {
      known: run.known,
      add: checkpointer.add,
      end: () => finish(async () => {
        await checkpointer.stop();
        // Until the answer is in the library the masks are all there is.
        await saving;
        await ended(run);
      }),
      leave: () => finish(async () => {
        await checkpointer.flush();
        await (await services.vault()).runs.release(run.id);
      }),
    };
  }

  async function kept(snapshot: Snapshot, image: ShownImage, settings: Settings): Promise<void> {
    const { library } = await services.vault();
    const key = keyOf(snapshot.model.sha256, image, settings);
    const known = await library.find(key);
    // What came from elsewhere may be rounded, and was never checked: what was computed here takes its place.
    if (known?.kind === "saved" && known.origin === undefined) return;
    const { name } = snapshot.image;
    const bytes = await services.files.write([{ name, createdMs: Date.now(), snapshot }], { values: snapshot.players.n <= LARGEST_KEPT_V });
    const entry = await entryOf(name, snapshot, key);
    await (known?.kind === "saved" ? library.replace(known.id, entry, bytes) : library.autosave(entry, bytes));
  }

  return {
    begin: async (model, name, image, settings) => {
      const total = 2 ** (settings.rows * settings.cols);
      if (image.title.from === "sample" && total <= FLEETING_MASKS) return NOTHING_KEPT;
      const { sha256 } = model.manifest;
      try {
        // A run that was just stopped is still being written down; it is the one to take up.
        await leaving;
        const key = keyOf(sha256, image, settings);
        const run = { ...(await begun(key, total, recipeOf(name, sha256, image, settings), image)), key };
        const { runs } = await services.vault();
        return keepingOf(run, createCheckpointer(runs, run.id, { nowMs: services.nowMs, onError: tell }));
      } catch (error) {
        tellOfRun(error, total);
        return NOTHING_KEPT;
      }
    },
    find: async (modelSha256, image, settings) => {
      if (isAtHand(image, settings)) return null;
      try {
        const { library } = await services.vault();
        const entry = await library.find(keyOf(modelSha256, image, settings));
        return entry === null || entry.origin !== undefined ? null : (await services.files.read(await library.read(entry.id)))[0]?.snapshot ?? null;
      } catch {
        // What cannot be read is computed again.
        return null;
      }
    },
    autosave: (snapshot, settings) => {
      const { image } = store.getState();
      if (image !== null && !isAtHand(image, settings)) saving = saving.then(() => kept(snapshot, image, settings)).catch(tell);
    },
    settled: async () => void (await Promise.all([saving, leaving])),
  };
}
