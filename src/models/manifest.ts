import * as v from "valibot";
import { BASELINES, type BaselineKind } from "../core/baseline.ts";
import { MAX_PLAYERS, type Mask } from "../core/masks.ts";
import { KINDS, type Kind } from "../core/tracks.ts";
import { ModelError } from "./errors.ts";

/** A layer that is looked into: where the logits of its probes leave the graph, and how good the probe is. */
export interface ManifestLayer {
  readonly name: string;
  /** Graph output [batch, classes] of the layer's probe. */
  readonly logits: string;
  /** Graph outputs of two probes fitted on disjoint halves of the data, or null where there are none. */
  readonly halves: readonly [string, string] | null;
  /** Share of validation images that the probe gets right, 0..1; null for a constructed probe. */
  readonly accuracy: number | null;
  /** The same with a random half of a 4x4 grid hidden. */
  readonly accuracyHalfHidden: number | null;
  /** Mean Jaccard index of the salient concepts of the two half-data probes, 0..1. */
  readonly noiseFloor: number | null;
  /** Mean |v(all shown) − v(none shown)| over images, nats (the paper's footnote 8). */
  readonly scale: number | null;
  /** Mean |v(none shown)| over images, nats. */
  readonly meanAbsVEmpty: number | null;
}

/** The network's own output, always the last layer. */
export interface ManifestHead {
  readonly name: string;
  /** Graph output [batch, network outputs]; `classMap` picks from it. */
  readonly logits: string;
  readonly accuracy: number | null;
  readonly accuracyHalfHidden: number | null;
  readonly scale: number | null;
  readonly meanAbsVEmpty: number | null;
}

/** What a constructed network truly holds, known without running it. */
export interface ManifestTruth {
  /** The question it is known for: patches, and what hides them. */
  readonly rows: number;
  readonly cols: number;
  readonly baseline: BaselineKind;
  /** SHA-256 of the images it is known for: of their pixels as the network sees them. */
  readonly images: readonly string[];
  /** The class, by index, whose score the effects add to; of two classes the other's are the negatives. */
  readonly target: number;
  /** Every concept that is somewhere; its effect at every layer, the network's own output last, nats, 0 where it is not. */
  readonly concepts: readonly { readonly kind: Kind; readonly mask: Mask; readonly effects: readonly number[] }[];
}

/** Everything the pipeline must know about a model beside its weights: the contents of NAME.json. */
export interface ModelManifest {
  readonly format: "strata-model";
  readonly version: 1;
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  /** Size of the backbone, NAME.onnx. */
  readonly bytes: number;
  /** SHA-256 of the backbone, lower-case hexadecimal. */
  readonly sha256: string;
  /** The probes: bytes that are appended to the backbone; those of half the data, if there are any, from the byte `halvesFrom` to the end. */
  readonly tail: {
    readonly file: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly halvesFrom?: number | undefined;
  };
  /** Graph input [batch, 3, height, width]. */
  readonly input: { readonly name: string; readonly width: number; readonly height: number };
  /** Tensor channel c = (x / 255 − mean[c]) / std[c]; mean and std in the order of the tensor's channels. */
  readonly preprocessing: {
    readonly order: "RGB" | "BGR";
    readonly mean: readonly [number, number, number];
    readonly std: readonly [number, number, number];
  };
  /** Mean colour of the data set, red, green, blue, 0..1. */
  readonly baseline: readonly [number, number, number];
  readonly classes: readonly string[];
  /** Per class the indices of the network's outputs that mean it. */
  readonly classMap: readonly (readonly number[])[];
  readonly layers: readonly ManifestLayer[];
  readonly head: ManifestHead;
  /** Of a constructed network; it answers no other question than the one its truth is known for. */
  readonly truth?: ManifestTruth | undefined;
  /** What the network was trained on, and under which terms. */
  readonly training: { readonly data: string; readonly terms: string };
}

const MAX_TEXT = 4000;
const MAX_LABEL = 200;
const MAX_CLASSES = 4096;
const MAX_LAYERS = 256;
const MAX_IMAGES = 1000;
const MAX_CONCEPTS = 10_000;
/** Larger inputs than this would not fit a browser's memory in batches. */
const MAX_SIDE = 1024;
const MAX_BYTES = 2 ** 31 - 1;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const label = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL));
/** One path segment: a manifest must not be able to point outside its own folder. */
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "expected a plain file name"));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hexadecimal digits"));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_BYTES));
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_SIDE));
const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
const nats = v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0)));
const positiveNats = v.nullable(v.pipe(v.number(), v.finite(), v.gtValue(0)));
const unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const finite = v.pipe(v.number(), v.finite());
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const outputIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff));

