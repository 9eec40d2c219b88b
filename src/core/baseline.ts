import { NO_PLAYER, playerOfPixel, type Players } from "./patches.ts";
import type { Pixels } from "./resize.ts";

/** Every choice of what stands where a patch is hidden. */
export const BASELINES = ["mean", "zero", "blur", "image-mean"] as const;

/** What stands where a patch is hidden: the data set's mean colour, black, the image itself blurred, or the image's own mean colour. */
export type BaselineKind = (typeof BASELINES)[number];

/**
 * Standard deviation of the blur, as a share of the image's shorter side: half a patch of the finest grid (4x4), so that what is within a patch
 * is washed out while its overall colour stays.
 */
export const BLUR_SIGMA_SHARE = 1 / 8;

/** The blur's kernel ends here: beyond four standard deviations lies 6e-5 of a Gaussian, less than a grey level. */
const BLUR_REACH_SIGMAS = 4;

/** A Gaussian of standard deviation `sigma` pixels at −reach … +reach, summing to 1. */
function gaussian(sigma: number): Float64Array {
  const reach = Math.ceil(BLUR_REACH_SIGMAS * sigma);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/** Index −1 is 0, −2 is 1, size is size − 1: the image and its mirror, repeated, so that a blur neither darkens edges nor moves the mean. */
function mirrored(index: number, size: number): number {
  const within = ((index % (2 * size)) + 2 * size) % (2 * size);
  return within < size ? within : 2 * size - 1 - within;
}

/**
 * Blurs `count` lines of `size` samples: sample i of line j, channel c is read at `lineStep·j + sampleStep·i + c`.
 * Returns a new array in the same layout; `from` is not changed.
 */
function blurLines(
  from: ArrayLike<number>,
  kernel: Float64Array,
  size: number,
  sampleStep: number,
  count: number,
  lineStep: number,
): Float64Array {
  const reach = (kernel.length - 1) / 2;
  const to = new Float64Array(from.length);
  for (let i = 0; i < size; i++) {
    for (let k = -reach; k <= reach; k++) {
      const source = mirrored(i + k, size) * sampleStep;
      const weight = kernel[k + reach];
      for (let j = 0; j < count; j++) {
        const line = j * lineStep;
        for (let c = 0; c < 3; c++) to[line + i * sampleStep + c] += weight * from[line + source + c];
      }
    }
  }
  return to;
}

function blurred({ width, height, rgb }: Pixels): Float32Array {
  const kernel = gaussian(BLUR_SIGMA_SHARE * Math.min(width, height));
  const across = blurLines(rgb, kernel, width, 3, height, 3 * width);
  return Float32Array.from(blurLines(across, kernel, height, 3 * width, width, 3));
}

function imageMean({ rgb }: Pixels): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < rgb.length; i++) sum[i % 3] += rgb[i];
  const count = rgb.length / 3;
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

function filled(length: number, colour: readonly [number, number, number]): Float32Array {
  const pixels = new Float32Array(length);
  for (let i = 0; i < length; i++) pixels[i] = colour[i % 3];
  return pixels;
}

/**
 * The image that hidden patches are taken from. The paper's choice is `mean`, the data set's mean (its footnote 4).
 *
 * `blur` costs O(width·height·side); the others one pass. Nothing is changed.
 *
 * @param datasetMean red, green, blue, each 0 … 1.
 * @returns `[height·width·3]`, 0 … 255, not rounded.
 * @throws RangeError when the kind is unknown, the image's length is not height·width·3, or a mean is outside 0 … 1.
 */
export function baselinePixels(
  kind: BaselineKind,
  image: Pixels,
  datasetMean: readonly [number, number, number],
): Float32Array {
  const { width, height, rgb } = image;
  if (!Number.isInteger(width) || width < 1)
    throw new RangeError(`width must be an integer of 1 or more, got ${width}`);
  if (!Number.isInteger(height) || height < 1)
    throw new RangeError(`height must be an integer of 1 or more, got ${height}`);
  if (rgb.length !== width * height * 3)
    throw new RangeError(`rgb must have ${width}·${height}·3 = ${width * height * 3} values, got ${rgb.length}`);
  if (datasetMean.length !== 3) throw new RangeError(`datasetMean must have 3 values, got ${datasetMean.length}`);
  for (const mean of datasetMean) {
    if (!(mean >= 0 && mean <= 1)) throw new RangeError(`datasetMean must lie between 0 and 1, got ${mean}`);
  }
  switch (kind) {
    case "mean":
      return filled(rgb.length, [255 * datasetMean[0], 255 * datasetMean[1], 255 * datasetMean[2]]);
    case "zero":
      return new Float32Array(rgb.length);
    case "image-mean":
      return filled(rgb.length, imageMean(image));
    case "blur":
      return blurred(image);
    default:
      throw new RangeError(`kind must be mean, zero, blur or image-mean, got ${String(kind)}`);
  }
}

/**
 * The image with no player shown: the baseline, and in cells that are always shown the image itself. Costs what `baselinePixels` does.
 *
 * @returns `[height·width·3]`, 0 … 255, not rounded.
 * @throws RangeError as `baselinePixels` does.
 */
export function nothingShown(
  kind: BaselineKind,
  image: Pixels,
  players: Players,
  datasetMean: readonly [number, number, number],
): Float32Array {
  const pixels = baselinePixels(kind, image, datasetMean);
  if (players.picked?.others !== "shown") return pixels;
  playerOfPixel(players).forEach((player, pixel) => {
    if (player === NO_PLAYER) pixels.set(image.rgb.subarray(3 * pixel, 3 * pixel + 3), 3 * pixel);
  });
  return pixels;
}
