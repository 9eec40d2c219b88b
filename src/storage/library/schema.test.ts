import { describe, expect, it } from "vitest";
import type { LibraryEntry } from "./entry.ts";
import { described, freshName, makeVersion1 } from "./library.fixture.ts";
import { openLibrary } from "./library.ts";
import { openRuns } from "./runs.ts";
import { SCHEMA_VERSION } from "./schema.ts";

const stored = (id: string, changedMs: number): LibraryEntry => ({
  ...described(id),
  id,
  kind: "recent",
  createdMs: 1,
  changedMs,
  bytes: 1,
});

describe("the database", () => {
  it("of version 1 keeps its entries and learns of runs", async () => {
    const name = freshName();
    const entries = [stored("a", 3), stored("b", 2)];
    (await makeVersion1(name, entries)).close();
    const library = await openLibrary({ name });
    expect(await library.list()).toEqual(entries);
    expect(await library.read("a")).toEqual(Uint8Array.of(7));
    expect(await library.answers("b")).toEqual([entries[1]]);
    expect(await library.keep("a")).toMatchObject({ id: "a", kind: "saved", createdMs: 1 });
    const runs = await openRuns({ name });
    const { id } = await runs.begin({ key: "a", total: 2, recipe: null, thumbnail: null });
    await runs.append(id, Uint32Array.of(1), Float32Array.of(0.5));
    expect(await runs.read(id)).toEqual([{ masks: Uint32Array.of(1), logits: Float32Array.of(0.5) }]);
    library.close();
    await runs.close();
  });

  it("has the same stores and indexes whether it is new or was version 1", async () => {
    const describeStores = async (prepare: (name: string) => Promise<void>): Promise<unknown> => {
      const name = freshName();
      await prepare(name);
      (await openLibrary({ name })).close();
      const request = indexedDB.open(name);
      const database = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
      const shape = [...database.objectStoreNames].map((store) => {
        const { keyPath, indexNames, ...rest } = database.transaction(store).objectStore(store);
        return [
          store,
          keyPath,
          [...indexNames].map((index) => [index, database.transaction(store).objectStore(store).index(index).keyPath]),
          rest.autoIncrement,
        ];
      });
      const { version } = database;
      database.close();
      return { version, shape };
    };
    const fresh = await describeStores(async () => undefined);
    expect(await describeStores(async (name) => (await makeVersion1(name, [])).close())).toEqual(fresh);
    expect(fresh).toMatchObject({ version: SCHEMA_VERSION });
  });
});
