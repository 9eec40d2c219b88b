import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { cropAndResize, type Pixels } from "../../src/core/resize.ts";

/** A photograph of the data set, not yet read. */
export interface Photo {
  readonly name: string;
  /** Index of its class. */
  readonly label: number;
  read(): Promise<Uint8Array>;
}

/** A decoded photograph: [height · width · 4], red green blue alpha. */
export interface Decoded {
  readonly rgba: Uint8Array;
  readonly width: number;
  readonly height: number;
}

interface PackedSplit {
  readonly file: string;
  readonly offsets: readonly number[];
  readonly labels: readonly number[];
  readonly names: readonly string[];
}

/**
 * The photographs of a split, in either form that training/data.py reads: a folder per class, or index.json beside one file of
 * concatenated JPEGs per split. Classes are numbered in the order of their folders' names.
 */
export async function listPhotos(data: string, split: "train" | "val"): Promise<Photo[]> {
  return existsSync(join(data, "index.json")) ? listPacked(data, split) : listFolders(data, split);
}

/** The training photographs, and those of them that neither network nor probes are fitted on: the names that `holdout`, a JSON file, lists. */
export async function listTraining(
  data: string,
  holdout: string,
): Promise<{ readonly training: Photo[]; readonly heldOut: Photo[] }> {
  const { names } = JSON.parse(await readFile(holdout, "utf8")) as { readonly names: readonly string[] };
  const held = new Set(names);
  const photos = await listPhotos(data, "train");
  const heldOut = photos.filter(({ name }) => held.has(name));
  if (heldOut.length !== held.size)
    throw new RangeError(`${heldOut.length} of the ${held.size} held-out photographs are in ${data}`);
  return { training: photos.filter(({ name }) => !held.has(name)), heldOut };
}

async function listPacked(data: string, split: string): Promise<Photo[]> {
  const index = JSON.parse(await readFile(join(data, "index.json"), "utf8")) as {
    readonly splits: Readonly<Record<string, PackedSplit>>;
  };
  const { file, offsets, labels, names } = index.splits[split]!;
  const path = join(data, file);
  const content = await readFile(path);
  if (content.length !== offsets.at(-1))
    throw new RangeError(`${path} has ${content.length} bytes, its index says ${offsets.at(-1)}`);
  return names.map((name, i) => ({
    name,
    label: labels[i]!,
    read: async () => content.subarray(offsets[i]!, offsets[i + 1]!),
  }));
}

async function listFolders(data: string, split: string): Promise<Photo[]> {
  const folder = join(data, split);
  const classes = (await readdir(folder)).sort();
  const photos = await Promise.all(
    classes.map(async (name, label) => {
      const files = (await readdir(join(folder, name))).filter((file) => file.endsWith(".JPEG")).sort();
      return files.map((file): Photo => ({ name: file, label, read: () => readFile(join(folder, name, file)) }));
    }),
  );
  return photos.flat();
}

/** Decodes a photograph. */
export async function decodePhoto(photo: Photo): Promise<Decoded> {
  const { data, info } = await sharp(await photo.read())
    .autoOrient()
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { rgba: data, width: info.width, height: info.height };
}

/** The whole photograph as the network takes it: its centre square, size x size. */
export function wholePhoto({ rgba, width, height }: Decoded, size: number): Pixels {
  return cropAndResize(rgba, width, height, size, size);
}

/** A random square of the centre square, of `leastArea` to all of its area, mirrored half of the time, size x size. */
export function randomCrop(photo: Decoded, size: number, leastArea: number, random: () => number): Pixels {
  const square = Math.min(photo.width, photo.height);
  const side = Math.round(square * Math.sqrt(leastArea + (1 - leastArea) * random()));
  const left = Math.floor((photo.width - square) / 2) + Math.floor(random() * (square - side + 1));
  const top = Math.floor((photo.height - square) / 2) + Math.floor(random() * (square - side + 1));
  const part = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y++) {
    const start = ((top + y) * photo.width + left) * 4;
    part.set(photo.rgba.subarray(start, start + side * 4), y * side * 4);
  }
  const pixels = cropAndResize(part, side, side, size, size);
  return random() < 0.5 ? mirrored(pixels) : pixels;
}

/** An image with left and right exchanged. */
export function mirrored({ width, height, rgb }: Pixels): Pixels {
  const turned = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      turned.set(rgb.subarray(from, from + 3), (y * width + width - 1 - x) * 3);
    }
  }
  return { width, height, rgb: turned };
}
