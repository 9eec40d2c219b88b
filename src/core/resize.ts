/** An image as a network takes it: `rgb` is `[height·width·3]`, sRGB, 0 … 255, rows from the top, no alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * How an image of another shape is brought to a network's input: its centre in the input's shape; all of it, out of proportion; all of it in
 * proportion, with black beside or above and below it.
 */
export const RESIZE_RULES = ["centre-crop", "squash", "letterbox"] as const;
export type ResizeRule = (typeof RESIZE_RULES)[number];

/** A part of an image that somebody chose, in whole pixels of it: `size` wide, and in the shape of the network's input. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** A network's input size, pixels, and how images are brought to it; "within": all of it in proportion, no larger than that and than it is. */
export interface Fit {
  readonly width: number;
  readonly height: number;
  readonly resize: ResizeRule | "within";
  /** The part that is taken in place of what the rule takes. */
  readonly crop?: Crop;
}

/** A rectangle of whole pixels. */
export interface CropRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * How one axis is resampled: output i is Σ_k weights[i·taps + k]·input[start[i] + k] / total, k < taps.
 * Weights are whole numbers, so that sums are exact and the rounding at the end is the only one.
 */
interface Axis {
  readonly taps: number;
  readonly start: Int32Array;
  readonly weights: Float64Array;
  readonly total: number;
}

function checkSize(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${name} must be an integer of 1 or more, got ${value}`);
}

/**
 * The largest centred rectangle of whole pixels with the output's aspect (to the nearest pixel).
 *
 * @throws RangeError unless all four sizes are integers of 1 or more.
 */
export function centreCrop(width: number, height: number, outWidth: number, outHeight: number): CropRect {
  checkSize("width", width);
  checkSize("height", height);
  checkSize("outWidth", outWidth);
  checkSize("outHeight", outHeight);
  const wide = width * outHeight > height * outWidth;
  const cropWidth = wide ? Math.max(1, Math.round((height * outWidth) / outHeight)) : width;
  const cropHeight = wide ? height : Math.max(1, Math.round((width * outHeight) / outWidth));
  return {
    left: Math.floor((width - cropWidth) / 2),
    top: Math.floor((height - cropHeight) / 2),
    width: cropWidth,
    height: cropHeight,
  };
}

/**
 * The pixels of a crop: moved, and where it is too large made smaller, as far as it takes to lie within the image.
 *
 * @throws RangeError unless all sizes are integers of 1 or more and the place is one of integers.
 */
export function cropRect(
  { x, y, size }: Crop,
  width: number,
  height: number,
  outWidth: number,
  outHeight: number,
): CropRect {
  for (const [name, value] of Object.entries({ width, height, outWidth, outHeight, size })) checkSize(name, value);
  if (!Number.isInteger(x) || !Number.isInteger(y))
    throw new RangeError(`a crop's place must be of integers, got ${x}, ${y}`);
  const largest = centreCrop(width, height, outWidth, outHeight);
  const across = Math.min(size, largest.width);
  const down =
    across === largest.width
      ? largest.height
      : Math.min(largest.height, Math.max(1, Math.round((across * outHeight) / outWidth)));
  return {
    left: Math.max(0, Math.min(x, width - across)),
    top: Math.max(0, Math.min(y, height - down)),
    width: across,
    height: down,
  };
}

/** Exact area averaging: output i covers the inputs [i·size/count, (i + 1)·size/count); weights in units of 1/count of a pixel. */
function areaAxis(size: number, count: number): Axis {
  const taps = size % count === 0 ? size / count : Math.min(size, Math.ceil(size / count) + 1);
  const start = new Int32Array(count);
  const weights = new Float64Array(count * taps);
  for (let i = 0; i < count; i++) {
    start[i] = Math.min(Math.floor((i * size) / count), size - taps);
    for (let k = 0; k < taps; k++) {
      const pixel = start[i] + k;
      const overlap = Math.min((i + 1) * size, (pixel + 1) * count) - Math.max(i * size, pixel * count);
      weights[i * taps + k] = Math.max(0, overlap);
    }
  }
  return { taps, start, weights, total: size };
}

/** Bilinear: output i looks at (i + ½)·size/count − ½, clamped to the first and last pixel; weights in units of 1/(2·count). */
function bilinearAxis(size: number, count: number): Axis {
  const taps = Math.min(size, 2);
  const start = new Int32Array(count);
  const weights = new Float64Array(count * taps);
  for (let i = 0; i < count; i++) {
    const position = Math.min(Math.max((2 * i + 1) * size - count, 0), 2 * count * (size - 1));
    start[i] = Math.min(Math.floor(position / (2 * count)), size - taps);
    const right = position - 2 * count * start[i];
    weights[i * taps] = 2 * count - right;
    if (taps === 2) weights[i * taps + 1] = right;
  }
  return { taps, start, weights, total: 2 * count };
}

/**
 * Lays one row of the crop over white and resamples it: per output pixel Σ weight·(colour·alpha + 255·(255 − alpha)).
 * Writes `sums` `[outWidth·3]`; each is 255·axis.total times the colour.
 */
