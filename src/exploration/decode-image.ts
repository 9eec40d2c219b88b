import { cropAndResize, type Pixels } from "../core/resize.ts";
import { ImageError } from "../inference/errors.ts";
import type { DecodedImage, ImageFormat } from "../inference/protocol.ts";
import { checkImageSize, imageSizeOf, sniffImage } from "./image-format.ts";

/** A file's beginning that holds its format and, but for photographs with very long comments, its size. */
const HEAD_BYTES = 2 ** 20;

/** Pixels read back at a time: some browsers refuse a canvas as large as a photograph. */
const STRIP_PIXELS = 2 ** 22;

/**
 * Reads an image file in a browser's worker and fits it to width x height: EXIF orientation applied, the first frame of an
 * animation, colour profiles ignored (networks are trained on the stored numbers, and browsers convert each their own way).
 * Throws ImageError.
 */
export async function decodeImage(file: Blob, width: number, height: number): Promise<DecodedImage> {
  const head = await headOf(file);
  const format = sniffImage(head);
  const declared = imageSizeOf(head, format);
  if (declared !== null) checkImageSize(declared.width, declared.height, format);
  const bitmap = await bitmapOf(file, format);
  try {
    checkImageSize(bitmap.width, bitmap.height, format);
    const pixels = fitted(bitmap, width, height);
    return { pixels, format, originalWidth: bitmap.width, originalHeight: bitmap.height };
  } finally {
    bitmap.close();
  }
}

async function headOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  } catch (cause) {
    throw new ImageError("unreadable", {}, { cause });
  }
}

/** Only memory can fail here: that of the browser, of its canvas, or of this worker. */
function fitted(bitmap: ImageBitmap, width: number, height: number): Pixels {
  try {
    return cropAndResize(rgbaOf(bitmap), bitmap.width, bitmap.height, width, height);
  } catch (cause) {
    throw new ImageError("no-room", {}, { cause });
  }
}

async function bitmapOf(file: Blob, format: ImageFormat): Promise<ImageBitmap> {
  try {
    // The type said by the file's name may be wrong; its content is known by now.
    const typed = file.slice(0, file.size, `image/${format}`);
    return await createImageBitmap(typed, { imageOrientation: "from-image", colorSpaceConversion: "none" });
  } catch (cause) {
    throw new ImageError("damaged", { format }, { cause });
  }
}

/**
 * [height · width · 4], the bitmap's sRGB bytes over white, read strip by strip. White comes first because a canvas keeps colours
 * multiplied by their alpha: reading transparent pixels back would divide the rounded product again, each browser its own way.
 */
function rgbaOf(bitmap: ImageBitmap): Uint8ClampedArray {
  const { width, height } = bitmap;
  const stripHeight = Math.min(height, Math.max(1, Math.floor(STRIP_PIXELS / width)));
  const context = new OffscreenCanvas(width, stripHeight).getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = "#fff";
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let top = 0; top < height; top += stripHeight) {
    const rows = Math.min(stripHeight, height - top);
    context.fillRect(0, 0, width, stripHeight);
    context.drawImage(bitmap, 0, -top);
    rgba.set(context.getImageData(0, 0, width, rows).data, top * width * 4);
  }
  return rgba;
}
