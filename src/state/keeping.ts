import type { StoreApi } from "zustand/vanilla";
import type { MaskLogits } from "../exploration/events.ts";
import { encodePng } from "../exploration/png.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import type { LoadedModel } from "../model/model-files.ts";
import { createCheckpointer, type Checkpointer } from "../storage/library/checkpointer.ts";
import type { RunRecord } from "../storage/library/run-record.ts";
import { formatAddress, PLAIN_VIEW } from "./address.ts";
import { storageNotice } from "./failures.ts";
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
  /** The run has come to its end: nothing of it need be kept any more. */
  end(): void;
  /** The run broke off, and may be taken up again. */
  leave(): void;
}

/** What this browser keeps without being asked; nothing here ever fails a run. */
export interface Keeping {
  /** Takes up the interrupted run of the same question, or begins to keep a new one. */
  begin(model: LoadedModel, name: string, image: ShownImage, settings: Settings): Promise<RunKeeping>;
  /** The finished answer to a question, where this browser keeps one. */
  find(modelSha256: string, image: ShownImage, settings: Settings): Promise<Snapshot | null>;
  /** Keeps a finished picture among the recent ones, unless it is saved already. */
  autosave(snapshot: Snapshot, settings: Settings): void;
  /** Resolves when no picture is on its way to the library. */
  settled(): Promise<void>;
}

const NOTHING_KEPT: RunKeeping = { known: [], add: () => undefined, end: () => undefined, leave: () => undefined };

/** Whether an address alone brings the picture back within moments. */
function isAtHand({ title }: ShownImage, settings: Settings): boolean {
  return title.from === "sample" && formatAddress({ source: { from: "start" }, settings, view: PLAIN_VIEW }) === "";
}

/** Over `services`; tells of a full store in `store`. */
export function createKeeping(store: StoreApi<StrataState>, services: Services): Keeping {
  let saving: Promise<void> = Promise.resolve();
  const tell = (error: unknown): void => {
    const notice = storageNotice(error);
    if (notice !== null) store.setState({ notice });
  };

  async function begun(key: string, total: number, recipe: unknown, image: ShownImage): Promise<RunRecord & { readonly known: readonly MaskLogits[] }> {
    const { runs } = await services.vault();
    for (const { id } of (await runs.list()).filter((run) => run.key === key && run.total === total)) {
      const taken = await runs.take(id);
      if (taken !== null) return { ...taken, known: await runs.read(id) };
    }
    return { ...(await runs.begin({ key, total, recipe, thumbnail: await encodePng(image.pixels) })), known: [] };
  }

  function keepingOf({ id, known }: { readonly id: string; readonly known: readonly MaskLogits[] }, checkpointer: Checkpointer): RunKeeping {
    const finish = (last: () => Promise<void>): void => void last().catch(tell);
    return {
      known,
      add: checkpointer.add,
      end: () => finish(async () => {
        await checkpointer.stop();
        await (await services.vault()).runs.end(id);
      }),
      leave: () => finish(async () => {
        await checkpointer.flush();
        await (await services.vault()).runs.release(id);
      }),
    };
  }

  async function kept(snapshot: Snapshot, image: ShownImage, settings: Settings): Promise<void> {
    const { library } = await services.vault();
    const key = keyOf(snapshot.model.sha256, image, settings);
    if ((await library.find(key))?.kind === "saved") return;
    const { name } = snapshot.image;
    const bytes = await services.files.write([{ name, createdMs: Date.now(), snapshot }], { values: snapshot.players.n <= LARGEST_KEPT_V });
    await library.autosave(await entryOf(name, snapshot, key), bytes);
  }

  return {
    begin: async (model, name, image, settings) => {
      const total = 2 ** (settings.rows * settings.cols);
      if (image.title.from === "sample" && total <= FLEETING_MASKS) return NOTHING_KEPT;
      const { sha256 } = model.manifest;
      try {
        const run = await begun(keyOf(sha256, image, settings), total, recipeOf(name, sha256, image, settings), image);
        const { runs } = await services.vault();
        return keepingOf(run, createCheckpointer(runs, run.id, { nowMs: services.nowMs, onError: tell }));
      } catch (error) {
        tell(error);
        return NOTHING_KEPT;
      }
    },
    find: async (modelSha256, image, settings) => {
      if (isAtHand(image, settings)) return null;
      try {
        const { library } = await services.vault();
        const entry = await library.find(keyOf(modelSha256, image, settings));
        return entry === null ? null : (await services.files.read(await library.read(entry.id)))[0]?.snapshot ?? null;
      } catch {
        // What cannot be read is computed again.
        return null;
      }
    },
    autosave: (snapshot, settings) => {
      const { image } = store.getState();
      if (image !== null && !isAtHand(image, settings)) saving = saving.then(() => kept(snapshot, image, settings)).catch(tell);
    },
    settled: () => saving,
  };
}
