import { fromFloat16, toFloat16 } from "../models/float16.ts";
import { ELEMENT_TYPE } from "../models/onnx-schema.ts";
import { writeTail, type OnnxGraph, type OnnxNode, type OnnxTensor } from "../models/onnx.ts";
import { cellsOf, featureCount, type Tap, type TokensTap } from "../models/spec/taps.ts";

/** A linear classifier on a tap's features. */
export interface Probe {
  /** Name of the graph output [batch, classes]. */
  readonly logits: string;
  /** [classes · features], row-major; features in the tap's order. */
  readonly weights: Float32Array;
  /** [classes]. */
  readonly bias: Float32Array;
}

/** Name of the graph's tensor [batch, features] that a tap is turned into. */
export function featuresName(tap: Tap): string {
  return `${tap.name}_features`;
}

/** A tail whose outputs are the features of the taps, for fitting. */
export function featuresTail(taps: readonly Tap[]): Uint8Array {
  const parts = taps.map(featuresPart);
  return writeTail({
    outputs: taps.map((tap) => ({ name: featuresName(tap), dims: ["batch", featureCount(tap)] })),
    nodes: parts.flatMap(({ nodes }) => nodes),
    initializers: parts.flatMap(({ initializers }) => initializers),
  });
}

/** A probe of a tap. */
export interface ProbedTap {
  readonly tap: Tap;
  readonly probe: Probe;
}

/** A tail that turns each tap into features and appends its probe, a Gemm. RangeError on weights of a wrong length. */
export function probeTail(layers: readonly ProbedTap[]): Uint8Array {
  return writeTail(probesOf(layers, ({ tap }) => featuresPart(tap)));
}

/** More probes of the same taps, those of half the data, to be appended to their `probeTail`, whose features they take. RangeError on weights of a wrong length. */
export function moreProbes(layers: readonly ProbedTap[]): Uint8Array {
  return writeTail(probesOf(layers, () => ({ nodes: [], initializers: [] })));
}

/** Some probes of one tap, and the size of each of its features, [features], by which their weights are told: weight · size is of about one size. */
export interface Replicates {
  readonly tap: Tap;
  /** Of as many classes each. */
  readonly probes: readonly Pick<Probe, "weights" | "bias">[];
  readonly sizes: Float32Array;
}

/** Name of the graph output [batch, replicates · classes] of a tap's replicates, one after another. */
export function replicatesName(tap: Tap): string {
  return `${tap.name}_replicates`;
}

/**
 * Replicates of the probes of a `probeTail`, to be appended to it, whose features they take; weights in 16-bit floats, and biases that make up at
 * the `means` of the features, [features] a layer, for what the weights lost. RangeError on weights of a wrong length.
 */
export function replicatesTail(layers: readonly (Replicates & { readonly means: ArrayLike<number> })[]): Uint8Array {
  const parts = layers.map(({ tap, probes, sizes, means }): Part & Pick<OnnxGraph, "outputs"> => {
    const name = replicatesName(tap);
    const features = featureCount(tap);
    const bias = joinedFloats(probes.map((probe) => probe.bias));
    const weights = joinedFloats(probes.map((probe) => probe.weights));
    const told = toFloat16(weights.map((weight, i) => weight * sizes[i % features]!));
    const inverse = sizes.map((size) => 1 / size);
    const kept = fromFloat16(told);
    const lost = new Float64Array(bias.length);
    weights.forEach((weight, i) => {
      lost[Math.floor(i / features)]! += (weight - kept[i]! * inverse[i % features]!) * means[i % features]!;
    });
    const [small, cast, scaled] = [`${name}_small`, `${name}_cast`, `${name}_scaled`];
    return {
      outputs: [{ name, dims: ["batch", bias.length] }],
      nodes: [
        { op: "Cast", inputs: [small], outputs: [cast], attributes: { to: ELEMENT_TYPE.float32 } },
        { op: "Mul", inputs: [cast, `${name}_sizes`], outputs: [scaled] },
        { op: "Gemm", inputs: [featuresName(tap), scaled, biasName(name)], outputs: [name], attributes: { transB: 1 } },
      ],
      initializers: [
        { name: small, dims: [bias.length, features], values: told },
        { name: `${name}_sizes`, dims: [features], values: inverse },
        { name: biasName(name), dims: [bias.length], values: bias.map((b, i) => b + lost[i]!) },
      ],
    };
  });
  return writeTail({
    outputs: parts.flatMap(({ outputs }) => outputs),
    nodes: parts.flatMap(({ nodes }) => nodes),
    initializers: parts.flatMap(({ initializers }) => initializers),
  });
}

