import type { DBSchema, IDBPDatabase } from "idb";
import type { MaskLogits } from "../../exploration/events.ts";
import type { LibraryEntry } from "./entry.ts";
import type { RunOrigin, RunProgress } from "./run-record.ts";

/** The page's database unless a test says otherwise. */
export const DATABASE_NAME = "strata";

/** An image that is shown, and what it takes to show it again. */
export interface ImageRecord {
  /** The caller's own, as with runs. */
  readonly recipe: unknown;
  /** Milliseconds since 1970. */
  readonly changedMs: number;
  /** Size of the image's file. */
  readonly bytes: number;
}

/** What a database is like in its newest version. */
export interface Layout<Schema extends DBSchema> {
  readonly version: number;
  /** Brings a database of an older version (0: a new one) to this one, within its upgrade transaction. */
  upgrade(database: IDBPDatabase<Schema>, fromVersion: number): void;
}

/** What stands in the database, in the newest version. */
export interface StrataSchema extends DBSchema {
  /** What is told of explorations, by id. */
  entries: {
    key: string;
    value: LibraryEntry;
    indexes: { key: string; age: [kind: LibraryEntry["kind"], changedMs: number] };
  };
  /** Explorations themselves, by the same id: apart, so that a list reads none of them. */
  payloads: { key: string; value: Uint8Array };
  /** How far runs are, by id. */
  runs: { key: string; value: RunProgress };
  /** How runs are started again, by the same id: apart, so that a chunk does not write the image again. */
  origins: { key: string; value: RunOrigin };
  /** The network's answers so far, a record each time some were kept. */
  chunks: { key: [runId: string, sequence: number]; value: MaskLogits };
  /** Images that are shown while no run or exploration of them is kept yet, by their pixels' SHA-256. */
  images: { key: string; value: ImageRecord };
}

/** Step i brings a database from version i to i + 1. A step that has been published never changes: others are added after it. */
const STEPS: readonly ((database: IDBPDatabase<StrataSchema>) => void)[] = [
  (database) => {
    const entries = database.createObjectStore("entries", { keyPath: "id" });
    entries.createIndex("key", "key");
    entries.createIndex("age", ["kind", "changedMs"]);
    database.createObjectStore("payloads");
  },
  (database) => {
    database.createObjectStore("runs", { keyPath: "id" });
    database.createObjectStore("origins");
    database.createObjectStore("chunks");
  },
  (database) => void database.createObjectStore("images"),
];

/** The version that this page reads and writes. */
export const SCHEMA_VERSION = STEPS.length;

/** The library's database, which runs and images share. */
export const LIBRARY_LAYOUT: Layout<StrataSchema> = {
  version: SCHEMA_VERSION,
  upgrade: (database, fromVersion) => {
    for (const step of STEPS.slice(fromVersion)) step(database);
  },
};
