import * as v from "valibot";
import { RESIZE_RULES, type ResizeRule } from "../../core/resize.ts";
import { badField, finite, positive, tensorName } from "./fields.ts";

/** Order of the input's axes: B images, C channels, H rows, W columns. */
export const LAYOUTS = ["NCHW", "NHWC"] as const;
/** What the channels are, in their order; "grey": one channel, the luma of ITU-R BT.601. */
export const CHANNELS = ["RGB", "BGR", "grey"] as const;
/** Types of the input's numbers. */
export const INPUT_TYPES = ["float32", "float16", "uint8", "int8"] as const;

/** How an image becomes the network's input. */
export interface InputSpec {
  /** Name of the graph's input. */
  readonly name: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly layout: (typeof LAYOUTS)[number];
  readonly channels: (typeof CHANNELS)[number];
  readonly type: (typeof INPUT_TYPES)[number];
  /** Images that the graph takes at once, where it says a number; left out: any number. */
  readonly batch?: number | undefined;
  /** How an image of another shape is brought to width x height. */
  readonly resize: ResizeRule;
  /** What 0 and 255 become before mean and deviation: [0, 1], [0, 255], [-1, 1] … */
  readonly range: readonly [black: number, white: number];
  /** One a channel, in their order: what goes in is (x − mean) / std. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Larger inputs than this would not fit a browser's memory in batches. */
export const MAX_SIDE = 1024;

/** Nor would more images at once. */
export const MAX_BATCH = 1024;

/** What goes in is a 32-bit float, the largest of which is 3.4e38. */
const LARGEST_INPUT = 1e38;

/** Networks of people's own take no smaller images: shorter sides cannot be cut into the finest grid on offer, pixels. */
export const MIN_OWN_SIDE = 4;

export const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_SIDE));

export const inputSchema = v.object({
  name: tensorName,
  width: side,
  height: side,
  layout: v.picklist(LAYOUTS),
  channels: v.picklist(CHANNELS),
  type: v.picklist(INPUT_TYPES),
  batch: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_BATCH))),
  resize: v.picklist(RESIZE_RULES),
  range: v.tuple([finite, finite]),
  mean: v.pipe(v.array(finite), v.minLength(1), v.maxLength(3)),
  std: v.pipe(v.array(positive), v.minLength(1), v.maxLength(3)),
});

/** How many channels an input has. */
export function channelCount({ channels }: Pick<InputSpec, "channels">): number {
  return channels === "grey" ? 1 : 3;
}

/** Numbers of one image: width · height · channels. */
export function inputSize(input: Pick<InputSpec, "width" | "height" | "channels">): number {
  return input.width * input.height * channelCount(input);
}

/** Shape of the input for a batch. */
export function inputDims(
  input: Pick<InputSpec, "width" | "height" | "channels" | "layout">,
  batch: number,
): readonly [number, number, number, number] {
  const { width, height, layout } = input;
  const channels = channelCount(input);
  return layout === "NCHW" ? [batch, channels, height, width] : [batch, height, width, channels];
}

/** Checks what only several fields together can show. */
export function checkInput(input: InputSpec): void {
  const [black, white] = input.range;
  if (black === white) throw badField("input.range", "expected two different numbers");
  const count = channelCount(input);
  for (const field of ["mean", "std"] as const)
    if (input[field].length !== count)
      throw badField(`input.${field}`, `expected ${count} numbers, one for each channel`);
  const ends = input.range.flatMap((end) => input.mean.map((mean, channel) => (end - mean) / input.std[channel]!));
  if (!ends.every((end) => Math.abs(end) <= LARGEST_INPUT))
    throw badField("input.std", "expected range, mean and std by which what goes in is a 32-bit float");
}
