import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mulberry32 } from "../../src/core/random.ts";
import { decodePhoto, listPhotos, randomCrop, wholePhoto } from "./photos.ts";

const SIZE = 8;
let folder: string;
let jpegs: Uint8Array[];

const flat = (red: number) =>
  sharp({ create: { width: 20, height: 12, channels: 3, background: { r: red, g: 100, b: 50 } } })
    .jpeg({ quality: 100 })
    .toBuffer();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "strata-photos-"));
  jpegs = await Promise.all([0, 120, 240].map(flat));
});

afterAll(() => rm(folder, { recursive: true }));

async function reds(data: string): Promise<(readonly [string, number, number])[]> {
  const photos = await listPhotos(data, "train");
  return Promise.all(
    photos.map(async (photo) => [photo.name, photo.label, wholePhoto(await decodePhoto(photo), SIZE).rgb[0]!] as const),
  );
}

function expectThree(found: readonly (readonly [string, number, number])[]): void {
  expect(found.map(([name, label]) => [name, label])).toEqual([
    ["a.JPEG", 0],
    ["b.JPEG", 0],
    ["c.JPEG", 1],
  ]);
  [0, 120, 240].forEach((red, i) => expect(Math.abs(found[i]![2] - red)).toBeLessThanOrEqual(3));
}

it("reads a folder per class", async () => {
  const data = join(folder, "folders");
  for (const [path, i] of [
    ["n01/a.JPEG", 0],
    ["n01/b.JPEG", 1],
    ["n02/c.JPEG", 2],
  ] as const) {
    await mkdir(join(data, "train", path.slice(0, 3)), { recursive: true });
    await writeFile(join(data, "train", path), jpegs[i]!);
  }
  expectThree(await reds(data));
});

it("reads photographs packed into one file", async () => {
  const data = join(folder, "packed");
  await mkdir(data);
  const offsets = jpegs.reduce((ends, { length }) => [...ends, ends.at(-1)! + length], [0]);
  await writeFile(join(data, "train.bin"), Buffer.concat(jpegs));
  const index = {
    splits: { train: { file: "train.bin", offsets, labels: [0, 0, 1], names: ["a.JPEG", "b.JPEG", "c.JPEG"] } },
  };
  await writeFile(join(data, "index.json"), JSON.stringify(index));
  expectThree(await reds(data));
});

it("crops squares from the centre square, the same for the same seed, mirrored about half of the time", () => {
  // Red counts columns, green rows; the centre square of 20 x 12 spans columns 4 to 15.
  const rgba = Uint8Array.from(
    { length: 20 * 12 * 4 },
    (_, i) => [(Math.floor(i / 4) % 20) * 10, Math.floor(i / 80) * 10, 0, 255][i % 4]!,
  );
  const photo = { rgba, width: 20, height: 12 };
  const random = mulberry32(3);
  const crops = Array.from({ length: 200 }, () => randomCrop(photo, SIZE, 0.5, random));
  expect(randomCrop(photo, SIZE, 0.5, mulberry32(3))).toEqual(crops[0]);
  let turned = 0;
  for (const { rgb } of crops) {
    const [left, right] = [rgb[0]!, rgb[(SIZE - 1) * 3]!];
    if (left > right) turned++;
    expect(Math.min(left, right)).toBeGreaterThanOrEqual(40);
    expect(Math.max(left, right)).toBeLessThanOrEqual(150);
  }
  expect(turned).toBeGreaterThan(70);
  expect(turned).toBeLessThan(130);
});
