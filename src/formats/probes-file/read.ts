import * as v from "valibot";
import { ModelError } from "../../models/errors.ts";
import type { ModelManifest } from "../../models/manifest.ts";
import { readManifest } from "../../models/read-manifest.ts";
import { sha256 } from "../../platform/sha256.ts";
import { decompress } from "../../platform/compression.ts";
import { createJsonGuard, parseJson } from "../strata-file/bounded-json.ts";
import {
  filesNamedBy,
  FORMAT,
  MAX_CONTENT_BYTES,
  MAX_HEAD_BYTES,
  MAX_TITLE,
  tooLarge,
  VERSION,
  type ProbesFile,
} from "./document.ts";
import { damaged, ProbesFileError } from "./errors.ts";

const NEWLINE = 0x0a;
const GZIP = [0x1f, 0x8b];

/** How the first line of ours begins: of what cannot be parsed it tells the damaged from the foreign. */
const BEGINNING = `{"format":"${FORMAT}"`;

const title = v.pipe(v.string(), v.maxLength(MAX_TITLE));
const headSchema = v.object({
  title,
  name: title,
  manifest: v.unknown(),
  files: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_CONTENT_BYTES))), v.maxLength(3)),
});

/**
 * Reads a file of probes, which may be hostile: no more is unpacked than a file may hold, every field of the manifest is checked, and each file must
 * have the size and the SHA-256 that the manifest says. Rejects with ProbesFileError, and with MissingPart where the browser cannot unpack any.
 */
export async function readProbesFile(bytes: Uint8Array): Promise<ProbesFile> {
  if (bytes.length === 0) throw new ProbesFileError("empty");
  if (!GZIP.every((byte, i) => bytes[i] === byte)) throw new ProbesFileError("not-probes");
  const content = await unpacked(bytes);
  const end = content.subarray(0, MAX_HEAD_BYTES).indexOf(NEWLINE);
  if (end === -1) throw refusedHead(content);
  const head = parseHead(content.subarray(0, end));
  const manifest = checkedManifest(head.manifest);
  const files = await checkedFiles(manifest, head.files, content.subarray(end + 1));
  return { title: head.title, name: head.name, manifest, files };
}

/** What is in the gzip stream, given up as soon as it does not begin like a file of probes. */
async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  let beginning: string | null = null;
  let isOurs = true;
  const content = await decompress(bytes, "gzip", MAX_CONTENT_BYTES, (piece) => {
    beginning ??= new TextDecoder().decode(piece.subarray(0, BEGINNING.length));
    return (isOurs = BEGINNING.startsWith(beginning));
  });
  if (!isOurs) throw new ProbesFileError("not-probes");
  if (content === "too-large") throw tooLarge();
  if (content === "damaged") throw damaged("gzip", "it does not unpack");
  return content;
}

const refusedHead = (content: Uint8Array): ProbesFileError =>
  new TextDecoder().decode(content.subarray(0, BEGINNING.length)) === BEGINNING
    ? damaged("first line", `it has no end within ${MAX_HEAD_BYTES} bytes`)
    : new ProbesFileError("not-probes");

function parseHead(line: Uint8Array): v.InferOutput<typeof headSchema> {
  let json: unknown;
  try {
    createJsonGuard()(line);
    json = parseJson(line);
  } catch (cause) {
    throw damaged("first line", "it is no JSON that a file of probes would hold", cause);
  }
  const { format, version } = (json ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== FORMAT) throw new ProbesFileError("not-probes");
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1)
    throw damaged("version", "expected a whole number");
  if (version > VERSION) throw new ProbesFileError("newer-version", { version, newest: VERSION });
  const result = v.safeParse(headSchema, json, { abortEarly: true });
  if (result.success) return result.output;
  throw damaged(v.getDotPath(result.issues[0]) ?? "first line", "it is not what it should be");
}

function checkedManifest(json: unknown): ModelManifest {
  try {
    return readManifest(json);
  } catch (cause) {
    if (!(cause instanceof ModelError)) throw cause;
    const { field = "", problem = "" } = cause.context;
    throw damaged(`manifest.${field}`, String(problem), cause);
  }
}

async function checkedFiles(
  manifest: ModelManifest,
  lengths: readonly number[],
  content: Uint8Array,
): Promise<readonly Uint8Array[]> {
  const named = filesNamedBy(manifest);
  if (named.length !== lengths.length || named.some(({ bytes }, i) => bytes !== lengths[i]))
    throw damaged("files", "they are not those that the manifest names");
  if (lengths.reduce((sum, length) => sum + length, 0) !== content.length)
    throw damaged("files", "more or fewer bytes follow than the first line says");
  const files: Uint8Array[] = [];
  let at = 0;
  for (const { file, sha256: expected, bytes } of named) {
    // A copy, so that what is kept of it does not hold all of it.
    const part = content.slice(at, (at += bytes));
    if ((await sha256(part)) !== expected) throw damaged(file, "its SHA-256 is not the one that the manifest says");
    files.push(part);
  }
  return files;
}
