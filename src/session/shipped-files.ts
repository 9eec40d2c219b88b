/** The files that ship with the page, asked of its own server; what does not come, or is damaged, is an error that names it. */
import { ModelError } from "../models/errors.ts";
import { checkedFile, type Digest, type ListedModel } from "../models/store.ts";
import { joined } from "../platform/joined.ts";
import { nextTask } from "../platform/next-task.ts";
import { sha256 } from "../platform/sha256.ts";
import { wordsOf } from "../platform/words.ts";
import { fetchOwn } from "../storage/fetching.ts";
import { ShippedError } from "./shipped.ts";

/** The answer about a file of the page's own server; `missing` makes the error of one that does not come. Rejects with the signal's reason, too. */
export async function fetched(
  path: string,
  missing: (cause?: unknown) => Error,
  signal?: AbortSignal,
): Promise<Response> {
  const response = await fetchOwn(path, { signal }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw missing(cause);
  });
  if (!response.ok) throw missing(new Error(`status ${response.status}`));
  return response;
}

/** A network's file that did not come. */
export const noModel =
  (file: string) =>
  (cause?: unknown): ModelError =>
    new ModelError("not-found", `${file}: ${wordsOf(cause)}`, { file }, cause);

/** A sample that did not come. */
export const noSample =
  (file: string) =>
  (cause?: unknown): ShippedError =>
    new ShippedError("missing", "sample", file, { cause });

const noList =
  (file: string) =>
  (cause?: unknown): ShippedError =>
    new ShippedError("missing", "list", file, { cause });

/** What a list holds; one that is no JSON, such as a page that a server sends in its place, is damaged. */
export async function fetchedList(file: string): Promise<unknown> {
  const response = await fetched(file, noList(file));
  return response.json().catch((cause: unknown) => {
    throw new ShippedError("damaged", "list", file, { cause });
  });
}

/** A manifest, once it is found to be the one that is listed; it is fetched beside the list. */
export async function fetchedManifest(file: string, listed: Promise<ListedModel>): Promise<unknown> {
  const [json, { manifest }] = await Promise.all([fetchedBytes(file), listed]);
  const text = new TextDecoder().decode(await checkedFile(file, json, manifest, digestApart));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelError("bad-manifest", `${file} is not JSON`, { file }, cause);
  }
}

/** A file's bytes, read piece by piece with a task for each: taking in megabytes at once would hold up a click. Rejects with the signal's reason, too. */
export async function fetchedBytes(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const reader = (await fetched(path, noModel(path), signal)).body!.getReader();
  const pieces: Uint8Array[] = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value);
    await nextTask();
  }
  return joined(pieces);
}

/** In a task of its own: it begins with a copy of megabytes. */
export const digestApart: Digest = async (data) => {
  await nextTask();
  return sha256(data);
};
