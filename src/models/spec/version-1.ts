/** Manifests of version 1, which know one way only to turn an image into an input, and no model without probes. */
import * as v from "valibot";
import { checked, colour, digest, finite, label, positive, size } from "./fields.ts";
import { side } from "./input.ts";
import { classFields, namingFields, trainingSchema } from "./naming.ts";
import type { ModelManifest } from "./model.ts";
import { layersSchema, probeFileFields, qualityFields } from "./probes.ts";
import { truthSchema } from "./truth.ts";

const three = <const S extends v.GenericSchema>(of: S) => v.tuple([of, of, of]);

const schema = v.object({
  format: v.literal("strata-model"),
  version: v.literal(1),
  ...namingFields,
  bytes: size,
  sha256: digest,
  tail: v.object(probeFileFields),
  input: v.object({ name: label, width: side, height: side }),
  preprocessing: v.object({ order: v.picklist(["RGB", "BGR"]), mean: three(finite), std: three(positive) }),
  baseline: colour,
  ...classFields,
  layers: layersSchema,
  head: v.object({ name: label, logits: label, ...qualityFields }),
  truth: v.optional(truthSchema),
  training: trainingSchema,
});

/** Reads a manifest of version 1 as one of the present version; ModelError "bad-manifest" names the first wrong field. */
export function fromVersion1(json: unknown): ModelManifest {
  const { bytes, sha256, tail, input, preprocessing, baseline, layers, head, truth, ...named } = checked(schema, json);
  const { order, mean, std } = preprocessing;
  return {
    ...named,
    version: 2,
    network: { sha256, bytes },
    input: {
      ...input,
      layout: "NCHW",
      channels: order,
      type: "float32",
      resize: "centre-crop",
      range: [0, 1],
      mean,
      std,
    },
    meanColour: baseline,
    output: head,
    taps: [],
    probes: { ...tail, fitted: null, layers },
    ...(truth !== undefined && { truth }),
  };
}

/** What a field of the present version was called in version 1; wrong fields are named as they stand in the file. */
export function nameInVersion1(field: string): string {
  return field
    .replace(/^probes\.layers/, "layers")
    .replace(/^probes/, "tail")
    .replace(/^output/, "head");
}
