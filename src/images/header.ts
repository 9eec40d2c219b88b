import type { Codecs } from "./codecs.ts";
import type { Rgba } from "./rgba.ts";

/** What a file's headers say, read without decoding a pixel. */
export interface Header {
  /** As stored, before it is turned; within the limits. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientations, to be applied one after the other. */
  readonly turns: readonly number[];
  /** Decodes what they describe, to that very size. Rejects with ImageError `damaged`. */
  decode(codecs: Codecs): Promise<Rgba> | Rgba;
}

/** The bytes of a file as numbers. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Four letters that name a part of a file. */
export const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
