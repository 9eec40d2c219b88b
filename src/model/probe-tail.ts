import { writeTail, type OnnxNode, type OnnxTensor, type OnnxValue } from "./onnx.ts";

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

/** A tail that appends probes: per tap AveragePool → Flatten, then one Gemm per probe. RangeError on weights of a wrong length. */
export function probeTail(layers: readonly { readonly tap: Tap; readonly probes: readonly Probe[] }[]): Uint8Array {
  const outputs: OnnxValue[] = [];
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  for (const { tap, probes } of layers) {
    nodes.push(...poolingNodes(tap));
    const { features } = poolingOf(tap);
    for (const { logits, weights, bias } of probes) {
      const classes = bias.length;
      const [weightsName, biasName] = [`${logits}_weights`, `${logits}_bias`];
      nodes.push({ op: "Gemm", inputs: [featuresName(tap), weightsName, biasName], outputs: [logits], attributes: { transB: 1 } });
      initializers.push({ name: weightsName, dims: [classes, features], values: weights }, { name: biasName, dims: [classes], values: bias });
      outputs.push({ name: logits, dims: ["batch", classes] });
    }
  }
  return writeTail({ outputs, nodes, initializers });
}

function poolingNodes(tap: Tap): OnnxNode[] {
  const { kernel } = poolingOf(tap);
  const pooled = `${tap.name}_pooled`;
  return [
    { op: "AveragePool", inputs: [tap.name], outputs: [pooled], attributes: { kernel_shape: kernel, strides: kernel } },
    { op: "Flatten", inputs: [pooled], outputs: [featuresName(tap)], attributes: { axis: 1 } },
  ];
}
