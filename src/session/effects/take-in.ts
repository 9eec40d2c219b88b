import type { StrataState } from "../state.ts";
import type { StrataEntry } from "../../formats/strata-file/document.ts";
import { FileError } from "../../formats/strata-file/file-error.ts";
import { checkBytes, isGzip, mostBytes } from "../../formats/strata-file/limits.ts";
import { asUtf8 } from "../../platform/json-text.ts";
import type { Contents } from "../contents.ts";
import { fileNotice, wantedStorageNotice } from "../failures.ts";
import type { Notice } from "../notice.ts";
import { openedOf, type Opened } from "../opened.ts";
import { entryOf, keyOf, sourceOfEntry } from "../place.ts";
import { settingsOf } from "../results.ts";
import type { Services } from "../services.ts";

/** Explorations out of files. */
export interface TakeIn {
  /** What a file holds, told by how it begins; null where that is no explorations. Rejects with FileError or the signal's reason. */
  read(file: Blob, signal: AbortSignal): Promise<readonly StrataEntry[] | null>;
  /** The picture of a file, kept before it is shown, so that a reload brings it back; `unkept` says why it could not be. */
  opened(entry: StrataEntry, signal: AbortSignal): Promise<{ readonly opened: Opened; readonly unkept: unknown }>;
  /** Keeps what came in a file; how many were not there before. A picture that is there already is not doubled; another answer to the same question stands beside it. Rejects with StorageError. */
  all(entries: readonly StrataEntry[]): Promise<number>;
}

/** What a JSON document begins with. */
const BRACE = "{".charCodeAt(0);

/** Enough of a file to tell it from the weights of a network, which may begin with the same bytes. */
const BEGINNING_BYTES = 64;

const bytesOf = async (part: Blob): Promise<Uint8Array> => new Uint8Array(await part.arrayBuffer());

/** Over `services`. */
export function createTakeIn(services: Pick<Services, "files" | "vault">, contents: Contents): TakeIn {
  const all: TakeIn["all"] = async (entries) => {
    const { library } = await services.vault();
    const before = new Set((await library.list()).map(({ id }) => id));
    const taken = new Set<string>();
    for (const { snapshot, ...named } of entries) {
      const name = named.name || snapshot.image.name;
      const key = keyOf(snapshot.model, snapshot.image, settingsOf(snapshot));
      const described = { ...(await entryOf(name, snapshot, key, await contents(snapshot))), origin: "file" } as const;
      const bytes = await services.files.write([{ snapshot, ...named }], { values: true });
      taken.add((await library.takeIn(described, bytes, taken)).id);
    }
    return [...taken].filter((id) => !before.has(id)).length;
  };
  return {
    all,
    read: async (file, signal) => {
      // What cannot even be looked into, such as a folder, is refused as an image.
      const beginning = await bytesOf(file.slice(0, BEGINNING_BYTES)).catch(() => new Uint8Array());
      if (!(asUtf8(beginning)[0] === BRACE || isGzip(beginning))) return null;
      const { networkFormatOf } = await import("../../models/network-format.ts");
      if (networkFormatOf(beginning) !== null) return null;
      // One that is too large to be read is refused before it fills the memory.
      checkBytes(file.size, mostBytes(beginning));
      const entries = await services.files.read(await bytesOf(file), signal);
      if (entries.length === 0) throw new FileError("empty");
      return entries;
    },
    opened: async ({ snapshot, ...named }, signal) => {
      const key = keyOf(snapshot.model, snapshot.image, settingsOf(snapshot));
      const opened = await openedOf(snapshot, "file", { from: "kept", key });
      try {
        if (!signal.aborted) await all([{ snapshot, ...named }]);
        return {
          opened: { ...opened, source: sourceOfEntry({ key, content: await contents(snapshot) }) },
          unkept: null,
        };
      } catch (error) {
        return { opened, unkept: error };
      }
    },
  };
}

/** Why a person's wish about the library cannot be met. */
export function libraryNotice(error: unknown, { result }: Pick<StrataState, "result">): Notice {
  return error instanceof FileError
    ? fileNotice(error, result?.snapshot?.image.name ?? "")
    : wantedStorageNotice(error);
}
