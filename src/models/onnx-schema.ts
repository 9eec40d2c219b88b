/** Numbers that onnx.proto gives to what is read and written here: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. */

/** Fields by message. */
export const ID = {
  model: { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8 },
  opset: { domain: 1, version: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12 },
  node: { input: 1, output: 2, name: 3, op: 4, attribute: 5 },
  attribute: { name: 1, number: 3, numbers: 8, type: 20 },
  tensor: { dims: 1, dataType: 2, name: 8, rawData: 9 },
  value: { name: 1, type: 2 },
  type: { tensor: 1 },
  tensorType: { element: 1, shape: 2 },
  shape: { dim: 1 },
  dim: { value: 1, name: 2 },
} as const;

/** Kinds of attributes (AttributeProto.AttributeType). */
export const ATTRIBUTE_TYPE = { int: 2, ints: 7 } as const;

/** Types of values (TensorProto.DataType). */
export const ELEMENT_TYPE = { float32: 1, int32: 6, float16: 10 } as const;
