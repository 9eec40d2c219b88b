import { MAX_ENUMERABLE } from "../../core/masks.ts";
import { nextTask } from "../../platform/next-task.ts";
import { decompress } from "../../platform/compression.ts";
import { MissingPart } from "../../platform/missing-part.ts";
import { asUtf8, utf16Of } from "../../platform/json-text.ts";
import { createJsonGuard, parseJson } from "./bounded-json.ts";
import type { StrataEntry } from "./document.ts";
import { FileError } from "./file-error.ts";
import { checkBytes, createMemoryBudget, isGzip, maxJsonBytes, mostBytes, tooLarge, type Sizes } from "./limits.ts";
import { checkHead, migrated } from "./migrations.ts";
import { restore } from "./restore.ts";
import { checkFields, explorationsOf, type CheckedExploration } from "./schema.ts";

/** How a document of ours begins; of what cannot be parsed it tells the damaged from the foreign. */
const BEGINNING = /^\s*\{\s*"format"\s*:\s*"strata(-exploration)?"/;
const BEGINNING_BYTES = 100;

/**
 * The explorations of a .strata file, or of the JSON of the command line, of any version so far. The bytes may be hostile: every
 * number is checked, whatever follows from others is computed again. Pauses between explorations, so that a page can draw.
 * Rejects with FileError, and with MissingPart where the browser cannot read any.
 */
export async function readStrataFile(bytes: Uint8Array): Promise<readonly StrataEntry[]> {
  try {
    return await readDocument(migrated(await parse(bytes)));
  } catch (error) {
    if (error instanceof FileError || error instanceof MissingPart) throw error;
    // Memory that is not to be had, most likely.
    throw new FileError("damaged", {}, { cause: error });
  }
}

async function parse(bytes: Uint8Array): Promise<unknown> {
  checkBytes(bytes.length, mostBytes(bytes));
  const json = asUtf8(isGzip(bytes) ? await unzipped(bytes) : bytes);
  if (json.length === 0) throw new FileError("empty");
  try {
    createJsonGuard()(json);
    return parseJson(json);
  } catch (cause) {
    throw refused(cause, json);
  }
}

/** The FileError of JSON that no exploration would be. */
function refused(cause: unknown, beginning: Uint8Array): FileError {
  if (cause instanceof FileError && cause.code === "too-large") return cause;
  const isOurs = BEGINNING.test(new TextDecoder().decode(asUtf8(beginning.subarray(0, BEGINNING_BYTES))));
  if (!isOurs) return new FileError("not-strata", {}, { cause });
  return cause instanceof FileError ? cause : new FileError("damaged", {}, { cause });
}

/** The JSON of a gzip file, given up as soon as what comes out of it is no exploration's. */
async function unzipped(bytes: Uint8Array): Promise<Uint8Array> {
  const most = maxJsonBytes(bytes.length);
  const guard = createJsonGuard();
  let problem: FileError | null = null;
  let beginning: Uint8Array | null = null;
  const json = await decompress(bytes, "gzip", most, (piece) => {
    // UTF-16 is looked through once it has become UTF-8.
    beginning ??= piece.slice(0, BEGINNING_BYTES);
    try {
      if (utf16Of(beginning) === null) guard(piece);
      return true;
    } catch (cause) {
      problem = refused(cause, beginning);
      return false;
    }
  });
  if (problem !== null) throw problem;
  if (json === "too-large") throw tooLarge(most);
  if (json === "damaged") throw new FileError("damaged");
  return json;
}

async function readDocument(document: unknown): Promise<readonly StrataEntry[]> {
  const entries: StrataEntry[] = [];
  const spend = createMemoryBudget();
  for (const [i, exploration] of explorationsOf(document).entries()) {
    await nextTask();
    const path = `explorations.${i}`;
    checkHead(exploration, path);
    const file = checkFields(exploration, path);
    spend(sizesOf(file));
    entries.push(await restore(file, path));
  }
  return entries;
}

function sizesOf({ players, layers, image }: CheckedExploration): Sizes {
  const vectors = layers.reduce((count, { values }) => count + (values === undefined ? 2 : 3), 0);
  return {
    n: Math.min(players.n, MAX_ENUMERABLE),
    vectors,
    pixels: image.png === null ? 0 : image.width * image.height,
  };
}
