import type { Masks } from "../../core/masks.ts";
import type { MaskLogits } from "../../exploration/events.ts";
import { Connection } from "./connection.ts";
import { StorageError, storageErrorOf } from "./errors.ts";
import type { OpenOptions } from "./library.ts";
import { RunLocks } from "./run-locks.ts";
import type { NewRun, RunOrigin, RunProgress, RunRecord } from "./run-record.ts";
import { DATABASE_NAME, LIBRARY_LAYOUT } from "./schema.ts";

/** Interrupted runs that are kept. */
export const RUNS_MAX = 30;

/** And what they may take together, bytes: a run of the most masks that there are takes some 20 megabytes. */
export const RUNS_BYTES_MAX = 250_000_000;

/** Without Web Locks a run counts as interrupted when nothing was kept of it for this long; a chunk comes every two seconds or so. */
export const SILENCE_MS = 30_000;

/** What a mask takes, as a number. */
const MASK_BYTES = 4;

/**
 * The network's answers in runs that have not come to their end, so that a run that was interrupted is taken up where it was.
 * A run belongs to one tab at a time; every call may reject with StorageError.
 */
export class Runs {
  readonly #connection: Connection;
  /** Null where the browser has none. */
  readonly #locks: RunLocks | null;

  constructor(connection: Connection, locks: RunLocks | null) {
    this.#connection = connection;
    this.#locks = locks;
  }

  /** Begins a run, which is this tab's until `end` or `release`; of the interrupted ones those are dropped that `keptRuns` lets go. */
  async begin({ key, total, recipe, thumbnail }: NewRun): Promise<RunRecord> {
    const nowMs = Date.now();
    const progress: RunProgress = {
      id: crypto.randomUUID(),
      key,
      startedMs: nowMs,
      changedMs: nowMs,
      done: 0,
      total,
      chunks: 0,
      bytes: 0,
    };
    const origin = { recipe, thumbnail: thumbnail?.slice() ?? null };
    // Locked before it can be seen, so that no other tab takes it for interrupted.
    await this.#claim(progress.id);
    const begun = await this.#orRelease(progress.id, () => this.#put(progress, origin));
    // Only now that the new one is in; what cannot be dropped today is dropped another day.
    await this.#dropSurplus().catch(() => undefined);
    return begun;
  }

