import type { ResizeRule } from "../../core/resize.ts";
import type { InputSpec } from "../spec/input.ts";
import type { FoundInput, FoundNetwork } from "./found.ts";
import type { Graph } from "./graph.ts";
import { inGraph, type InGraph } from "./in-graph.ts";
import {
  areAlike,
  GREY_PREPARATIONS,
  prepared,
  PREPARATIONS,
  type Preparation,
  type PreparationCode,
} from "./preparations.ts";
import { saidInputs, usualName } from "./said-input.ts";
import type { SideFiles } from "./side-files.ts";

/** Why an input is guessed to be prepared so: the graph itself does the rest, a file or the network says it, its kind is made so, its numbers are bytes, it is a usual way. */
export type InputGuessReason = "graph" | "config" | "metadata" | "family" | "type" | "usual";

/** How an image may become a network's input. */
export interface InputGuess extends Preparation {
  readonly reason: InputGuessReason;
  readonly preparation: PreparationCode;
  readonly resize: ResizeRule;
  /** Pixels; the usual size where the network leaves it open. */
  readonly width: number;
  readonly height: number;
}

/** More guesses than this are not worth a run each. */
const MOST_GUESSES = 8;

/**
 * How an image may become a network's input: distinct guesses, the likeliest first, never none. What a file beside it or its metadata say comes first, then
 * what its own first operators leave to do, then what is usual for its kind.
 *
 * @param bytes of the network, for the constants of its first operators.
 * @param files beside it, by name.
 */
export function guessInputs(network: FoundNetwork, graph: Graph, bytes: Uint8Array, files: SideFiles): InputGuess[] {
  const [input] = network.inputs;
  if (input === undefined) throw new RangeError("a network without an input");
  const said = saidInputs(graph, files, input.channelCount);
  const within = inGraph(graph, bytes, input.name, input.channelCount);
  const family = familyOf(network, graph);
  const size = (of: { readonly width: number | null; readonly height: number | null } | undefined) => ({
    width: input.width ?? of?.width ?? input.height ?? usualSide(network),
    height: input.height ?? of?.height ?? input.width ?? usualSide(network),
  });
  const rule = said.find(({ resize }) => resize !== null)?.resize ?? family.resize;
  const whole = { resize: rule, ...size(said.find(({ width }) => width !== null)) };
  const candidates: InputGuess[] = [
    ...said.map(({ reason, preparation, resize, ...sides }): InputGuess => ({
      ...preparation,
      reason,
      preparation: usualName(preparation) ?? "own",
      resize: resize ?? family.resize,
      ...size(sides),
    })),
    ...ways(input, within, family).map((way): InputGuess => ({ ...way, ...whole })),
  ];
  return candidates
    .filter((one, i) => candidates.findIndex((other) => areAlike(one, other)) === i)
    .slice(0, MOST_GUESSES);
}

/** The part of a manifest that says how an image becomes the input. */
export function inputSpecOf(
  { name, layout, type }: Pick<FoundInput, "name" | "layout" | "type">,
  { channels, range, mean, std, resize, width, height }: Omit<InputGuess, "reason" | "preparation">,
): Omit<InputSpec, "type"> & Pick<FoundInput, "type"> {
  return { name, width, height, layout, channels, type, resize, range, mean, std };
}

type Way = Preparation & Pick<InputGuess, "reason" | "preparation">;

/** The ways that fit the input's type and what the graph does to it. */
function ways({ type, channelCount }: FoundInput, within: InGraph | null, family: Family): Way[] {
  const usual: Way[] =
    channelCount === 1
      ? family.grey.map((name) => ({ ...GREY_PREPARATIONS[name], preparation: name, reason: "usual" }))
      : family.preparations.map((name, i) => ({
          ...PREPARATIONS[name],
          preparation: name,
          reason: i === 0 ? family.reason : "usual",
        }));
  const whole = type === "uint8" || type === "int8";
  const plain = plainBytes(channelCount, type === "int8");
  if (!whole) return within === null ? usual : [...leftToDo(within, usual, channelCount), ...usual];
  if (within?.dequantises !== true) return [plain, turned(plain)].filter((way) => way !== null);
  // Whole numbers that stand for floats: whichever of the usual ways fills them best.
  const stored = usual.map((way) => undone(way, within)).map((way) => ({ way, misfit: misfit(way, type === "int8") }));
  const ranked = stored.sort((a, b) => a.misfit - b.misfit).map(({ way }) => (areAlike(way, plain) ? plain : way));
  return [...ranked, plain];
}

/** Bytes as they are, or less 128. */
function plainBytes(channelCount: 1 | 3, signed: boolean): Way {
  const { mean, std } = {
    mean: Array.from({ length: channelCount }, () => 0),
    std: Array.from({ length: channelCount }, () => 1),
  };
  return {
    channels: channelCount === 1 ? "grey" : "RGB",
    range: signed ? [-128, 127] : [0, 255],
    mean,
    std,
    preparation: signed ? "stored" : "bytes",
    reason: "type",
  };
}

/** The same with the channels in the other order; null where there is but one. */
function turned(way: Way): Way | null {
  if (way.channels === "grey") return null;
  return {
    ...way,
    channels: way.channels === "RGB" ? "BGR" : "RGB",
    mean: way.mean.toReversed(),
    std: way.std.toReversed(),
    reason: "usual",
    preparation: "own",
  };
}

