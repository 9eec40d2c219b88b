import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { FeatureStore } from "../../src/probes/tools.ts";

/** What `make` gives, from the file `path` if an earlier run has come so far. What it gives is plain data and typed arrays. */
export async function kept<T>(path: string, make: () => T | Promise<T>): Promise<T> {
  if (existsSync(path)) return deserialize(readFileSync(path)) as T;
  const made = await make();
  writeFileSync(`${path}.part`, serialize(made));
  renameSync(`${path}.part`, path);
  return made;
}

/** A store in `folder` that closing leaves there; `isNew` empties it first. */
export function keptStore(folder: string, features: readonly number[], isNew: boolean): FeatureStore {
  if (isNew) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = (layer: number): string => join(folder, `${layer}.features`);
  return {
    mark: null,
    reached: async () => undefined,
    append: async (layer, values) =>
      appendFileSync(file(layer), new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
    read: async (layer, first, rows) => {
      const width = features[layer]!;
      const values = new Float32Array(rows * width);
      const bytes = new Uint8Array(values.buffer);
      const descriptor = openSync(file(layer), "r");
      for (let at = 0; at < bytes.length;) {
        const read = readSync(descriptor, bytes, at, Math.min(2 ** 30, bytes.length - at), first * width * 4 + at);
        if (read === 0) throw new RangeError(`${file(layer)} has fewer rows than ${first + rows}`);
        at += read;
      }
      closeSync(descriptor);
      return values;
    },
    close: async () => undefined,
  };
}
