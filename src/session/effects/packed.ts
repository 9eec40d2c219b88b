import type { Snapshot } from "../../exploration/snapshot.ts";
import type { NewEntry } from "../../storage/library/entry.ts";
import type { Contents } from "../contents.ts";
import { entryOf, keyOf } from "../place.ts";
import type { Services } from "../services.ts";
import type { Settings } from "../shape.ts";

/** A picture as the library takes it: what is told of it, and the bytes of its file. */
export type Packed = readonly [entry: NewEntry, bytes: Uint8Array];

/** Packs a picture that answers the question of `settings`. */
export async function packed(
  snapshot: Snapshot,
  settings: Settings,
  files: Services["files"],
  contents: Contents,
): Promise<Packed> {
  const { model, image } = snapshot;
  const { name } = image;
  return [
    await entryOf(name, snapshot, keyOf(model, image, settings), await contents(snapshot)),
    await files.write([{ name, createdMs: Date.now(), snapshot }], { values: true }),
  ];
}