  /** Puts this tab's run back, of which nothing more is there: its database was deleted. What it had kept so far is gone. */
  async renew({ id, key, startedMs, total, recipe, thumbnail }: RunRecord): Promise<void> {
    await this.#put(
      { id, key, startedMs, changedMs: Date.now(), done: 0, total, chunks: 0, bytes: 0 },
      { recipe, thumbnail },
    );
  }

  /** Keeps the logits of more masks; rejects with `gone` when the run has ended, with `full` when there is no room. */
  append(id: string, masks: Masks, logits: Float32Array): Promise<void> {
    return this.#connection.transact(["runs", "chunks"], "readwrite", async (transaction) => {
      const run = existing(await transaction.objectStore("runs").get(id), id);
      await transaction.objectStore("chunks").put({ masks: masks.slice(), logits: logits.slice() }, [id, run.chunks]);
      await transaction.objectStore("runs").put({
        ...run,
        changedMs: Date.now(),
        done: run.done + masks.length,
        chunks: run.chunks + 1,
        bytes: run.bytes + MASK_BYTES * masks.length + logits.byteLength,
      });
    });
  }

  /** All that was appended, in that order, to the bit; rejects with `gone`. */
  read(id: string): Promise<MaskLogits[]> {
    return this.#connection.transact(["runs", "chunks"], "readonly", async (transaction) => {
      existing(await transaction.objectStore("runs").get(id), id);
      return transaction.objectStore("chunks").getAll(chunksOf(id));
    });
  }

  /** Drops a run that is done or no longer wanted, with all that was kept of it, and gives it up; nothing more happens if it is gone. */
  async end(id: string): Promise<void> {
    try {
      await this.#connection.transact(["runs", "origins", "chunks"], "readwrite", async (transaction) => {
        await transaction.objectStore("runs").delete(id);
        await transaction.objectStore("origins").delete(id);
        await transaction.objectStore("chunks").delete(chunksOf(id));
      });
    } finally {
      await this.release(id);
    }
  }

  /** Gives a run up that stays to be taken again. */
  async release(id: string): Promise<void> {
    await this.#locks?.release(id);
  }

  /** What it takes to start a run again that this tab, or another, computes; null when it has ended. */
  async origin(id: string): Promise<RunOrigin | null> {
    return (
      (await this.#connection.transact(["origins"], "readonly", (transaction) => transaction.store.get(id))) ?? null
    );
  }

  /** The runs that no living tab computes and that are kept, newest first. */
  async list(): Promise<RunRecord[]> {
    const interrupted = keptRuns(await this.#interrupted());
    return this.#connection.transact(["origins"], "readonly", async (transaction) => {
      const origins = await Promise.all(interrupted.map(({ id }) => transaction.store.get(id)));
      // One that has ended in the meantime has none.
      return interrupted.flatMap((progress, i) => (origins[i] === undefined ? [] : [{ ...progress, ...origins[i] }]));
    });
  }

  /** All runs that are not at their end, those of living tabs too, newest first. */
  async all(): Promise<RunProgress[]> {
    const runs = await this.#connection.transact(["runs"], "readonly", (transaction) => transaction.store.getAll());
    return runs.toSorted(newestFirst);
  }

  /** Makes an interrupted run this tab's own; null when another tab, or this one, computes it. Rejects with `gone`. */
  async take(id: string): Promise<RunRecord | null> {
    if (!(await this.#claim(id))) return null;
    return this.#orRelease(id, () =>
      this.#connection.transact(["runs", "origins"], "readwrite", async (transaction) => {
        const progress = existing(await transaction.objectStore("runs").get(id), id);
        if (this.#locks === null && !isSilent(progress)) return null;
        const origin = existing(await transaction.objectStore("origins").get(id), id);
        const taken = { ...progress, changedMs: Date.now() };
        await transaction.objectStore("runs").put(taken);
        return { ...taken, ...origin };
      }),
    );
  }

  /** Gives up all runs of this tab, which stay to be taken again, and the database; later calls reject with `unavailable`. */
  async close(): Promise<void> {
    this.#connection.close();
    await this.#locks?.releaseAll();
  }

  /** Newest first. */
  async #interrupted(): Promise<RunProgress[]> {
    const runs = await this.all();
    // Asked afterwards: a run is locked before it is written, so that one that was read and is not locked has no tab.
    const living = await this.#locks?.living().catch(rethrow);
    return runs.filter((run) => (living === undefined ? isSilent(run) : !living.has(run.id)));
  }

  #put(progress: RunProgress, origin: RunOrigin): Promise<RunRecord> {
    return this.#connection.transact(["runs", "origins"], "readwrite", async (transaction) => {
      await transaction.objectStore("origins").put(origin, progress.id);
      await transaction.objectStore("runs").put(progress);
      return { ...progress, ...origin };
    });
  }

  async #dropSurplus(): Promise<void> {
    const interrupted = await this.#interrupted();
    const kept = new Set(keptRuns(interrupted));
    for (const run of interrupted) if (!kept.has(run) && (await this.#claim(run.id))) await this.end(run.id);
  }

  async #claim(id: string): Promise<boolean> {
    return (await this.#locks?.claim(id).catch(rethrow)) ?? true;
  }

  async #orRelease<T>(id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.release(id);
      throw error;
    }
  }
}

/** Opens the runs in the library's database; rejects with StorageError. */
export async function openRuns({ name = DATABASE_NAME }: OpenOptions = {}): Promise<Runs> {
  const connection = new Connection(name, LIBRARY_LAYOUT);
  await connection.ready();
  const manager = globalThis.navigator?.locks;
  return new Runs(connection, manager === undefined ? null : new RunLocks(manager));
}

/**
 * Which of some interrupted runs are kept, in their order: the one that got on last, whatever its size, and then those of the most masks, as many as are
 * within RUNS_MAX and RUNS_BYTES_MAX.
 *
 * @param runs newest first.
 */
export function keptRuns(runs: readonly RunProgress[]): RunProgress[] {
  const [last, ...others] = runs;
  if (last === undefined) return [];
  const kept = new Set([last]);
  let { bytes } = last;
  // Of as many masks the newer one goes first, sorting being stable.
  for (const run of others.toSorted((a, b) => b.done - a.done)) {
    if (kept.size === RUNS_MAX || bytes + run.bytes > RUNS_BYTES_MAX) break;
    kept.add(run);
    bytes += run.bytes;
  }
  return runs.filter((run) => kept.has(run));
}

const chunksOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity]);
const newestFirst = (a: RunProgress, b: RunProgress): number => b.changedMs - a.changedMs;
const isSilent = ({ changedMs }: RunProgress): boolean => Date.now() - changedMs > SILENCE_MS;

function existing<T>(record: T | undefined, id: string): T {
  if (record === undefined) throw new StorageError("gone", { id });
  return record;
}

function rethrow(error: unknown): never {
  throw storageErrorOf(error);
}
