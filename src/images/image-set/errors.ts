import { CodedError, carry } from "../../platform/coded-error.ts";

/**
 * What can be wrong with a set of images:
 * `no-images`: there is none among the files; `too-many-files`: more than are taken (`context.most`); `too-many-bytes`: more than are taken, zips unpacked
 * (`context.megabytesMax`); `zip-damaged`: it cannot be unpacked to its end, or is encrypted (`context.name`); `zip-file-too-large`: a file in it is larger unpacked than
 * is taken (`context.name`, `.megabytesMax`); `zip-bomb`: a file in it unpacks to far more than images do (`context.name`).
 */
export type ImageSetErrorCode =
  "no-images" | "too-many-files" | "too-many-bytes" | "zip-damaged" | "zip-file-too-large" | "zip-bomb";

/** An expected failure of taking in many images. */
export class ImageSetError extends CodedError<ImageSetErrorCode> {
  override readonly name = "ImageSetError";
}
carry("ImageSetError", ImageSetError);