function resampleRow(rgba: Uint8Array | Uint8ClampedArray, rowStart: number, axis: Axis, sums: Float64Array): void {
  const { taps, start, weights } = axis;
  for (let i = 0, w = 0; i < start.length; i++) {
    let red = 0,
      green = 0,
      blue = 0;
    for (let k = 0, p = rowStart + 4 * start[i]; k < taps; k++, p += 4, w++) {
      const alpha = rgba[p + 3];
      const ink = weights[w] * alpha;
      const white = weights[w] * (255 - alpha) * 255;
      red += ink * rgba[p] + white;
      green += ink * rgba[p + 1] + white;
      blue += ink * rgba[p + 2] + white;
    }
    sums[3 * i] = red;
    sums[3 * i + 1] = green;
    sums[3 * i + 2] = blue;
  }
}

/**
 * A decoded image as a network takes it, by one function for page and command line: alpha over white, brought to the input's shape by its
 * rule, or by the crop that was chosen in its place, then per axis exact area averaging when shrinking and bilinear interpolation when enlarging, on sRGB values as training pipelines do.
 *
 * All sums are exact whole numbers; only the last step rounds (halves up), so every platform gives the same bytes.
 * Costs one pass over what is used of the input, and memory of the output's size.
 *
 * @param rgba `[height·width·4]`, 0 … 255, alpha not premultiplied; not changed.
 * @throws RangeError when a size is not an integer of 1 or more or `rgba` has another length than height·width·4.
 */
export function fitImage(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number, fit: Fit): Pixels {
  if (fit.crop !== undefined) {
    const rect = cropRect(fit.crop, width, height, fit.width, fit.height);
    return resample(rgba, width, height, rect, fit.width, fit.height);
  }
  switch (fit.resize) {
    case "within": {
      const share = Math.min(1, fit.width / width, fit.height / height);
      const [across, down] = [width, height].map((side) => Math.max(1, Math.round(share * side)));
      return resample(rgba, width, height, { left: 0, top: 0, width, height }, across!, down!);
    }
    case "centre-crop":
      return cropAndResize(rgba, width, height, fit.width, fit.height);
    case "squash":
      return resample(rgba, width, height, { left: 0, top: 0, width, height }, fit.width, fit.height);
    case "letterbox": {
      const inner = centreCrop(fit.width, fit.height, width, height);
      const whole = resample(rgba, width, height, { left: 0, top: 0, width, height }, inner.width, inner.height);
      const rgb = new Uint8Array(fit.width * fit.height * 3);
      for (let y = 0; y < inner.height; y++)
        rgb.set(
          whole.rgb.subarray(y * inner.width * 3, (y + 1) * inner.width * 3),
          ((inner.top + y) * fit.width + inner.left) * 3,
        );
      return { width: fit.width, height: fit.height, rgb };
    }
  }
}

/** `fitImage` by the rule "centre-crop". */
export function cropAndResize(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  outWidth: number,
  outHeight: number,
): Pixels {
  return resample(rgba, width, height, centreCrop(width, height, outWidth, outHeight), outWidth, outHeight);
}

/** A part of an image over white, at another size. Errors as in `fitImage`. */
function resample(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  crop: CropRect,
  outWidth: number,
  outHeight: number,
): Pixels {
  for (const [name, value] of Object.entries({ width, height, outWidth, outHeight })) checkSize(name, value);
  if (rgba.length !== width * height * 4) {
    throw new RangeError(`rgba must have ${width}·${height}·4 = ${width * height * 4} values, got ${rgba.length}`);
  }
  const across = outWidth < crop.width ? areaAxis(crop.width, outWidth) : bilinearAxis(crop.width, outWidth);
  const down = outHeight < crop.height ? areaAxis(crop.height, outHeight) : bilinearAxis(crop.height, outHeight);
  const stride = outWidth * 3;
  const rgb = new Uint8Array(outHeight * stride);
  const sums = new Float64Array(stride);
  // Neighbouring output rows share at most their boundary row (shrinking) or two rows (enlarging): keep the last two resampled rows.
  const rows = [new Float64Array(stride), new Float64Array(stride)];
  const held = [-1, -1];
  const whole = 255 * across.total * down.total;
  for (let y = 0; y < outHeight; y++) {
    sums.fill(0);
    for (let k = 0; k < down.taps; k++) {
      const weight = down.weights[y * down.taps + k];
      if (weight === 0) continue;
      const source = down.start[y] + k;
      const row = rows[source & 1];
      if (held[source & 1] !== source) {
        resampleRow(rgba, 4 * ((crop.top + source) * width + crop.left), across, row);
        held[source & 1] = source;
      }
      for (let i = 0; i < stride; i++) sums[i] += weight * row[i];
    }
    for (let i = 0; i < stride; i++) rgb[y * stride + i] = Math.floor((2 * sums[i] + whole) / (2 * whole));
  }
  return { width: outWidth, height: outHeight, rgb };
}
