import { ImageError } from "../../images/errors.ts";
import type { DecodedImage } from "../../images/protocol.ts";
import { encodePng } from "../../images/png.ts";
import type { Fit, Pixels } from "../../core/resize.ts";
import { LinkError } from "./errors.ts";
import type { LinkImage } from "./payload.ts";

/** WebP at this quality shows what there is to see and takes about a third of the pixels' own size. */
const SMALL_QUALITY = 0.5;

/** At this quality browsers that encode WebP encode it without loss. */
const LOSSLESS_QUALITY = 1;

/** Reads an image file at its own size, off the page's thread. */
export type Decode = (file: Blob, fit: Fit) => Promise<DecodedImage>;

const blobOf = ({ bytes, format }: Pick<LinkImage, "bytes" | "format">): Blob =>
  new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${format}` });

/** The pixels as WebP, or null where the browser cannot encode it. */
async function webp({ width, height, rgb }: Pixels, quality: number): Promise<Uint8Array | null> {
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
}

/** The pixels in a link's image; LinkError `damaged` where it is not of that size, or no image; rejects as `decode` does where that cannot work. */
export async function pixelsOf(image: LinkImage, width: number, height: number, decode: Decode): Promise<Pixels> {
  const decoded = await decode(blobOf(image), { width, height, resize: "squash" }).catch((cause: unknown) => {
    // A decoder that could not work says nothing about the image.
    if (!(cause instanceof ImageError) || cause.code === "no-room" || cause.code === "decoder-missing") throw cause;
    throw new LinkError("damaged", {}, { cause });
  });
  if (decoded.originalWidth !== width || decoded.originalHeight !== height) throw new LinkError("damaged");
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

/** A smaller file that only looks like the pixels, or null where the browser cannot make one. */
export async function smallImage(pixels: Pixels): Promise<LinkImage | null> {
  const bytes = await webp(pixels, SMALL_QUALITY);
  return bytes === null ? null : { bytes, format: "webp", exact: false };
}
