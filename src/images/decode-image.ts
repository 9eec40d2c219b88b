import { ImageError } from "./errors.ts";
import type { DecodedImage } from "./protocol.ts";
import { fitImage, type Fit } from "../core/resize.ts";
import { FORMAT_BYTES, HEIC, sniffImage } from "./image-format.ts";
import type { Codecs } from "./codecs.ts";
import { checkFileSize, checkImageSize } from "./limits.ts";
import type { PlatformDecoder } from "./platform-image.ts";
import { readImage } from "./read-image.ts";
import type { Rgba } from "./rgba.ts";

/**
 * Reads an image file and fits it to a network's input, as `readImage` does: what is no image, or too large, is told before all of it is
 * in memory. HEIC, which has no decoder here, is the platform's to decode, where it can. Throws ImageError.
 */
export async function decodeImage(
  file: Blob,
  fit: Fit,
  codecs: Codecs,
  platform: PlatformDecoder = async () => null,
): Promise<DecodedImage> {
  const { format, rgba, width, height } = await readFile(file, codecs, platform);
  try {
    return { pixels: fitImage(rgba, width, height, fit), format, originalWidth: width, originalHeight: height };
  } catch (cause) {
    throw new ImageError("no-room", {}, { cause });
  }
}

async function readFile(
  file: Blob,
  codecs: Codecs,
  platform: PlatformDecoder,
): Promise<Rgba & Pick<DecodedImage, "format">> {
  try {
    sniffImage(await bytesOf(file.slice(0, FORMAT_BYTES)));
  } catch (error) {
    if (!(error instanceof ImageError) || error.context["format"] !== HEIC) throw error;
    checkFileSize(file.size);
    const image = await platform(file);
    if (image === null) throw error;
    checkImageSize(image.width, image.height, "heic");
    return { ...image, format: "heic" };
  }
  checkFileSize(file.size);
  return readImage(await bytesOf(file), codecs);
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new ImageError("unreadable", {}, { cause });
  }
}
