import type { LibraryEntry } from "./entry.ts";
import type { Library } from "./library.ts";

/** What a payload says of its own key, given the key that an earlier page gave it, and of its content; rejects where it cannot be read. */
export type Describe = (
  payload: Uint8Array,
  formerKey: string,
) => Promise<Required<Pick<LibraryEntry, "key" | "content">>>;

/** Gives the entries of earlier pages the keys of this one. An entry that cannot be read or written stays as it is, to be tried again at the next visit. */
export async function rekey(library: Library, describe: Describe): Promise<void> {
  for (const { id, key, content } of await library.list()) {
    if (content !== undefined) continue;
    try {
      await library.rekey(id, await describe(await library.read(id), key));
    } catch {
      // Its old key still leads to it.
    }
  }
}
