import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { codecs } from "../../cli/codecs.ts";
import { holdOut, readLabelled } from "../../cli/labelled-images.ts";
import { mulberry32 } from "../../src/core/random.ts";
import { readImage } from "../../src/images/read-image.ts";
import type { LabelledPhotograph } from "../../src/probes/collect-features.ts";

/** Folders of photographs, beside the repository's own folder; none of it is in the repository. */
export const DATA = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/**
 * What is measured on which part of which folder, and which others show nothing of its classes. Of the single photographs some show CIFAR-10's: cats, dogs,
 * horses, an airliner, a car.
 */
const SETS = [
  { folder: "imagenette128", split: "val", foreign: ["flowers224", "photos"] },
  { folder: "cifar10", split: "test", foreign: ["flowers224"] },
  { folder: "mnist", split: "test", foreign: ["flowers224", "photos"] },
] as const;

/** Labelled photographs that a network has not seen, drawn of `total`, and others of nothing that it knows. */
export interface Sample {
  readonly set: string;
  readonly photographs: readonly LabelledPhotograph[];
  readonly total: number;
  readonly foreign: readonly LabelledPhotograph[];
}

/** The folder that has photographs of these classes, if one has. */
async function setOf(classes: readonly string[]): Promise<(typeof SETS)[number] | null> {
  for (const set of SETS) {
    const index = join(DATA, set.folder, "index.json");
    if (!existsSync(index)) continue;
    const { classes: found } = JSON.parse(await readFile(index, "utf8")) as { readonly classes: readonly string[] };
    if (found.every((name) => classes.includes(name))) return set;
  }
  return null;
}

/** `count` photographs of the classes, drawn, and at most as many foreign ones of each folder; null where no folder has photographs of these classes. */
export async function sampleOf(classes: readonly string[], count: number): Promise<Sample | null> {
  const found = await setOf(classes);
  if (found === null) return null;
  const { folder, split, foreign } = found;
  const all = (await readLabelled(join(DATA, folder), classes)).splits.get(split)!;
  const others = await Promise.all(foreign.map(foreignIn));
  return {
    set: `${folder}/${split}`,
    photographs: drawn(all, count),
    total: all.length,
    foreign: others.flatMap((those) => drawn(those, count)),
  };
}

/** The photographs that a network's probes are fitted on, in an order of chance, and those held out of training. */
export interface TrainingPhotographs {
  readonly training: readonly LabelledPhotograph[];
  readonly heldOut: readonly LabelledPhotograph[];
}

/** The photographs that a shipped network was trained with; its hold-out is listed by the first word of its name. Null as in `sampleOf`. */
export async function trainingOf(name: string, classes: readonly string[]): Promise<TrainingPhotographs | null> {
  const found = await setOf(classes);
  if (found === null) return null;
  const path = fileURLToPath(new URL(`../../training/holdout-${name.split("-")[0]!}.json`, import.meta.url));
  const { names } = JSON.parse(await readFile(path, "utf8")) as { readonly names: readonly string[] };
  const all = (await readLabelled(join(DATA, found.folder), classes)).splits.get("train")!;
  const { training, heldOut } = holdOut(all, { names, path }, 1);
  return { training: drawn(training, training.length), heldOut: drawn(heldOut, heldOut.length) };
}

/** Photographs whose labels do not count. */
async function foreignIn(folder: "flowers224" | "photos"): Promise<readonly LabelledPhotograph[]> {
  const path = join(DATA, folder);
  if (!existsSync(path)) {
    console.log(`! without ${path}: fewer foreign photographs`);
    return [];
  }
  if (folder === "flowers224") {
    const { classes } = JSON.parse(await readFile(join(path, "index.json"), "utf8")) as {
      readonly classes: readonly string[];
    };
    return (await readLabelled(path, classes)).splits.get("val")!;
  }
  const listed = JSON.parse(await readFile(join(path, "photos.json"), "utf8")) as readonly { readonly file: string }[];
  return listed.map(({ file }) => ({
    name: file,
    label: 0,
    read: async () => readImage(new Uint8Array(await readFile(join(path, file))), codecs),
  }));
}

/** The same `count` in every run, in an order of chance. */
function drawn(photographs: readonly LabelledPhotograph[], count: number): readonly LabelledPhotograph[] {
  const random = mulberry32(1);
  return photographs
    .map((photograph) => ({ photograph, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ photograph }) => photograph);
}
