import { cropRect, fitImage, type Crop, type Fit, type Pixels } from "../src/core/resize.ts";
import { ImageError } from "../src/images/errors.ts";
import type { Rgba } from "../src/images/rgba.ts";
import { InputError } from "./failure.ts";

/** A decoded image as a network takes it; throws InputError `crop-outside` where it is to be cropped to what it has not. */
export function fitted(image: Rgba, fit: Fit): Pixels {
  if (fit.crop !== undefined) checkCrop(fit.crop, image, fit);
  return fitImage(image.rgba, image.width, image.height, fit);
}

/** The page moves a crop that does not fit; here it was typed for this very image. */
function checkCrop(crop: Crop, { width, height }: Rgba, fit: Fit): void {
  const rect = cropRect(crop, width, height, fit.width, fit.height);
  if (rect.left !== crop.x || rect.top !== crop.y || rect.width !== crop.size)
    throw new InputError("crop-outside", { value: `${crop.x},${crop.y},${crop.size}`, width, height });
}

/** An image's error that tells its path. */
export function decodingErrorOf(error: ImageError, path: string): ImageError {
  return new ImageError(error.code, { path, ...error.context }, { cause: error });
}
