import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { codecs } from "../cli/codecs.ts";
import { decodeFile } from "../cli/decode-file.ts";
import { readModel } from "../cli/model-source.ts";
import { explainImage } from "../cli/asking.ts";
import { openEngine } from "../cli/runtime.ts";
import { DEFAULT_DECOMPOSE } from "../src/core/and-or.ts";
import { DEFAULT_TAU_FRACTION } from "../src/core/salience.ts";
import { snapshotModel, snapshotOf, type Snapshot } from "../src/exploration/snapshot.ts";
import type { EncodeWebp } from "../src/formats/link/link-image.ts";
import { draftPayloads } from "../src/formats/link/share.ts";
import { decodeImage } from "../src/images/decode-image.ts";

/** An image file, and the shipped network that is asked about it. */
export interface Pictured {
  readonly path: string;
  readonly model: string;
}

const shipped = (path: string): string => fileURLToPath(new URL(`../public/${path}`, import.meta.url));

/** Every sample that ships, with each network that it is listed for. */
export function samples(): Pictured[] {
  const listed = JSON.parse(readFileSync(shipped("samples/index.json"), "utf8")) as { file: string; model: string }[];
  return listed.map(({ file, model }) => ({ path: shipped(`samples/${file}`), model }));
}

/** WebP as browsers write it: both are libwebp. */
const webp: EncodeWebp = async ({ width, height, rgb }, quality) =>
  new Uint8Array(
    await sharp(rgb, { raw: { width, height, channels: 3 } })
      .webp({ quality: 100 * quality })
      .toBuffer(),
  );

/** The pictures of images, each by its network's usual question with so many rows and columns, and how sure they are. */
export async function* picturesOf(
  images: readonly Pictured[],
  rows: number,
  cols: number,
): AsyncGenerator<{ readonly image: Pictured; readonly snapshot: Snapshot }> {
  for (const name of new Set(images.map(({ model }) => model))) {
    const model = await readModel(shipped(`models/${name}.json`), process.cwd(), { replicates: true });
    const { manifest } = model;
    const engine = await openEngine(model, () => undefined);
    const grid = manifest.truth ?? { rows, cols };
    for (const image of images.filter(({ model: of }) => of === name)) {
      const pixels = await decodeFile(image.path, manifest.input);
      const question = {
        rather: null,
        crop: null,
        rows: grid.rows,
        cols: grid.cols,
        picked: null,
        target: "auto",
        baseline: manifest.truth?.baseline ?? "mean",
        ...DEFAULT_DECOMPOSE,
        kappaOf: "noise",
        tauFraction: DEFAULT_TAU_FRACTION,
        sample: null,
        certainty: true,
        values: false,
      } as const;
      const exploration = await explainImage(pixels, question, { model }, engine, {
        signal: new AbortController().signal,
      });
      yield {
        image,
        snapshot: snapshotOf(exploration, snapshotModel({ manifest }), { name: basename(image.path), pixels }),
      };
    }
  }
}

/** Characters of a picture's payload without its image and with a lossy one, and how far effects are off, as a share of their layer's largest. */
export interface LinkLength {
  readonly none: number;
  readonly lossy: number;
  readonly effectError: number;
  /** Of the lossy image. */
  readonly quality: number;
}

/** How long the links of a picture are. */
export async function linkLength(snapshot: Snapshot): Promise<LinkLength> {
  const decode: Parameters<typeof draftPayloads>[1] = (file, fit) => decodeImage(file, fit, codecs);
  const { drafts } = await draftPayloads(snapshot, decode, webp);
  const [lossy, none] = ["small", "none"].map((kind) => drafts.find(({ image }) => image === kind)!);
  const { effectError } = none!;
  return {
    none: none!.payload.length,
    lossy: lossy!.payload.length,
    effectError,
    quality: lossy!.lossy!.quality,
  };
}
