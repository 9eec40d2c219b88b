import * as v from "valibot";
import type { ResizeRule } from "../../core/resize.ts";
import { MAX_SIDE, MIN_OWN_SIDE } from "../spec/input.ts";
import type { Graph } from "./graph.ts";
import { areAlike, PREPARATIONS, type Preparation } from "./preparations.ts";
import { parsed, sideJson, type SideFiles } from "./side-files.ts";

/** What somebody says of a network's input, as far as it is said. */
export interface SaidInput {
  readonly reason: "config" | "metadata";
  readonly preparation: Preparation;
  readonly resize: ResizeRule | null;
  readonly width: number | null;
  readonly height: number | null;
}

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096));
const channels = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1), v.maxLength(3));
const deviations = v.pipe(v.array(v.pipe(v.number(), v.finite(), v.gtValue(0))), v.minLength(1), v.maxLength(3));
const sizeSchema = v.union([
  side,
  v.object({ height: side, width: side }),
  v.object({ shortest_edge: side }),
  v.pipe(
    v.tuple([side, side]),
    v.transform(([height, width]) => ({ height, width })),
  ),
]);

/** Hugging Face's preprocessor_config.json: https://huggingface.co/docs/transformers/main_classes/image_processor. */
const preprocessor = v.object({
  do_normalize: v.optional(v.boolean(), true),
  image_mean: v.optional(channels),
  image_std: v.optional(deviations),
  do_rescale: v.optional(v.boolean(), true),
  rescale_factor: v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0)), 1 / 255),
  do_center_crop: v.optional(v.nullable(v.boolean())),
  do_flip_channel_order: v.optional(v.nullable(v.boolean()), false),
  size: v.optional(sizeSchema),
  crop_size: v.optional(sizeSchema),
});

/** timm's part of config.json: https://huggingface.co/docs/timm/hf_hub. */
const timm = v.object({
  pretrained_cfg: v.object({
    mean: channels,
    std: deviations,
    input_size: v.optional(v.tuple([side, side, side])),
    crop_mode: v.optional(v.string()),
  }),
});

/** What files beside a network and its own metadata say of its input, the most telling first. */
export function saidInputs(graph: Pick<Graph, "metadata">, files: SideFiles, channelCount: 1 | 3): SaidInput[] {
  const said = [
    fromPreprocessor(sideJson(files, "preprocessor_config.json", preprocessor)),
    fromTimm(sideJson(files, "config.json", timm)),
    fromMetadata(graph.metadata, channelCount),
  ];
  return said
    .filter((one) => one !== null)
    .filter(({ preparation }) => preparation.mean.length === channelCount)
    .map((one) => (isTaken(one.width) && isTaken(one.height) ? one : { ...one, width: null, height: null }));
}

/** Whether images of such a side can be explored. */
const isTaken = (side: number | null): boolean => side === null || (side >= MIN_OWN_SIDE && side <= MAX_SIDE);

function fromPreprocessor(config: v.InferOutput<typeof preprocessor> | null): SaidInput | null {
  if (config === null) return null;
  const count = config.image_mean?.length ?? 3;
  const zeros = Array.from({ length: count }, () => 0);
  const white = config.do_rescale ? config.rescale_factor * 255 : 255;
  // A factor of 2 / 255 goes with −1 … 1, and then the mean is no more subtracted.
  const range: readonly [number, number] = Math.abs(white - 2) < 0.02 ? [-1, 1] : [0, white];
  const crop = config.do_center_crop === true || (typeof config.size === "object" && "shortest_edge" in config.size);
  const size = sizeOf(config.do_center_crop === true ? (config.crop_size ?? config.size) : config.size);
  return {
    reason: "config",
    preparation: {
      channels: count === 1 ? "grey" : config.do_flip_channel_order === true ? "BGR" : "RGB",
      range,
      mean: config.do_normalize ? (config.image_mean ?? zeros) : zeros,
      std: config.do_normalize ? (config.image_std ?? zeros.map(() => 1)) : zeros.map(() => 1),
    },
    resize: crop ? "centre-crop" : "squash",
    ...size,
  };
}

function sizeOf(size: v.InferOutput<typeof sizeSchema> | undefined): Pick<SaidInput, "width" | "height"> {
  if (size === undefined) return { width: null, height: null };
  if (typeof size === "number") return { width: size, height: size };
  if ("shortest_edge" in size) return { width: size.shortest_edge, height: size.shortest_edge };
  return size;
}

function fromTimm(config: v.InferOutput<typeof timm> | null): SaidInput | null {
  if (config === null) return null;
  const { mean, std, input_size: size, crop_mode: mode } = config.pretrained_cfg;
  return {
    reason: "config",
    preparation: { channels: mean.length === 1 ? "grey" : "RGB", range: [0, 1], mean, std },
    resize: mode === "squash" ? "squash" : mode === "border" ? "letterbox" : "centre-crop",
    width: size?.[2] ?? null,
    height: size?.[1] ?? null,
  };
}

/** Ranges that ONNX has names for: https://github.com/onnx/onnx/blob/main/docs/MetadataProps.md. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  NominalRange_0_255: [0, 255],
  Normalized_0_1: [0, 1],
  Normalized_1_1: [-1, 1],
  NominalRange_16_235: [16, 235],
};

function fromMetadata(metadata: ReadonlyMap<string, string>, channelCount: 1 | 3): SaidInput | null {
  const numbers = (keys: readonly string[], schema: typeof channels | typeof deviations): readonly number[] | null => {
    const text = keys.map((key) => metadata.get(key)).find((found) => found !== undefined);
    if (text === undefined) return null;
    const result = v.safeParse(
      schema,
      parsed(/^\s*[[(]/.test(text) ? text.replace("(", "[").replace(")", "]") : `[${text}]`),
    );
    return result.success && result.output.length === channelCount ? result.output : null;
  };
  const range = RANGES[metadata.get("Image.NominalPixelRange") ?? ""];
  const pixels = metadata.get("Image.BitmapPixelFormat") ?? "";
  const mean = numbers(["mean", "image_mean", "input_mean", "norm_mean"], channels);
  const std = numbers(["std", "image_std", "input_std", "norm_std"], deviations);
  const zeros = Array.from({ length: channelCount }, () => 0);
  const order = /^Bgr/.test(pixels) ? "BGR" : "RGB";
  const grey = channelCount === 1;
  // What Ultralytics' classifiers are given: https://docs.ultralytics.com/tasks/classify.
  const ultralytics = metadata.get("task") === "classify" && metadata.has("stride");
  if (range === undefined && mean === null && std === null && !ultralytics) return null;
  return {
    reason: "metadata",
    preparation: {
      channels: grey ? "grey" : order,
      range: range ?? (mean !== null && Math.max(...mean) > 2 ? [0, 255] : [0, 1]),
      mean: mean ?? zeros,
      std: std ?? zeros.map(() => 1),
    },
    resize: ultralytics ? "centre-crop" : null,
    width: null,
    height: null,
  };
}

/** Whether what is said is one of the usual preparations under another name. */
export function usualName(preparation: Preparation): keyof typeof PREPARATIONS | null {
  const [found] = Object.entries(PREPARATIONS).filter(([, usual]) => areAlike(preparation, usual));
  return (found?.[0] ?? null) as keyof typeof PREPARATIONS | null;
}
