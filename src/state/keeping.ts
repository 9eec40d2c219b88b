import type { StoreApi } from "zustand/vanilla";
import type { MaskLogits } from "../exploration/events.ts";
import { encodePng } from "../exploration/png.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import type { LoadedModel } from "../model/model-files.ts";
import { createCheckpointer } from "../storage/library/checkpointer.ts";
import { imageDigits, sameMasks } from "../storage/library/entry.ts";
import { StorageError } from "../storage/library/errors.ts";
import type { RunRecord } from "../storage/library/run-record.ts";
import type { Vault } from "../storage/library/vault.ts";
import { formatAddress, PLAIN_VIEW } from "./address.ts";
import { keptForm } from "./contents.ts";
import { storageNotice, wantedStorageNotice, type Unkept } from "./failures.ts";
import { entryOf, keyModel, keyOf } from "./place.ts";
import { recipeOf, type Recipe } from "./recipe.ts";
import type { Services } from "./services.ts";
import type { Notice, Settings, ShownImage, StrataState } from "./shape.ts";

/** A sample's run of no more masks than this is over before anything of it would be kept. */
const FLEETING_MASKS = 512;

/** An image is shown without waiting longer for the browser to keep it; its address follows once it is kept. */
const HOLD_PATIENCE_MS = 1000;

/** What is kept of a run while it goes on. */
export interface RunKeeping {
  /** The network's answers from before it was interrupted. */
  readonly known: readonly MaskLogits[];
  add(masks: Uint32Array, logits: Float32Array): void;
  /** The answer is on the page: once it is in the library, nothing of the run need be kept any more. Where it could not be kept the run stays. */
  end(): void;
  /** What was kept answers another question than is asked now: it is dropped, but for the image. */
  discard(): void;
  /** The run broke off, and may be taken up again. */
  leave(): void;
}

/** What this browser keeps without being asked; nothing here ever fails a run. */
export interface Keeping {
  /** Sees to it that an image which is no sample is kept before it is shown, so that a reload brings it back; never rejects. */
  hold(model: LoadedModel, name: string, image: ShownImage, settings: Settings): Promise<void>;
  /** Takes up the interrupted run of the same question, or begins to keep a new one. */
  begin(model: LoadedModel, name: string, image: ShownImage, settings: Settings): Promise<RunKeeping>;
  /** The finished answer to a question, where this browser computed and keeps one. */
  find(model: LoadedModel, image: ShownImage, settings: Settings): Promise<Snapshot | null>;
  /** Keeps a picture that was computed here among the recent ones, unless the very picture is there already. */
  autosave(snapshot: Snapshot, settings: Settings): void;
  /** Notes that an image is kept in some form, so that the address may name it; by its SHA-256. */
  noteStored(imageSha256: string): void;
  /** Resolves when nothing is on its way into the browser's store. */
  settled(): Promise<void>;
}

/** A run that this tab computes. */
interface TakenRun {
  readonly record: RunRecord;
  readonly known: readonly MaskLogits[];
}

const NOTHING_KEPT: RunKeeping = { known: [], add: () => undefined, end: () => undefined, discard: () => undefined, leave: () => undefined };

/** Whether an address alone brings the picture back within moments. */
function isAtHand({ title }: ShownImage, settings: Settings): boolean {
  return title.from === "sample" && formatAddress({ source: { from: "start" }, settings, view: PLAIN_VIEW }) === "";
}

/** What is left of runs over the same masks, whatever they were asked. */
async function interruptedOf({ runs }: Vault, key: string): Promise<RunRecord[]> {
  return (await runs.list()).filter((run) => sameMasks(run.key, key));
}