const quality = {
  name: label,
  logits: label,
  accuracy: share,
  accuracyHalfHidden: share,
  scale: positiveNats,
  meanAbsVEmpty: nats,
};

const gridSide = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PLAYERS));
const truth = v.object({
  rows: gridSide,
  cols: gridSide,
  baseline: v.picklist(BASELINES),
  images: v.pipe(v.array(sha256), v.minLength(1), v.maxLength(MAX_IMAGES)),
  target: outputIndex,
  concepts: v.pipe(
    v.array(
      v.object({
        kind: v.picklist(KINDS),
        mask: v.pipe(v.number(), v.integer(), v.minValue(1)),
        effects: v.array(finite),
      }),
    ),
    v.maxLength(MAX_CONCEPTS),
  ),
});

const schema = v.object({
  format: v.literal("strata-model"),
  version: v.literal(1),
  name: fileName,
  description: text,
  licence: text,
  bytes: size,
  sha256,
  tail: v.object({ file: fileName, sha256, bytes: size, halvesFrom: v.optional(size) }),
  input: v.object({ name: label, width: side, height: side }),
  preprocessing: v.object({
    order: v.picklist(["RGB", "BGR"]),
    mean: v.tuple([finite, finite, finite]),
    std: v.tuple([positive, positive, positive]),
  }),
  baseline: v.tuple([unit, unit, unit]),
  classes: v.pipe(v.array(label), v.minLength(2), v.maxLength(MAX_CLASSES)),
  classMap: v.array(v.pipe(v.array(outputIndex), v.minLength(1), v.maxLength(MAX_CLASSES))),
  layers: v.pipe(
    v.array(v.object({ ...quality, halves: v.nullable(v.tuple([label, label])), noiseFloor: share })),
    v.minLength(1),
    v.maxLength(MAX_LAYERS),
  ),
  head: v.object(quality),
  truth: v.optional(truth),
  training: v.object({ data: text, terms: text }),
});

/** Checks a manifest read from JSON; throws a ModelError "bad-manifest" that names the first wrong field. */
export function parseManifest(json: unknown): ModelManifest {
  const result = v.safeParse(schema, json, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    // What was found instead may be anything, and of any length.
    throw badField(v.getDotPath(issue) ?? "manifest", issue.message.replace(/ (but|and) received [^]*$/, ""));
  }
  const manifest: ModelManifest = result.output;
  const { classes, classMap, layers, head, tail } = manifest;
  if (tail.halvesFrom !== undefined && tail.halvesFrom > tail.bytes)
    throw badField("tail.halvesFrom", `expected at most the file's ${tail.bytes} bytes`);
  if (classMap.length !== classes.length) throw badField("classMap", `expected ${classes.length} lists, one per class`);
  const mapped = classMap.flat();
  if (new Set(mapped).size !== mapped.length) throw badField("classMap", "an output index stands twice");
  const names = [...layers, head].map(({ name }) => name);
  const repeated = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (repeated !== -1)
    throw badField(
      repeated < layers.length ? `layers.${repeated}.name` : "head.name",
      `"${names[repeated]}" stands twice`,
    );
  checkTruth(manifest);
  return manifest;
}

function checkTruth({ truth, classes, layers }: ModelManifest): void {
  if (truth === undefined) return;
  const { rows, cols, target, concepts } = truth;
  if (rows * cols > MAX_PLAYERS) throw badField("truth", `expected at most ${MAX_PLAYERS} patches`);
  if (target >= classes.length) throw badField("truth.target", `expected one of ${classes.length} classes`);
  concepts.forEach(({ kind, mask, effects }, i) => {
    if (mask >= 2 ** (rows * cols))
      throw badField(`truth.concepts.${i}.mask`, `expected patches of the ${rows} x ${cols}`);
    if (effects.length !== layers.length + 1)
      throw badField(
        `truth.concepts.${i}.effects`,
        `expected ${layers.length + 1} numbers, one per layer and the output`,
      );
    if (concepts.findIndex((other) => other.kind === kind && other.mask === mask) !== i)
      throw badField(`truth.concepts.${i}`, "the concept stands twice");
  });
}

function badField(field: string, problem: string): ModelError {
  return new ModelError("bad-manifest", `${field}: ${problem}`, { field, problem });
}
