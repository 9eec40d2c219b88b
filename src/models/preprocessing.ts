import { roundedTo } from "./elements.ts";
import { channelCount, inputSize, type InputSpec } from "./spec/input.ts";

/** Shares of red, green and blue in grey: the luma of ITU-R BT.601, as image libraries take it. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Where the numbers of a pixel lie in a tensor: channel c of pixel i at i · pixelStep + c · channelStep. */
export interface Strides {
  readonly channels: number;
  readonly pixelStep: number;
  readonly channelStep: number;
}

/** The strides of an input of this layout. */
export function stridesOf(input: Pick<InputSpec, "width" | "height" | "layout" | "channels">): Strides {
  const channels = channelCount(input);
  return input.layout === "NCHW"
    ? { channels, pixelStep: 1, channelStep: input.width * input.height }
    : { channels, pixelStep: channels, channelStep: 1 };
}

/**
 * One image as the network takes it.
 *
 * `rgb`: [height · width · 3], row-major, red green blue, 0..255, whole numbers or not. Returns the input's numbers in its layout and order of
 * channels: x brought to the input's range, less the mean, divided by the deviation, and rounded to what an input of integers can be. `noise`
 * [height · width · channels], in shares of the range, is added before that; red, green, blue whatever their order in the input. RangeError on a
 * wrong length.
 */
export function toTensor(
  rgb: ArrayLike<number>,
  input: InputSpec,
  noise: ArrayLike<number> | null = null,
): Float32Array<ArrayBuffer> {
  const { width, height, range, mean, std } = input;
  const pixels = width * height;
  if (rgb.length !== pixels * 3)
    throw new RangeError(`expected ${width} x ${height} x 3 = ${pixels * 3} values, got ${rgb.length}`);
  if (noise !== null && noise.length !== inputSize(input))
    throw new RangeError(`expected ${inputSize(input)} values of noise, got ${noise.length}`);
  const tensor = new Float32Array(inputSize(input));
  const { channels, pixelStep, channelStep } = stridesOf(input);
  const [black, white] = range;
  for (let channel = 0; channel < channels; channel++) {
    const gain = (white - black) / (255 * std[channel]!);
    const shift = (mean[channel]! - black) / std[channel]!;
    const start = channel * channelStep;
    const source = input.channels === "BGR" ? 2 - channel : channel;
    if (input.channels === "grey") {
      for (let i = 0; i < pixels; i++) {
        const luma = LUMA[0] * rgb[i * 3]! + LUMA[1] * rgb[i * 3 + 1]! + LUMA[2] * rgb[i * 3 + 2]!;
        tensor[start + i * pixelStep] = luma * gain - shift;
      }
    } else {
      for (let i = 0; i < pixels; i++) tensor[start + i * pixelStep] = rgb[i * 3 + source]! * gain - shift;
    }
    if (noise !== null)
      for (let i = 0; i < pixels; i++) tensor[start + i * pixelStep]! += noise[i * channels + source]! * 255 * gain;
  }
  roundedTo(input.type, tensor);
  return tensor;
}