/** Over `services`; tells in `store` what could not be kept, and which images are. */
export function createKeeping(store: StoreApi<StrataState>, services: Services, contents: (snapshot: Snapshot) => Promise<string>): Keeping {
  /** Whether the last picture needs nothing else to be kept for it. */
  let saving: Promise<boolean> = Promise.resolve(true);
  let leaving: Promise<void> = Promise.resolve();
  let told: Notice | null = null;
  const tell = (error: unknown, unkept: Unkept): void => {
    const notice = storageNotice(error, unkept);
    if (notice !== null) store.setState({ notice: (told = notice) });
  };
  /** What was told is no longer so: the picture is kept. */
  const takeBack = (): void => store.setState(({ notice }) => (notice !== null && notice === told ? { notice: null } : {}));

  const isStored = ({ sha256 }: ShownImage): boolean => store.getState().stored.includes(imageDigits(sha256));
  const noteStored = (sha256: string): void => store.setState(({ stored }) => {
    const digits = imageDigits(sha256);
    return stored.includes(digits) ? {} : { stored: [...stored, digits] };
  });

  const hold = async ({ images }: Vault, { name, sha256 }: Recipe["model"], image: ShownImage, settings: Settings): Promise<void> => {
    await images.hold(image.sha256, recipeOf(name, sha256, image, settings), image.file!.size);
    noteStored(image.sha256);
  };

  const watched = new WeakSet<Vault>();
  /** The vault; should all in it be deleted under the page, the image on the page is kept anew, since the address names it. */
  async function openVault(): Promise<Vault> {
    const vault = await services.vault();
    if (!watched.has(vault)) {
      watched.add(vault);
      vault.library.onLoss(() => {
        const { image, result, settings } = store.getState();
        store.setState({ stored: [] });
        if (image === null || image.file === null || image.title.from === "sample" || result === null) return;
        // The database that is made anew opens once the old one is gone; until then a write might still go into the old one.
        vault.library.ready().then(() => hold(vault, result.model, image, settings)).catch((error: unknown) => tell(error, "image"));
      });
    }
    return vault;
  }

  let toldOfNone = false;
  /**
   * Tells why a run is not kept. Where this browser keeps nothing a long run is worth a word, once, since it starts over should it break off;
   * a page in another page was never expected to keep anything.
   */
  const tellOfRun = (error: unknown, masks: number, image: ShownImage): void => {
    const embedded = error instanceof StorageError && error.context["reason"] === "embedded";
    const unkept = image.title.from === "sample" || isStored(image) ? "run" : "image";
    if (storageNotice(error, unkept) !== null || embedded || toldOfNone || masks <= FLEETING_MASKS) return tell(error, unkept);
    toldOfNone = true;
    store.setState({ notice: wantedStorageNotice(error) });
  };

  /** This tab's from now on, with what is known of it; null where another tab has it, and where it cannot be read. */
  async function takenUp({ runs }: Vault, id: string): Promise<TakenRun | null> {
    let record: RunRecord | null;
    try {
      record = await runs.take(id);
    } catch {
      // It has ended since it was listed.
      return null;
    }
    if (record === null) return null;
    try {
      return { record, known: await runs.read(id) };
    } catch {
      await runs.release(id);
      return null;
    }
  }

  async function begun(key: string, total: number, recipe: unknown, image: ShownImage): Promise<TakenRun> {
    const vault = await openVault();
    for (const run of await interruptedOf(vault, key)) {
      const taken = await takenUp(vault, run.id);
      if (taken !== null) return taken;
    }
    return { record: await vault.runs.begin({ key, total, recipe, thumbnail: await encodePng(image.pixels) }), known: [] };
  }

  /** Drops what others left of a run whose answer is kept. */
  async function dropLeftOver(vault: Vault, key: string): Promise<void> {
    for (const run of await interruptedOf(vault, key)) if ((await vault.runs.take(run.id)) !== null) await vault.runs.end(run.id);
  }

  /** Keeps more masks; a run whose record was deleted, with the whole database perhaps, gets it back. */
  async function append(record: RunRecord, masks: Uint32Array, logits: Float32Array): Promise<void> {
    const { runs } = await openVault();
    try {
      await runs.append(record.id, masks, logits);
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "gone") throw error;
      await runs.renew(record);
      await runs.append(record.id, masks, logits);
    }
  }

  function keepingOf({ record, known }: TakenRun, key: string, hold: (vault: Vault) => Promise<void>): RunKeeping {
    const { id } = record;
    const checkpointer = createCheckpointer(
      { append: (_, masks, logits) => append(record, masks, logits) }, id, { nowMs: services.nowMs, onError: (error) => tell(error, "run") });
    // A record that cannot be dropped, or given up, is dropped after another run, or given up with the tab: nothing is lost by it.
    const finish = (last: (vault: Vault) => Promise<void>): void => void (leaving = openVault().then(last).catch(() => undefined));
    const giveUp = async ({ runs }: Vault): Promise<void> => {
      await checkpointer.flush();
      await runs.release(id);
    };
    let mine = true;
    return {
      known,
      add: checkpointer.add,
      end: () => {
        const saved = saving;
        finish(async (vault) => {
          // Until the answer is in the library the masks are all there is.
          if (!(await saved)) {
            mine = false;
            return giveUp(vault);
          }
          await checkpointer.stop();
          if (mine) await vault.runs.end(id);
          await dropLeftOver(vault, key);
        });
      },
      discard: () => finish(async (vault) => {
        await checkpointer.stop();
        await hold(vault);
        await vault.runs.end(id);
      }),
      leave: () => finish(giveUp),
    };
  }

  async function kept(snapshot: Snapshot, image: ShownImage, settings: Settings): Promise<void> {
    const { library } = await openVault();
    const picture = keptForm(snapshot);
    const { name } = picture.image;
    const bytes = await services.files.write([{ name, createdMs: Date.now(), snapshot: picture }], { values: true });
    const entry = await entryOf(name, picture, keyOf(picture.model, image, settings), await contents(picture));
    try {
      await library.autosave(entry, bytes);
    } catch (error) {
      // Where the very picture is there already all that failed was to make it the newest.
      if (!(await library.answers(entry.key)).some(({ content, origin }) => content === entry.content && origin === undefined)) throw error;
    }
    noteStored(image.sha256);
    takeBack();
  }

  return {
    hold: async (model, name, image, settings) => {
      if (image.title.from === "sample") return;
      // Should it fail, so will its run, which tells.
      const holding = openVault().then((vault) => hold(vault, { name, sha256: model.manifest.sha256 }, image, settings)).catch(() => undefined);
      await within(HOLD_PATIENCE_MS, holding);
    },
    begin: async (model, name, image, settings) => {
      const total = 2 ** (settings.rows * settings.cols);
      if (image.title.from === "sample" && total <= FLEETING_MASKS) return NOTHING_KEPT;
      try {
        // A run that was just stopped is still being written down; it is the one to take up.
        await leaving;
        const key = keyOf(keyModel(model), image, settings);
        const run = await begun(key, total, recipeOf(name, model.manifest.sha256, image, settings), image);
        noteStored(image.sha256);
        // The run has the image now; a second copy that stays does no harm.
        void openVault().then(({ images }) => images.release(image.sha256)).catch(() => undefined);
        return keepingOf(run, key, (vault) => hold(vault, { name, sha256: model.manifest.sha256 }, image, settings));
      } catch (error) {
        tellOfRun(error, total, image);
        return NOTHING_KEPT;
      }
    },
    find: async (model, image, settings) => {
      if (isAtHand(image, settings)) return null;
      try {
        const { library } = await openVault();
        const [entry] = await library.answers(keyOf(keyModel(model), image, settings));
        return entry === undefined || entry.origin !== undefined ? null : (await services.files.read(await library.read(entry.id)))[0]?.snapshot ?? null;
      } catch {
        // What cannot be read is computed again.
        return null;
      }
    },
    autosave: (snapshot, settings) => {
      const { image } = store.getState();
      if (image === null) return;
      saving = saving.then(async () => {
        try {
          if (!isAtHand(image, settings)) await kept(snapshot, image, settings);
          return true;
        } catch (error) {
          tell(error, "picture");
          return false;
        }
      });
    },
    noteStored,
    settled: async () => void (await Promise.all([saving, leaving])),
  };
}

/** Resolves with `work`, or after so long without it. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}
