import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import { errorName, StorageError, storageErrorOf } from "./errors.ts";
import type { Layout, StrataSchema } from "./schema.ts";

/** An open that takes longer is given up: a tab with an older page that does not let go would block it for as long as it lives. */
export const OPEN_PATIENCE_MS = 5000;

type Stores<Schema extends DBSchema> = StoreNames<Schema>[];
type Mode = "readonly" | "readwrite";

/** A transaction over some stores. */
export type Transaction<
  Names extends Stores<Schema>,
  M extends Mode = "readwrite",
  Schema extends DBSchema = StrataSchema,
> = IDBPTransaction<Schema, Names, M>;

/**
 * The way to the database: opened when it is first needed, let go when a newer page wants to change it, and opened again on the
 * next call when the browser has closed it.
 */
export class Connection<Schema extends DBSchema = StrataSchema> {
  readonly #name: string;
  readonly #layout: Layout<Schema>;
  readonly #onDeleted: () => void;
  #opening: Promise<IDBPDatabase<Schema>> | null = null;
  #closed = false;

  /** `onDeleted` hears when the database is deleted under this page, as when its data are cleared. */
  constructor(name: string, layout: Layout<Schema>, onDeleted: () => void = () => undefined) {
    this.#name = name;
    this.#layout = layout;
    this.#onDeleted = onDeleted;
  }

  /** Opens the database, so that it is known early whether there is one; rejects with StorageError. */
  async ready(): Promise<void> {
    await patiently(this.#open());
  }

  /**
   * Does all of `work` or none of it, and resolves when it is kept; `work` may wait for requests of its transaction and for
   * nothing else. Rejects with what `work` threw if that is a StorageError, else with a StorageError of its own.
   */
  async transact<const Names extends Stores<Schema>, M extends Mode, T>(
    stores: Names,
    mode: M,
    work: (transaction: Transaction<Names, M, Schema>) => Promise<T>,
  ): Promise<T> {
    const transaction = await this.#begin(stores, mode);
    const ending = transaction.done.then(
      () => null,
      (error: unknown) => error,
    );
    let result: T;
    try {
      result = await work(transaction);
    } catch (error) {
      abort(transaction);
      const end = await ending;
      // A request may only hear that its transaction was aborted, and the transaction why.
      throw storageErrorOf(errorName(end) === "QuotaExceededError" ? end : error);
    }
    const end = await ending;
    if (end !== null) throw storageErrorOf(end);
    return result;
  }

  /** Lets go of the database; later calls reject with StorageError `unavailable`. */
  close(): void {
    this.#closed = true;
    void this.#opening?.then(
      (database) => database.close(),
      () => undefined,
    );
    this.#opening = null;
  }

  async #begin<const Names extends Stores<Schema>, M extends Mode>(
    stores: Names,
    mode: M,
    retries = 1,
  ): Promise<Transaction<Names, M, Schema>> {
    const opening = this.#open();
    const database = await patiently(opening);
    try {
      return database.transaction(stores, mode);
    } catch (error) {
      if (errorName(error) !== "InvalidStateError" || retries === 0) throw storageErrorOf(error);
      // The browser has closed it, but its event is still under way.
      this.#forget(opening);
      return this.#begin(stores, mode, retries - 1);
    }
  }

  /** One request at a time: if it comes through after its caller gave up, the next caller has it. */
  #open(): Promise<IDBPDatabase<Schema>> {
    if (this.#closed) return Promise.reject(new StorageError("unavailable", { reason: "closed" }));
    if (this.#opening !== null) return this.#opening;
    const opening = requestDatabase(this.#name, this.#layout, () => this.#forget(opening), this.#onDeleted);
    opening.catch(() => this.#forget(opening));
    return (this.#opening = opening);
  }

  #forget(opening: Promise<IDBPDatabase<Schema>>): void {
    if (this.#opening === opening) this.#opening = null;
  }
}

/** Opens the database; `onLost` is called when the connection has ended for whatever reason but `close`, and then `onDeleted` if the database ends too. */
async function requestDatabase<Schema extends DBSchema>(
  name: string,
  { version, upgrade }: Layout<Schema>,
  onLost: () => void,
  onDeleted: () => void,
): Promise<IDBPDatabase<Schema>> {
  try {
    // Null where the browser hides it.
    if (!globalThis.indexedDB) throw new StorageError("unavailable", { reason: "missing" });
    return await openDB<Schema>(name, version, {
      upgrade: (database, fromVersion) => upgrade(database, fromVersion),
      blocking: (_current, wanted, event) => {
        (event.target as IDBDatabase).close();
        onLost();
        if (wanted === null) onDeleted();
      },
      terminated: onLost,
    });
  } catch (cause) {
    const error = storageErrorOf(cause);
    // Browsers have many names for not letting a page have a database.
    throw error.code === "failed"
      ? new StorageError("unavailable", { reason: "refused", ...error.context }, { cause })
      : error;
  }
}

/** The database, or StorageError `unavailable` when it does not come. */
async function patiently<Database>(opening: Promise<Database>): Promise<Database> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StorageError("unavailable", { reason: "blocked", waitedMs: OPEN_PATIENCE_MS })),
      OPEN_PATIENCE_MS,
    );
  });
  try {
    return await Promise.race([opening, late]);
  } finally {
    clearTimeout(timer);
  }
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already: the failed request took it along.
  }
}
