/** Networks of others beside the project, with what their files do not say, and labelled images for them. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { manifestFixture } from "../src/models/manifest.fixture.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import type { InputSpec } from "../src/models/spec/input.ts";
import { sha256 } from "../src/platform/sha256.ts";

const DATA = new URL("../../shared/data/", import.meta.url);

/** Whether they are at hand. */
export const hasSharedNetworks = existsSync(new URL("models/models.json", DATA));
if (!hasSharedNetworks) console.warn("SKIPPED: ../shared/data/models is not at hand, no network of others is run");

type Preparation = Pick<InputSpec, "channels" | "range" | "mean" | "std">;

const unit = (mean: readonly number[], std: readonly number[]): Preparation => ({
  channels: "RGB",
  range: [0, 1],
  mean,
  std,
});
const IMAGENET = unit([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);
const CENTRED: Preparation = { channels: "RGB", range: [-1, 1], mean: [0, 0, 0], std: [1, 1, 1] };
const BYTES: Preparation = { channels: "RGB", range: [0, 255], mean: [0, 0, 0], std: [1, 1, 1] };

/** A network of others: a part of its manifest, and where labelled images lie that it knows. */
export interface SharedNetwork {
  readonly name: string;
  readonly images: "cifar10" | "mnist" | "flowers224" | "photos";
  readonly input: Preparation & Pick<InputSpec, "name" | "width" | "height"> & Partial<InputSpec>;
  readonly output: Pick<ModelManifest["output"], "logits" | "form">;
  /** The graph's own output, where the scores are not it. */
  readonly final?: string;
  /** The output that means the first class, where it is not the first one. */
  readonly first?: number;
  /** Whether its rows depend on their batch, or its batch is fixed for good. */
  readonly limit?: "fixed" | "dependent";
  /** Share of the labelled images that it tells right, at least, a little below what was seen. */
  readonly accuracy: number;
}

const at = (name: string, side: number): Pick<InputSpec, "name" | "width" | "height"> => ({
  name,
  width: side,
  height: side,
});
const SQUASHED = { resize: "squash" } as const;

/** Every classifier there. */
export const SHARED_NETWORKS: readonly SharedNetwork[] = [
  {
    name: "mobilenetv2",
    images: "photos",
    input: { ...at("input", 224), ...CENTRED },
    output: { logits: "logits" },
    accuracy: 0.85,
  },
  {
    name: "squeezenet1.1",
    images: "photos",
    input: { ...at("input", 224), ...IMAGENET },
    output: { logits: "logits" },
    accuracy: 0.5,
  },
  {
    name: "squeezenet1.1_caffe_fp16",
    images: "photos",
    input: {
      ...at("data_0", 224),
      type: "float16",
      batch: 1,
      channels: "BGR",
      range: [0, 255],
      mean: [103.94, 116.78, 123.68],
      std: [1, 1, 1],
    },
    output: { logits: "pool10_1" },
    final: "softmaxout_1",
    accuracy: 0.6,
  },
  {
    name: "mobilenetv1_a050_160_nhwc_softmax1001",
    images: "photos",
    input: { ...at("input", 160), ...CENTRED, layout: "NHWC", batch: 1 },
    output: { logits: "MobilenetV1/Predictions/Reshape_1:0", form: "probabilities" },
    first: 1,
    limit: "fixed",
    accuracy: 0.6,
  },
  {
    name: "mnist-8",
    images: "mnist",
    input: { ...at("Input3", 28), channels: "grey", range: [0, 255], mean: [0], std: [1], batch: 1 },
    output: { logits: "Plus214_Output_0" },
    limit: "fixed",
    accuracy: 0.9,
  },
  {
    name: "cifar_mobilenetv2_224_dynint8",
    images: "cifar10",
    input: { ...at("input", 224), ...IMAGENET },
    output: { logits: "output" },
    limit: "dependent",
    accuracy: 0.55,
  },
  {
    name: "cifar_resnet20",
    images: "cifar10",
    input: { ...at("input", 32), ...IMAGENET },
    output: { logits: "logits" },
    accuracy: 0.8,
  },
  {
    name: "cifar_resnet20_default_export",
    images: "cifar10",
    input: { ...at("input.1", 32), ...IMAGENET, batch: 1 },
    output: { logits: "264" },
    accuracy: 0.8,
  },
  {
    name: "cifar_resnet56_fp16",
    images: "cifar10",
    input: { ...at("input", 32), ...IMAGENET, type: "float16" },
    output: { logits: "logits" },
    accuracy: 0.8,
  },
  {
    name: "cifar_resnet8_nhwc_softmax",
    images: "cifar10",
    input: { ...at("input_1", 32), ...BYTES, layout: "NHWC", batch: 1 },
    output: { logits: "model/dense/MatMul;model/dense/BiasAdd" },
    final: "Identity:0",
    limit: "fixed",
    accuracy: 0.65,
  },
  {
    name: "cifar_vit_d6",
    images: "cifar10",
    input: { ...at("input", 32), ...unit([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.201]) },
    output: { logits: "logits" },
    accuracy: 0.55,
  },
  {
    name: "flowers_mobilenetv2_a035_224",
    images: "flowers224",
    input: { ...at("input", 224), ...CENTRED, ...SQUASHED, batch: 1 },
    output: { logits: "logits" },
    accuracy: 0.6,
  },
  {
    name: "flowers_squeezenet11_128_nhwc",
    images: "flowers224",
    input: { ...at("serving_default_input_1:0", 128), ...CENTRED, ...SQUASHED, layout: "NHWC", batch: 1 },
    output: { logits: "StatefulPartitionedCall:0", form: "probabilities" },
    accuracy: 0.55,
  },
];

const read = (path: string): Uint8Array => readFileSync(new URL(path, DATA));
const readJson = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, DATA), "utf8")) as T;

