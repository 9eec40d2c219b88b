import * as v from "valibot";
import { badField, digest, fileName, finite, label, positive, share, size, text } from "./fields.ts";

/** How good a layer's probe, or the network itself, is. */
export interface Quality {
  /** Share of validation images that it gets right, 0..1; null for a constructed one. */
  readonly accuracy: number | null;
  /** The same with a random half of a 4x4 grid hidden. */
  readonly accuracyHalfHidden: number | null;
  /** Mean |v(all shown) − v(none shown)| over images, nats (the paper's footnote 8). */
  readonly scale: number | null;
  /** Mean |v(none shown)| over images, nats. */
  readonly meanAbsVEmpty: number | null;
}

/** The probe of a layer. */
export interface LayerProbe extends Quality {
  /** The layer's name, which its tap has too, where taps are known. */
  readonly name: string;
  /** Graph output [batch, classes]. */
  readonly logits: string;
  /** Graph outputs of two probes fitted on disjoint halves of the data, or null where there are none. */
  readonly halves: readonly [string, string] | null;
  /** Mean Jaccard index of the salient concepts of the two half-data probes, 0..1. */
  readonly noiseFloor: number | null;
}

/** Fitted probes: a file of their own, whose bytes are appended to the network's. */
export interface ProbeSet {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** From this byte to the end stand the probes of half the data, if there are any. */
  readonly halvesFrom?: number | undefined;
  /** What they were fitted to, and on which data; null where they were not fitted, or where that is not known. */
  readonly fitted: { readonly target: "labels"; readonly data: string } | null;
  /** From the input side to the output, at least one. */
  readonly layers: readonly LayerProbe[];
}

const MAX_LAYERS = 256;
const nats = v.nullable(v.pipe(finite, v.minValue(0)));

export const qualityFields = {
  accuracy: share,
  accuracyHalfHidden: share,
  scale: v.nullable(positive),
  meanAbsVEmpty: nats,
};

export const layersSchema = v.pipe(
  v.array(
    v.object({
      name: label,
      logits: label,
      ...qualityFields,
      halves: v.nullable(v.tuple([label, label])),
      noiseFloor: share,
    }),
  ),
  v.minLength(1),
  v.maxLength(MAX_LAYERS),
);

export const probeFileFields = { file: fileName, sha256: digest, bytes: size, halvesFrom: v.optional(size) };

export const probesSchema = v.object({
  ...probeFileFields,
  fitted: v.nullable(v.object({ target: v.literal("labels"), data: text })),
  layers: layersSchema,
});

/** Checks what only several fields together can show. */
export function checkProbes({ halvesFrom, bytes }: ProbeSet): void {
  if (halvesFrom !== undefined && halvesFrom > bytes)
    throw badField("probes.halvesFrom", `expected at most the file's ${bytes} bytes`);
}
