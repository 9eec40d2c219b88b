import type { ModelManifest } from "./manifest.ts";

/**
 * One image as the network takes it.
 *
 * `rgb`: [height · width · 3], row-major, red green blue, 0..255, whole numbers or not. Returns [3 · height · width],
 * (x / 255 − mean) / std per channel, channels in the manifest's order. RangeError on a wrong length.
 */
export function toTensor(
  rgb: ArrayLike<number>,
  manifest: Pick<ModelManifest, "input" | "preprocessing">,
): Float32Array<ArrayBuffer> {
  const { width, height } = manifest.input;
  const { order, mean, std } = manifest.preprocessing;
  const pixels = width * height;
  if (rgb.length !== pixels * 3)
    throw new RangeError(`expected ${width} x ${height} x 3 = ${pixels * 3} values, got ${rgb.length}`);
  const tensor = new Float32Array(pixels * 3);
  for (let channel = 0; channel < 3; channel++) {
    const source = order === "RGB" ? channel : 2 - channel;
    const gain = 1 / (255 * std[channel]!);
    const shift = mean[channel]! / std[channel]!;
    const plane = channel * pixels;
    for (let i = 0; i < pixels; i++) tensor[plane + i] = rgb[i * 3 + source]! * gain - shift;
  }
  return tensor;
}
