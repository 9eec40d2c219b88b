import type { Fit, Pixels } from "../core/resize.ts";
import type { Mortal } from "../platform/mortal.ts";

/** The formats that are read, told by content, never by name. */
export type ImageFormat = "jpeg" | "png" | "webp" | "avif" | "gif";

/** An image file as a network sees it. */
export interface DecodedImage {
  /** Fitted to the network's input. */
  readonly pixels: Pixels;
  /** "heic": by the platform's own decoder. */
  readonly format: ImageFormat | "heic";
  /** Size of the file's own image in pixels, after its EXIF orientation. */
  readonly originalWidth: number;
  readonly originalHeight: number;
}

/** The decoding worker. */
export interface DecodeWorkerApi extends Mortal {
  /** Reads an image file and fits it to a network's input; throws ImageError. */
  decode(file: Blob, fit: Fit): Promise<DecodedImage>;
}

/** Reads image files off the main thread. */
export interface ImageDecoder {
  /** Fits an image file to a network's input; throws ImageError. */
  decode(file: Blob, fit: Fit, signal?: AbortSignal): Promise<DecodedImage>;
  dispose(): void;
}