function joinedFloats(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

type Part = Pick<OnnxGraph, "nodes" | "initializers">;

function probesOf(layers: readonly ProbedTap[], partBefore: (layer: ProbedTap) => Part): Omit<OnnxGraph, "inputs"> {
  const before = layers.map(partBefore);
  return {
    outputs: layers.map(({ probe: { logits, bias } }) => ({ name: logits, dims: ["batch", bias.length] })),
    nodes: layers.flatMap(({ tap, probe: { logits } }, i): OnnxNode[] => [
      ...before[i]!.nodes,
      {
        op: "Gemm",
        inputs: [featuresName(tap), weightsName(logits), biasName(logits)],
        outputs: [logits],
        attributes: { transB: 1 },
      },
    ]),
    initializers: layers.flatMap(({ tap, probe: { logits, weights, bias } }, i): OnnxTensor[] => [
      ...before[i]!.initializers,
      { name: weightsName(logits), dims: [bias.length, featureCount(tap)], values: weights },
      { name: biasName(logits), dims: [bias.length], values: bias },
    ]),
  };
}

const weightsName = (logits: string): string => `${logits}_weights`;
const biasName = (logits: string): string => `${logits}_bias`;

/**
 * What turns a tap's tensor into its features [batch, features]; operators that are the same in every version of ONNX since 7. Numbers of another type
 * than float32 are cast, quantised ones as they are: what they stand for is a linear function of them, which the probe takes up.
 */
function featuresPart(tap: Tap): Part {
  if (tap.cast !== true) return floatFeatures(tap);
  const cast = `${tap.name}_float`;
  const { nodes, initializers } = floatFeatures({ ...tap, tensor: cast });
  const toFloat = { op: "Cast", inputs: [tap.tensor], outputs: [cast], attributes: { to: ELEMENT_TYPE.float32 } };
  return { nodes: [toFloat, ...nodes], initializers };
}

/** The same of a tensor of 32-bit floats. */
function floatFeatures(tap: Tap): Part {
  const pooled = `${tap.name}_pooled`;
  const flatten = (from: string): OnnxNode => ({
    op: "Flatten",
    inputs: [from],
    outputs: [featuresName(tap)],
    attributes: { axis: 1 },
  });
  switch (tap.kind) {
    case "maps": {
      const turned = `${tap.name}_turned`;
      const isLast = tap.layout === "NHWC";
      return {
        nodes: [
          ...(isLast
            ? [{ op: "Transpose", inputs: [tap.tensor], outputs: [turned], attributes: { perm: [0, 3, 1, 2] } }]
            : []),
          {
            op: "AveragePool",
            inputs: [isLast ? turned : tap.tensor],
            outputs: [pooled],
            attributes: { kernel_shape: tap.cell, strides: tap.cell },
          },
          flatten(pooled),
        ],
        initializers: [],
      };
    }
    case "tokens": {
      const [turned, pooling] = [`${tap.name}_turned`, `${tap.name}_pooling`];
      return {
        nodes: [
          { op: "Transpose", inputs: [tap.tensor], outputs: [turned], attributes: { perm: [0, 2, 1] } },
          { op: "MatMul", inputs: [turned, pooling], outputs: [pooled] },
          flatten(pooled),
        ],
        initializers: [
          { name: pooling, dims: [tap.tokens, featureCount(tap) / tap.channels], values: poolingMatrix(tap) },
        ],
      };
    }
    case "vector":
      return { nodes: [flatten(tap.tensor)], initializers: [] };
  }
}

/** [tokens · columns]: a column that picks each class token, then one for each cell of the grid that takes the mean of its tokens. */
function poolingMatrix(tap: TokensTap): Float32Array {
  const { tokens, channels, classTokens, grid } = tap;
  const columns = featureCount(tap) / channels;
  const matrix = new Float32Array(tokens * columns);
  for (let token = 0; token < classTokens; token++) matrix[token * columns + token] = 1;
  if (grid === null) return matrix;
  const [rows, cols] = cellsOf(grid);
  const [height, width] = grid.cell;
  for (let y = 0; y < rows * height; y++) {
    for (let x = 0; x < cols * width; x++) {
      const column = classTokens + Math.floor(y / height) * cols + Math.floor(x / width);
      matrix[(classTokens + y * grid.width + x) * columns + column] = 1 / (height * width);
    }
  }
  return matrix;
}