/** Path of a network's file. */
export const networkPath = ({ name }: SharedNetwork): string => fileURLToPath(new URL(`models/${name}.onnx`, DATA));

interface ImageList {
  readonly classes: readonly string[];
  readonly splits: {
    readonly [split: string]: {
      readonly file: string;
      readonly offsets: readonly number[];
      readonly labels: readonly number[];
    };
  };
}

/** What a network's classes are called. */
function classesOf({ images }: SharedNetwork): readonly string[] {
  return images === "photos"
    ? readJson<{ readonly wnids: readonly string[] }>("models/imagenet1000.json").wnids
    : readJson<ImageList>(`${images}/index.json`).classes;
}

/** A manifest as a person would write it by hand: without taps, probes and quality. */
export async function manifestOf(network: SharedNetwork): Promise<ModelManifest> {
  const { name, input, output, first = 0 } = network;
  const bytes = readFileSync(networkPath(network));
  const classes = classesOf(network);
  return {
    ...manifestFixture,
    name,
    network: { sha256: await sha256(bytes), bytes: bytes.length },
    input: { layout: "NCHW", type: "float32", resize: "centre-crop", ...input },
    classes,
    classMap: classes.map((_, i) => [i + first]),
    output: { name: "output", accuracy: null, accuracyHalfHidden: null, scale: null, meanAbsVEmpty: null, ...output },
    taps: [],
    probes: null,
  };
}

/** A labelled image, as a file. */
export interface LabelledFile {
  readonly bytes: Uint8Array;
  readonly label: number;
}

/** The first `count` labelled images of a kind that a network knows, of all classes by turns. */
export function labelledImages(network: SharedNetwork, count: number): LabelledFile[] {
  const { images } = network;
  if (images === "photos") {
    const classes = classesOf(network);
    return readJson<readonly { readonly file: string }[]>("photos/photos.json")
      .map(({ file }) => ({ file, label: classes.indexOf(/^in_(n\d{8})_/.exec(file)?.[1] ?? "") }))
      .filter(({ label }) => label >= 0)
      .slice(0, count)
      .map(({ file, label }) => ({ bytes: read(`photos/${file}`), label }));
  }
  const { classes, splits } = readJson<ImageList>(`${images}/index.json`);
  const { file, offsets, labels } = splits["test"] ?? splits["val"]!;
  const all = read(`${images}/${file}`);
  const ofClass = classes.map((_, label) => labels.flatMap((other, i) => (other === label ? [i] : [])));
  return Array.from({ length: count }, (_, i) => {
    const label = i % classes.length;
    const place = ofClass[label]![Math.floor(i / classes.length)]!;
    return { bytes: all.subarray(offsets[place], offsets[place + 1]), label };
  });
}
