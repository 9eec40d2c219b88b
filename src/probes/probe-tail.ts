import { writeTail, type OnnxGraph, type OnnxNode } from "../models/onnx.ts";

/** Pooled maps have at most this many cells a side. */
export const POOLED_SIDE = 4;

/** A tensor [batch, channels, height, width] inside the backbone. */
export interface Tap {
  readonly name: string;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** A linear classifier on a tap's features. */
export interface Probe {
  /** Name of the graph output [batch, classes]. */
  readonly logits: string;
  /** [classes · features], row-major; features as pooled, channel by channel. */
  readonly weights: Float32Array;
  /** [classes]. */
  readonly bias: Float32Array;
}

/** How a tap is pooled: AveragePool with kernel = stride = ceil(size / 4) per axis, what does not fill a kernel dropped. */
export interface Pooling {
  readonly kernel: readonly [height: number, width: number];
  /** Features per image: channels · cells. */
  readonly features: number;
}

/** The pooling of a tap. */
export function poolingOf({ channels, height, width }: Tap): Pooling {
  const kernel = [Math.ceil(height / POOLED_SIDE), Math.ceil(width / POOLED_SIDE)] as const;
  return { kernel, features: channels * Math.floor(height / kernel[0]) * Math.floor(width / kernel[1]) };
}

/** Name of the graph's tensor [batch, features] that a tap is pooled to. */
export function featuresName(tap: Tap): string {
  return `${tap.name}_features`;
}

/** A tail whose outputs are the pooled features of the taps, for fitting. */
export function featuresTail(taps: readonly Tap[]): Uint8Array {
  return writeTail({
    outputs: taps.map((tap) => ({ name: featuresName(tap), dims: ["batch", poolingOf(tap).features] })),
    nodes: taps.flatMap(poolingNodes),
    initializers: [],
  });
}

/** A probe of a tap. */
export interface ProbedTap {
  readonly tap: Tap;
  readonly probe: Probe;
}

/** A tail that appends a probe to each tap: AveragePool → Flatten → Gemm. RangeError on weights of a wrong length. */
export function probeTail(layers: readonly ProbedTap[]): Uint8Array {
  return writeTail(probesOf(layers, ({ tap }) => poolingNodes(tap)));
}

/** More probes of the same taps, those of half the data, to be appended to their `probeTail`, whose features they take. RangeError on weights of a wrong length. */
export function moreProbes(layers: readonly ProbedTap[]): Uint8Array {
  return writeTail(probesOf(layers, () => []));
}

function probesOf(
  layers: readonly ProbedTap[],
  nodesBefore: (layer: ProbedTap) => readonly OnnxNode[],
): Omit<OnnxGraph, "inputs"> {
  return {
    outputs: layers.map(({ probe: { logits, bias } }) => ({ name: logits, dims: ["batch", bias.length] })),
    nodes: layers.flatMap((layer) => {
      const {
        tap,
        probe: { logits },
      } = layer;
      return [
        ...nodesBefore(layer),
        {
          op: "Gemm",
          inputs: [featuresName(tap), weightsName(logits), biasName(logits)],
          outputs: [logits],
          attributes: { transB: 1 },
        },
      ];
    }),
    initializers: layers.flatMap(({ tap, probe: { logits, weights, bias } }) => [
      { name: weightsName(logits), dims: [bias.length, poolingOf(tap).features], values: weights },
      { name: biasName(logits), dims: [bias.length], values: bias },
    ]),
  };
}

const weightsName = (logits: string): string => `${logits}_weights`;
const biasName = (logits: string): string => `${logits}_bias`;

function poolingNodes(tap: Tap): OnnxNode[] {
  const { kernel } = poolingOf(tap);
  const pooled = `${tap.name}_pooled`;
  return [
    { op: "AveragePool", inputs: [tap.name], outputs: [pooled], attributes: { kernel_shape: kernel, strides: kernel } },
    { op: "Flatten", inputs: [pooled], outputs: [featuresName(tap)], attributes: { axis: 1 } },
  ];
}
