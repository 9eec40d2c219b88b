import { forceCloseDatabase } from "fake-indexeddb";
import { deleteDB } from "idb";
import { afterEach, describe, expect, it, vi } from "vitest";
import { OPEN_PATIENCE_MS } from "./connection.ts";
import { StorageError } from "./errors.ts";
import { described, freshName, makeVersion1, openRaw } from "./library.fixture.ts";
import { openLibrary } from "./library.ts";
import { SCHEMA_VERSION } from "./schema.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const quotaError = (): DOMException => new DOMException("no room", "QuotaExceededError");

describe("a full disk", () => {
  /** A library with one entry, whose next change then fails by `fail`. */
  async function whenFull(fail: () => void) {
    const library = await openLibrary({ name: freshName() });
    const entry = await library.autosave(described("one"), Uint8Array.of(1));
    let told = 0;
    library.onChange(() => told++);
    fail();
    const full = { name: "StorageError", code: "full" };
    await expect(library.add(described("two"), Uint8Array.of(2))).rejects.toMatchObject(full);
    await expect(library.autosave(described("one", { target: "church" }), Uint8Array.of(3, 3))).rejects.toMatchObject(
      full,
    );
    await expect(library.duplicate(entry.id, "copy")).rejects.toMatchObject(full);
    vi.restoreAllMocks();
    expect(told).toBe(0);
    expect(await library.list()).toEqual([entry]);
    expect(await library.read(entry.id)).toEqual(Uint8Array.of(1));
    await library.add(described("two"), Uint8Array.of(2));
    expect(await library.list()).toHaveLength(2);
    library.close();
  }

  const { put } = IDBObjectStore.prototype;
  type Store = IDBObjectStore & {
    readonly transaction: { _abort(reason: string): void; readonly error: DOMException | null };
  };

  it("noticed when a payload is handed over loses nothing", () =>
    whenFull(() => {
      vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
        if (this.name === "payloads") throw quotaError();
        return put.apply(this, args);
      });
    }));

  it("noticed when the transaction ends loses nothing", () =>
    whenFull(() => {
      vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
        const request = put.apply(this, args);
        if (this.name === "payloads") {
          request.addEventListener("success", () => (this as Store).transaction._abort("QuotaExceededError"));
        }
        return request;
      });
    }));

  it("noticed while a request waits loses nothing", () =>
    whenFull(() => {
      vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
        const request = put.apply(this, args);
        if (this.name === "payloads") (this as Store).transaction._abort("QuotaExceededError");
        return request;
      });
    }));
});

describe("a database that cannot be had", () => {
  it("is unavailable where there is none, or where the browser refuses", async () => {
    vi.stubGlobal("indexedDB", undefined);
    await expect(openLibrary()).rejects.toMatchObject({ code: "unavailable", context: { reason: "missing" } });
    for (const name of ["SecurityError", "InvalidStateError", "UnknownError"]) {
      const error = new DOMException("not here", name);
      vi.stubGlobal("indexedDB", {
        open: () => {
          throw error;
        },
      });
      await expect(openLibrary()).rejects.toMatchObject({
        code: "unavailable",
        context: { reason: "refused", message: "not here" },
      });
    }
  });

  it("is unavailable once this end was closed", async () => {
    const library = await openLibrary({ name: freshName() });
    library.close();
    await expect(library.list()).rejects.toMatchObject({ code: "unavailable", context: { reason: "closed" } });
  });

  it("is told apart when a newer page made it", async () => {
    const name = freshName();
    (await openRaw(name, SCHEMA_VERSION + 1)).close();
    await expect(openLibrary({ name })).rejects.toMatchObject({ name: "StorageError", code: "newer-version" });
  });

  it("is given up while another tab blocks it, and had when that tab lets go", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const name = freshName();
    const older = await makeVersion1(name, []);
    const given = expect(openLibrary({ name })).rejects.toMatchObject({
      code: "unavailable",
      context: { reason: "blocked" },
    });
    await vi.advanceTimersByTimeAsync(OPEN_PATIENCE_MS);
    await given;
    older.close();
    const library = await openLibrary({ name });
    expect(await library.list()).toEqual([]);
    library.close();
  });
});

describe("a connection", () => {
  it("lets go when a newer page wants to change the database, and says so afterwards", async () => {
    const name = freshName();
    const library = await openLibrary({ name });
    await library.add(described("one"), Uint8Array.of(1));
    const newer = await openRaw(name, SCHEMA_VERSION + 1);
    await expect(library.list()).rejects.toMatchObject({ code: "newer-version" });
    newer.close();
  });

  it("is made again when the database was deleted under it", async () => {
    const name = freshName();
    const library = await openLibrary({ name });
    await library.add(described("one"), Uint8Array.of(1));
    await deleteDB(name);
    expect(await library.list()).toEqual([]);
    library.close();
  });

  it.each(["and its event came", "and its event is under way"])(
    "is made again when the browser has closed it %s",
    async (when) => {
      const transactions = vi.spyOn(IDBDatabase.prototype, "transaction");
      const library = await openLibrary({ name: freshName() });
      const entry = await library.add(described("one"), Uint8Array.of(1));
      const closed = transactions.mock.contexts.at(-1) as IDBDatabase;
      if (when === "and its event came") {
        // The type says class where an instance is meant.
        forceCloseDatabase(closed as unknown as typeof IDBDatabase);
        await new Promise((resolve) => setTimeout(resolve));
      } else closed.close();
      transactions.mockClear();
      expect(await library.list()).toEqual([entry]);
      expect(transactions.mock.contexts.map((context) => context === closed)).toEqual(
        when === "and its event came" ? [false] : [true, false],
      );
      library.close();
    },
  );

  it("fails with the browser's words where nothing better is known", async () => {
    const library = await openLibrary({ name: freshName() });
    vi.spyOn(IDBObjectStore.prototype, "getAll").mockImplementation(() => {
      throw new DOMException("disk on fire", "UnknownError");
    });
    const failure = library.list();
    await expect(failure).rejects.toBeInstanceOf(StorageError);
    await expect(failure).rejects.toMatchObject({
      code: "failed",
      context: { name: "UnknownError", message: "disk on fire" },
    });
    library.close();
  });
});
