import * as v from "valibot";
import { asUtf8 } from "../../platform/json-text.ts";

/** A file of facts beside a network is not larger than this, bytes. */
const MAX_BYTES = 2 ** 22;

/** Files beside a network, by name without folders. */
export type SideFiles = ReadonlyMap<string, Uint8Array>;

/** The text of a file beside the network; null: it is too large for one. */
export function sideText(bytes: Uint8Array): string | null {
  return bytes.length > MAX_BYTES ? null : new TextDecoder().decode(asUtf8(bytes));
}

/** What a JSON file beside the network says, by a schema; null: there is none, or it says something else. */
export function sideJson<const S extends v.GenericSchema>(
  files: SideFiles,
  name: string,
  schema: S,
): v.InferOutput<S> | null {
  const bytes = files.get(name);
  const text = bytes === undefined ? null : sideText(bytes);
  if (text === null) return null;
  const result = v.safeParse(schema, parsed(text));
  return result.success ? result.output : null;
}

/** JSON, or undefined for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
