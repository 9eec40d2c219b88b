import type { Fit } from "../core/resize.ts";
import type { Computation } from "../jobs/computation.ts";
import { identityOf } from "../jobs/identity.ts";
import type { DecodedImage, ImageDecoder } from "./protocol.ts";

/** An image file, and what it is fitted to. */
export interface DecodeInput {
  readonly file: Blob;
  readonly fit: Fit;
}

/** An image file as a network sees it; rejects with ImageError. */
export const decodeFile = ({ decode }: Pick<ImageDecoder, "decode">): Computation<DecodeInput, DecodedImage> => ({
  id: "decode",
  key: ({ file, fit }) => JSON.stringify([identityOf(file), fit]),
  run: ({ file, fit }, { signal }) => decode(file, fit, signal),
});
