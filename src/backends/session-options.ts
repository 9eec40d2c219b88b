import type { InferenceSession } from "onnxruntime-web";
import { operatorsOf } from "../models/onnx.ts";
import { CONVOLUTIONAL } from "../models/plain-network.ts";

/**
 * Passes of ONNX Runtime's graph optimiser, by its own names, for transformers, quantised networks, reshaping and constants to be computed. In a
 * browser each of them is compiled before it can find nothing to do, several of them twice.
 */
export const IDLE_PASSES = [
  "AttentionFusion",
  "BiasGeluFusion",
  "CommonSubexpressionElimination",
  "ConstantFolding",
  "DoubleQDQPairsRemover",
  "EmbedLayerNormFusion",
  "GroupQueryAttentionFusion",
  "LayerNormFusionL2",
  "MatMulIntegerToFloatFusion",
  "MatMulScaleFusion",
  "QDQFinalCleanupTransformer",
  "QDQSelectorActionTransformer",
  "ReshapeFusion",
  "SliceConcatToSpaceToDepthFusion",
  "TransposeOptimizer",
] as const;

/**
 * How a session on WebAssembly is opened: a convolutional network without the passes that cannot help it, which open and warm up in less time
 * and give the same graph; any other network with all of them. Linear; ModelError "bad-onnx" when the bytes are no model.
 */
export function wasmSessionOptions(model: Uint8Array): InferenceSession.SessionOptions {
  const plain = [...operatorsOf(model)].every((op) => CONVOLUTIONAL.has(op));
  return {
    executionProviders: ["wasm"],
    ...(plain ? { extra: { optimization: { disable_specified_optimizers: IDLE_PASSES.join(";") } } } : {}),
  };
}
