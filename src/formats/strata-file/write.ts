import { MAX_ENUMERABLE } from "../../core/masks.ts";
import { toBase64 } from "../../platform/base64.ts";
import { toFile } from "../codec.ts";
import { compress } from "../../platform/compression.ts";
import { encodePng } from "../../images/png.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { createJsonGuard } from "./bounded-json.ts";
import { NEWEST, type FileExploration, type StrataEntry } from "./document.ts";
import { checkBytes, createMemoryBudget, MAX_BYTES, MAX_NAME_LENGTH, maxJsonBytes, type Sizes } from "./limits.ts";

/**
 * Explorations as the bytes of a .strata file, with v of every mask where it is asked for and kept. Pauses between explorations,
 * so that a page can draw. Rejects with FileError `too-large` when it would hold more than is
 * read again, with RangeError on an entry that is unfit.
 */
export async function writeStrataFile(
  entries: readonly StrataEntry[],
  options: { readonly values: boolean },
): Promise<Uint8Array> {
  const spend = createMemoryBudget();
  for (const { snapshot } of entries) spend(sizesOf(snapshot, options.values));
  const guard = createJsonGuard();
  let jsonBytes = 0;
  async function* parts(): AsyncGenerator<Uint8Array> {
    for await (const text of textsOf(entries, options.values)) {
      const part = new TextEncoder().encode(text);
      jsonBytes += part.length;
      checkBytes(jsonBytes, MAX_BYTES);
      guard(part);
      yield part;
    }
  }
  const bytes = await compress(parts(), "gzip");
  checkBytes(jsonBytes, maxJsonBytes(bytes.length));
  return bytes;
}

/** The JSON in pieces, an exploration at a time: all of it at once would be long in the making. */
async function* textsOf(entries: readonly StrataEntry[], withValues: boolean): AsyncGenerator<string> {
  yield `{"format":"strata","version":${NEWEST.strata},"explorations":[`;
  for (const [i, entry] of entries.entries()) {
    yield (i === 0 ? "" : ",") + JSON.stringify(await toFileExploration(entry, withValues));
  }
  yield "]}\n";
}

/** One exploration of a file, with its image. */
export async function toFileExploration(
  { name, createdMs, job, snapshot }: StrataEntry,
  withValues: boolean,
): Promise<FileExploration> {
  const { model, image, players, effectError } = snapshot;
  const { width, height } = players;
  const { format, version, ...rest } = toFile(
    {
      ...snapshot,
      image: { sha256: image.sha256, width, height },
    },
    { values: withValues, job },
  );
  return {
    format,
    version,
    name: name.slice(0, MAX_NAME_LENGTH),
    created: new Date(createdMs).toISOString(),
    ...rest,
    model: {
      name: model.name,
      sha256: model.sha256,
      ...(model.setup !== undefined && { setup: model.setup }),
      address: model.address,
      input: model.input,
      meanColour: model.meanColour,
    },
    image: {
      name: image.name.slice(0, MAX_NAME_LENGTH),
      ...rest.image,
      exact: image.exact,
      png: image.pixels === null ? null : toBase64(await encodePng(image.pixels)),
    },
    effectError,
  };
}

function sizesOf({ players, layers, values, image }: Snapshot, withValues: boolean): Sizes {
  const vectors = layers.length * (withValues && values !== null ? 3 : 2);
  return {
    n: Math.min(players.n, MAX_ENUMERABLE),
    vectors,
    pixels: image.pixels === null ? 0 : players.width * players.height,
  };
}
