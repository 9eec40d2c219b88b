import type { Masks } from "../../core/masks.ts";
import type { Pixels } from "../../core/resize.ts";
import type { MaskLogits } from "../../exploration/events.ts";
import { createCheckpointer } from "../../storage/library/checkpointer.ts";
import { sameMasks } from "../../storage/library/entry.ts";
import { StorageError } from "../../storage/library/errors.ts";
import type { RunRecord } from "../../storage/library/run-record.ts";
import type { Vault } from "../../storage/library/vault.ts";
import { pngOf } from "../image-file.ts";
import { createQueue } from "../queue.ts";

/** What is kept of a run while it goes on. */
export interface RunAutosave {
  /** The network's answers from before it was interrupted. */
  readonly known: readonly MaskLogits[];
  add(masks: Masks, logits: Float32Array): void;
  /** The answer is on the page: once it is in the library, nothing of the run need be kept any more. Where it could not be kept the run stays. */
  end(): void;
  /** What was kept answers another question than is asked now: it is dropped, but for the image. */
  discard(): void;
  /** The run broke off, and may be taken up again. */
  leave(): void;
}

export const NOTHING_KEPT: RunAutosave = {
  known: [],
  add: () => undefined,
  end: () => undefined,
  discard: () => undefined,
  leave: () => undefined,
};

/** A run that is to be kept. */
interface Asked {
  /** See `questionKey`. */
  readonly key: string;
  /** Masks in all. */
  readonly total: number;
  /** What it takes to start it again. */
  readonly recipe: unknown;
  readonly pixels: Pixels;
}

/** A run that this tab computes. */
interface TakenRun {
  readonly record: RunRecord;
  readonly known: readonly MaskLogits[];
}

/** What runs are kept with. */
interface Means {
  /** Rejects with StorageError. */
  openVault(): Promise<Vault>;
  /** Milliseconds on a clock that never runs backwards. */
  nowMs(): number;
  /** Whether the answer that is on the page by now will have been kept. */
  saved(): Promise<boolean>;
  /** Hears what could not be kept of a run that goes on. */
  onError(error: unknown): void;
  /** Hears that a run was stopped. */
  onStopped(): void;
}

/** Keeps runs. */
export interface RunsAutosave {
  /** Takes up the interrupted run over the same masks, or begins to keep a new one; `hold` keeps its image by itself. Rejects with StorageError. */
  begin(asked: Asked, hold: (vault: Vault) => Promise<void>): Promise<RunAutosave>;
  /** Resolves when nothing of a run is on its way into the browser's store. */
  settled(): Promise<void>;
}

/** What is left of runs over the same masks, whatever they were asked. */
async function interruptedOf({ runs }: Vault, key: string): Promise<RunRecord[]> {
  return (await runs.list()).filter((run) => sameMasks(run.key, key));
}

/** Over the vault that `openVault` opens. */
export function createRunsAutosave({ openVault, nowMs, saved, onError, onStopped }: Means): RunsAutosave {
  const leaving = createQueue<void>(undefined);

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

  async function begun({ key, total, recipe, pixels }: Asked): Promise<TakenRun> {
    const vault = await openVault();
    for (const run of await interruptedOf(vault, key)) {
      const taken = await takenUp(vault, run.id);
      if (taken !== null) return taken;
    }
    return { record: await vault.runs.begin({ key, total, recipe, thumbnail: await pngOf(pixels) }), known: [] };
  }

  /** Drops what others left of a run whose answer is kept. */
  async function dropLeftOver(vault: Vault, key: string): Promise<void> {
    for (const run of await interruptedOf(vault, key))
      if ((await vault.runs.take(run.id)) !== null) await vault.runs.end(run.id);
  }

  /** Keeps more masks; a run whose record was deleted, with the whole database perhaps, gets it back. */
  async function append(record: RunRecord, masks: Masks, logits: Float32Array): Promise<void> {
    const { runs } = await openVault();
    try {
      await runs.append(record.id, masks, logits);
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "gone") throw error;
      await runs.renew(record);
      await runs.append(record.id, masks, logits);
    }
  }

  function keepingOf({ record, known }: TakenRun, key: string, hold: (vault: Vault) => Promise<void>): RunAutosave {
    const { id } = record;
    // Of a run that has ended, or was stopped, there is nothing to say but whether its picture is kept.
    let isOver = false;
    const checkpointer = createCheckpointer({ append: (_, masks, logits) => append(record, masks, logits) }, id, {
      nowMs,
      onError: (error) => isOver || onError(error),
    });
    // A record that cannot be dropped, or given up, is dropped after another run, or given up with the tab: nothing is lost by it.
    const finish = (last: (vault: Vault) => Promise<void>): void => {
      isOver = true;
      leaving.beside(() =>
        openVault()
          .then(last)
          .catch(() => undefined),
      );
    };
    const giveUp = async ({ runs }: Vault): Promise<void> => {
      await checkpointer.flush();
      await runs.release(id);
    };
    let mine = true;
    return {
      known,
      add: checkpointer.add,
      end: () => {
        const answer = saved();
        finish(async (vault) => {
          // Until the answer is in the library the masks are all there is.
          if (!(await answer)) {
            mine = false;
            return giveUp(vault);
          }
          await checkpointer.stop();
          if (mine) await vault.runs.end(id);
          await dropLeftOver(vault, key);
        });
      },
      discard: () =>
        finish(async (vault) => {
          await checkpointer.stop();
          await hold(vault);
          await vault.runs.end(id);
        }),
      leave: () => {
        onStopped();
        finish(giveUp);
      },
    };
  }

  return {
    begin: async (asked, hold) => {
      // A run that was just stopped is still being written down; it is the one to take up.
      await leaving.last();
      return keepingOf(await begun(asked), asked.key, hold);
    },
    settled: leaving.last,
  };
}
