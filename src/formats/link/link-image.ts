import { ImageError } from "../../images/errors.ts";
import type { DecodedImage } from "../../images/protocol.ts";
import { encodePng } from "../../images/png.ts";
import { fitImage, type Fit, type Pixels } from "../../core/resize.ts";
import { LinkError } from "./errors.ts";
import type { LinkImage } from "./payload.ts";

/** How much of a lossy copy is kept: its size as a share of the network's, and WebP's quality. */
interface Keeping {
  readonly size: number;
  readonly quality: number;
}

/** From the coarsest to the finest. What is small anyway keeps its size. */
const KEEPINGS: readonly Keeping[] = [
  { size: 0.5, quality: 0.1 },
  { size: 0.5, quality: 0.3 },
  { size: 0.75, quality: 0.3 },
  { size: 1, quality: 0.3 },
  { size: 1, quality: 0.4 },
  { size: 1, quality: 0.5 },
  { size: 1, quality: 0.6 },
  { size: 1, quality: 0.7 },
  { size: 1, quality: 0.8 },
  { size: 1, quality: 0.9 },
];

/** Qualities of a lossy copy go from 1 to this. */
export const QUALITIES = KEEPINGS.length;

/** At this quality a lossy copy shows what there is to see and takes about a third of the pixels' own size. */
export const USUAL_QUALITY = 6;

/** Images of at most so many pixels a side are never made smaller. */
const SMALL_SIDE = 96;

/** At this quality browsers that encode WebP encode it without loss. */
const LOSSLESS_QUALITY = 1;

/** An image's pixels as a lossy WebP of a quality from 0 to 1, or null where the platform cannot make one. */
export type EncodeWebp = (pixels: Pixels, quality: number) => Promise<Uint8Array | null>;

/** Reads an image file at its own size, off the page's thread. */
export type Decode = (file: Blob, fit: Fit) => Promise<DecodedImage>;

const blobOf = ({ bytes, format }: Pick<LinkImage, "bytes" | "format">): Blob =>
  new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${format}` });

/** By the browser's canvas. */
export const webp: EncodeWebp = async ({ width, height, rgb }, quality) => {
  if ((globalThis as Partial<typeof globalThis>).OffscreenCanvas === undefined) return null;
  const context = new OffscreenCanvas(width, height).getContext("2d")!;
  const data = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.data.set(rgb.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
    data.data[4 * pixel + 3] = 255;
  }
  context.putImageData(data, 0, 0);
  const blob = await context.canvas.convertToBlob({ type: "image/webp", quality });
  return blob.type === "image/webp" ? new Uint8Array(await blob.arrayBuffer()) : null;
};

/** The pixels in a link's image; LinkError `damaged` where it is not of that size (a lossy copy may be smaller), or no image; rejects as `decode` does where that cannot work. */
export async function pixelsOf(image: LinkImage, width: number, height: number, decode: Decode): Promise<Pixels> {
  const decoded = await decode(blobOf(image), { width, height, resize: "squash" }).catch((cause: unknown) => {
    // A decoder that could not work says nothing about the image.
    if (!(cause instanceof ImageError) || cause.code === "no-room" || cause.code === "decoder-missing") throw cause;
    throw new LinkError("damaged", {}, { cause });
  });
  const [across, down] = [width - decoded.originalWidth, height - decoded.originalHeight];
  if (image.exact ? across !== 0 || down !== 0 : across < 0 || down < 0) throw new LinkError("damaged");
  return decoded.pixels;
}

/** The very pixels as a small file: WebP where it is seen to come back without loss, else PNG, as also where no WebP can be decoded. */
export async function exactImage(pixels: Pixels, decode: Decode): Promise<LinkImage> {
  const bytes = await webp(pixels, LOSSLESS_QUALITY);
  if (bytes !== null) {
    const image = { bytes, format: "webp", exact: true } as const;
    const back = await pixelsOf(image, pixels.width, pixels.height, decode).catch(() => null);
    if (back?.rgb.every((value, i) => value === pixels.rgb[i])) return image;
  }
  return { bytes: await encodePng(pixels), format: "png", exact: true };
}

/** A smaller file that only looks like the pixels, of a quality from 1 to QUALITIES, or null where the browser cannot make one. */
export async function lossyImage(
  pixels: Pixels,
  quality: number,
  encode: EncodeWebp = webp,
): Promise<LinkImage | null> {
  const keeping = KEEPINGS[quality - 1]!;
  const { width, height } = pixels;
  const share = Math.max(width, height) <= SMALL_SIDE ? 1 : keeping.size;
  const [across, down] = [width, height].map((side) => Math.max(1, Math.round(share * side)));
  const bytes = await encode(smaller(pixels, across!, down!), keeping.quality);
  return bytes === null ? null : { bytes, format: "webp", exact: false };
}

function smaller(pixels: Pixels, width: number, height: number): Pixels {
  if (width === pixels.width && height === pixels.height) return pixels;
  const rgba = new Uint8Array(pixels.width * pixels.height * 4).fill(255);
  for (let pixel = 0; pixel < pixels.width * pixels.height; pixel++)
    rgba.set(pixels.rgb.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  return fitImage(rgba, pixels.width, pixels.height, { width, height, resize: "squash" });
}
