import { MAX_BYTES, checkBytes, mostBytes } from "../../src/formats/strata-file/limits.ts";
import { openPayload } from "../../src/formats/link/share.ts";
import { FileError } from "../../src/formats/strata-file/file-error.ts";
import { readStrataFile } from "../../src/formats/strata-file/read.ts";
import { decodeImage } from "../../src/images/decode-image.ts";
import { withFragment } from "../../src/session/address-text.ts";
import { PLAIN_VIEW } from "../../src/session/address.ts";
import { openedOf, type Opened } from "../../src/session/opened.ts";
import { parseAddress } from "../../src/session/parse-address.ts";
import type { PictureView } from "../../src/session/shape.ts";
import { codecsWithin } from "../../src/storage/codecs-within.ts";

/** What an element is asked to show. */
export interface Asked {
  /** A link of Strata, or its payload; null where none is said. */
  readonly link: string | null;
  /** The address of a file, or a link; null where none is said. */
  readonly src: string | null;
}

/** Thrown where a file cannot be fetched. */
export class Unfetched extends Error {
  override readonly name = "Unfetched";
}

/** A link's payload with how its picture is looked at; null where an address is none. */
function linkIn(address: string): { readonly payload: string; readonly view: PictureView } | null {
  const fragment = address.includes("#") ? new URL(withFragment(address) ?? address, document.baseURI).hash : "";
  const read = parseAddress(fragment);
  return "source" in read && read.source.from === "link" ? { payload: read.source.payload, view: read.view } : null;
}

/** The picture that is asked for; null where nothing is. Rejects with LinkError, FileError, MissingPart, Unfetched or the signal's reason. */
export async function openAsked({ link, src }: Asked, signal: AbortSignal): Promise<Opened | null> {
  const linked = link === null ? linkIn(src ?? "") : (linkIn(link) ?? { payload: link.trim(), view: PLAIN_VIEW });
  if (linked !== null) {
    const { payload, view } = linked;
    const snapshot = await openPayload(payload, (file, fit) => decodeImage(file, fit, codecsWithin));
    return openedOf(snapshot, "link", { from: "link", payload }, { view: { ...view, topic: null } });
  }
  if (src === null) return null;
  const [entry] = await readStrataFile(await fetched(src, signal));
  if (entry === undefined) throw new FileError("empty");
  return openedOf(entry.snapshot, "file", { from: "start" });
}

/** A file's bytes, no more than are read of one. */
async function fetched(src: string, signal: AbortSignal): Promise<Uint8Array> {
  const lost = (cause: unknown): never => {
    signal.throwIfAborted();
    throw new Unfetched(cause instanceof Error ? cause.message : String(cause), { cause });
  };
  const asked = async (): Promise<Response> => fetch(new URL(src, document.baseURI), { signal });
  const response = await asked().catch(lost);
  if (!response.ok || response.body === null) throw new Unfetched(String(response.status));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read().catch(lost);
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > MAX_BYTES) {
      await reader.cancel();
      checkBytes(length, MAX_BYTES);
    }
  }
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  checkBytes(bytes.length, mostBytes(bytes));
  return bytes;
}