/** Plain pixels that the graph makes one of the usual ways of. */
function leftToDo(within: InGraph, usual: readonly Way[], channelCount: 1 | 3): Way[] {
  const plains = channelCount === 1 ? GREY_PREPARATIONS : PREPARATIONS;
  const through = ({ range, channels, ...way }: Preparation): Preparation => ({
    channels,
    range,
    mean: way.mean.map((mean, c) => mean - (within.shift[c]! * way.std[c]!) / within.gain[c]!),
    std: way.std.map((std, c) => std / within.gain[c]!),
  });
  const matched = (["bytes", "unit", "centred"] as const)
    .flatMap((name) => (["RGB", "BGR"] as const).map((channels) => ({ name, channels })))
    .filter(({ channels }) => channelCount === 3 || channels === "RGB")
    .map(({ name, channels }) => ({
      ...plains[name],
      ...(channelCount === 3 && { channels }),
      preparation: name,
      reason: "graph" as const,
    }))
    .filter((plain) => within.gain.every((gain) => gain > 0) && usual.some((way) => areAlike(through(plain), way)));
  if (matched.length > 0) return matched;
  // It does something of its own: to bytes, if it makes small numbers of them.
  const name = Math.max(...within.gain.map(Math.abs)) < 0.5 ? "bytes" : "unit";
  return [{ ...plains[name], preparation: name, reason: "graph" }];
}

/** What must go in so that the graph makes of it what the way gives. */
function undone(way: Way, { gain, shift }: InGraph): Way {
  return {
    ...way,
    mean: way.mean.map((mean, c) => mean + shift[c]! * way.std[c]!),
    std: way.std.map((std, c) => std * gain[c]!),
    preparation: "stored",
    reason: "type",
  };
}

/** How far a way's darkest and brightest numbers are from the least and the largest byte. */
function misfit(way: Way, signed: boolean): number {
  const [least, most] = signed ? [-128, 127] : [0, 255];
  const ends = way.mean.flatMap((_, c) => [prepared(way, c, 0), prepared(way, c, 1)]);
  return Math.abs(Math.min(...ends) - least) + Math.abs(Math.max(...ends) - most);
}

/** How networks of a kind are fed. */
interface Family {
  readonly reason: "family" | "usual";
  readonly preparations: readonly (keyof typeof PREPARATIONS)[];
  readonly grey: readonly (keyof typeof GREY_PREPARATIONS)[];
  readonly resize: ResizeRule;
}

/** Names that TensorFlow and Keras give, and those that convert from them. */
const TENSORFLOW = /tf2onnx|keras|tensorflow|tflite|tfl|t2o/i;
const TENSORFLOW_NAMES =
  /StatefulPartitionedCall|serving_default|BiasAdd|FusedBatchNorm|Relu6;|Identity:0|^model\/|MobilenetV\d\//;
const CAFFE = /caffe/i;

/** Names that are looked at: those of networks' first and last parts tell most. */
const MOST_NAMES = 400;

function familyOf({ producer, outputs }: FoundNetwork, graph: Graph): Family {
  const names = [
    ...graph.inputs.map(({ name }) => name),
    ...graph.nodes.slice(0, MOST_NAMES).flatMap((node) => [node.name, node.outputs[0] ?? ""]),
    ...graph.initializers.slice(0, MOST_NAMES).map(({ name }) => name),
    ...graph.outputs.map(({ name }) => name),
  ].map((name) => name.slice(0, 200));
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  const count = outputs[0]?.count ?? null;
  const attends =
    ["LayerNormalization", "Softmax", "com.microsoft:Attention"].filter((op) => graph.operators.has(op)).length > 1;
  const grey = CAFFE.test(producer) ? GREY_BYTES_FIRST : /CNTK/i.test(producer) ? GREY_BYTES_FIRST : GREY;
  if (TENSORFLOW.test(producer) || has(TENSORFLOW_NAMES)) {
    // Keras' EfficientNet stretches pixels itself; its ResNet and VGG are Caffe's.
    const preparations = has(/efficientnet/i)
      ? (["bytes", "centred", "unit", "imagenet", "caffe"] as const)
      : has(/resnet\d+\/conv1|conv2_block1|block1_conv1/i)
        ? (["caffe", "centred", "bytes", "unit", "imagenet"] as const)
        : (["centred", "bytes", "unit", "imagenet", "caffe"] as const);
    return {
      reason: "family",
      preparations,
      grey,
      resize: count === 1000 || count === 1001 ? "centre-crop" : "squash",
    };
  }
  if (CAFFE.test(producer) || has(/^data(_0)?$/) || has(/caffe/i))
    return {
      reason: "family",
      preparations: ["caffe", "bytes", "imagenet", "unit", "centred"],
      grey,
      resize: "centre-crop",
    };
  const small = count === 10 || count === 100;
  const preparations = has(/(^|[./])visual[./]|vision_model[./]|logit_scale/i)
    ? (["clip", "imagenet", "centred", "unit", "bytes"] as const)
    : attends
      ? (["imagenet", "centred", ...(small ? (["cifar10"] as const) : []), "unit", "bytes", "caffe"] as const)
      : ([
          "imagenet",
          ...(count === 10 ? (["cifar10"] as const) : count === 100 ? (["cifar100", "cifar10"] as const) : []),
          "unit",
          "centred",
          "bytes",
          "caffe",
        ] as const);
  return { reason: /pytorch/i.test(producer) ? "family" : "usual", preparations, grey, resize: "centre-crop" };
}

const GREY = ["unit", "mnist", "centred", "bytes"] as const;
const GREY_BYTES_FIRST = ["bytes", "unit", "mnist", "centred"] as const;

/** The size of images that such networks are trained on, where it is left open, pixels. */
function usualSide({ inputs: [input], outputs: [output] }: FoundNetwork): number {
  if (input?.channelCount === 1) return 28;
  return output?.count === 10 || output?.count === 100 ? 32 : 224;
}
