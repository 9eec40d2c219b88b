import { MAX_PLAYERS } from "../core/masks.ts";
import { joined } from "../platform/joined.ts";
import { probesOf, replicatesOf } from "./spec/model.ts";
import type { LoadedModel } from "./model-files.ts";
import { ELEMENT_TYPE } from "./onnx-schema.ts";
import { writePart, writeTail, type OnnxNode, type OnnxTensor } from "./onnx.ts";
import { inputDims, type InputSpec } from "./spec/input.ts";
import { withoutInput } from "./without-input.ts";

/** Columns of `kept`: one a player, and one that is always 0, where pixels of no player look. */
export const KEPT_COLUMNS = MAX_PLAYERS + 1;

/**
 * Names of the masked graph's inputs and of its output:
 * `shown`, `hidden` float32, one image in the network's layout: the two tensors to choose between;
 * `owner` int32, such an image of one channel, without the batch: the column of `kept` that decides each pixel;
 * `kept` float32 [batch, KEPT_COLUMNS]: 1 where the mask shows the player, else 0;
 * `logits` float32 [batch, columns]: the probes' logits side by side in the manifest's order, then those of their replicates where these are at hand,
 * then the network's outputs.
 */
export const MASKED = {
  shown: "strata_shown",
  hidden: "strata_hidden",
  owner: "strata_owner",
  kept: "strata_kept",
  logits: "strata_logits",
} as const;

/**
 * A model that masks its own input: image and baseline go in once, then a batch costs a row of 257 numbers a mask instead of an image,
 * and all its logits come out as one tensor. The network between the two is the same, byte for byte. Linear; copies the model.
 * ModelError "bad-onnx" when the graph has no input of the manifest's name.
 */
export function maskedModel({ manifest, bytes }: LoadedModel): Uint8Array<ArrayBuffer> {
  const replicates = replicatesOf(manifest).map((layer) => layer.replicates);
  const logits = [...probesOf(manifest).map((layer) => layer.logits), ...replicates, manifest.output.logits];
  return joined([composingPart(manifest.input), withoutInput(bytes, manifest.input.name), logitsTail(logits)]);
}

/**
 * What gives the network its input, to be put before it: shown · kept + hidden · (1 − kept), pixel by pixel, which is exact since kept is
 * 0 or 1, then cast to the type that it takes. Only operators that ONNX has had in this form since version 7, because the network's version counts for them as well.
 */
export function composingPart(
  input: Pick<InputSpec, "name" | "width" | "height" | "layout" | "channels" | "type">,
): Uint8Array {
  const { shown, hidden, owner, kept } = MASKED;
  const [one, pixels, gone, fromShown, fromHidden] = [
    "strata_one",
    "strata_kept_pixels",
    "strata_hidden_pixels",
    "strata_from_shown",
    "strata_from_hidden",
  ];
  const composed = input.type === "float32" ? input.name : "strata_composed";
  const to = ELEMENT_TYPE[input.type];
  const nodes: OnnxNode[] = [
    { op: "Gather", inputs: [kept, owner], outputs: [pixels], attributes: { axis: 1 } },
    { op: "Sub", inputs: [one, pixels], outputs: [gone] },
    { op: "Mul", inputs: [shown, pixels], outputs: [fromShown] },
    { op: "Mul", inputs: [hidden, gone], outputs: [fromHidden] },
    { op: "Add", inputs: [fromShown, fromHidden], outputs: [composed] },
    ...(composed === input.name ? [] : [{ op: "Cast", inputs: [composed], outputs: [input.name], attributes: { to } }]),
  ];
  const initializers: OnnxTensor[] = [{ name: one, dims: [1], values: Float32Array.of(1) }];
  const image = inputDims(input, 1);
  return writePart({
    inputs: [
      { name: shown, dims: image },
      { name: hidden, dims: image },
      { name: owner, dims: ownerDims(input), type: "int32" },
      { name: kept, dims: ["batch", KEPT_COLUMNS] },
    ],
    outputs: [],
    nodes,
    initializers,
  });
}

/** Shape of `owner`: of an image of one channel, without the batch, which comes from `kept`. */
export function ownerDims({
  width,
  height,
  layout,
}: Pick<InputSpec, "width" | "height" | "layout">): readonly number[] {
  return layout === "NCHW" ? [1, height, width] : [height, width, 1];
}

/** Puts all logits into one output, so that they come back in one piece. */
function logitsTail(names: readonly string[]): Uint8Array {
  const flat = names.map((name) => `strata_flat_${name}`);
  return writeTail({
    outputs: [{ name: MASKED.logits, dims: ["batch", "columns"] }],
    nodes: [
      ...names.map((name, i): OnnxNode => ({
        op: "Flatten",
        inputs: [name],
        outputs: [flat[i]!],
        attributes: { axis: 1 },
      })),
      { op: "Concat", inputs: flat, outputs: [MASKED.logits], attributes: { axis: 1 } },
    ],
    initializers: [],
  });
}
