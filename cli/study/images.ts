/** The images of a study's experiments. */
import { basename, join, resolve } from "node:path";
import type { Experiment } from "../../src/study/plan.ts";
import type { Photograph } from "../../src/probes/collect-features.ts";
import { InputError } from "../failure.ts";
import { readLabelled, readUnlabelled } from "../labelled-images.ts";

/** The images of a folder, or of a part of it. */
export interface ImageSet {
  /** The folder's name, and the part. */
  readonly name: string;
  readonly images: readonly Photograph[];
}

/**
 * The images that an experiment is about, in their order in the folder, with labels as indices among `classes` where the folder says what they show. Throws
 * InputError.
 */
export async function imagesOf(
  { images, split }: Pick<Experiment, "images" | "split">,
  folder: string,
  classes: readonly string[],
): Promise<ImageSet> {
  const path = resolve(folder, images);
  const name = basename(path);
  if (split === undefined) {
    const unlabelled = await readUnlabelled(path);
    if (unlabelled !== null) {
      if (unlabelled.length === 0) throw new InputError("no-images", { path });
      return { name, images: unlabelled };
    }
  }
  const { splits } = await readLabelled(path, classes);
  if (split === undefined) return { name, images: [...splits.values()].flat() };
  const found = splits.get(split);
  if (found === undefined)
    throw new InputError("no-split", { path: join(path), split, splits: [...splits.keys()].join(", ") });
  return { name: `${name}/${split}`, images: found };
}
