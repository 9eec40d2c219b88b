import { CodedError, carry } from "../platform/coded-error.ts";
import type { ImageFormat } from "./protocol.ts";

/**
 * What can be wrong with a file that should be an image:
 * `unreadable`: the browser gives none of its bytes, as of a folder or of a file that is gone; `empty`: no bytes; `svg`: a drawing without pixels; `not-an-image`: the bytes are of no known image format;
 * `network`: a network or its weights, of a format that is known by its content (`context.format`);
 * `unsupported-format`: an image, of a format not read here (`context.format`);
 * `too-large`: more pixels than are taken (`context.width`, `.height`, `.megapixelsMax`, `.sideMax`); `too-many-bytes`: a larger file than is taken (`context.megabytesMax`);
 * `slow-scans`: a JPEG that goes over its pixels more often than is waited for (`context.width`, `.height`, `.scansMax`); `slow-avif`: an AVIF that takes longer to decode than is waited for
 * (`context.megapixels`, `.megabytes`, `.megapixelsMax`);
 * `damaged`: it begins like an image, but cannot be decoded (`context.format`);
 * `decoder-missing`: what decodes its format could not be fetched (`context.format`);
 * `no-room`: this browser has not the memory to decode it;
 * `left-out`: it did not come along with the picture that it belongs to.
 */
export type ImageErrorCode =
  | "left-out"
  | "unreadable"
  | "no-room"
  | "empty"
  | "svg"
  | "network"
  | "not-an-image"
  | "unsupported-format"
  | "too-large"
  | "too-many-bytes"
  | "slow-scans"
  | "slow-avif"
  | "decoder-missing"
  | "damaged";

/** An expected failure of reading an image. */
export class ImageError extends CodedError<ImageErrorCode> {
  override readonly name = "ImageError";
}
carry("ImageError", ImageError);

/** What is said of a file that begins like an image and cannot be decoded. */
export const damaged = (format: ImageFormat, cause?: unknown): ImageError =>
  new ImageError("damaged", { format }, cause === undefined ? {} : { cause });
